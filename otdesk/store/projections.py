"""Projections: from journal entries to the typed tables, one at a time or in bulk.

The same code writes the tables at the counter, at an import, and when `verify` rebuilds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from otdesk.journal.canonical import Payload
from otdesk.journal.entry import Header, Op
from otdesk.store.records import KINDS, RecordKind, Row


def project(connection: Connection, header: Header, payload: Payload) -> None:
    """Apply one entry to its table.

    An older revision than the one that stands changes nothing, so that entries may come in any
    order of streams. Raises KeyError on an unknown kind or a payload that lacks a key.
    """
    kind = KINDS[header.kind]
    if header.op is Op.PUT and header.rev == 1:
        _insert(connection, kind, [(header, payload)])
        return
    if header.op is Op.PUT:
        _revise(connection, kind, header, payload)
        return
    reason = payload.get("reason", "") if header.op is Op.VOID else ""
    connection.execute(
        update(kind.table)
        .where(kind.table.c.uid == header.uid, kind.table.c.rev < header.rev)
        .values(void_reason=reason, rev=header.rev, author=header.author)
    )


def project_many(connection: Connection, entries: Iterable[tuple[Header, Payload]]) -> None:
    """Apply entries in order, first revisions of one kind in one `executemany`."""
    fresh: dict[str, list[tuple[Header, Payload]]] = defaultdict(list)
    for header, payload in entries:
        if header.op is Op.PUT and header.rev == 1:
            fresh[header.kind].append((header, payload))
            continue
        # A revision may speak of a record that still waits in the batch.
        _flush(connection, fresh)
        project(connection, header, payload)
    _flush(connection, fresh)


def _flush(connection: Connection, fresh: dict[str, list[tuple[Header, Payload]]]) -> None:
    for name, entries in fresh.items():
        _insert(connection, KINDS[name], entries)
    fresh.clear()


def _insert(
    connection: Connection, kind: RecordKind, entries: Sequence[tuple[Header, Payload]]
) -> None:
    rows = [kind.full_row(header, payload) for header, payload in entries]
    _insert_rows(connection, kind.table, rows)
    if kind.children is None:
        return
    children: dict[Table, list[Row]] = defaultdict(list)
    for header, payload in entries:
        for table, lines in kind.children(header.uid, payload):
            children[table].extend(lines)
    for table, lines in children.items():
        _insert_rows(connection, table, lines)


def _insert_rows(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _revise(connection: Connection, kind: RecordKind, header: Header, payload: Payload) -> None:
    row = kind.full_row(header, payload)
    standing = connection.execute(
        select(kind.table.c.rev).where(kind.table.c.uid == header.uid)
    ).scalar()
    if standing is not None and standing >= header.rev:
        return
    if standing is None:
        _insert_rows(connection, kind.table, [row])
    else:
        connection.execute(update(kind.table).where(kind.table.c.uid == header.uid).values(**row))
    if kind.children is None:
        return
    for table, lines in kind.children(header.uid, payload):
        connection.execute(delete(table).where(_parent_column(table) == header.uid))
        _insert_rows(connection, table, lines)


def _parent_column(table: Table) -> Any:  # noqa: ANN401 - SQLAlchemy types a column by its use
    return next(iter(table.primary_key.columns))
