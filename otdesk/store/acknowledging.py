"""What a folder says it holds of the streams that came from an office."""

from __future__ import annotations

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
    """Return where each stream of an office ends here, where others took over, where it forks.

    An office can then compare, even where the end of a stream is another's by now: whether the
    part that it kept is the one that is held, and from which entry on its own is aside.
    """
    found = []
    for stream, seq in sorted(map(tuple, connection.execute(_PLACES, {"of_office": office}))):
        digest = digest_at(connection, stream, seq) if seq else None
        if digest is not None:
            found.append(Head(stream, seq, digest))
    return tuple(found)
