"""Pairing files: whole, unchanged, for the right office, once."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from otdesk import paths
from otdesk.journal.canonical import Payload
from otdesk.store.pairing_state import GivenInvitation
from otdesk.sync.pairing.answer import Answer, RefusedAnswer, check_answer, read_answer
from otdesk.sync.pairing.invitation import Invitation, read_invitation
from otdesk.sync.pairing.signed_text import UnreadablePairing, signed_text
from otdesk.sync.pairing.spoken_key import read_words, spoken_key

NOW = datetime(2026, 8, 8, 16, 24, tzinfo=UTC)
SIEGE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
POST = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


INVITATION = Invitation(
    network="cevennes",
    office="VIA",
    siege_stream="s" * 22,
    siege_key=public(SIEGE),
    siege_recipient="age1siege",
    code="7-granite",
    issued_at=NOW,
    expires_at=NOW + timedelta(days=30),
    mailbox="sftp://ot@example.org/otdesk",
    lists="14",
)
ANSWER = Answer(
    network="cevennes",
    office="VIA",
    stream="p" * 22,
    name="Comptoir de Vialas",
    post_key=public(POST),
    recipient="age1post",
    code="7-granite",
    answered_at=NOW,
    program="0.3",
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_invitation_says_the_same_once_written(tmp_path: Path) -> None:
    path = written(tmp_path, "via", INVITATION.to_text(SIEGE.sign))
    assert read_invitation(path) == INVITATION


def test_an_answer_says_the_same_once_written(tmp_path: Path) -> None:
    assert read_answer(written(tmp_path, "via", ANSWER.to_text(POST.sign))) == ANSWER


@pytest.mark.parametrize("place", range(0, 900, 23))
def test_a_changed_byte_is_refused(tmp_path: Path, place: int) -> None:
    data = bytearray(INVITATION.to_text(SIEGE.sign).encode())
    data[place % (len(data) - 1)] ^= 1
    path = tmp_path / "via"
    path.write_bytes(data)
    with pytest.raises(UnreadablePairing):
        read_invitation(path)


def test_a_file_signed_by_another_key_than_it_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePairing, match="modifié en route"):
        read_invitation(written(tmp_path, "via", INVITATION.to_text(POST.sign)))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"body":1,"signature":"00"}']
)
def test_what_is_no_pairing_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(UnreadablePairing, match=r"photo\.jpg"):
        read_answer(path)


def test_a_giant_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "film"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    with pytest.raises(UnreadablePairing, match="trop long"):
        read_invitation(path)


def test_an_answer_is_no_invitation(tmp_path: Path) -> None:
    body: Payload = {"kind": "answer", "format": 1, "siege_key": public(SIEGE).hex()}
    with pytest.raises(UnreadablePairing, match="pas une invitation"):
        read_invitation(written(tmp_path, "via", signed_text(body, SIEGE.sign)))


def test_a_later_format_asks_for_an_update(tmp_path: Path) -> None:
    body: Payload = {"kind": "invitation", "format": 2, "siege_key": public(SIEGE).hex()}
    with pytest.raises(UnreadablePairing, match="Mettez ce poste à jour"):
        read_invitation(written(tmp_path, "via", signed_text(body, SIEGE.sign)))


GIVEN = GivenInvitation("7-granite", "VIA", NOW.isoformat(), (NOW + timedelta(days=30)).isoformat())


def check(answer: Answer, given: GivenInvitation | None, now: datetime = NOW) -> None:
    check_answer(answer, given, network="cevennes", now=now)


def test_the_right_answer_is_taken() -> None:
    check(ANSWER, GIVEN)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (dataclasses.replace(ANSWER, office="PDM"), "celle du bureau PDM"),
        (dataclasses.replace(ANSWER, network="sommieres"), "celle du bureau VIA"),
    ],
)
def test_an_answer_of_another_office_is_refused(answer: Answer, words: str) -> None:
    with pytest.raises(RefusedAnswer, match=words):
        check(answer, GIVEN)


def test_an_answer_to_no_invitation_is_refused() -> None:
    with pytest.raises(RefusedAnswer, match="aucune invitation"):
        check(ANSWER, None)


def test_an_invitation_serves_once_and_not_for_ever() -> None:
    with pytest.raises(RefusedAnswer, match="ne sert qu’une fois"):
        check(ANSWER, dataclasses.replace(GIVEN, used_by="ab" * 32))
    with pytest.raises(RefusedAnswer, match="expiré"):
        check(ANSWER, GIVEN, NOW + timedelta(days=31))


def test_a_key_has_the_same_four_words_everywhere() -> None:
    words = read_words(paths.database_files() / "reference")
    assert spoken_key(public(SIEGE), words) == ("aliéner", "fiasco", "enfermer", "station")


def test_another_key_has_other_words() -> None:
    words = read_words(paths.database_files() / "reference")
    spoken = {spoken_key(bytes([n]) * 32, words) for n in range(8)}
    assert len(spoken) == 8
    assert all(len(set(each) & set(words)) >= 1 and len(each) == 4 for each in spoken)


def test_words_differ_by_their_first_four_letters() -> None:
    words = read_words(paths.database_files() / "reference")
    assert len({word[:4] for word in words}) == 2048
