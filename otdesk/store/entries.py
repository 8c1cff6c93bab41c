"""Reading the journal as it lies in the table, believing nothing of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Payload
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import Header, Op
from otdesk.store.reading import Driver

_COLUMNS = (
    "stream, seq, uid, kind, rev, op, schema, recorded_at, author, "
    "header, salt, payload, payload_digest, prev, digest, signature"
)
_TYPES = (str, int, str, str, int, str, int, str, str, *[bytes] * 6)
_SLICE = 2000
_OPS = {op.value: op for op in Op}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row of the journal that is no entry; `seq` is 0 where that is what cannot be read."""

    seq: int
    detail: str


def stored_entries(
    connection: sqlite3.Connection, stream: str
) -> Iterator[StoredEntry | Unreadable]:
    """Yield one stream in the order of `seq`, a row at a time."""
    query = f"SELECT {_COLUMNS} FROM journal WHERE stream = ? ORDER BY seq"  # noqa: S608
    for row in _tolerant(connection, query, (stream,)):
        yield _entry(row)


def entries_in_order_of_arrival(
    connection: Driver,
) -> Iterator[tuple[Header, Payload]]:
    """Yield what can be read of every entry, for projection; the rest is the chain's affair.

    A personal entry without its content comes with an empty payload.
    """
    for row in _in_order_of_arrival(connection):
        entry = _entry(row)
        if isinstance(entry, Unreadable):
            continue
        try:
            yield entry.header, canonical.decode(entry.payload) if entry.payload else {}
        except ValueError:
            continue


def _in_order_of_arrival(connection: Driver) -> Iterator[tuple[object, ...]]:
    if isinstance(connection, sqlite3.Connection):
        query = f"SELECT {_COLUMNS} FROM journal ORDER BY id"  # noqa: S608
        return _tolerant(connection, query, ())
    return _in_slices(connection)


def _in_slices(connection: Driver) -> Iterator[tuple[object, ...]]:
    """Read the journal of a server, which sends what is asked for all at once."""
    query = f"SELECT id, {_COLUMNS} FROM journal WHERE id > ? ORDER BY id LIMIT {_SLICE}"  # noqa: S608
    last = 0
    while rows := list(connection.execute(query, (last,)).fetchall()):
        last = rows[-1][0]
        for row in rows:
            yield tuple(row[1:])


def _entry(row: tuple[object, ...]) -> StoredEntry | Unreadable:
    *sealed_columns, signature = row
    if tuple(map(type, sealed_columns)) != _TYPES or not isinstance(signature, bytes | None):
        return Unreadable(_seq(row), _("une colonne n’a pas le bon type"))
    stream, seq, uid, kind, rev, op, version, recorded_at, author, *sealed = row
    known = _OPS.get(op)  # type: ignore[call-overload]
    if known is None:
        return Unreadable(_seq(row), _("l’opération « {} » est inconnue").format(op))
    header = Header(stream, seq, uid, kind, rev, known, version, recorded_at, author)  # type: ignore[arg-type]
    return StoredEntry(header, *sealed)  # type: ignore[arg-type]


def _seq(row: tuple[object, ...]) -> int:
    return row[1] if isinstance(row[1], int) else 0


def _tolerant(
    connection: sqlite3.Connection, query: str, parameters: tuple[str, ...]
) -> Iterator[tuple[object, ...]]:
    """Run a query; a text that is no UTF-8 any more is read with its bad bytes marked."""
    done = 0
    try:
        for row in connection.execute(query, parameters):
            done += 1
            yield row
    except sqlite3.OperationalError as error:
        # Python's own error, not SQLite's: it has no code.
        if getattr(error, "sqlite_errorcode", None) is not None:
            raise
    else:
        return
    standard = connection.text_factory
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        for number, row in enumerate(connection.execute(query, parameters)):
            if number >= done:
                yield row
    finally:
        connection.text_factory = standard
