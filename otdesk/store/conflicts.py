"""Revisions that two histories of a stream tell otherwise: one is shown, the other is listed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

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
# Only streams that took over from another one can disagree with it: the rest is not looked at.
_TWICE = (
    select(_ONE.c.kind, _ONE.c.uid, _ONE.c.rev, _ONE.c.stream, _OTHER.c.stream)
    .distinct()
    .join_from(
        _ONE,
        _OTHER,
        and_(_OTHER.c.uid == _ONE.c.uid, _OTHER.c.rev == _ONE.c.rev, _OTHER.c.kind == _ONE.c.kind),
    )
    .where(
        _ONE.c.stream.in_(select(tables.stream_origin.c.stream)),
        _OTHER.c.stream != _ONE.c.stream,
        _OTHER.c.payload_digest != _ONE.c.payload_digest,
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
    """Return the revisions that have two contents; a reissued entry has its former content."""
    rows = connection.execute(_TWICE).all()
    ages = generations(connection, {name for row in rows for name in row[3:]})
    return tuple(
        Conflict(kind, uid, rev, stream, other)
        for kind, uid, rev, stream, other in rows
        if (ages.get(stream, 0), stream) > (ages.get(other, 0), other)
    )
