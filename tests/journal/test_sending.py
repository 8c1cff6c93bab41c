"""What leaves is what was sealed, to the byte, or it does not leave."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal import canonical, wire
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import GENESIS, Head, seal
from otdesk.journal.sending import Sealed, Worded, word
from tests.journal.chains import STREAM, chain, header, stored
from tests.journal.lines import content_line, entry_line, sealed

ENTRY = chain(1)[0]
START = Head(STREAM, 0, GENESIS)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
SIGNATURES = st.none() | st.binary(min_size=8, max_size=72)
PERSONAL = frozenset({"day_reason"})


def worded(*entries: StoredEntry) -> Worded:
    return word(list(map(sealed, entries)), START, PERSONAL)


@st.composite
def streams(draw: st.DrawFn) -> list[StoredEntry]:
    """Draw a few entries, personal ones and an erased one between the others."""
    found: list[StoredEntry] = []
    for seq in range(1, draw(st.integers(1, 5)) + 1):
        # What is sealed is in NFC, whatever the keyboard gave.
        author = unicodedata.normalize("NFC", draw(TEXT))
        kind = draw(st.sampled_from(["visit", "day_reason"]))
        made = seal(
            header(seq, author=author, kind=kind),
            canonical.encode({"note": draw(TEXT), "others": [{"of": draw(TEXT)}]}),
            prev=found[-1].digest if found else GENESIS,
            salt=bytes([seq]) * 16,
        )
        entry = replace(stored(made), signature=draw(SIGNATURES))
        if kind in PERSONAL and draw(st.booleans()):
            entry = replace(entry, salt=b"", payload=b"", erased=True)
        found.append(entry)
    return found


@given(streams())
def test_what_leaves_is_what_a_reader_takes(entries: list[StoredEntry]) -> None:
    found = worded(*entries)
    for entry, line, content, payload in zip(
        entries, found.lines, found.contents, found.payloads, strict=True
    ):
        personal = entry.header.kind in PERSONAL
        assert line == entry_line(entry, personal=personal)
        read = wire.read_entry(line, entry.prev)
        if personal and not entry.erased:
            assert content == content_line(entry)
            read = wire.with_content(read, wire.read_content(content))
        else:
            assert content == b""
        assert read == entry
        assert canonical.encode(payload) == (entry.payload or b"{}")
    assert list(found.headings.kinds) == [entry.header.kind for entry in entries]
    assert list(found.headings.seqs) == [str(entry.header.seq) for entry in entries]


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": b"{ }"},
        {"payload": b"\xff"},
        {"payload": b""},
        {"payload": b'{"a":1}'},
        {"salt": b""},
        {"signature": b""},
        {"payload_digest": b""},
        {"digest": bytes(32)},
        {"header_bytes": ENTRY.header_bytes + b" "},
        {"header_bytes": ENTRY.header_bytes + b"\n" + ENTRY.header_bytes},
        {"header_bytes": header(3).encoded()},
        {"header_bytes": header(1, stream="f" * 16).encoded()},
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_what_is_not_whole_does_not_leave(changes: dict[str, Any], at: int) -> None:
    entries = chain(2)
    entries[at] = replace(entries[at], **changes)
    with pytest.raises(ValueError, match=r".*"):
        worded(*entries)


@pytest.mark.parametrize("changes", [{"payload_digest": b"short"}, {"payload": b"{}"}])
def test_nor_does_a_personal_entry_that_is_not_whole(changes: dict[str, Any]) -> None:
    made = seal(header(1, kind="day_reason"), b'{"text":"a"}', prev=GENESIS, salt=bytes(16))
    assert worded(stored(made)).contents[0]
    with pytest.raises(ValueError, match="digest"):
        worded(replace(stored(made), **changes))


def sealed_as(*payloads: bytes, **changes: object) -> list[Sealed]:
    """Return a stream of payloads of any form, whose digests are right."""
    found: list[Sealed] = []
    for seq, payload in enumerate(payloads, 1):
        prev = found[-1].digest if found else GENESIS
        made = seal(header(seq, **changes), payload, prev=prev, salt=bytes(16))
        found.append(sealed(stored(made)))
    return found


@pytest.mark.parametrize(
    "payloads",
    [
        [b"{"],
        [b"\xff"],
        [b"{}", b"[]"],
        [b"{}", b'{"a":\n1}', b"{}"],
        # Right as one array, and none of them by itself.
        [b'{"a":[{}', b"{}]}", b"{},{}"],
        [b"{}],[{}"],
        [b"{},0,{}", b'{"a":[{}', b"{}]}"],
    ],
)
def test_what_was_sealed_and_is_no_payload_does_not_leave(payloads: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r"."):
        word(sealed_as(*payloads), START, frozenset())


def test_what_is_merely_odd_leaves() -> None:
    payloads = [
        b"{}",
        b'{"a":"true, false or null"}',
        b'{"a":"9007199254740993"}',
        '{"a":"é \\"b\\": \\n"}'.encode(),
    ]
    assert [
        canonical.encode(p) for p in word(sealed_as(*payloads), START, frozenset()).payloads
    ] == (payloads)


def test_a_header_without_an_instant_does_not_leave() -> None:
    with pytest.raises(ValueError, match="hier"):
        word(sealed_as(b"{}", recorded_at="hier"), START, frozenset())


def test_an_entry_behind_another_digest_does_not_leave() -> None:
    with pytest.raises(ValueError, match="digest"):
        word([sealed(ENTRY)], replace(START, digest=bytes([1]) * 32), frozenset())
