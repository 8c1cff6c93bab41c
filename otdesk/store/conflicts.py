"""Revisions with two contents: one is shown, the other is listed, and none is ever lost.

Two histories of a stream tell a revision otherwise after a clone or a restore; two posts of an
office correct the same record before they have heard of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from otdesk.store import exchange_tables, tables
from otdesk.store.projections import generations


@dataclass(frozen=True, slots=True)
class Conflict:
    """A revision of a record with two contents; the tables show that of `shown_stream`."""

    kind: str
    uid: str
    rev: int
    shown_stream: str
    other_stream: str


_ONE = tables.journal.alias("one")
_OTHER = tables.journal.alias("other")
# A first revision is told twice only by a stream that took over from another one; a later one, by
# any two posts.
_TWICE = (
    select(
        _ONE.c.kind,
        _ONE.c.uid,
        _ONE.c.rev,
        _ONE.c.stream,
        _OTHER.c.stream.label("other"),
        _ONE.c.recorded_at,
        _OTHER.c.recorded_at.label("other_at"),
    )
    .distinct()
    .join_from(
        _ONE,
        _OTHER,
        and_(_OTHER.c.uid == _ONE.c.uid, _OTHER.c.rev == _ONE.c.rev, _OTHER.c.kind == _ONE.c.kind),
    )
    .where(
        or_(_ONE.c.rev > 1, _ONE.c.stream.in_(select(tables.stream_origin.c.stream))),
        _OTHER.c.stream != _ONE.c.stream,
        _OTHER.c.payload_digest != _ONE.c.payload_digest,
        # Two posts may say the very same; each seals it with a salt of its own.
        or_(_OTHER.c.payload != _ONE.c.payload, _OTHER.c.op != _ONE.c.op),
    )
    .order_by(_ONE.c.uid, _ONE.c.rev)
)


@dataclass(frozen=True, slots=True)
class Fork:
    """A second history of a stream that was put aside: whose, from which number, how long."""

    office: str
    stream: str
    first: int
    entries: int


_FORKED = exchange_tables.forked_entry
_RECEIVED = exchange_tables.received_stream
_FORKS = (
    select(_RECEIVED.c.office, _FORKED.c.stream, func.min(_FORKED.c.seq), func.count())
    .join_from(_FORKED, _RECEIVED, _RECEIVED.c.stream == _FORKED.c.stream)
    .group_by(_RECEIVED.c.office, _FORKED.c.stream)
    .order_by(_RECEIVED.c.office, _FORKED.c.stream)
)


def forks(connection: Connection) -> tuple[Fork, ...]:
    """Return the streams that a copy went on with too; what it wrote is kept, and counts not."""
    return tuple(Fork(*row) for row in connection.execute(_FORKS))


def conflicts(connection: Connection) -> tuple[Conflict, ...]:
    """Return the revisions that have two contents; a reissued entry has its former content.

    Shown is what `projections` settles: the younger generation, else what was recorded last.
    """
    rows = connection.execute(_TWICE).all()
    ages = generations(connection, {name for row in rows for name in (row.stream, row.other)})

    def rank(stream: str, recorded_at: str) -> tuple[int, datetime, str]:
        return ages.get(stream, 0), datetime.fromisoformat(recorded_at), stream

    return tuple(
        Conflict(row.kind, row.uid, row.rev, row.stream, row.other)
        for row in rows
        if rank(row.stream, row.recorded_at) > rank(row.other, row.other_at)
    )
