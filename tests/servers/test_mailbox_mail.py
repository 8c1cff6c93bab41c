"""Packets by e-mail, through a real mail server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.mailbox.exchange import BadName, MailboxCancelled, Patience, Sender
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import sender
from tests.mailbox_rules import OUT, Onlooker, large_packet, packet, within
from tests.servers.ports import HOST
from tests.servers.smtp import FULL, UNKNOWN, MailServer, Settings, mail_server

LARGE = 12 << 20


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


def opened(
    server: MailServer,
    recipient: str = "siege@exemple.fr",
    password: str | None = None,
    *,
    believed: bool = True,
    patience: Patience | None = None,
) -> Sender:
    access = Access(
        KnownHosts(server.folder),
        password=server.password if password is None else password,
        authority=server.authority.file if believed else None,
        patience=patience or Patience(),
    )
    return sender(parse_address(server.address(recipient)), access)


@pytest.mark.parametrize("tls", [False, True])
def test_a_packet_arrives_as_the_attachment_of_a_message(tmp_path: Path, *, tls: bool) -> None:
    content = os.urandom(300_000)
    source = packet(tmp_path, content)
    with mail_server(Settings(tls=tls)) as server, opened(server) as post:
        assert post.check(OUT) == (
            f"« siege@exemple.fr par {HOST} » accepte les messages de ce poste."
        )
        assert server.messages() == []
        onlooker = Onlooker()
        assert post.deliver(OUT, source, onlooker.watch) is True
        (message,) = server.messages()
    assert message["To"] == "siege@exemple.fr"
    assert message["From"] == server.user
    assert source.name in message["Subject"]
    assert message["Date"] is not None
    assert message["Message-ID"].endswith("@exemple.fr>")
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == source.name
    assert attached.get_content_type() == "application/zip"
    assert attached.get_content() == content
    body = message.get_body()
    assert body is not None
    assert "importer dans otdesk" in body.get_content()
    assert onlooker.seen == sorted(onlooker.seen)
    assert onlooker.seen[-1][0] == onlooker.seen[-1][1] > 300_000


def test_a_server_without_account_takes_messages_too(tmp_path: Path) -> None:
    with mail_server(Settings(account=False)) as server:
        address = f"mailto:siege@exemple.fr?via=smtp://{HOST}:{server.port}&de=a@exemple.fr"
        access = Access(KnownHosts(tmp_path), authority=server.authority.file)
        with sender(parse_address(address), access) as post:
            post.deliver(OUT, packet(tmp_path, b"packet"))
        assert [each["From"] for each in server.messages()] == ["a@exemple.fr"]


@pytest.mark.parametrize("password", ["faux", ""])
def test_a_wrong_password_is_told(server: MailServer, tmp_path: Path, password: str) -> None:
    with opened(server, password=password) as post:
        for act in (
            lambda: post.check(OUT),
            lambda: post.deliver(OUT, packet(tmp_path, b"packet")),
        ):
            with pytest.raises(faults.WrongPassword, match="mot de passe"):
                act()
    assert server.messages() == []


@pytest.mark.parametrize("tls", [False, True])
def test_a_certificate_that_does_not_fit_is_refused_before_the_password(
    tmp_path: Path, *, tls: bool
) -> None:
    source = packet(tmp_path, b"packet")
    with mail_server(Settings(tls=tls)) as server, opened(server, believed=False) as post:
        with pytest.raises(faults.BadCertificate, match="aucune autorité"):
            post.deliver(OUT, source)
        assert server.messages() == []
    with mail_server(Settings(tls=tls), host="autre.example") as server, opened(server) as post:
        with pytest.raises(faults.BadCertificate, match="autre serveur") as met:
            post.deliver(OUT, source)
        assert "pas même le mot de passe" in met.value.safe
        assert server.messages() == []


def test_a_server_without_encryption_is_told_nothing(tmp_path: Path) -> None:
    with mail_server(Settings(starttls=False)) as server, opened(server) as post:
        with pytest.raises(faults.NotEncrypted, match="liaison chiffrée"):
            post.deliver(OUT, packet(tmp_path, b"packet"))
        assert server.messages() == []


def test_a_full_mailbox_is_told(tmp_path: Path) -> None:
    with mail_server(Settings(room=1 << 20)) as server:
        with opened(server) as post:
            post.deliver(OUT, packet(tmp_path, b"small"))
            with pytest.raises(faults.MailboxFull, match="plus de place dans « siege@"):
                post.deliver(OUT, large_packet(tmp_path, 1 << 20))
        with opened(server, FULL) as post, pytest.raises(faults.MailboxFull, match="pleine@"):
            post.check(OUT)
        assert len(server.messages()) == 1


def test_a_person_who_is_not_there_is_told(server: MailServer) -> None:
    with opened(server, UNKNOWN) as post, pytest.raises(faults.AddressUnknown, match="personne@"):
        post.check(OUT)


def test_a_packet_that_the_server_finds_too_large_is_told_before_it_is_sent(
    tmp_path: Path,
) -> None:
    onlooker = Onlooker()
    with (
        mail_server(Settings(largest=1 << 20)) as server,
        opened(server) as post,
        pytest.raises(faults.TooLarge, match="trop gros"),
    ):
        post.deliver(OUT, large_packet(tmp_path, 1 << 20), onlooker.watch)
    assert onlooker.seen == []


def test_a_message_that_is_cut_is_not_taken_and_the_next_one_is(
    server: MailServer, tmp_path: Path
) -> None:
    source = large_packet(tmp_path, LARGE)
    with opened(server) as post:
        with pytest.raises(faults.Interrupted, match="coupé"):
            post.deliver(OUT, source, Onlooker(past=1 << 20, act=server.kill).watch)
        server.start()
        assert server.messages() == []
        assert post.deliver(OUT, source) is True
    (message,) = server.messages()
    (attached,) = message.iter_attachments()
    assert attached.get_content() == source.read_bytes()


def test_giving_up_sends_nothing(server: MailServer, tmp_path: Path) -> None:
    source = large_packet(tmp_path, LARGE)
    with opened(server) as post:
        with pytest.raises(MailboxCancelled):
            post.deliver(OUT, source, Onlooker(past=1 << 20, gives_up=True).watch)
        assert post.deliver(OUT, packet(tmp_path, b"next")) is True
    assert len(server.messages()) == 1


def test_a_server_that_falls_silent_in_the_middle_is_told_in_time(
    server: MailServer, tmp_path: Path
) -> None:
    onlooker = Onlooker(past=1 << 20, act=server.freeze)
    with opened(server, patience=Patience(1.0, 1.0)) as post:
        source = large_packet(tmp_path, LARGE)
        within(10.0, faults.Interrupted, lambda: post.deliver(OUT, source, onlooker.watch))


def test_what_is_no_packet_or_cannot_be_read_is_told(server: MailServer, tmp_path: Path) -> None:
    with opened(server) as post:
        with pytest.raises(BadName):
            post.deliver(OUT, tmp_path / "à b.zip")
        with pytest.raises(faults.PostFault):
            post.deliver(OUT, tmp_path / "PDM_1_ab.zip")
    assert server.messages() == []
