"""Where each stream must end, as this machine and the streams that followed have seen it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from otdesk.journal import canonical
from otdesk.journal.entry import Head
from otdesk.journal.signatures import TILL
from otdesk.store.report import AnchorState


@dataclass(frozen=True, slots=True)
class KnownEnd:
    """What a stream is held to: an anchor that it must contain, or the number it was left at.

    `state` is what will be said of it where no fault is found.
    """

    state: AnchorState
    anchor: Head | None = None
    kept: int = 0


@dataclass(frozen=True, slots=True)
class StreamEnds:
    """The ends that are known of the streams of a file.

    `left` are those that the folder left after a restore or a copy, with their last number;
    `followed` the tills that another one took over from, with the end that it signed; `received`
    those that other folders write, whose marks are those folders' affair.
    """

    marks: Mapping[str, Head]
    left: Mapping[str, int] = field(default_factory=dict)
    followed: Mapping[str, Head] = field(default_factory=dict)
    received: frozenset[str] = frozenset()
    lasts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: sqlite3.Connection, marks: Mapping[str, Head]) -> StreamEnds:
        """Read what the journal says of the streams before the present ones."""
        query = "SELECT stream, max(seq) FROM journal GROUP BY stream"
        lasts = {
            str(name): last for name, last in connection.execute(query) if isinstance(last, int)
        }
        received = _received_streams(connection)
        left = _left_streams(connection, received)
        return cls(marks, left, _followed_tills(connection), received, lasts)

    @property
    def names(self) -> list[str]:
        """Return the streams to check, those included that were left and have no entry here."""
        return sorted({*self.lasts, *(self.marks.keys() & self.left.keys())})

    def of(self, stream: str) -> KnownEnd:
        """Return what a stream is held to; one from elsewhere may still be on its way."""
        if stream in self.received:
            return KnownEnd(AnchorState.RECEIVED)
        if stream in self.left:
            return KnownEnd(AnchorState.LEFT, kept=self.left[stream])
        after = self.followed.get(stream)
        if after is not None:
            last = self.lasts.get(stream, 0)
            if last < after.seq:
                # Restored from a backup: the next till says what was seen, and signs it.
                return KnownEnd(AnchorState.LEFT)
            return KnownEnd(AnchorState.AGREES, after)
        mark = self.marks.get(stream)
        return KnownEnd(AnchorState.NONE if mark is None else AnchorState.AGREES, mark)


def _received_streams(connection: sqlite3.Connection) -> frozenset[str]:
    # A stream that is written here is held to its mark, whatever the table says.
    query = """
    SELECT stream FROM received_stream
    EXCEPT SELECT stream FROM writing EXCEPT SELECT stream FROM till_here
    """
    return frozenset(str(stream) for (stream,) in connection.execute(query))


def _left_streams(connection: sqlite3.Connection, received: frozenset[str]) -> dict[str, int]:
    left: dict[str, int] = {}
    query = "SELECT stream, payload FROM journal WHERE kind = 'stream_origin' AND op = 'put'"
    for stream, payload in connection.execute(query):
        if stream in received:
            # What another folder left is held there, and may not have come whole.
            continue
        try:
            said = canonical.decode(payload)
            left[str(said["parent"])] = int(str(said["kept_seq"]))
        except (ValueError, TypeError, KeyError):
            # Its own entry is judged with its chain.
            continue
    return left


def _followed_tills(connection: sqlite3.Connection) -> dict[str, Head]:
    followed: dict[str, Head] = {}
    query = "SELECT payload FROM journal WHERE kind = ? AND seq = 1"
    for (payload,) in connection.execute(query, (TILL,)):
        try:
            said = canonical.decode(payload)
            parent = str(said["parent"])
            digest = bytes.fromhex(str(said["parent_digest"]))
            followed[parent] = Head(parent, int(str(said["parent_seq"])), digest)
        except (ValueError, TypeError, KeyError):
            # The first till of all has none; what is altered is judged with its chain.
            continue
    return followed
