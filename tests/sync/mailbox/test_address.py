"""Addresses of mailboxes: what can be written, and where the fault is in what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.sync.mailbox.address import (
    AddressFault,
    FolderAddress,
    MailAddress,
    SftpAddress,
    WebdavAddress,
    parse_address,
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/media/clé usb", FolderAddress(Path("/media/clé usb"))),
        (r"D:\otdesk", FolderAddress(Path(r"D:\otdesk"))),
        (r"\\serveur\partage\otdesk", FolderAddress(Path(r"\\serveur\partage\otdesk"))),
        ("sftp://depot@h.fr/boite", SftpAddress("depot", "h.fr", 22, "/boite")),
        ("  SFTP://depot@h.fr:2222/boite/  ", SftpAddress("depot", "h.fr", 2222, "/boite")),
        ("sftp://depot@h.fr", SftpAddress("depot", "h.fr", 22, "")),
        ("sftp://depot@[::1]:22/a", SftpAddress("depot", "[::1]", 22, "/a")),
        (
            "webdavs://a@b.fr@h.fr/dav/r%C3%A9seau%201",
            WebdavAddress("a@b.fr", "h.fr", 443, "/dav/réseau 1"),
        ),
        ("https://a%40b.fr@h.fr/dav", WebdavAddress("a@b.fr", "h.fr", 443, "/dav")),
        (
            "mailto:siege@e.fr?via=smtp://a@e.fr@smtp.e.fr",
            MailAddress("siege@e.fr", "a@e.fr", "a@e.fr", "smtp.e.fr", 587, tls=False),
        ),
        (
            "mailto:siege@e.fr?via=smtps://a@smtp.e.fr:4650&de=moi@e.fr",
            MailAddress("siege@e.fr", "moi@e.fr", "a", "smtp.e.fr", 4650, tls=True),
        ),
        (
            "mailto:siege@e.fr?de=moi@e.fr&via=smtp://relais:25",
            MailAddress("siege@e.fr", "moi@e.fr", "", "relais", 25, tls=False),
        ),
    ],
)
def test_an_address_is_read_and_written_alike(text: str, meant: object) -> None:
    address = parse_address(text)
    assert address == meant
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", 1, "vide"),
        ("otdesk/boite", 1, "en entier"),
        ("ftp://a@h/b", 1, "en clair"),
        ("http://a@h/b", 1, "en clair"),
        ("gopher://a@h", 1, "pas connu"),
        ("sftp:a@h", 6, "« // »"),
        ("sftp://h.fr/b", 8, "manque le compte"),
        ("sftp://a@/b", 10, "nom du serveur"),
        ("sftp://a:secret@h.fr/b", 9, "mot de passe"),
        ("sftp://a@h.fr:port/b", 14, "port"),
        ("sftp://a@h.fr:70000/b", 14, "port"),
        ("sftp://a@h.fr:²/b", 14, "port"),
        ("sftp://a@h.fr/b/../c", 17, "pas sa place"),
        ("sftp://a@h.fr/b?c", 16, "pas sa place"),
        ("webdavs://a@h.fr/b#c", 19, "pas sa place"),
        ("mailto:siege", 8, "adresse de courriel"),
        ("mailto:siège@e.fr?via=smtp://a@e.fr", 8, "adresse de courriel"),
        ("mailto:s@e.fr", 14, "via="),
        ("mailto:s@e.fr?subject=x", 15, "via="),
        ("mailto:s@e.fr?de=a@e.fr", 24, "via="),
        ("mailto:s@e.fr?via=http://h", 19, "smtp://"),
        ("mailto:s@e.fr?via=smtp://a@h", 19, "expéditeur"),
        ("mailto:s@e.fr?via=smtp://a:b@h", 27, "mot de passe"),
        ("mailto:s@e.fr?via=smtp://a@h&de=moi", 33, "expéditeur"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, place: int, said: str) -> None:
    with pytest.raises(AddressFault) as refused:
        parse_address(text)
    assert refused.value.position == place - 1
    assert f"caractère {place} :" in str(refused.value)
    assert said in refused.value.reason


def test_a_password_in_an_address_is_not_part_of_an_account() -> None:
    address = parse_address("webdavs://a@h.fr:8443/dav/b")
    assert isinstance(address, WebdavAddress)
    assert address.account == "webdavs://a@h.fr:8443"
    assert address.url == "https://h.fr:8443/dav/b/"
    assert parse_address("/media/usb").account is None
    assert parse_address("mailto:s@e.fr?via=smtp://a@e.fr@h").account == "smtp://a%40e.fr@h"
    assert parse_address("mailto:s@e.fr?via=smtp://h&de=a@e.fr").account is None


@given(st.text())
def test_any_text_is_an_address_or_a_fault_in_it(text: str) -> None:
    place = 0
    try:
        address = parse_address(text)
    except AddressFault as fault:
        place = fault.position
    else:
        assert parse_address(str(address)) == address
    assert 0 <= place <= len(text.strip())


_parts = st.text(st.characters(codec="utf-8", exclude_characters="/\x00"), min_size=1, max_size=12)


@given(_parts, st.lists(_parts.filter(lambda part: part not in {".", ".."}), max_size=3))
def test_any_account_and_folder_can_be_written(user: str, folders: list[str]) -> None:
    address = SftpAddress(user, "h.fr", 22, "".join(f"/{each}" for each in folders))
    assert parse_address(str(address)) == address
