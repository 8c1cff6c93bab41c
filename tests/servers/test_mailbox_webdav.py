"""A mailbox on a real Apache with mod_dav, over TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import Item, Mailbox, Patience
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from tests.mailbox_rules import (
    OUT,
    Ground,
    MailboxRules,
    Onlooker,
    eventually,
    large_packet,
    names_in,
    packet,
    within,
)
from tests.servers.apache import WebServer, web_server


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    with web_server() as made:
        yield made


@pytest.fixture
def own() -> Iterator[WebServer]:
    """Give a server that a test may cut."""
    with web_server() as made:
        yield made


@pytest.fixture
def ground(server: WebServer, tmp_path: Path) -> Ground:
    return ground_on(server, f"réseau {tmp_path.name}")


def ground_on(server: WebServer, name: str) -> Ground:
    folder = server.make_folder(name)
    return Ground(folder, lambda: opened(server, f"/dav/{name}"))


def opened(
    server: WebServer,
    path: str = "/dav",
    password: str | None = None,
    *,
    believed: bool = True,
    patience: Patience | None = None,
) -> Mailbox:
    access = Access(
        KnownHosts(server.folder),
        password=server.password if password is None else password,
        authority=server.authority.file if believed else None,
        patience=patience or Patience(),
    )
    return mailbox(parse_address(server.address(path)), access)


class TestWebdav(MailboxRules):
    """The rules of every mailbox, over WebDAV."""


def test_a_wrong_password_is_told(server: WebServer) -> None:
    with (
        opened(server, password="faux") as box,
        pytest.raises(faults.WrongPassword, match="mot de passe") as met,
    ):
        box.check(OUT)
    assert "faux" not in str(met.value)


def test_an_authority_that_nobody_believes_is_refused_before_the_password(
    server: WebServer,
) -> None:
    (server.folder / "log").write_text("")
    with opened(server, believed=False) as box, pytest.raises(faults.BadCertificate) as met:
        box.check(OUT)
    assert met.value.reason == "aucune autorité connue ne le garantit."
    assert "pas même le mot de passe" in met.value.safe
    assert server.user not in server.log()


def test_a_certificate_for_another_host_is_refused() -> None:
    with (
        web_server(host="autre.example") as server,
        opened(server) as box,
        pytest.raises(faults.BadCertificate, match="établi pour un autre serveur"),
    ):
        box.check(OUT)


def test_an_expired_certificate_is_refused() -> None:
    with (
        web_server(expired=True) as server,
        opened(server) as box,
        pytest.raises(faults.BadCertificate, match="périmé"),
    ):
        box.check(OUT)


def test_an_authority_file_that_is_none_is_told(server: WebServer, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no certificate")
    address = parse_address(server.address())
    for file in (wrong, tmp_path / "missing.pem"):
        access = Access(KnownHosts(tmp_path), authority=file)
        with mailbox(address, access) as box, pytest.raises(faults.PostFault, match="autorité"):
            box.check(OUT)


def test_a_delivery_that_is_cut_leaves_no_half_packet_and_the_next_one_succeeds(
    own: WebServer, tmp_path: Path
) -> None:
    ground = ground_on(own, "boite")
    source = large_packet(tmp_path)
    with ground.open() as box:
        box.check(OUT)
        with pytest.raises((faults.Interrupted, faults.Unreachable)) as met:
            box.deliver(OUT, source, Onlooker(past=4 << 20, act=own.kill).watch)
        assert "Rien n’est perdu" in met.value.safe
        assert source.name not in ground.names()
        own.start()
        assert box.list(OUT) == ()
        assert box.deliver(OUT, source) is True
    assert (ground.folder / OUT.value / source.name).read_bytes() == source.read_bytes()


def test_a_fetch_that_is_cut_leaves_no_half_packet_and_the_next_one_succeeds(
    own: WebServer, tmp_path: Path
) -> None:
    ground = ground_on(own, "boite")
    source, target = large_packet(tmp_path), tmp_path / "in" / "target"
    with ground.open() as box:
        box.deliver(OUT, source)
        (item,) = box.list(OUT)
        with pytest.raises((faults.Interrupted, faults.Unreachable)):
            box.fetch(OUT, item, target, Onlooker(past=4 << 20, act=own.kill).watch)
        assert list(target.parent.iterdir()) == []
        own.start()
        box.fetch(OUT, item, target)
    assert target.read_bytes() == source.read_bytes()


def test_a_delivery_is_sent_as_nextcloud_takes_it(own: WebServer, tmp_path: Path) -> None:
    """In one request of a known length, under a name that Nextcloud does not keep for itself."""
    source = packet(tmp_path, b"packet")
    with opened(own) as box:
        box.deliver(OUT, source)
    eventually(lambda: any(each.startswith("MOVE") for each in own.requests()))
    (sent,) = [each for each in own.requests() if each.startswith("PUT")]
    assert sent.endswith(".transit length=6 encoding=-")
    assert not any(".part" in each for each in own.requests())


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with web_server(small_disk=True) as server, opened(server) as box:
        with pytest.raises(faults.MailboxFull, match="plus de place"):
            box.deliver(OUT, large_packet(tmp_path, 4 << 20))
        assert box.list(OUT) == ()
        assert box.deliver(OUT, packet(tmp_path, b"small")) is True
        assert box.deliver(OUT, large_packet(tmp_path, 1 << 20)) is True


def test_a_packet_that_the_server_finds_too_large_is_told(tmp_path: Path) -> None:
    with web_server(largest=1 << 20) as server, opened(server) as box:
        with pytest.raises(faults.TooLarge, match="trop gros"):
            box.deliver(OUT, large_packet(tmp_path, 4 << 20))
        assert box.list(OUT) == ()
        assert box.deliver(OUT, packet(tmp_path, b"small")) is True


def test_an_account_that_may_not_write_is_told_by_the_check(tmp_path: Path) -> None:
    with web_server(read_only=True) as server:
        ground = ground_on(server, "boite")
        ground.put("PDM_1_ab.zip", b"whole")
        with ground.open() as box:
            assert len(box.list(OUT)) == 1
            for act in (
                lambda: box.check(OUT),
                lambda: box.deliver(OUT, packet(tmp_path, b"packet")),
            ):
                with pytest.raises(faults.NoRight, match="n’a pas le droit"):
                    act()


@pytest.mark.parametrize("path", ["/dav/rien", "/ailleurs", "/parti", ""])
def test_an_address_that_is_no_webdav_folder_is_told(
    server: WebServer, tmp_path: Path, path: str
) -> None:
    with opened(server, path) as box:
        for act in (
            lambda: box.check(OUT),
            lambda: box.list(OUT),
            lambda: box.fetch(OUT, Item("PDM_1_ab.zip", 5), tmp_path / "target"),
        ):
            with pytest.raises(faults.AddressUnknown):
                act()


def test_a_server_that_falls_silent_in_the_middle_is_told_in_time(
    own: WebServer, tmp_path: Path
) -> None:
    source, target = large_packet(tmp_path), tmp_path / "target"
    with opened(own, patience=Patience(1.0, 1.0)) as box:
        box.deliver(OUT, source)
        (item,) = box.list(OUT)
        # webdav4's own reader would ask again for ever.
        onlooker = Onlooker(past=4 << 20, act=own.freeze)
        within(10.0, faults.Interrupted, lambda: box.fetch(OUT, item, target, onlooker.watch))
        assert names_in(tmp_path) == [source.name]


def test_the_servers_certificate_is_checked_by_default() -> None:
    context = Access(KnownHosts(Path("/nowhere"))).tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
