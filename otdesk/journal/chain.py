"""Verification of a stream: every fault, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from otdesk.journal import canonical
from otdesk.journal.entry import GENESIS, Head, Header, entry_digest, payload_digest


class FaultKind(StrEnum):
    """What can be wrong with a stored entry."""

    GAP = "gap"
    HEADER = "header"
    PAYLOAD = "payload"
    PREVIOUS = "previous"
    DIGEST = "digest"
    FORM = "form"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A fault of the chain, at `stream` and `seq`."""

    kind: FaultKind
    stream: str
    seq: int
    detail: str


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it lies in the table, believed in nothing: columns beside hashed bytes."""

    header: Header
    header_bytes: bytes
    salt: bytes
    payload: bytes
    payload_digest: bytes
    prev: bytes
    digest: bytes
    erased: bool = False


def verify_stream(
    entries: Iterable[StoredEntry], *, anchor: Head | None = None
) -> Iterator[ChainFault]:
    """Yield every fault of one stream, given in the order of `seq`.

    Each entry is judged against the digest that is *stored* before it, so that one changed
    byte is one fault and not one a line down to the end. `anchor`, a head seen outside the
    database, finds the last rows cut off or a whole chain rewritten.
    """
    previous = GENESIS
    expected = 1
    last: StoredEntry | None = None
    at_anchor: bytes | None = None
    for entry in entries:
        yield from _verify_entry(entry, previous, expected)
        if anchor is not None and entry.header.seq == anchor.seq:
            at_anchor = entry.digest
        previous = entry.digest
        expected = entry.header.seq + 1
        last = entry
    if anchor is None or anchor.seq == 0:
        return
    if last is None or last.header.seq < anchor.seq:
        end = 0 if last is None else last.header.seq
        detail = f"the stream ends at {end}, this machine has seen {anchor.seq}"
        yield ChainFault(FaultKind.ANCHOR, anchor.stream, anchor.seq, detail)
    elif at_anchor != anchor.digest:
        detail = "another entry stands where this machine has seen one"
        yield ChainFault(FaultKind.ANCHOR, anchor.stream, anchor.seq, detail)


def _verify_entry(entry: StoredEntry, previous: bytes, expected: int) -> Iterator[ChainFault]:
    header = entry.header

    def fault(kind: FaultKind, detail: str) -> ChainFault:
        return ChainFault(kind, header.stream, header.seq, detail)

    if header.seq != expected:
        yield fault(FaultKind.GAP, _gap(expected, header.seq))
    elif entry.prev != previous:
        yield fault(FaultKind.PREVIOUS, "it does not follow the entry before it")
    wrong = _header_fault(entry)
    if wrong:
        yield fault(FaultKind.HEADER, wrong)
    if not entry.erased and payload_digest(entry.salt, entry.payload) != entry.payload_digest:
        yield fault(FaultKind.PAYLOAD, "the content is not the one that was recorded")
    if entry_digest(entry.prev, entry.payload_digest, entry.header_bytes) != entry.digest:
        yield fault(FaultKind.DIGEST, "the digest is not that of the entry")
    if not entry.erased and not _is_canonical(entry.payload):
        yield fault(FaultKind.FORM, "the content is not canonical")


def _gap(expected: int, found: int) -> str:
    if found < expected:
        return f"number {expected} was due"
    if found == expected + 1:
        return f"number {expected} is missing"
    return f"numbers {expected} to {found - 1} are missing"


def _header_fault(entry: StoredEntry) -> str:
    """Return what is wrong with a header, nothing where its columns are the hashed bytes."""
    try:
        if entry.header.encoded() == entry.header_bytes:
            datetime.fromisoformat(entry.header.recorded_at)
            return ""
        hashed = Header.decoded(entry.header_bytes)
    except (ValueError, TypeError) as error:
        return f"the header cannot be read: {error}"
    columns = [
        field.name
        for field in fields(Header)
        if getattr(hashed, field.name) != getattr(entry.header, field.name)
    ]
    differing = ", ".join(columns) or "form"
    return f"the columns and the hashed header differ: {differing}"


def _is_canonical(payload: bytes) -> bool:
    try:
        return canonical.encode(canonical.decode(payload)) == payload
    except (ValueError, TypeError, RecursionError):
        return False
