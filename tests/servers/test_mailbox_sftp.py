"""A mailbox on a real OpenSSH server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import Mailbox, Patience
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from tests.mailbox_rules import (
    OUT,
    Ground,
    MailboxRules,
    Onlooker,
    at_once,
    large_packet,
    packet,
    within,
)
from tests.servers.sshd import SshServer, ssh_server


@pytest.fixture(scope="module")
def server() -> Iterator[SshServer]:
    with ssh_server() as made:
        yield made


@pytest.fixture
def own() -> Iterator[SshServer]:
    """Give a server that a test may cut, or give another key."""
    with ssh_server() as made:
        yield made


@pytest.fixture
def known(tmp_path: Path) -> KnownHosts:
    return KnownHosts(tmp_path / "state")


@pytest.fixture
def ground(server: SshServer, known: KnownHosts, tmp_path: Path) -> Ground:
    return ground_on(server, known, tmp_path.name)


def ground_on(server: SshServer, known: KnownHosts, name: str) -> Ground:
    trust(server, known)
    folder = server.make_folder(name)
    return Ground(folder, lambda: opened(server, known, folder))


def opened(
    server: SshServer, known: KnownHosts, folder: Path | None = None, password: str | None = None
) -> Mailbox:
    access = Access(known, password=server.password if password is None else password)
    return mailbox(parse_address(server.address(folder)), access)


def trust(server: SshServer, known: KnownHosts) -> None:
    """Do what a person does at the first contact, fingerprint compared."""
    with opened(server, known) as box, pytest.raises(faults.HostUnknown) as met:
        box.check(OUT)
    assert met.value.offered.fingerprint == server.fingerprint()
    known.trust(server.host, server.port, met.value.offered)


class TestSftp(MailboxRules):
    """The rules of every mailbox, over SFTP."""


def test_the_first_contact_shows_the_fingerprint_and_names_no_account(
    own: SshServer, known: KnownHosts
) -> None:
    with opened(own, known) as box, pytest.raises(faults.HostUnknown) as met:
        box.check(OUT)
    assert own.fingerprint() in str(met.value)
    assert "pas même le mot de passe" in met.value.safe
    assert own.user not in own.log()
    # Nobody confirmed it: the second contact is another first one.
    with opened(own, known) as box, pytest.raises(faults.HostUnknown):
        box.list(OUT)


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_a_changed_key_is_refused_until_somebody_confirms_it(
    own: SshServer, known: KnownHosts, kind: str
) -> None:
    trust(own, known)
    before = own.fingerprint()
    own.stop()
    own.new_host_key(kind)
    (own.folder / "log").write_text("")
    own.start()
    with opened(own, known) as box:
        with pytest.raises(faults.HostKeyChanged) as met:
            box.check(OUT)
        assert before in str(met.value)
        assert own.fingerprint() in str(met.value)
        assert "Appeler le siège" in met.value.todo
        assert own.user not in own.log()
        known.trust(own.host, own.port, met.value.offered)
        assert "répond" in box.check(OUT)


def test_a_confirmed_rsa_key_is_asked_for_where_the_server_has_others(
    own: SshServer, known: KnownHosts
) -> None:
    own.stop()
    own.new_host_key("rsa")
    own.start()
    trust(own, known)
    own.stop()
    key = (own.folder / "host_key").read_bytes()
    own.new_host_key("ed25519")
    (own.folder / "second_key").write_bytes((own.folder / "host_key").read_bytes())
    (own.folder / "second_key").chmod(0o600)
    (own.folder / "host_key").write_bytes(key)
    own.more = f"HostKey {own.folder}/second_key\n"
    own.start()
    with opened(own, known) as box:
        assert "répond" in box.check(OUT)


def test_a_wrong_password_is_told(server: SshServer, known: KnownHosts) -> None:
    trust(server, known)
    with (
        opened(server, known, password="faux") as box,
        pytest.raises(faults.WrongPassword, match="mot de passe") as met,
    ):
        box.check(OUT)
    assert "faux" not in str(met.value)


def test_a_delivery_that_is_cut_leaves_no_half_packet_and_the_next_one_succeeds(
    own: SshServer, known: KnownHosts, tmp_path: Path
) -> None:
    ground = ground_on(own, known, "boite")
    source = large_packet(tmp_path)
    with ground.open() as box:
        box.check(OUT)
        with pytest.raises(faults.Interrupted, match="coupé") as met:
            box.deliver(OUT, source, Onlooker(past=4 << 20, act=own.kill).watch)
        assert "Rien n’est perdu" in met.value.safe
        assert source.name not in ground.names()
        own.start()
        # The same mailbox, without being opened anew.
        assert box.list(OUT) == ()
        assert box.deliver(OUT, source) is True
    assert (ground.folder / OUT.value / source.name).read_bytes() == source.read_bytes()


def test_a_fetch_that_is_cut_leaves_no_half_packet_and_the_next_one_succeeds(
    own: SshServer, known: KnownHosts, tmp_path: Path
) -> None:
    ground = ground_on(own, known, "boite")
    source, target = large_packet(tmp_path), tmp_path / "in" / "target"
    with ground.open() as box:
        box.deliver(OUT, source)
        (item,) = box.list(OUT)
        with pytest.raises(faults.Interrupted):
            box.fetch(OUT, item, target, Onlooker(past=4 << 20, act=own.kill).watch)
        assert list(target.parent.iterdir()) == []
        own.start()
        box.fetch(OUT, item, target)
    assert target.read_bytes() == source.read_bytes()


def test_of_two_senders_of_one_packet_a_single_one_delivers_it(
    ground: Ground, tmp_path: Path
) -> None:
    source = large_packet(tmp_path, 1 << 20)
    with ground.open() as one, ground.open() as other:
        said = at_once(lambda: one.deliver(OUT, source), lambda: other.deliver(OUT, source))
    assert said == [False, True]


@pytest.mark.parametrize("size", [2200 << 10, 4 << 20])
def test_a_full_disk_is_told_and_leaves_nothing(
    known: KnownHosts, tmp_path: Path, size: int
) -> None:
    """Also where the last answers alone tell of it: they are not waited for one by one."""
    with ssh_server(small_disk=True) as server:
        trust(server, known)
        small, big = packet(tmp_path, b"small"), large_packet(tmp_path, size)
        with opened(server, known) as box:
            with pytest.raises(faults.MailboxFull, match="plus de place"):
                box.deliver(OUT, big)
            assert box.list(OUT) == ()
            # The part is gone with it: there is room again.
            assert box.deliver(OUT, small) is True
            assert box.deliver(OUT, large_packet(tmp_path, 1 << 20)) is True


def test_an_account_that_may_not_write_is_told_by_the_check(
    known: KnownHosts, tmp_path: Path
) -> None:
    with ssh_server(read_only=True) as server:
        ground = ground_on(server, known, "boite")
        ground.put("PDM_1_ab.zip", b"whole")
        with ground.open() as box:
            assert len(box.list(OUT)) == 1
            with pytest.raises(faults.NoRight, match="n’a pas le droit"):
                box.check(OUT)
            with pytest.raises(faults.NoRight):
                box.deliver(OUT, packet(tmp_path, b"packet"))


def test_a_server_that_falls_silent_in_the_middle_is_told_in_time(
    own: SshServer, known: KnownHosts, tmp_path: Path
) -> None:
    trust(own, known)
    access = Access(known, password=own.password, patience=Patience(1.0, 1.0))
    with mailbox(parse_address(own.address()), access) as box:
        box.check(OUT)
        source, onlooker = large_packet(tmp_path), Onlooker(past=1 << 20, act=own.freeze)
        within(10.0, faults.Interrupted, lambda: box.deliver(OUT, source, onlooker.watch))


def test_nothing_of_paramiko_is_written_on_the_screen(
    own: SshServer, known: KnownHosts, capfd: pytest.CaptureFixture[str]
) -> None:
    trust(own, known)
    with opened(own, known) as box:
        box.check(OUT)
        own.kill()
        with pytest.raises(faults.Interrupted):
            box.check(OUT)
    assert logging.getLogger("paramiko").hasHandlers()
    assert capfd.readouterr().err == ""
