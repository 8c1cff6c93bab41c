"""Entries that come from elsewhere: verified against what is held, then inserted or set aside.

Everything here may be repeated, in any order and after any interruption: what is known is left as
it is, what cannot be chained yet waits, and a second history of a stream is kept beside the
first (`sync.md`, "Import").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice

from sqlalchemy import Connection, delete, func, insert, select, true, update

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.canonical import Payload, Value
from otdesk.journal.chain import ChainFault, Judge, StoredEntry, verify_stream
from otdesk.journal.entry import Head, Op
from otdesk.store import exchange_tables, tables, till_tables
from otdesk.store.driver import NotTaken, insert_rows, rows_follow
from otdesk.store.projection_queue import Unprojectable, project_slice
from otdesk.store.projections import held_among
from otdesk.store.received_signatures import judge_of
from otdesk.store.records import KINDS
from otdesk.store.transaction import head_of, journal_row

_SLICE = 900
_JOURNAL = tables.journal
_FORKED = exchange_tables.forked_entry
_LAST_ID = select(func.coalesce(func.max(_JOURNAL.c.id), 0))


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from: an office, a packet (its SHA-256), and when (UTC, ISO text)."""

    office: str
    packet: str
    received_at: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What a stream lacks before the entries that were given: both ends included."""

    stream: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reception:
    """What became of the entries of one stream, counted.

    `forks` of them belong to a second history, which parts from the one held at `fork`.
    """

    new: int = 0
    known: int = 0
    waits: Gap | None = None
    forks: int = 0
    fork: Head | None = None


class BrokenEntries(DataFault):
    """The entries do not hold together: nothing of their packet may be taken."""

    def __init__(self, fault: ChainFault) -> None:
        text = _("Le journal reçu {stream} est abîmé au n° {seq} : {detail}.")
        super().__init__(text.format(stream=fault.stream, seq=fault.seq, detail=fault.detail))
        self.fault = fault


class StreamWrittenHere(DataFault):
    """The entries go on with a stream that this folder writes itself: it is behind, or a copy."""


def receive(
    connection: Connection,
    entries: Iterable[StoredEntry],
    source: Source,
    *,
    at_once: bool = False,
) -> Reception:
    """Take the entries of one stream, in the order of `seq`, in the caller's transaction.

    Memory stays flat. The tables do not show what is new before `projection_queue` has run; with
    `at_once` each slice is projected from what its verification has read, and Unprojectable is
    raised where an entry gives no row: without it, that one is left to the queue.
    Raises BrokenEntries where a digest or a signature is wrong or an entry of another stream
    stands between, StreamWrittenHere, and whatever `entries` raises: the caller then takes the
    whole transaction back.
    """
    iterator = iter(entries)
    first = next(iterator, None)
    if first is None:
        return Reception()
    head = head_of(connection, first.header.stream)
    before = first.header.seq - 1
    if before > head.seq:
        gap = Gap(head.stream, head.seq + 1, before)
        _note_gap(connection, gap, source)
        return Reception(waits=gap)
    incoming = _Incoming(connection, source, head, at_once=at_once)
    judge = incoming.keeping(judge_of(connection, first))
    after = Head(head.stream, before, first.prev) if before else None
    given = chain((first,), iterator)
    with _taking(connection, at_once=at_once) as turn:
        while batch := list(islice(given, _SLICE)):
            found = verify_stream(map(_without_lacking_content, batch), after=after, judge=judge)
            for fault in found:
                raise BrokenEntries(fault)
            incoming.take(batch)
            turn()
            last = batch[-1]
            after = Head(head.stream, last.header.seq, last.digest)
        return incoming.finished()


@contextmanager
def _taking(connection: Connection, *, at_once: bool) -> Iterator[Callable[[], None]]:
    """Give what is to be called after each slice: a server takes it in while the next is verified.

    Raises Unprojectable where the server refuses a row.
    """
    if not at_once:
        yield _no_turn
        return
    try:
        with rows_follow(connection) as following:
            yield _no_turn if following is None else following.turn
    except NotTaken as error:
        raise Unprojectable(str(error)) from error


def _no_turn() -> None:
    """Rows are in as soon as they are inserted."""


class _Incoming:
    """The entries of one stream on their way in, and what became of them so far."""

    def __init__(
        self, connection: Connection, source: Source, head: Head, *, at_once: bool
    ) -> None:
        self._connection = connection
        self._at_once = at_once
        # What the verification of this slice has read, by number.
        self._read: dict[int, Payload] = {}
        self._source = source
        self._held = head
        self._last = connection.execute(_LAST_ID).scalar_one()
        self._new = self._known = self._forks = 0
        self._fork: Head | None = None

    def keeping(self, judge: Judge) -> Judge:
        """Return a judge that keeps what was read for the projection of the same slice."""

        def kept(entry: StoredEntry, payload: dict[str, Value] | None) -> Iterable[ChainFault]:
            self._read[entry.header.seq] = {} if payload is None else payload
            return judge(entry, payload)

        return kept if self._at_once else judge

    def take(self, batch: Sequence[StoredEntry]) -> None:
        """Insert, ignore or set aside a slice; the slices before it were taken."""
        known = self._digests(batch)
        fresh: list[StoredEntry] = []
        forked: list[StoredEntry] = []
        for entry in batch:
            seq = entry.header.seq
            if self._fork is None and self._parts(entry, known):
                self._fork = Head(self._held.stream, seq, entry.digest)
            if self._fork is not None:
                forked.append(entry)
            elif seq <= self._held.seq:
                self._known += 1
            else:
                fresh.append(entry)
        if fresh:
            if not self._new:
                self._begin()
            self._insert(fresh)
        self._read.clear()
        if forked:
            self._forks += _set_aside(self._connection, forked, self._source)

    def finished(self) -> Reception:
        """Leave a note of what is to be projected, and return what was done."""
        if self._new and not self._at_once:
            queue = exchange_tables.unprojected
            newest = self._connection.execute(_LAST_ID).scalar_one()
            self._connection.execute(insert(queue).values(first=self._last + 1, last=newest))
        if self._new:
            gap = exchange_tables.reception_gap
            self._connection.execute(
                delete(gap).where(
                    gap.c.stream == self._held.stream,
                    gap.c.first <= head_of(self._connection, self._held.stream).seq,
                )
            )
        return Reception(self._new, self._known, None, self._forks, self._fork)

    def _insert(self, fresh: Sequence[StoredEntry]) -> None:
        """Put entries that are not held yet into the journal, and with `at_once` into the tables.

        What it knows of their records is asked before: the tables need no look then.
        """
        uids = [entry.header.uid for entry in fresh]
        held = held_among(self._connection, uids) if self._at_once else frozenset()
        insert_rows(self._connection, _JOURNAL, [journal_row(entry) for entry in fresh])
        self._new += len(fresh)
        _empty_what_is_erased(self._connection, fresh)
        if self._at_once:
            read = self._read
            entries = [(entry.header, read[entry.header.seq]) for entry in fresh]
            project_slice(self._connection, entries, held)

    def _digests(self, batch: Sequence[StoredEntry]) -> dict[int, bytes]:
        """Return the digests held for the numbers of a slice that are known."""
        first, last = batch[0].header.seq, batch[-1].header.seq
        if first > self._held.seq:
            return {}
        rows = self._connection.execute(
            select(_JOURNAL.c.seq, _JOURNAL.c.digest).where(
                _JOURNAL.c.stream == self._held.stream, _JOURNAL.c.seq.between(first, last)
            )
        )
        return {row.seq: row.digest for row in rows}

    def _parts(self, entry: StoredEntry, known: Mapping[int, bytes]) -> bool:
        """Tell whether a second history begins at this entry."""
        seq = entry.header.seq
        if seq <= self._held.seq:
            return known.get(seq) != entry.digest
        return seq == self._held.seq + 1 and entry.prev != self._held.digest

    def _begin(self) -> None:
        """Note that the stream comes from elsewhere. Raises StreamWrittenHere."""
        stream = self._held.stream
        written = [tables.writing, till_tables.till_here]
        if any(
            self._connection.execute(select(table.c.id).where(table.c.stream == stream)).first()
            for table in written
        ):
            raise StreamWrittenHere(
                _("Le journal {} est écrit par ce dossier, qui n’en a pas la suite.").format(stream)
            )
        from_elsewhere = exchange_tables.received_stream
        if self._held.seq:
            # Was its end said again elsewhere, it was without what comes now: it is sent anew.
            known = exchange_tables.acknowledged
            self._connection.execute(
                update(known).where(known.c.stream == stream).values(kept=None)
            )
            return
        self._connection.execute(
            insert(from_elsewhere).values(
                stream=stream, office=self._source.office, received_at=self._source.received_at
            )
        )


def _without_lacking_content(entry: StoredEntry) -> StoredEntry:
    """Return the entry, known as emptied where its content was erased or not sent along."""
    if entry.payload or entry.salt or not may_be_empty(entry.header.kind):
        return entry
    return replace(entry, erased=True)


def may_be_empty(kind: str) -> bool:
    """Tell whether an entry may come without its content: personal ones, and a later version's."""
    known = KINDS.get(kind)
    return known is None or known.personal


def _note_gap(connection: Connection, gap: Gap, source: Source) -> None:
    table = exchange_tables.reception_gap
    values = {"first": gap.first, "last": gap.last, "office": source.office}
    found = connection.execute(select(table.c.last).where(table.c.stream == gap.stream)).first()
    if found is None:
        connection.execute(
            insert(table).values(stream=gap.stream, since=source.received_at, **values)
        )
    elif gap.last < found.last:
        # Another packet that waits comes sooner: what lies between was received.
        connection.execute(update(table).where(table.c.stream == gap.stream).values(**values))


def _set_aside(connection: Connection, entries: Sequence[StoredEntry], source: Source) -> int:
    """Keep entries of a second history, those that are not kept yet; return how many were given."""
    first, last = entries[0].header, entries[-1].header
    kept = {
        (row.seq, row.digest)
        for row in connection.execute(
            select(_FORKED.c.seq, _FORKED.c.digest).where(
                _FORKED.c.stream == first.stream, _FORKED.c.seq.between(first.seq, last.seq)
            )
        )
    }
    insert_rows(
        connection,
        _FORKED,
        [
            {
                "stream": entry.header.stream,
                "seq": entry.header.seq,
                "digest": entry.digest,
                "uid": entry.header.uid,
                "kind": entry.header.kind,
                "header": entry.header_bytes,
                "salt": entry.salt,
                "payload": entry.payload,
                "payload_digest": entry.payload_digest,
                "prev": entry.prev,
                "signature": entry.signature,
                "packet": source.packet,
            }
            for entry in entries
            if (entry.header.seq, entry.digest) not in kept
        ],
    )
    _empty_what_is_erased(connection, entries)
    return len(entries)


def _empty_what_is_erased(connection: Connection, entries: Sequence[StoredEntry]) -> None:
    """Empty the contents that an erasure speaks of, whichever of the two came first."""
    uids = {e.header.uid for e in entries if may_be_empty(e.header.kind)}
    if not uids:
        return
    rows = connection.execute(
        select(_JOURNAL.c.kind, _JOURNAL.c.uid).where(
            _JOURNAL.c.uid.in_(uids), _JOURNAL.c.op == Op.ERASE.value
        )
    ).all()
    if rows and connection.dialect.name == "sqlite":
        # Without it, the text would stay in the free space of its page.
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    for kind, uid in rows:
        for table, kept in ((_JOURNAL, _JOURNAL.c.op != Op.ERASE.value), (_FORKED, true())):
            connection.execute(
                update(table)
                .where(table.c.uid == uid, table.c.kind == kind, table.c.payload != b"", kept)
                .values(payload=b"", salt=b"")
            )
