"""One round of the siège: what came is taken in, and each office is answered."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from otdesk.headquarters.answering import (
    Told,
    digest_of_news,
    is_told,
    newest_of,
    note_told,
    read_notes,
    tidy,
)
from otdesk.headquarters.archives import drop_what_was_left
from otdesk.headquarters.giving_back import leave_what_is_asked
from otdesk.headquarters.late_records import LateForLock, last_entry, late_for_locks
from otdesk.headquarters.lost_keys import note_answered
from otdesk.headquarters.mailroom import Incoming, recount, take_file
from otdesk.headquarters.posts import known_posts
from otdesk.headquarters.replies import write_reply
from otdesk.headquarters.transfers import tell_transfers
from otdesk.services.workplace import Workplace
from otdesk.store import durable
from otdesk.store.exchange_state import SentState, mark_sent
from otdesk.store.instants import instant
from otdesk.store.pairing_state import fetched, note_fetched
from otdesk.store.store import Store
from otdesk.sync.mailbox.exchange import UNWATCHED, Box, Mailbox, Watch
from otdesk.sync.office_round import reply_number, reply_prefix
from otdesk.sync.packet.write import Written
from otdesk.sync.pairing.answer import SUFFIX as ANSWER
from otdesk.sync.post_keys import PostKeys

ANSWERS = "reponses"


@dataclass(slots=True)
class SiegeRound:
    """What a round did: each file that came, and the offices that were answered.

    `answers` are those of posts to an invitation: each waits for its telephone call. `given_back`
    are the offices whose own records were left for a new post, `late` what came for a locked month.
    """

    incoming: list[Incoming] = field(default_factory=list)
    late: tuple[LateForLock, ...] = ()
    answers: list[Path] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)


def exchange(
    workplace: Workplace,
    store: Store,
    keys: PostKeys,
    mailbox: Mailbox,
    watch: Watch = UNWATCHED,
) -> SiegeRound:
    """Take in what is new in the mailbox, then answer every office that may hear something new.

    One whose posts are all revoked is answered where something of it came.
    Raises MailboxFault, MailboxCancelled.
    """
    with store.reading() as connection:
        mark = last_entry(connection)
    done = SiegeRound(incoming=_take_in(store, keys, mailbox, watch))
    done.answers = _keep_answers(store, mailbox, watch)
    if done.incoming:
        recount(workplace, store)
        with store.reading() as connection:
            done.late = late_for_locks(connection, mark, workplace.today())
    tell_transfers(store)
    drop_what_was_left(store)
    with store.reading() as connection:
        posts, notes = known_posts(connection), read_notes(connection)
    lying = mailbox.list(Box.FROM_SIEGE)
    trusted = {post.office for post in posts if post.is_trusted}
    # Who is believed no more and goes on sending is told so, each time it knocks.
    knocked = _who_knocked(done.incoming, {post.office for post in posts})
    if trusted | knocked:
        # A copy of the whole network's database where it is a file: one a round, not one an office.
        with store.database.aside() as state:
            for office in sorted(trusted | knocked):
                watch.check()
                what = digest_of_news(state, store.stream, keys.public_key, office)
                told = notes.told.get(office)
                if office not in knocked and is_told(told, lying, office, what):
                    continue
                name = _answer(store, state, keys, mailbox, watch, office=office)
                newest = max(reply_number(name), newest_of(lying, office))
                with store.writing_local() as connection:
                    note_told(connection, office, Told(name, what, newest))
                done.answered.append(office)
    done.given_back = leave_what_is_asked(store, keys, mailbox, watch)
    tidy(store, mailbox)
    return done


def _who_knocked(incoming: Sequence[Incoming], offices: Collection[str]) -> set[str]:
    """Return whose files came, believed or not; every office where a refused one does not say."""
    knocked: set[str] = set()
    for each in incoming:
        # Of a refused file its name is a hint of whom to answer, and no more.
        office = each.office or each.name.partition("_")[0]
        knocked |= {office} if office in offices else set(offices)
    return knocked


def answer_into(store: Store, keys: PostKeys, office: str, folder: Path) -> Path:
    """Write the reply to an office into a folder, under the name that a mailbox gives it."""
    tell_transfers(store)
    with tempfile.TemporaryDirectory(prefix="otdesk-accuse-", dir=store.folder) as place:
        with store.database.aside() as state:
            written = write_reply(store, state, keys, office, Path(place))
        target = folder / reply_name(written, office)
        durable.copy(written.path, target)
    return target


def reply_name(written: Written, office: str) -> str:
    """Return the name of a reply: the office comes first, and no reader believes a name."""
    return f"{reply_prefix(office)}{written.path.name.partition('_')[2]}"


def _take_in(store: Store, keys: PostKeys, mailbox: Mailbox, watch: Watch) -> list[Incoming]:
    taken: list[Incoming] = []
    with store.reading() as connection:
        seen = fetched(connection)
    with tempfile.TemporaryDirectory(prefix="otdesk-arrive-", dir=store.folder) as place:
        for item in mailbox.list(Box.FROM_OFFICES):
            if item.name in seen or item.name.endswith(ANSWER):
                continue
            target = Path(place) / item.name
            mailbox.fetch(Box.FROM_OFFICES, item, target, watch)
            taken.append(take_file(store, keys, target))
            target.unlink()
            with store.writing_local() as connection:
                note_fetched(connection, item.name, instant(store.clock.now()))
    return taken


def _keep_answers(store: Store, mailbox: Mailbox, watch: Watch) -> list[Path]:
    """Keep the answers of posts in `<data>/reponses`: people confirm them, no round does."""
    kept: list[Path] = []
    with store.reading() as connection:
        seen = fetched(connection)
    for item in mailbox.list(Box.FROM_OFFICES):
        if item.name in seen or not item.name.endswith(ANSWER):
            continue
        target = store.folder / ANSWERS / item.name
        mailbox.fetch(Box.FROM_OFFICES, item, target, watch)
        kept.append(target)
        with store.writing_local() as connection:
            note_fetched(connection, item.name, instant(store.clock.now()))
    return kept


def _answer(
    store: Store, state: Connection, keys: PostKeys, mailbox: Mailbox, watch: Watch, *, office: str
) -> str:
    """Answer an office; return the name of the reply."""
    with tempfile.TemporaryDirectory(prefix="otdesk-accuse-", dir=store.folder) as place:
        written = write_reply(store, state, keys, office, Path(place))
        named = written.path.with_name(reply_name(written, office))
        written.path.rename(named)
        mailbox.deliver(Box.FROM_SIEGE, named, watch)
    with store.writing_local() as connection:
        mark_sent(connection, written.manifest.number, SentState.DELIVERED)
        note_answered(connection, office, keys.public_key)
    return named.name
