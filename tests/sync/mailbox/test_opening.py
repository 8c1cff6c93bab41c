"""Opening a mailbox: what is imported for it, and when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import SendsOnly, mailbox, sender

ROOT = Path(__file__).parents[3]
ADDRESSES = (
    "/media/usb",
    "sftp://a@h.invalid/b",
    "webdavs://a@h.invalid/b",
    "mailto:s@e.fr?via=smtp://a@h.invalid&de=a@e.fr",
)


def test_a_mailbox_of_mail_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SendsOnly, match="ne fait qu’envoyer"):
        mailbox(parse_address(ADDRESSES[-1]), Access(KnownHosts(tmp_path)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_connected_before_the_first_question(tmp_path: Path, address: str) -> None:
    with sender(parse_address(address), Access(KnownHosts(tmp_path))) as post:
        assert post.where
        post.close()


def test_a_password_shows_in_no_description(tmp_path: Path) -> None:
    assert "secret" not in repr(Access(KnownHosts(tmp_path), password="secret"))


def test_no_library_of_a_transport_is_imported_before_it_is_used() -> None:
    script = (
        "import sys\n"
        "import otdesk.sync.mailbox.opening as opening, otdesk.sync.mailbox.passwords\n"
        "from otdesk.sync.mailbox.access import Access\n"
        "from otdesk.sync.mailbox.address import parse_address\n"
        "from otdesk.sync.mailbox.known_hosts import KnownHosts\n"
        "from pathlib import Path\n"
        f"for address in {ADDRESSES!r}:\n"
        "    opening.sender(parse_address(address), Access(KnownHosts(Path('x')))).close()\n"
        "print(sorted({'fsspec', 'paramiko', 'webdav4', 'httpx', 'keyring'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
