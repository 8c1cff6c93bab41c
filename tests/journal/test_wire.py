"""An entry on its way is the exact bytes that were sealed, or it is refused."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal import canonical, wire
from otdesk.journal.entry import GENESIS, entry_digest, seal
from tests.journal.chains import chain, header, stored
from tests.journal.lines import content_line, entry_line

ENTRY = chain(1)[0]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@given(TEXT, TEXT, st.booleans(), st.none() | st.binary(min_size=8, max_size=72))
def test_a_line_gives_the_entry_back(
    note: str, author: str, personal: bool, signature: bytes | None
) -> None:
    payload = canonical.encode({"note": note})
    # What is sealed is in NFC, whatever the keyboard gave.
    author = unicodedata.normalize("NFC", author)
    sealed = seal(header(1, author=author), payload, prev=GENESIS, salt=bytes(16))
    entry = replace(stored(sealed), signature=signature)
    line = entry_line(entry, personal=personal)
    assert b"\n" not in line
    read = wire.read_entry(line, GENESIS)
    if personal:
        assert read.erased
        assert (read.payload, read.salt) == (b"", b"")
        read = wire.with_content(read, wire.read_content(content_line(entry)))
    assert read == entry


def test_a_line_of_a_personal_entry_holds_nothing_of_it() -> None:
    line = entry_line(ENTRY, personal=True)
    assert set(json.loads(line)) == {"digest", "header", "payload_digest"}
    assert ENTRY.salt.hex().encode() not in line


@pytest.mark.parametrize("personal", [True, False])
def test_every_flipped_bit_of_a_line_is_seen(personal: bool) -> None:
    good = entry_line(ENTRY, personal=personal)
    for bit in range(8 * len(good)):
        data = bytearray(good)
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match=r".*"):
            wire.read_entry(bytes(data), GENESIS)


def test_every_flipped_bit_of_a_personal_content_is_seen() -> None:
    good = content_line(ENTRY)
    entry = wire.read_entry(entry_line(ENTRY, personal=True), GENESIS)
    for bit in range(8 * len(good)):
        data = bytearray(good)
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match=r".*"):
            wire.with_content(entry, wire.read_content(bytes(data)))


def test_an_entry_behind_another_digest_is_refused() -> None:
    with pytest.raises(ValueError, match="digest"):
        wire.read_entry(entry_line(ENTRY, personal=False), bytes([1]) * 32)


def changed(**values: object) -> bytes:
    said = json.loads(entry_line(ENTRY, personal=False))
    said.update(values)
    kept = {key: value for key, value in said.items() if value is not ...}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        changed(salt=...),
        changed(other="x"),
        changed(payload_digest="00" * 32),
        changed(header=1),
        changed(header={}),
        changed(header="{}"),
        changed(header=ENTRY.header_bytes.decode().replace('"seq":1', '"seq":true')),
        changed(header=ENTRY.header_bytes.decode().replace('"seq":1', '"seq":1.0')),
        changed(header=ENTRY.header_bytes.decode().replace("put", "drop")),
        changed(header=ENTRY.header_bytes.decode() + " "),
        changed(payload=7),
        changed(payload='{"b":1,"a":2}'),
        changed(payload="[]"),
        changed(salt="00"),
        changed(salt="0G" * 16),
        changed(salt=["00"]),
        changed(digest=ENTRY.digest.hex().upper()),
        changed(digest=1.5),
        changed(digest=None),
        changed(signature=""),
        changed(signature=12),
        entry_line(ENTRY, personal=False) + b" ",
        entry_line(ENTRY, personal=False).replace(b":", b": ", 1),
        content_line(ENTRY),
    ],
)
def test_a_line_of_another_form_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        wire.read_entry(line, GENESIS)


@pytest.mark.parametrize(
    ("of", "to"),
    [
        (b'"seq":1', b'"seq":true'),
        (b'"seq":1', b'"seq": 1'),
        (b'"kind"', b'"extra":1,"kind"'),
        (b'"put"', b'"drop"'),
        (b"2022-07-14T18", b"yesterday"),
    ],
)
def test_a_header_of_another_form_is_refused_though_its_digest_is_right(
    of: bytes, to: bytes
) -> None:
    header_bytes = ENTRY.header_bytes.replace(of, to)
    assert header_bytes != ENTRY.header_bytes
    digest = entry_digest(GENESIS, ENTRY.payload_digest, header_bytes)
    line = changed(header=header_bytes.decode(), digest=digest.hex())
    with pytest.raises(ValueError, match=r"canonical|drop|isoformat"):
        wire.read_entry(line, GENESIS)


@pytest.mark.parametrize("line", [b"{}", b"[]", entry_line(ENTRY, personal=False)])
def test_a_content_of_another_form_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        wire.read_content(line)


def test_the_content_of_another_entry_is_refused() -> None:
    first, second = chain(2)
    entry = wire.read_entry(entry_line(first, personal=True), GENESIS)
    with pytest.raises(ValueError, match="another"):
        wire.with_content(entry, wire.read_content(content_line(second)))
