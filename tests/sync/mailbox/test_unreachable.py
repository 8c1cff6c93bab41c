"""Servers that are not there: each transport says so, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import Patience, Sender
from otdesk.sync.mailbox.known_hosts import HostKey, KnownHosts
from otdesk.sync.mailbox.opening import sender
from tests.mailbox_rules import OUT, packet, within
from tests.servers.ports import HOST, free_port
from tests.servers.silence import silent_server

ADDRESSES = (
    "sftp://depot@{}/boite",
    "webdavs://siege@{}/dav",
    "mailto:siege@exemple.fr?via=smtp://a@{}&de=a@exemple.fr",
    "mailto:siege@exemple.fr?via=smtps://a@{}&de=a@exemple.fr",
)


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest) -> str:
    text: str = request.param
    return text


def opened(state: Path, address: str, host: str, port: int) -> Sender:
    known = KnownHosts(state)
    known.trust(host, port, HostKey("ssh-rsa", b"any"))
    access = Access(known, password="secret", patience=Patience(0.5, 0.5))
    return sender(parse_address(address.format(f"{host}:{port}")), access)


def test_nobody_listens(tmp_path: Path, address: str) -> None:
    with opened(tmp_path, address, HOST, free_port()) as post:
        within(5.0, faults.Unreachable, lambda: post.check(OUT))
        within(5.0, faults.Unreachable, lambda: post.deliver(OUT, packet(tmp_path, b"packet")))


def test_somebody_listens_and_never_answers(tmp_path: Path, address: str) -> None:
    with silent_server() as port, opened(tmp_path, address, HOST, port) as post:
        within(5.0, faults.Unreachable, lambda: post.check(OUT))


def test_a_name_that_nobody_knows(tmp_path: Path, address: str) -> None:
    with (
        opened(tmp_path, address, "boite.invalid", 2222) as post,
        pytest.raises(faults.Unreachable, match=r"boite\.invalid"),
    ):
        post.check(OUT)
