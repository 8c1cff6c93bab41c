"""Verification of a stream: every fault, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from itertools import islice

from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.entry import GENESIS, Head, Header, entry_digest, payload_digest

# So many contents are read at once.
_TOGETHER = 64


class FaultKind(StrEnum):
    """What can be wrong with a stored entry; from SIGNATURE on, with one of a till."""

    GAP = "gap"
    HEADER = "header"
    PAYLOAD = "payload"
    PREVIOUS = "previous"
    DIGEST = "digest"
    FORM = "form"
    ANCHOR = "anchor"
    SIGNATURE = "signature"
    KEY = "key"
    NUMBER = "number"
    AMOUNT = "amount"
    REFUND = "refund"
    PAYMENT = "payment"
    CLOSING = "closing"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A fault of the chain, at `stream` and `seq`; `detail` is French, for the report."""

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
    signature: bytes | None = None
    erased: bool = False


# What looks further into an entry, with its payload where that can be read.
Judge = Callable[["StoredEntry", "dict[str, Value] | None"], Iterable[ChainFault]]


def verify_stream(
    entries: Iterable[StoredEntry],
    *,
    anchor: Head | None = None,
    judge: Judge | None = None,
    after: Head | None = None,
) -> Iterator[ChainFault]:
    """Yield every fault of one stream, given in the order of `seq`.

    Each entry is judged against the digest that is *stored* before it, so that one changed
    byte is one fault and not one a line down to the end. `anchor`, a head seen outside the
    database, finds the last rows cut off or a whole chain rewritten. `judge` is asked about each
    entry in turn, and its faults come with the others. `after` is the entry before the first one,
    where only a part of the stream is given.
    """
    previous = GENESIS if after is None else after.digest
    expected = 1 if after is None else after.seq + 1
    last: StoredEntry | None = None
    at_anchor: bytes | None = None
    for entry, (payload, form) in _with_contents(entries):
        if not _is_sound(entry, previous, expected):
            yield from _verify_entry(entry, previous, expected)
        if form:
            yield ChainFault(FaultKind.FORM, entry.header.stream, entry.header.seq, form)
        if judge is not None:
            yield from judge(entry, payload)
        if anchor is not None and entry.header.seq == anchor.seq:
            at_anchor = entry.digest
        previous = entry.digest
        expected = entry.header.seq + 1
        last = entry
    if anchor is None or anchor.seq == 0:
        return
    if last is None or last.header.seq < anchor.seq:
        end = 0 if last is None else last.header.seq
        detail = _("le journal finit au n° {end}, ce poste avait vu le n° {seen}").format(
            end=end, seen=anchor.seq
        )
        yield ChainFault(FaultKind.ANCHOR, anchor.stream, anchor.seq, detail)
    elif at_anchor != anchor.digest:
        detail = _("une autre entrée se trouve à la place de celle que ce poste avait vue")
        yield ChainFault(FaultKind.ANCHOR, anchor.stream, anchor.seq, detail)


def _is_sound(entry: StoredEntry, previous: bytes, expected: int) -> bool:
    """Tell whether there is nothing to say of an entry, which is so of nearly all."""
    header = entry.header
    of_content = entry.payload_digest
    return (
        header.seq == expected
        and entry.prev == previous
        and (entry.erased or payload_digest(entry.salt, entry.payload) == of_content)
        and entry_digest(entry.prev, of_content, entry.header_bytes) == entry.digest
        and not _header_fault(entry)
    )


def _verify_entry(entry: StoredEntry, previous: bytes, expected: int) -> Iterator[ChainFault]:
    header = entry.header

    def fault(kind: FaultKind, detail: str) -> ChainFault:
        return ChainFault(kind, header.stream, header.seq, detail)

    if header.seq != expected:
        yield fault(FaultKind.GAP, _gap(expected, header.seq))
    elif entry.prev != previous:
        yield fault(FaultKind.PREVIOUS, _("elle ne suit pas l’entrée précédente"))
    wrong = _header_fault(entry)
    if wrong:
        yield fault(FaultKind.HEADER, wrong)
    if not entry.erased and payload_digest(entry.salt, entry.payload) != entry.payload_digest:
        yield fault(FaultKind.PAYLOAD, _("le contenu n’est pas celui qui a été enregistré"))
    if entry_digest(entry.prev, entry.payload_digest, entry.header_bytes) != entry.digest:
        yield fault(FaultKind.DIGEST, _("l’empreinte n’est pas celle de l’entrée"))


def _gap(expected: int, found: int) -> str:
    if found < expected:
        return _("le n° {} était attendu").format(expected)
    if found == expected + 1:
        return _("il manque le n° {}").format(expected)
    return _("il manque les n° {first} à {last}").format(first=expected, last=found - 1)


def _header_fault(entry: StoredEntry) -> str:
    """Return what is wrong with a header, nothing where its columns are the hashed bytes."""
    try:
        if entry.header.encoded() == entry.header_bytes:
            datetime.fromisoformat(entry.header.recorded_at)
            return ""
        hashed = Header.decoded(entry.header_bytes)
    except (ValueError, TypeError) as error:
        return _("l’en-tête est illisible ({})").format(error)
    columns = [
        field.name
        for field in fields(Header)
        if getattr(hashed, field.name) != getattr(entry.header, field.name)
    ]
    differing = ", ".join(columns) or _("forme")
    return _("les colonnes ne sont pas celles de l’en-tête scellé ({})").format(differing)


def _with_contents(
    entries: Iterable[StoredEntry],
) -> Iterator[tuple[StoredEntry, tuple[dict[str, Value] | None, str]]]:
    """Yield each entry with its content; a slice is read at once where nothing in it is odd."""
    coming = iter(entries)
    while together := list(islice(coming, _TOGETHER)):
        payloads = canonical.read_all([b"{}" if e.erased else e.payload for e in together])
        if payloads is None:
            yield from ((entry, _content(entry)) for entry in together)
            continue
        for entry, payload in zip(together, payloads, strict=True):
            yield entry, (None if entry.erased else payload, "")


def _content(entry: StoredEntry) -> tuple[dict[str, Value] | None, str]:
    """Return the payload, None where there is none to read, and what is wrong with its form."""
    if entry.erased:
        return None, ""
    try:
        payload, is_canonical = canonical.read(entry.payload)
    except ValueError:
        payload, is_canonical = None, False
    return payload, "" if is_canonical else _("le contenu n’a pas la forme canonique")
