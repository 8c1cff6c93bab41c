"""The streams of an office that a post holds: what it can pass on to its neighbours.

Asked each minute: the streams are found by leaps through the index, never by a walk through the
journal, so that the question costs the same in the tenth year.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from otdesk.journal.entry import Head
from otdesk.store import exchange_tables, tables, till_tables
from otdesk.store.exchange_state import acknowledged_of
from otdesk.store.outgoing import digest_at

_JOURNAL = tables.journal
_RECEIVED = exchange_tables.received_stream


@dataclass(frozen=True, slots=True)
class OfficeStream:
    """A stream of this folder's office, to the last entry that stands.

    `is_here`: this folder writes it, or wrote it before it went on in another one.
    """

    head: Head
    is_here: bool


def office_streams(connection: Connection, office: str) -> tuple[OfficeStream, ...]:
    """Return the streams of an office, those of its other posts included, by name."""
    received = {
        row.stream: row.office
        for row in connection.execute(select(_RECEIVED.c.stream, _RECEIVED.c.office))
    }
    written = {
        *connection.execute(select(tables.writing.c.stream)).scalars(),
        *connection.execute(select(till_tables.till_here.c.stream)).scalars(),
    }
    found = []
    for stream in _names(connection):
        is_here = stream in written or stream not in received
        if not is_here and received[stream] != office:
            continue
        head = _standing_head(connection, stream)
        if head.seq:
            found.append(OfficeStream(head, is_here))
    return tuple(found)


def _names(connection: Connection) -> list[str]:
    """Return every stream of the journal, each by one step through its index."""
    names = select(func.min(_JOURNAL.c.stream).label("stream")).cte("names", recursive=True)
    following = (
        select(func.min(_JOURNAL.c.stream))
        .where(_JOURNAL.c.stream > names.c.stream)
        .scalar_subquery()
    )
    names = names.union_all(select(following).where(names.c.stream.is_not(None)))
    rows = connection.execute(select(names.c.stream).where(names.c.stream.is_not(None)))
    return [str(name) for name in rows.scalars()]


def _standing_head(connection: Connection, stream: str) -> Head:
    """Return the end of a stream; what was said again in another one does not count."""
    last = connection.execute(
        select(func.max(_JOURNAL.c.seq)).where(_JOURNAL.c.stream == stream)
    ).scalar_one()
    known = acknowledged_of(connection, stream)
    if known is not None and known.kept is not None:
        last = min(last, known.kept)
    digest = digest_at(connection, stream, last)
    if digest is None:
        raise LookupError(f"stream {stream} has no entry {last}")
    return Head(stream, last, digest)
