"""What this folder has to send: all that the head office has not acknowledged of its streams.

Never "what was not sent yet": a packet that was lost heals itself with the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import GENESIS, Head, Header
from otdesk.journal.sending import Sealed
from otdesk.store.reading import driver

# A packet of so many entries is about ten megabytes.
MOST_ENTRIES = 100_000
_SLICE = 512
# Asked of the driver: a packet reads every entry of a year.
_PART = " FROM journal WHERE stream = :stream AND seq BETWEEN :first AND :last ORDER BY seq"
# In the order of a StoredEntry, and of a Sealed.
_STORED = f"SELECT header, salt, payload, payload_digest, prev, digest, signature{_PART}"
_SEALED = f"SELECT header, salt, payload, payload_digest, digest, signature{_PART}"
_DIGEST = "SELECT digest FROM journal WHERE stream = :stream AND seq = :seq"
_FIRST = "SELECT payload, signature FROM journal WHERE stream = :stream AND seq = 1"
_HERE = "SELECT stream FROM writing UNION SELECT stream FROM till_here"
# The folder's own first entry is the first of its journal in order of arrival. What is written
# here is sent from here, whatever the table of what was received says.
_OWN = f"""
SELECT j.stream, max(j.seq), a.seq, a.kept, r.stream
FROM journal AS j
LEFT JOIN acknowledged AS a ON a.stream = j.stream
LEFT JOIN received_stream AS r ON r.stream = j.stream
WHERE r.stream IS NULL
    OR r.office = (
        SELECT office FROM folder WHERE uid = (SELECT uid FROM journal ORDER BY id LIMIT 1)
    )
    OR j.stream IN ({_HERE})
GROUP BY j.stream, a.seq, a.kept, r.stream
ORDER BY min(j.id)
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a stream, both ends included: the digest before it, and that of its last entry.

    `parent` is the stream that this one took over from, nothing for the first.
    """

    stream: str
    parent: str
    first: int
    last: int
    prev: bytes
    head: bytes

    @property
    def entries(self) -> int:
        """Return how many entries it has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class OwnStream:
    """A stream of this folder, and what is acknowledged of it.

    What comes after `kept` was issued again in another stream; None where nothing was.
    `is_relayed`: another post of the office writes it. Its disk may die before it sends.
    """

    head: Head
    kept: int | None
    acknowledged: int
    is_till: bool
    is_relayed: bool

    @property
    def last(self) -> int:
        """Return the last number that is sent in it."""
        return self.head.seq if self.kept is None else self.kept


def own_streams(connection: Connection) -> tuple[OwnStream, ...]:
    """Return the streams of this folder's office: those it wrote, former ones and tills' too.

    Those that other posts of the office have passed on are sent along until they are acknowledged.
    In the order in which they came: a stream stands after the one that it took over from.
    """
    asked = driver(connection)
    here = {stream for (stream,) in asked.execute(_HERE).fetchall()}
    return tuple(
        OwnStream(
            Head(stream, last, _digest(connection, stream, last)),
            kept,
            acknowledged or 0,
            _is_signed(connection, stream),
            received is not None and stream not in here,
        )
        for stream, last, acknowledged, kept, received in asked.execute(_OWN).fetchall()
    )


def spans_to_send(connection: Connection, *, most: int = MOST_ENTRIES) -> tuple[Span, ...]:
    """Return what is not acknowledged, at most so many entries; what is left goes next time.

    Streams come in the order in which they began, so that a parent is cut last.
    """
    found = []
    for own in own_streams(connection):
        first, last = own.acknowledged + 1, min(own.last, own.acknowledged + most)
        if last < first:
            continue
        stream = own.head.stream
        found.append(
            Span(
                stream=stream,
                parent=parent_of(connection, stream),
                first=first,
                last=last,
                prev=_digest(connection, stream, first - 1),
                head=_digest(connection, stream, last),
            )
        )
        most -= found[-1].entries
    return tuple(found)


def sealed_between(connection: Connection, stream: str, first: int, last: int) -> Iterator[Sealed]:
    """Yield a part of a stream as its bytes lie there, both ends included, by `seq`."""
    return map(Sealed._make, _rows(connection, _SEALED, stream, first, last))


def entries_between(
    connection: Connection, stream: str, first: int, last: int
) -> Iterator[StoredEntry]:
    """Yield a part of a stream, both ends included, in the order of `seq`."""
    for header, *sealed in _rows(connection, _STORED, stream, first, last):
        yield StoredEntry(Header.decoded(header), header, *sealed)


def _rows(
    connection: Connection, query: str, stream: str, first: int, last: int
) -> Iterator[Sequence[Any]]:
    """Yield rows, a slice of them in memory at a time."""
    for start in range(first, last + 1, _SLICE):
        end = min(start + _SLICE - 1, last)
        wanted = {"stream": stream, "first": start, "last": end}
        yield from driver(connection).execute(query, wanted).fetchall()


def parent_of(connection: Connection, stream: str) -> str:
    """Return the stream that one took over from, as its first entry says; nothing for the first."""
    row = driver(connection).execute(_FIRST, {"stream": stream}).fetchone()
    said: dict[str, Value] = {} if row is None else canonical.decode(row[0])
    parent = said.get("parent", "")
    return parent if isinstance(parent, str) else ""


def digest_at(connection: Connection, stream: str, seq: int) -> bytes | None:
    """Return the digest of an entry, that before the first one, or None where none is held."""
    if seq == 0:
        return GENESIS
    row = driver(connection).execute(_DIGEST, {"stream": stream, "seq": seq}).fetchone()
    return None if row is None else row[0]


def total_entries(spans: Sequence[Span]) -> int:
    """Return how many entries the spans have together."""
    return sum(span.entries for span in spans)


def _digest(connection: Connection, stream: str, seq: int) -> bytes:
    found = digest_at(connection, stream, seq)
    if found is None:
        raise LookupError(f"stream {stream} has no entry {seq}")
    return found


def _is_signed(connection: Connection, stream: str) -> bool:
    row = driver(connection).execute(_FIRST, {"stream": stream}).fetchone()
    return row is not None and row[1] is not None
