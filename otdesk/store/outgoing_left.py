"""What of the records to send has left already, and what has not, by the packets that left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from otdesk.store import exchange_tables
from otdesk.store.outgoing import own_streams

_SPAN = exchange_tables.sent_span


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stream, both ends included."""

    stream: str
    first: int
    last: int


def carried_by(connection: Connection, numbers: Collection[int]) -> Mapping[str, int]:
    """Return up to where some packets carry each stream."""
    rows = connection.execute(
        select(_SPAN.c.stream, func.max(_SPAN.c.last))
        .where(_SPAN.c.number.in_(numbers))
        .group_by(_SPAN.c.stream)
    )
    return {row[0]: row[1] for row in rows}


def unacknowledged(connection: Connection) -> tuple[Part, ...]:
    """Return what the head office has not acknowledged, without reading an entry."""
    return tuple(
        Part(own.head.stream, own.acknowledged + 1, own.last)
        for own in own_streams(connection)
        if own.last > own.acknowledged
    )


def after(connection: Connection, carried: Mapping[str, int]) -> tuple[Part, ...]:
    """Return what of it lies after the parts that were carried."""
    return tuple(
        Part(part.stream, first, part.last)
        for part in unacknowledged(connection)
        if (first := max(part.first, carried.get(part.stream, 0) + 1)) <= part.last
    )
