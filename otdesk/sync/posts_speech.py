"""The packet that a post leaves for its neighbours: parts of streams, and what it holds itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from otdesk import __version__
from otdesk.journal.entry import Head
from otdesk.journal.sending import Sealed
from otdesk.store import engine as engines
from otdesk.store import posts_state
from otdesk.store.instants import instant
from otdesk.store.office_streams import OfficeStream
from otdesk.store.outgoing import digest_at, parent_of, sealed_between
from otdesk.store.posts_state import OwnPacket
from otdesk.store.snapshot import snapshot
from otdesk.store.store import Store
from otdesk.store.tables import SCHEMA_VERSION
from otdesk.sync.mailbox.exchange import Box, Mailbox, Watch
from otdesk.sync.outbox import CAP, PERSONAL_KINDS
from otdesk.sync.packet.write import Basis, StreamSource, Written, write_packet
from otdesk.sync.post_keys import PostKeys
from otdesk.sync.posts_statement import NAME, PostsStatement

KEY_DIGITS = 16
# Whoever takes a packet in does so in one transaction, beside a counter that never waits.
MOST_ENTRIES = 5_000
# So many entries are read in one short transaction; more come from a copy, and nobody waits.
_FEW_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be sent of a stream: the entries after `after`, as far as `last`."""

    after: Head
    last: int
    parent: str


@dataclass(frozen=True, slots=True)
class Speech:
    """The packet that is to be made: number, statement, and the parts of the streams."""

    statement: PostsStatement
    parts: Sequence[Part]

    @property
    def entries(self) -> int:
        """Return how many entries it carries at most."""
        return sum(part.last - part.after.seq for part in self.parts)


def parts_of(
    connection: Connection,
    streams: Sequence[OfficeStream],
    wanted: Mapping[str, int],
    *,
    most: int,
) -> list[Part]:
    """Return what follows a number of each stream of `wanted`, `most` entries in all."""
    found: list[Part] = []
    for stream in streams:
        name = stream.head.stream
        after = wanted.get(name)
        if after is None or not most:
            continue
        digest = digest_at(connection, name, after)
        if digest is None:
            raise LookupError(f"stream {name} has no entry {after}")
        last = min(stream.head.seq, after + most)
        most -= last - after
        found.append(Part(Head(name, after, digest), last, parent_of(connection, name)))
    return found


def deliver(
    store: Store, keys: PostKeys, mailbox: Mailbox, watch: Watch, speech: Speech
) -> OwnPacket:
    """Write a packet and leave it in the shared folder under the name of this post.

    Raises MailboxFault, MailboxCancelled.
    """
    with tempfile.TemporaryDirectory(prefix="otdesk-poste-", dir=store.folder) as place:
        with _sources(store, speech) as sources:
            made = write_packet(
                Path(place),
                _basis(store, speech.statement.number),
                sources,
                [],
                keys.signing.sign,
                personal_kinds=PERSONAL_KINDS,
                cap=CAP,
                attached={NAME: speech.statement.encoded()},
            )
        office, _bar, rest = made.path.name.partition("_")
        named = made.path.rename(
            made.path.with_name(f"{office}-{keys.public_key[:KEY_DIGITS]}_{rest}")
        )
        left = _own_packet(Written(named, made.manifest), speech.statement)
        with store.writing_local() as connection:
            # Before it is there: it is known for one's own, whatever comes between.
            posts_state.note_own_packet(connection, left, instant(store.clock.now()))
        mailbox.deliver(Box.BETWEEN_POSTS, named, watch)
    return left


def _own_packet(made: Written, statement: PostsStatement) -> OwnPacket:
    heads = posts_state.encoded_heads(statement.heads)
    spans = {s.stream: (s.first, s.last) for s in made.manifest.streams if s.count}
    return OwnPacket(made.manifest.number, made.path.name, heads, spans)


def _basis(store: Store, number: int) -> Basis:
    identity = store.identity
    return Basis(
        schema=SCHEMA_VERSION,
        program=__version__,
        network=identity.network,
        office=identity.office,
        number=number,
        clock=store.clock.now().astimezone(store.zone).isoformat(timespec="seconds"),
        reconstruction=identity.reconstruction,
    )


@contextmanager
def _sources(store: Store, speech: Speech) -> Iterator[list[StreamSource]]:
    """Give the entries: read at once where they are few, from a copy where they are many."""
    if speech.entries <= _FEW_ENTRIES:
        with store.reading() as connection:
            few = [
                StreamSource(part.after, list(_entries(connection, part)), part.parent)
                for part in speech.parts
            ]
        yield few
        return
    with snapshot(store.path) as copied:
        engine = engines.connect(copied)
        try:
            with closing(engine.connect()) as connection:
                yield [
                    StreamSource(part.after, _entries(connection, part), part.parent)
                    for part in speech.parts
                ]
        finally:
            engine.dispose()


def _entries(connection: Connection, part: Part) -> Iterator[Sealed]:
    return sealed_between(connection, part.after.stream, part.after.seq + 1, part.last)
