"""What the neighbours of a post lack of the office's streams, by what each of them said last.

A packet that lies in the shared folder and was not read yet counts as read: nothing is sent twice
because somebody is slow. What was read and did not help (it was lost, damaged, or of a version to
come) is sent again, from the place on that its reader named, and not more often than `_AGAIN`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from otdesk.store.office_streams import OfficeStream
from otdesk.store.outgoing import digest_at
from otdesk.store.posts_state import Neighbour, OwnPacket

_AGAIN = timedelta(minutes=15)
# A post that has not spoken for so long is not waited for; what it lacks then is sent when it does.
_SILENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in the shared folder: this post's packets, and the last number of each other's."""

    own: Sequence[OwnPacket]
    last_numbers: Mapping[str, int]


@dataclass(slots=True)
class Lacking:
    """From which number on each stream is to be sent; who is sent again what it had read.

    `forked` are streams of which a neighbour has another history: the siège settles that.
    """

    after: dict[str, int] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    forked: set[str] = field(default_factory=set)


def living(spoken: Sequence[Neighbour], trusted: frozenset[str], now: datetime) -> list[Neighbour]:
    """Return the neighbours that count: trusted, and heard of in the last month."""
    return [
        each
        for each in spoken
        if each.public_key in trusted and now - datetime.fromisoformat(each.heard_at) < _SILENT
    ]


def lacking(
    connection: Connection,
    streams: Sequence[OfficeStream],
    others: Sequence[Neighbour],
    folder: Folder,
    *,
    own_key: str,
    now: datetime,
) -> Lacking:
    """Return what is to be sent to the neighbours `others`."""
    found = Lacking()
    for each in others:
        may_repeat = each.resent_at is None or now - datetime.fromisoformat(each.resent_at) > _AGAIN
        unread = [p for p in folder.own if p.number > each.reads.get(own_key, 0)]
        read = [p for p in folder.own if p.number <= each.reads.get(own_key, 0)]
        for stream in streams:
            name, last = stream.head.stream, stream.head.seq
            held = each.heads.get(name)
            after = 0 if held is None else held.seq
            if after >= last:
                continue
            if held is not None and digest_at(connection, name, after) != held.digest:
                found.forked.add(name)
                continue
            if not stream.is_here and _is_awaited(name, each, others, folder):
                continue
            reached = covered(name, after, unread)
            if reached >= last:
                continue
            if reached == after and covered(name, after, read) > after:
                if not may_repeat:
                    continue
                found.again.add(each.public_key)
            found.after[name] = min(reached, found.after.get(name, reached))
    return found


def covered(stream: str, after: int, packets: Sequence[OwnPacket]) -> int:
    """Return up to which number packets bring a stream, for a post that holds it up to `after`."""
    spans = sorted(p.spans[stream] for p in packets if stream in p.spans)
    for first, last in spans:
        if first <= after + 1:
            after = max(after, last)
    return after


def is_done(packet: OwnPacket, others: Sequence[Neighbour], newest: OwnPacket) -> bool:
    """Tell whether nobody needs a packet: all hold what it brings, or the newest brings it too."""
    for stream, (first, last) in packet.spans.items():
        begin, end = newest.spans.get(stream, (0, 0))
        if begin and begin <= first and last <= end:
            continue
        for each in others:
            held = each.heads.get(stream)
            if held is None or held.seq < last:
                return False
    return True


def _is_awaited(
    stream: str, neighbour: Neighbour, others: Sequence[Neighbour], folder: Folder
) -> bool:
    """Tell whether who writes a stream has left a packet that the neighbour has yet to read."""
    return any(
        stream in writer.writes
        and folder.last_numbers.get(writer.public_key, 0)
        > neighbour.reads.get(writer.public_key, 0)
        for writer in others
        if writer.public_key != neighbour.public_key
    )
