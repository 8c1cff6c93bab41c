"""An encrypted packet opens for the siège alone, as the same packet."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from otdesk.journal.keys import UnusableKey
from otdesk.sync.packet import encryption
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket
from otdesk.sync.packet.limits import LIMITS
from tests.sync.packets import opened, write

SIEGE = encryption.new_identity()


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return write(tmp_path).path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_the_siege_finds_the_same_packet_again(packet: Path, inbox: Path) -> None:
    sent = encryption.encrypt(packet, SIEGE.recipient, inbox)
    assert sent.name == f"{packet.name}.age"
    assert sent.read_bytes().startswith(b"age-encryption.org/v1\n")
    found = encryption.decrypt(sent, SIEGE.secret, inbox, LIMITS)
    assert found.name == packet.name
    assert found.read_bytes() == packet.read_bytes()
    opened(found).close()
    assert sorted(inbox.iterdir()) == sorted([sent, found])


def test_nothing_personal_can_be_read_on_the_way(packet: Path, inbox: Path) -> None:
    sent = encryption.encrypt(packet, SIEGE.recipient, inbox).read_bytes()
    assert b"personal.jsonl" in packet.read_bytes()
    assert b"personal.jsonl" not in sent


def test_for_another_it_stays_closed(packet: Path, inbox: Path) -> None:
    sent = encryption.encrypt(packet, encryption.new_identity().recipient, inbox)
    with pytest.raises(RefusedPacket) as refusal:
        encryption.decrypt(sent, SIEGE.secret, inbox, LIMITS)
    assert refusal.value.reason is RefusalReason.ENCRYPTION
    assert list(inbox.iterdir()) == [sent]


def test_damage_is_seen_and_leaves_nothing_behind(packet: Path, inbox: Path) -> None:
    sent = encryption.encrypt(packet, SIEGE.recipient, inbox)
    good = sent.read_bytes()
    draw = random.Random(20220714)
    damaged = [good[:end] for end in draw.sample(range(len(good)), 60)]
    for bit in draw.sample(range(8 * len(good)), 100):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        damaged.append(bytes(flipped))
    for data in damaged:
        sent.write_bytes(data)
        with pytest.raises(RefusedPacket) as refusal:
            encryption.decrypt(sent, SIEGE.secret, inbox, LIMITS)
        assert refusal.value.reason is RefusalReason.ENCRYPTION
        assert list(inbox.iterdir()) == [sent]


def test_a_file_beyond_the_limit_is_not_opened(inbox: Path) -> None:
    giant = inbox / "giant.zip.age"
    giant.write_bytes(bytes(200_000))
    with pytest.raises(RefusedPacket) as refusal:
        encryption.decrypt(giant, SIEGE.secret, inbox, replace(LIMITS, packed=1000))
    assert refusal.value.reason is RefusalReason.TOO_LARGE


def test_another_packet_of_the_name_is_not_overwritten(packet: Path, inbox: Path) -> None:
    sent = encryption.encrypt(packet, SIEGE.recipient, inbox)
    (inbox / packet.name).write_bytes(b"another")
    with pytest.raises(FileExistsError):
        encryption.decrypt(sent, SIEGE.secret, inbox, LIMITS)
    assert (inbox / packet.name).read_bytes() == b"another"


def test_a_missing_file_is_no_refusal(inbox: Path) -> None:
    with pytest.raises(FileNotFoundError):
        encryption.decrypt(inbox / "nothing.age", SIEGE.secret, inbox, LIMITS)


@pytest.mark.parametrize("key", ["", "age1xyz", "ssh-ed25519 AAAA", "é"])
def test_what_is_no_key_is_refused(packet: Path, inbox: Path, key: str) -> None:
    with pytest.raises(UnusableKey):
        encryption.encrypt(packet, key, inbox)
    with pytest.raises(UnusableKey):
        encryption.decrypt(packet, key, inbox, LIMITS)
    assert list(inbox.iterdir()) == []


def test_a_secret_is_never_shown() -> None:
    assert SIEGE.secret not in repr(SIEGE)
    assert SIEGE.recipient in repr(SIEGE)
