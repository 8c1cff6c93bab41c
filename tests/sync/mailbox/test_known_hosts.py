"""The confirmed keys of SSH servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.known_hosts import FILE, HostKey, KnownHosts

KEY = HostKey("ssh-ed25519", b"\x00\x01key")


def test_a_confirmed_key_is_known_for_its_host_and_port_alone(tmp_path: Path) -> None:
    KnownHosts(tmp_path).trust("h.fr", 22, KEY)
    known = KnownHosts(tmp_path)
    assert known.key_of("h.fr", 22) == KEY
    assert known.key_of("h.fr", 2222) is None
    assert known.key_of("autre.fr", 22) is None


def test_a_key_that_is_confirmed_later_takes_its_place(tmp_path: Path) -> None:
    known = KnownHosts(tmp_path)
    other = HostKey("ssh-rsa", b"other")
    known.trust("h.fr", 22, KEY)
    known.trust("g.fr", 22, KEY)
    known.trust("h.fr", 22, other)
    assert known.key_of("h.fr", 22) == other
    assert known.key_of("g.fr", 22) == KEY


@pytest.mark.parametrize("content", ["{", "[]", '{"h.fr:22": "x y"}', '{"h.fr:22": 1}'])
def test_a_damaged_file_is_no_first_contact(tmp_path: Path, content: str) -> None:
    known = KnownHosts(tmp_path)
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(content)
    with pytest.raises(faults.PostFault):
        known.key_of("h.fr", 22)
