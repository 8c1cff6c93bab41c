"""An office's own records, given back to a new PC: all that the siège holds of it, and no more.

It goes in parts of a packet's size, each after the one before; an interrupted one goes on where it
was. What a dead disk had not sent yet is not here, and the last part says from when on.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from otdesk import __version__
from otdesk.errors import DataFault
from otdesk.headquarters.posts import known_posts
from otdesk.headquarters.replies import acknowledgement
from otdesk.i18n import _
from otdesk.journal.entry import Head
from otdesk.store import exchange_tables, give_back_state, network_tables, tables, till_tables
from otdesk.store.exchange_state import SentState, mark_sent
from otdesk.store.give_back_state import GiveBack
from otdesk.store.instants import instant
from otdesk.store.outgoing import MOST_ENTRIES, digest_at, parent_of, sealed_between
from otdesk.store.store import Store
from otdesk.store.tables import SCHEMA_VERSION
from otdesk.sync import acknowledgement_file, returned_file
from otdesk.sync.mailbox.exchange import Box, Mailbox, Watch
from otdesk.sync.office_round import reply_prefix
from otdesk.sync.outbox import CAP, PERSONAL_KINDS
from otdesk.sync.packet.encryption import encrypt
from otdesk.sync.packet.write import Basis, StreamSource, Written, write_packet
from otdesk.sync.packet_maker import make_packet
from otdesk.sync.post_keys import PostKeys
from otdesk.sync.returned_file import ReturnedEnd, ReturnedPart

_JOURNAL = tables.journal


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was written: where it lies, what it says, how far each stream is given now."""

    path: Path
    number: int
    said: ReturnedPart
    given: Mapping[str, int]


def ask(store: Store, public_key: str, office: str) -> None:
    """Have the next round leave all that is held of an office for a post that was confirmed."""
    with store.writing_local() as connection:
        give_back_state.ask(connection, public_key, office, instant(store.clock.now()))


def give_back_into(
    store: Store, keys: PostKeys, office: str, folder: Path, *, cap: int = CAP
) -> tuple[Part, ...]:
    """Write all that is held of an office into a folder, encrypted for its posts, in parts.

    Raises DataFault where the office has no post, OSError.
    """
    with store.reading() as connection:
        recipients = [
            p.recipient for p in known_posts(connection) if p.office == office and p.is_trusted
        ]
    if not recipients:
        raise DataFault(
            _(
                "Aucun poste reconnu à {} : appairer le nouveau poste, puis recommencer. Rien n’a "
                "été écrit."
            ).format(office)
        )
    made: list[Part] = []
    with _aside(store) as (state, place):
        for part in _parts(store, state, keys, office, place, given={}, cap=cap):
            path = encrypt(part.path, recipients[0], folder, others=recipients[1:])
            part.path.unlink()
            made.append(Part(path, part.number, part.said, part.given))
    return tuple(made)


def leave_what_is_asked(
    store: Store, keys: PostKeys, mailbox: Mailbox, watch: Watch, *, cap: int = CAP
) -> list[str]:
    """Leave in the mailbox what posts asked back; return their offices. A cut one goes on later.

    Raises MailboxFault, MailboxCancelled.
    """
    with store.reading() as connection:
        wanted = give_back_state.unfinished(connection)
        trusted = {p.public_key for p in known_posts(connection) if p.is_trusted}
    served = []
    for each in wanted:
        if each.public_key in trusted:
            _leave(store, keys, mailbox, watch, each=each, cap=cap)
            served.append(each.office)
    return served


def _leave(
    store: Store, keys: PostKeys, mailbox: Mailbox, watch: Watch, *, each: GiveBack, cap: int
) -> None:
    with _aside(store) as (state, place):
        for part in _parts(store, state, keys, each.office, place, given=each.given, cap=cap):
            mailbox.deliver(Box.FROM_SIEGE, part.path, watch)
            part.path.unlink()
            finished = instant(store.clock.now()) if part.said.is_last else None
            with store.writing_local() as connection:
                mark_sent(connection, part.number, SentState.DELIVERED)
                give_back_state.note_given(connection, each.public_key, part.given, finished)


@contextmanager
def _aside(store: Store) -> Iterator[tuple[Connection, Path]]:
    """Give the state that all parts are made from, and a folder for them while they leave."""
    with (
        tempfile.TemporaryDirectory(prefix="otdesk-rendu-", dir=store.folder) as place,
        store.database.aside() as state,
    ):
        yield state, Path(place)


def _parts(
    store: Store,
    state: Connection,
    keys: PostKeys,
    office: str,
    folder: Path,
    *,
    given: Mapping[str, int],
    cap: int,
) -> Iterator[Part]:
    """Write part after part, until one is the last."""
    number = 1
    while True:
        part = _written(store, state, keys, office, folder, given=given, part=number, cap=cap)
        yield part
        if part.said.is_last:
            return
        given, number = part.given, number + 1


def _written(
    store: Store,
    state: Connection,
    keys: PostKeys,
    office: str,
    folder: Path,
    *,
    given: Mapping[str, int],
    part: int,
    cap: int,
) -> Part:
    said: list[ReturnedPart] = []

    def write(number: int) -> Written:
        lasts = _lasts(state, office)
        # Whether it is the last is known once the streams were cut: by the entries, then by bytes.
        sources = _sources(state, lasts, given)
        for is_last in (True, False):
            said.append(ReturnedPart(office, part, is_last, _ends(state, office)))
            made = write_packet(
                folder,
                _basis(store, number),
                sources(),
                [],
                keys.signing.sign,
                personal_kinds=PERSONAL_KINDS,
                cap=cap,
                attached={
                    acknowledgement_file.NAME: acknowledgement(
                        state, store.stream, office, number
                    ).encoded(),
                    returned_file.NAME: said[-1].encoded(),
                },
            )
            went = _went(made, given)
            if is_last == all(went.get(stream, 0) >= last for stream, last in lasts.items()):
                return made
            made.path.unlink()
        raise AssertionError("a part is the last one or it is not")

    written = make_packet(store, write)
    if written is None:
        raise AssertionError("a part always has its acknowledgement")
    named = written.path.with_name(f"{reply_prefix(office)}{written.path.name.partition('_')[2]}")
    written.path.rename(named)
    return Part(named, written.manifest.number, said[-1], _went(written, given))


def _sources(
    connection: Connection, lasts: Mapping[str, int], given: Mapping[str, int]
) -> Callable[[], list[StreamSource]]:
    def made() -> list[StreamSource]:
        found: list[StreamSource] = []
        most = MOST_ENTRIES
        for stream, held in lasts.items():
            after = given.get(stream, 0)
            last = min(held, after + most)
            digest = digest_at(connection, stream, after)
            if last <= after or digest is None:
                continue
            most -= last - after
            entries = sealed_between(connection, stream, after + 1, last)
            found.append(
                StreamSource(Head(stream, after, digest), entries, parent_of(connection, stream))
            )
        return found

    return made


def _went(written: Written, given: Mapping[str, int]) -> dict[str, int]:
    return {**given, **{s.stream: s.last for s in written.manifest.streams}}


def _lasts(connection: Connection, office: str) -> dict[str, int]:
    """Return the streams of an office with their last numbers, in the order in which they came."""
    received = exchange_tables.received_stream
    rows = connection.execute(
        select(_JOURNAL.c.stream, func.max(_JOURNAL.c.seq))
        .where(_JOURNAL.c.stream.in_(select(received.c.stream).where(received.c.office == office)))
        .group_by(_JOURNAL.c.stream)
        .order_by(func.min(_JOURNAL.c.id))
    ).all()
    return {str(stream): int(last) for stream, last in rows}


def _ends(connection: Connection, office: str) -> tuple[ReturnedEnd, ...]:
    """Return where the siège's knowledge of each post and each till ends."""
    post, till = network_tables.post, till_tables.till
    names: dict[str, str] = {}
    for row in connection.execute(
        select(post.c.stream, post.c.name).where(post.c.office == office)
    ):
        names[row.stream] = row.name
    for row in connection.execute(select(till.c.till, till.c.name).where(till.c.office == office)):
        names[row.till] = row.name
    origin = tables.stream_origin
    for row in connection.execute(select(origin.c.stream, origin.c.parent)):
        # A post that was restored goes on in another stream, under its name.
        if row.parent in names:
            names.setdefault(row.stream, names[row.parent])
    found = []
    for stream, last in _lasts(connection, office).items():
        if stream not in names:
            continue
        recorded_at = connection.execute(
            select(_JOURNAL.c.recorded_at).where(
                _JOURNAL.c.stream == stream, _JOURNAL.c.seq == last
            )
        ).scalar_one()
        found.append(ReturnedEnd(names[stream], stream, last, recorded_at))
    return tuple(found)


def _basis(store: Store, number: int) -> Basis:
    return Basis(
        schema=SCHEMA_VERSION,
        program=__version__,
        network=store.identity.network,
        office=store.identity.office,
        number=number,
        clock=store.clock.now().astimezone(store.zone).isoformat(timespec="seconds"),
        reconstruction=store.identity.reconstruction,
    )
