"""Entries that were received and not projected yet: a queue in the database, in batches.

Reception and projection are two steps: a fault of the second never takes back what the first has
proved. A queue that was cut short goes on where it was; projecting twice changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.exc import DBAPIError

from otdesk.journal import canonical
from otdesk.journal.canonical import Payload
from otdesk.journal.entry import Header, Op
from otdesk.store import exchange_tables, faults, tables
from otdesk.store.projections import project_many, project_new

_BATCH = 900
_QUEUE = exchange_tables.unprojected
_JOURNAL = tables.journal
# The columns were found to be the sealed header's when the entry was received.
_HEADER = tuple(_JOURNAL.c[field.name] for field in fields(Header))
_OPS = {op.value: op for op in Op}
_BAD_CONTENT = (KeyError, ValueError, TypeError, AttributeError, OverflowError)
_NO_ROW = (DBAPIError, sqlite3.Error, *_BAD_CONTENT)


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that gives no row, and why: a payload that lacks what its kind must have."""

    header: Header
    why: str


@dataclass(frozen=True, slots=True)
class Projected:
    """How many entries were looked at, those that gave no row, and whether the queue is empty."""

    entries: int
    refused: tuple[Refused, ...]
    is_done: bool


def project_pending(connection: Connection, most: int | None = None) -> Projected:
    """Project what waits, `most` entries or all, in the caller's transaction, in order of arrival.

    An entry that gives no row is left in the journal and returned; `verify` names it as well.
    """
    done = 0
    refused: list[Refused] = []
    while most is None or done < most:
        span = connection.execute(select(_QUEUE).order_by(_QUEUE.c.first).limit(1)).first()
        if span is None:
            return Projected(done, tuple(refused), is_done=True)
        rows = connection.execute(
            select(_JOURNAL.c.id, _JOURNAL.c.payload, *_HEADER)
            .where(_JOURNAL.c.id.between(span.first, span.last))
            .order_by(_JOURNAL.c.id)
            .limit(_BATCH)
        ).all()
        refused += _project(connection, rows)
        done += len(rows)
        _shorten(connection, span.first, span.last, rows[-1].id if rows else span.last)
    left = connection.execute(select(_QUEUE.c.first).limit(1)).first()
    return Projected(done, tuple(refused), is_done=left is None)


class Unprojectable(Exception):
    """An entry gives no row: what was done in the same transaction is to be taken back."""


def project_slice(
    connection: Connection, entries: Iterable[tuple[Header, Payload]], held: Collection[str]
) -> None:
    """Project entries in the transaction that has just put them into the journal.

    `held` is what `projections.held_among` said of their uids before. No savepoint parts the two,
    which would cost as much as the rows. Raises Unprojectable.
    """
    try:
        project_new(connection, entries, held)
    except _NO_ROW as error:
        raise Unprojectable(str(error)) from error


def finish(connection: sqlite3.Connection, path: Path) -> None:
    """Work off the queue of a private copy that `connection` has open."""
    waiting = connection.execute("SELECT 1 FROM unprojected LIMIT 1").fetchone()
    if waiting is None:
        return
    from otdesk.store import engine as engines

    engine = engines.connect(path)
    try:
        with engines.for_writing(engine.connect()) as writer, writer.begin():
            project_pending(writer)
    finally:
        engine.dispose()


def _shorten(connection: Connection, first: int, last: int, done: int) -> None:
    """Take what was projected off the head of the queue."""
    of_span = _QUEUE.c.first == first
    if done >= last:
        connection.execute(delete(_QUEUE).where(of_span))
    else:
        connection.execute(update(_QUEUE).where(of_span).values(first=done + 1))


def _project(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Refused]:
    """Project a batch; where it fails, one by one, and return those that cannot be."""
    batch = [
        (
            Header(stream, seq, uid, kind, rev, _OPS[op], *ends),
            canonical.decode(payload) if payload else {},
        )
        for _id, payload, stream, seq, uid, kind, rev, op, *ends in rows
    ]
    if _try(connection, batch) is None:
        return []
    tried = [(entry[0], _try(connection, [entry])) for entry in batch]
    return [Refused(header, why) for header, why in tried if why is not None]


def _try(connection: Connection, batch: Sequence[tuple[Header, Payload]]) -> str | None:
    """Project a batch or nothing of it; return why not."""
    try:
        with connection.begin_nested():
            project_many(connection, batch)
    except (DBAPIError, sqlite3.Error) as error:
        if faults.translated(error, Path()) is not None:
            # The disk's affair, or the page's: no entry is to blame.
            raise
        return str(error)
    except _BAD_CONTENT as error:
        return f"{type(error).__name__} : {error}"
    return None
