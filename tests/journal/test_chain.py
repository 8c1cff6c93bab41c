"""Whatever is changed in a stream is found and named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal import canonical
from otdesk.journal.chain import ChainFault, FaultKind, StoredEntry, verify_stream
from otdesk.journal.entry import GENESIS, Head, seal
from tests.journal.chains import STREAM, chain, header, stored

LENGTH = 6
SEALED = ("header_bytes", "salt", "payload", "payload_digest", "prev", "digest")


def faults(entries: list[StoredEntry], anchor: Head | None = None) -> list[ChainFault]:
    """Return the faults of a stream."""
    return list(verify_stream(entries, anchor=anchor))


def kinds(entries: list[StoredEntry], anchor: Head | None = None) -> set[tuple[FaultKind, int]]:
    """Return the kinds of the faults with their place."""
    return {(fault.kind, fault.seq) for fault in faults(entries, anchor)}


def mark(entries: list[StoredEntry], seq: int) -> Head:
    """Return the mark that a machine has seen at `seq`."""
    return Head(STREAM, seq, entries[seq - 1].digest)


def flipped(data: bytes, position: int, bit: int) -> bytes:
    """Return the data with one bit changed."""
    changed = bytearray(data)
    changed[position % len(changed)] ^= 1 << bit
    return bytes(changed)


def test_a_whole_stream_has_no_fault() -> None:
    entries = chain(LENGTH)
    assert faults(entries) == []
    for seq in range(1, LENGTH + 1):
        assert faults(entries, mark(entries, seq)) == []
    assert faults([]) == []
    assert faults([], Head(STREAM, 0, GENESIS)) == []


@given(
    st.integers(1, LENGTH),
    st.sampled_from(SEALED),
    st.integers(0, 10**4),
    st.integers(0, 7),
)
def test_one_changed_bit_is_found_where_it_is(seq: int, field: str, at: int, bit: int) -> None:
    entries = chain(LENGTH)
    entry = entries[seq - 1]
    changed: Any = {field: flipped(getattr(entry, field), at, bit)}
    entries[seq - 1] = replace(entry, **changed)
    found = faults(entries)
    assert found
    # The entry itself; after a changed digest, the next one does not follow any more either.
    assert {fault.seq for fault in found} <= {seq, seq + 1}
    assert seq in {fault.seq for fault in found}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("uid", "0181fbb9-3d30-728f-ba14-ffffffffffff"),
        ("kind", "walk_in"),
        ("rev", 2),
        ("schema", 2),
        ("recorded_at", "2022-07-14T18:44:13.000+02:00"),
        ("author", "XX"),
        ("stream", "fedcba9876543210"),
    ],
)
def test_a_changed_column_is_found_and_named(column: str, value: object) -> None:
    entries = chain(LENGTH)
    entry = entries[2]
    entries[2] = replace(entry, header=replace(entry.header, **{column: value}))  # type: ignore[arg-type]
    (fault,) = faults(entries)
    assert (fault.kind, fault.seq) == (FaultKind.HEADER, 3)
    assert column in fault.detail


def test_a_row_removed_from_the_middle_is_found() -> None:
    entries = chain(LENGTH)
    del entries[2]
    (fault,) = faults(entries)
    assert (fault.kind, fault.seq) == (FaultKind.GAP, 4)
    assert "n° 3" in fault.detail


def test_rows_removed_from_the_middle_are_all_named() -> None:
    entries = chain(LENGTH)
    del entries[1:4]
    (fault,) = faults(entries)
    assert "n° 2 à 4" in fault.detail


def test_the_first_row_removed_is_found() -> None:
    assert (FaultKind.GAP, 2) in kinds(chain(LENGTH)[1:])


def test_the_last_rows_removed_are_found_by_the_mark_alone() -> None:
    entries = chain(LENGTH)
    anchor = mark(entries, LENGTH)
    assert faults(entries[:-2]) == []
    assert kinds(entries[:-2], anchor) == {(FaultKind.ANCHOR, LENGTH)}
    assert kinds([], anchor) == {(FaultKind.ANCHOR, LENGTH)}


@given(st.integers(1, LENGTH), st.integers(1, LENGTH))
def test_two_rows_that_changed_places_are_found(one: int, other: int) -> None:
    entries = chain(LENGTH)
    first, second = entries[one - 1], entries[other - 1]
    entries[one - 1] = replace(second, header=replace(second.header, seq=one))
    entries[other - 1] = replace(first, header=replace(first.header, seq=other))
    found = {seq for _kind, seq in kinds(entries)}
    assert (found >= {one, other}) if one != other else not found


@given(st.permutations(range(LENGTH)))
def test_rows_in_another_order_are_found(order: list[int]) -> None:
    entries = chain(LENGTH)
    assert bool(faults([entries[i] for i in order])) == (order != sorted(order))


def test_a_row_that_stands_twice_is_found() -> None:
    entries = chain(LENGTH)
    assert kinds([*entries[:3], *entries[2:]]) == {(FaultKind.GAP, 3)}


def test_a_whole_chain_rewritten_is_found_by_the_mark_alone() -> None:
    entries = chain(LENGTH)
    forged: list[StoredEntry] = []
    prev = GENESIS
    for entry in entries:
        payload = canonical.encode({"office": "PDM", "note": "forged"})
        made = seal(entry.header, payload, prev=prev, salt=entry.salt)
        prev = made.digest
        forged.append(stored(made))
    assert faults(forged) == []
    assert kinds(forged, mark(entries, 4)) == {(FaultKind.ANCHOR, 4)}


def test_a_payload_in_another_form_is_found_although_its_digest_is_right() -> None:
    made = seal(header(1), b'{"note": "spaced"}', prev=GENESIS, salt=bytes(16))
    assert kinds([stored(made)]) == {(FaultKind.FORM, 1)}


def test_an_emptied_payload_is_a_fault_unless_its_erasure_is_known() -> None:
    entries = chain(LENGTH)
    entries[2] = replace(entries[2], payload=b"", salt=b"")
    assert (FaultKind.PAYLOAD, 3) in kinds(entries)
    entries[2] = replace(entries[2], erased=True)
    assert faults(entries) == []


def test_a_fault_does_not_hide_the_next_one() -> None:
    entries = chain(LENGTH)
    entries[1] = replace(entries[1], payload=b"{}")
    del entries[3]
    assert kinds(entries) == {(FaultKind.PAYLOAD, 2), (FaultKind.GAP, 5)}


def test_rubbish_in_place_of_a_header_is_a_fault_and_no_crash() -> None:
    entries = chain(LENGTH)
    for rubbish in (b"", b"\xff\xfe", b"[]", b"{}", b"[" * 10**5):
        entries[2] = replace(entries[2], header_bytes=rubbish)
        assert (FaultKind.HEADER, 3) in kinds(entries)
