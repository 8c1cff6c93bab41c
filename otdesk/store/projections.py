"""Projections: from journal entries to the typed tables, one at a time or in bulk.

The same code writes the tables at the counter, at an import, and when `verify` rebuilds them. A
row is a function of the entries of its record alone, never of the order in which they came: what
is not a lone first revision is settled from the whole history that lies in the journal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Integer, Select, Table, bindparam, delete, func, select

from otdesk.journal import canonical
from otdesk.journal.canonical import Payload
from otdesk.journal.entry import Header, Op
from otdesk.store import tables
from otdesk.store.among import among, found_among
from otdesk.store.driver import insert_rows, overtaking
from otdesk.store.record_kind import RecordKind, Row
from otdesk.store.records import KINDS, PAYLOAD_SCHEMA
from otdesk.store.shop_tables import stock_move
from otdesk.store.stock_levels import add_moves, take_moves_back

_SLICE = 900

_HISTORY = select(tables.journal.c.header, tables.journal.c.payload).where(
    tables.journal.c.uid == bindparam("of_uid")
)
# An index answers them without a look at the entries.
_HELD = among(select(tables.journal.c.uid), tables.journal.c.uid)
_REPEATED = among(
    select(tables.journal.c.uid).group_by(tables.journal.c.uid).having(func.count() > 1),
    tables.journal.c.uid,
)


def is_known(header: Header) -> bool:
    """Tell whether this program can project an entry; a later version's waits in the journal."""
    return header.kind in KINDS and header.schema <= PAYLOAD_SCHEMA


def project(connection: Connection, header: Header, payload: Payload) -> None:
    """Apply one entry of this program's own, which lies in the journal already.

    The first revision of a new uid goes in at once. Raises KeyError on an unknown kind or a
    payload that lacks a key.
    """
    kind = KINDS[header.kind]
    if header.op is Op.PUT and header.rev == 1:
        _insert(connection, kind, [(header, payload)])
    else:
        settle(connection, kind, header.uid)


def project_many(connection: Connection, entries: Iterable[tuple[Header, Payload]]) -> None:
    """Apply entries that lie in the journal already, in any order and more than once.

    Lone first revisions of one kind go in by one `executemany`. What this program does not
    know yet is left in the journal. Raises KeyError on a payload that lacks a key.
    """
    known = (entry for entry in entries if is_known(entry[0]))
    while batch := list(islice(known, _SLICE)):
        _project_batch(connection, batch)


def held_among(connection: Connection, uids: Sequence[str]) -> set[str]:
    """Return the uids of which the journal may hold an entry: asked before new ones go in."""
    with overtaking(connection, tables.journal) as missed:
        found = found_among(connection, _HELD, uids)
    return found.union({row["uid"] for row in missed}.intersection(uids))


def project_new(
    connection: Connection, entries: Iterable[tuple[Header, Payload]], held: Collection[str]
) -> None:
    """Apply entries that were just put into the journal, which held only the uids `held` before.

    What is said of the others is all here: no look at the tables is needed. Raises KeyError on a
    payload that lacks a key, and the driver's error where a row stands that no entry speaks of.
    """
    _apply(connection, [entry for entry in entries if is_known(entry[0])], held)


def dependent_tables(kind: RecordKind) -> tuple[Table, ...]:
    """Return the tables that hold the lines of a kind's records, beside its own."""
    return () if kind.children is None else tuple(t for t, _lines in kind.children("", {}))


def settle(connection: Connection, kind: RecordKind, uid: str) -> None:
    """Make the row of a record, and its dependent rows, what its whole history says."""
    dependent = dependent_tables(kind)
    if stock_move in dependent:
        take_moves_back(connection, uid)
    for table in dependent:
        connection.execute(delete(table).where(_parent_column(table) == uid))
    connection.execute(delete(kind.table).where(kind.table.c.uid == uid))
    history = [
        (Header.decoded(row.header), row.payload)
        for row in connection.execute(_HISTORY, {"of_uid": uid})
    ]
    history = [entry for entry in history if is_known(entry[0]) and entry[0].kind == kind.name]
    streams = {header.stream for header, _payload in history}
    ages = generations(connection, streams) if len(streams) > 1 else {}
    history.sort(key=lambda entry: _seniority(entry[0], ages))
    erased = next((entry for entry in reversed(history) if entry[0].op is Op.ERASE), None)
    if erased is not None:
        insert_rows(connection, kind.table, [_tombstone(kind, *erased)])
        return
    content = next((e for e in reversed(history) if e[0].op is Op.PUT and e[1]), None)
    if content is None:
        # Voided before it came, or personal and not sent along: there is nothing to show yet.
        return
    header, payload = content[0], canonical.decode(content[1])
    row = kind.full_row(header, payload)
    last, last_payload = history[-1]
    if last.op is Op.VOID:
        row["rev"], row["author"] = last.rev, last.author
        row["void_reason"] = _reason(last_payload)
    insert_rows(connection, kind.table, [row])
    if kind.children is not None:
        for table, lines in kind.children(uid, payload):
            if last.op is not Op.VOID or table not in kind.effects:
                _insert_lines(connection, table, lines)


def _project_batch(connection: Connection, batch: Sequence[tuple[Header, Payload]]) -> None:
    uids = [header.uid for header, _payload in batch]
    _apply(
        connection,
        batch,
        found_among(connection, _REPEATED, uids) | _standing(connection, batch),
    )


def _apply(
    connection: Connection, batch: Sequence[tuple[Header, Payload]], known: Collection[str]
) -> None:
    """Insert the rows of lone first revisions; settle the records of `known` uids and the rest."""
    revised = set(known)
    revised.update(h.uid for h, _payload in batch if h.rev > 1 or h.op is not Op.PUT)
    times = Counter(header.uid for header, _payload in batch)
    if len(times) < len(batch):
        revised.update(uid for uid, number in times.items() if number > 1)
    fresh: dict[str, list[tuple[Header, Payload]]] = defaultdict(list)
    for header, payload in batch:
        # An empty payload is personal, erased or not sent along.
        if payload and header.uid not in revised:
            fresh[header.kind].append((header, payload))
    for name, entries in fresh.items():
        _insert(connection, KINDS[name], entries)
    for kind, uid in {(header.kind, header.uid) for header, _ in batch if header.uid in revised}:
        settle(connection, KINDS[kind], uid)


def _standing(connection: Connection, batch: Sequence[tuple[Header, Payload]]) -> set[str]:
    """Return the uids of a batch that have a row already: entries may come twice."""
    found: set[str] = set()
    by_kind: dict[str, list[str]] = defaultdict(list)
    for header, _payload in batch:
        by_kind[header.kind].append(header.uid)
    for name, uids in by_kind.items():
        found |= found_among(connection, _rows_among(KINDS[name].table), uids)
    return found


@cache
def _rows_among(table: Table) -> Mapping[str, Select[Any]]:
    return among(select(table.c.uid), table.c.uid)


def generations(connection: Connection, streams: Collection[str]) -> dict[str, int]:
    """Return how many streams each of `streams` descends from; those without a parent left out.

    A stream says so in its first entry, which is always there before any other of it.
    """
    first = tables.journal.c
    rows = connection.execute(
        select(first.stream, first.payload).where(
            first.stream.in_(streams), first.seq == 1, first.kind == "stream_origin"
        )
    )
    found: dict[str, int] = {}
    for stream, payload in rows:
        # Streams that began before generations were counted say nothing of theirs.
        generation = canonical.decode(payload).get("generation", 1) if payload else 1
        found[stream] = generation if isinstance(generation, int) else 1
    return found


def _seniority(header: Header, ages: Mapping[str, int]) -> tuple[int, int, datetime, str, int]:
    """Order the entries of a record, the same on every machine.

    A stream that took over from another one wins for the same revision: clocks do not count
    between the two, and a reissued entry keeps the instant of its first recording.
    """
    generation = ages.get(header.stream, 0)
    moment = datetime.fromisoformat(header.recorded_at)
    return header.rev, generation, moment, header.stream, header.seq


def _reason(payload: bytes) -> str:
    value = canonical.decode(payload).get("reason", "") if payload else ""
    return value if isinstance(value, str) else ""


def _tombstone(kind: RecordKind, header: Header, payload: bytes) -> Row:
    """Return the row that an erased record leaves: its uid, and what the erasure itself says."""
    said: Mapping[str, Any] = canonical.decode(payload) if payload else {}
    row: Row = {}
    for column in kind.table.columns:
        blank = 0 if isinstance(column.type, Integer) else ""
        row[column.name] = said.get(column.name, None if column.nullable else blank)
    row.update(uid=header.uid, author=header.author, rev=header.rev, void_reason="")
    return row


def _insert(
    connection: Connection, kind: RecordKind, entries: Sequence[tuple[Header, Payload]]
) -> None:
    insert_rows(
        connection, kind.table, [kind.full_row(header, payload) for header, payload in entries]
    )
    if kind.children is None:
        return
    children: dict[Table, list[Row]] = defaultdict(list)
    for header, payload in entries:
        for table, lines in kind.children(header.uid, payload):
            children[table].extend(lines)
    for table, lines in children.items():
        _insert_lines(connection, table, lines)


def _insert_lines(connection: Connection, table: Table, lines: Sequence[Row]) -> None:
    insert_rows(connection, table, lines)
    if table is stock_move:
        add_moves(connection, lines)


def _parent_column(table: Table) -> Any:  # noqa: ANN401 - SQLAlchemy types a column by its use
    return next(iter(table.primary_key.columns))
