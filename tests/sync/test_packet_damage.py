"""Of a packet that was damaged on its way, none is accepted."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from otdesk.sync.packet import layout
from otdesk.sync.packet.faults import RefusedPacket
from tests.sync.packets import opened, write

FLIPS = 1000
TRUNCATIONS = 500


def accepted(path: Path, data: bytes) -> bool:
    """Tell whether a packet of these bytes is opened."""
    path.write_bytes(data)
    try:
        opened(path).close()
    except RefusedPacket:
        return False
    return True


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return write(tmp_path).path.read_bytes()


def test_a_thousand_flipped_bits_are_all_seen(tmp_path: Path, good: bytes) -> None:
    draw = random.Random(20220714)
    path = tmp_path / "damaged.zip"
    bits = draw.sample(range(8 * len(good)), FLIPS)
    assert accepted(path, good)
    assert [bit for bit in bits if accepted(path, flipped(good, bit))] == []


def test_every_bit_of_what_zip_programs_skip_is_seen(tmp_path: Path, good: bytes) -> None:
    # Headers, the directory, and the last byte of each packed file, whose spare bits mean nothing.
    path = tmp_path / "damaged.zip"
    count, size, start = layout.directory_place(good[-layout.END_BYTES :]) or (0, 0, 0)
    members = layout.members_of(good[start:], count) or []
    places = {*range(start, len(good))}
    for member in members:
        places |= {*range(member.offset, member.data_offset), member.end - 1}
    # One bit of each of these bytes, another one each time.
    accepted_bits = [
        8 * place + place % 8
        for place in sorted(places)
        if accepted(path, flipped(good, 8 * place + place % 8))
    ]
    assert count == len(members) > 8
    assert accepted_bits == []
    assert size > 0


def test_five_hundred_truncations_are_all_seen(tmp_path: Path, good: bytes) -> None:
    draw = random.Random(20220715)
    path = tmp_path / "damaged.zip"
    ends = {0, 1, len(good) - 1, *draw.sample(range(len(good)), TRUNCATIONS - 3)}
    assert [end for end in sorted(ends) if accepted(path, good[:end])] == []


def test_bytes_added_anywhere_are_seen(tmp_path: Path, good: bytes) -> None:
    draw = random.Random(20220716)
    path = tmp_path / "damaged.zip"
    places = [0, len(good), *draw.sample(range(len(good)), 100)]
    assert [at for at in places if accepted(path, good[:at] + b"\0" + good[at:])] == []


def flipped(data: bytes, bit: int) -> bytes:
    """Return the bytes with one bit changed."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
