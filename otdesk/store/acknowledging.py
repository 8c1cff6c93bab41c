"""What a folder says it holds of the streams that came from an office."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, func, select, union

from otdesk.journal.entry import Head
from otdesk.store import exchange_tables, tables
from otdesk.store.outgoing import digest_at

_JOURNAL = tables.journal
_FORKED = exchange_tables.forked_entry
_RECEIVED = exchange_tables.received_stream
_ORIGIN = tables.stream_origin
_OF_OFFICE = select(_RECEIVED.c.stream).where(_RECEIVED.c.office == bindparam("of_office"))
_ENDS = (
    select(_JOURNAL.c.stream, func.max(_JOURNAL.c.seq))
    .where(_JOURNAL.c.stream.in_(_OF_OFFICE))
    .group_by(_JOURNAL.c.stream)
)
_LEFT = select(_ORIGIN.c.parent, _ORIGIN.c.kept_seq).where(_ORIGIN.c.parent.in_(_OF_OFFICE))
_FORKS = (
    select(_FORKED.c.stream, func.min(_FORKED.c.seq))
    .where(_FORKED.c.stream.in_(_OF_OFFICE))
    .group_by(_FORKED.c.stream)
)
_BEFORE_FORKS = (
    select(_FORKED.c.stream, func.min(_FORKED.c.seq) - 1)
    .where(_FORKED.c.stream.in_(_OF_OFFICE))
    .group_by(_FORKED.c.stream)
)
_PLACES = union(_ENDS, _LEFT, _FORKS, _BEFORE_FORKS)


def heads_of(connection: Connection, office: str) -> tuple[Head, ...]:
    """Return what is held of each stream of an office: its end, and places to compare before it.

    The end alone would tell an office whose history is another one that it is, not from where on.
    So the entry before the end is named too, the second before, the fourth…, down to the first; and
    where another stream took over, and where a second history lies aside.
    """
    places: set[tuple[str, int]] = set()
    for stream, seq in connection.execute(_PLACES, {"of_office": office}):
        places |= {(stream, at) for at in _before(seq) if at}
    found = []
    for stream, seq in sorted(places):
        digest = digest_at(connection, stream, seq)
        if digest is not None:
            found.append(Head(stream, seq, digest))
    return tuple(found)


def _before(seq: int) -> Iterator[int]:
    """Yield a number and those before it at growing distances, the first entry's included."""
    yield seq
    step = 1
    while step < seq:
        yield seq - step
        step *= 2
    if seq:
        yield 1
