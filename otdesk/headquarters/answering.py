"""When an office is answered, and which of its old replies still lie in the mailbox.

A reply is written where its office sent something, where what is to be said is no more what was
said last, or where the last one does not lie in the mailbox as its newest: a siège that was
restored speaks again, and so does one whose reply was lost. Otherwise a round writes nothing.

An older reply is removed once every post of its office has said, by a packet of its own, that it
read a later one. The newest few stay: whoever is new reads these, and each says all that is held.
One setting of the folder, in JSON: what cannot be read is forgotten, and the office answered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from otdesk import settings
from otdesk.headquarters.posts import known_posts
from otdesk.headquarters.replies import acknowledgement
from otdesk.services import preferences
from otdesk.store.exchange_state import next_number
from otdesk.store.store import Store
from otdesk.store.transaction import head_of
from otdesk.sync.mailbox.exchange import Box, Item, Mailbox
from otdesk.sync.mailbox.tidying import KEPT, lying_there, remove_old
from otdesk.sync.office_round import reply_number, reply_prefix


@dataclass(frozen=True, slots=True)
class Told:
    """The last reply to an office: its name, a digest of what it said, and the newest number.

    `newest` is that of any reply to the office that lay in the mailbox, its own included.
    """

    name: str
    what: str
    newest: int


@dataclass(frozen=True, slots=True)
class AnswerNotes:
    """What was last told to each office, and the number of the last reply that each post read."""

    told: Mapping[str, Told] = field(default_factory=dict)
    read: Mapping[str, int] = field(default_factory=dict)


def read_notes(connection: Connection) -> AnswerNotes:
    """Return what is noted; nothing where it cannot be read."""
    text = preferences.load(connection).get(settings.ANSWER_NOTES)
    try:
        kept = json.loads(text) if text else {"told": {}, "read": {}}
        told = {office: Told(*each) for office, each in kept["told"].items()}
        return AnswerNotes(told, {key: int(number) for key, number in kept["read"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return AnswerNotes()


def note_read(connection: Connection, public_key: str, number: int) -> None:
    """Note which reply a post says that it read last; what it says last counts."""
    notes = read_notes(connection)
    if notes.read.get(public_key, 0) != number:
        _keep(connection, replace(notes, read={**notes.read, public_key: number}))


def note_told(connection: Connection, office: str, told: Told) -> None:
    """Note what an office was told."""
    notes = read_notes(connection)
    _keep(connection, replace(notes, told={**notes.told, office: told}))


def digest_of_news(connection: Connection, stream: str, key: str, office: str) -> str:
    """Return a digest of all that a reply to an office says, and under which key.

    `stream` is the siège's own; `key` its public one: that of another PC is news, too.
    """
    head = head_of(connection, stream)
    said = acknowledgement(connection, stream, office, 0).encoded()
    signed = key.encode("ascii")
    return hashlib.sha256(b"%s %d %s %s" % (signed, head.seq, head.digest, said)).hexdigest()


def lying_for(items: Sequence[Item], office: str) -> list[Item]:
    """Return the replies to an office that lie in the mailbox, the oldest first."""
    found = [item for item in items if item.name.startswith(reply_prefix(office))]
    return sorted(found, key=lambda item: reply_number(item.name))


def newest_of(items: Sequence[Item], office: str) -> int:
    """Return the highest number of a reply to an office in the mailbox, 0 where none lies there."""
    return max((reply_number(item.name) for item in lying_for(items, office)), default=0)


def is_told(told: Told | None, items: Sequence[Item], office: str, what: str) -> bool:
    """Tell whether an office would hear nothing new: the last reply says it, and lies there."""
    return (
        told is not None
        and told.what == what
        and any(item.name == told.name for item in items)
        and newest_of(items, office) <= told.newest
    )


def tidy(store: Store, mailbox: Mailbox) -> None:
    """Remove the old replies that every post of their office read past, all but the newest few.

    What cannot be removed is told in the log, and stays.
    """
    with store.reading() as connection:
        notes, posts = read_notes(connection), known_posts(connection)
        last = next_number(connection) - 1
    past: dict[str, list[int]] = {}
    for post in posts:
        if post.is_trusted:
            number = notes.read.get(post.public_key, 0)
            # A number that this siège has not reached yet was read before it was restored.
            past.setdefault(post.office, []).append(number if number <= last else 0)
    if not any(map(min, past.values())):
        return
    items = lying_there(mailbox, Box.FROM_SIEGE)
    for office, numbers in past.items():
        told = notes.told.get(office)
        for item in lying_for(items, office)[:-KEPT]:
            if reply_number(item.name) < min(numbers) and (told is None or item.name != told.name):
                remove_old(mailbox, Box.FROM_SIEGE, item)


def _keep(connection: Connection, notes: AnswerNotes) -> None:
    told = {office: [each.name, each.what, each.newest] for office, each in notes.told.items()}
    text = json.dumps({"told": told, "read": dict(notes.read)}, sort_keys=True)
    preferences.save(connection, settings.ANSWER_NOTES, text)
