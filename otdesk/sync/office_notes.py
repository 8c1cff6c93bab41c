"""What a post remembers of its exchanges, beside the tables: the last try, ways, the siège's words.

One setting of the folder, in JSON: content and no choice, neither journalled nor compared. What
cannot be read is forgotten: it only informs. Instants are ISO text in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Connection, select

from otdesk import settings
from otdesk.errors import EnvironmentFault
from otdesk.services import preferences
from otdesk.store import exchange_tables
from otdesk.store.exchange_state import SentState
from otdesk.store.instants import instant
from otdesk.store.reading import driver
from otdesk.store.store import Store
from otdesk.sync.acknowledgement_file import Acknowledgement
from otdesk.sync.mailbox.exchange import MailboxCancelled

# More than the screen shows; older ones are in the table, without their way.
_KEPT = 24
_CONTENT = (
    "SELECT kind, count(DISTINCT uid) FROM journal"
    " WHERE stream = :stream AND seq BETWEEN :first AND :last GROUP BY kind"
)
# What the program notes of itself: it leaves with the rest, and no packet is made for it alone.
UNTOLD = frozenset({"till_event", "folder", "stream_origin"})


class StreamPart(Protocol):
    """A part of a stream, both ends included."""

    @property
    def stream(self) -> str: ...  # noqa: D102 - its name says it
    @property
    def first(self) -> int: ...  # noqa: D102 - its name says it
    @property
    def last(self) -> int: ...  # noqa: D102 - its name says it


class Way(StrEnum):
    """By what a packet left this post."""

    MAILBOX = "mailbox"
    STICK = "stick"
    MAIL = "mail"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class PacketNote:
    """A packet that left: when, by what, where to, what it held by kind, when it was acknowledged.

    A packet that was written and never left has no `left_at`: its line was cut.
    """

    number: int
    content: Mapping[str, int]
    way: Way = Way.MAILBOX
    where: str = ""
    left_at: str = ""
    arrived_at: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """The last try. Without `ended_at` it was broken off: nothing is lost by that.

    `fault` is the name of the fault's class, empty where it went well; `cancelled` the user's word.
    """

    begun_at: str
    way: Way
    where: str
    ended_at: str = ""
    fault: str = ""
    what: str = ""
    safe: str = ""
    todo: str = ""
    fingerprint: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What the siège's last acknowledgement said beside the entries that it holds.

    `counts` are accueils by month (`2026-07`), `quarantines` the reasons, in French.
    """

    number: int
    counts: Mapping[str, int]
    quarantines: tuple[str, ...] = ()
    least_program: str = ""


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """The answer to the invitation with `code` left; `where` names the mailbox, or the file."""

    code: str
    way: Way
    where: str


@dataclass(frozen=True, slots=True)
class Notes:
    """All of it; `done_at` and `done_where` tell of the last try that went well.

    `stranger` is when a reply came that another key had signed, empty once the siège was heard.
    """

    packets: tuple[PacketNote, ...] = ()
    last: Trial | None = None
    done_at: str = ""
    done_where: str = ""
    said: Said | None = None
    answered: AnswerNote | None = None
    stranger: str = ""

    def packet(self, number: int) -> PacketNote | None:
        """Return what is noted of a packet, None where nothing is."""
        return next((each for each in self.packets if each.number == number), None)


def read_notes(connection: Connection) -> Notes:
    """Return what is noted; nothing where it cannot be read."""
    text = preferences.load(connection).get(settings.EXCHANGE_NOTES)
    try:
        return _decoded(json.loads(text)) if text else Notes()
    except (ValueError, KeyError, TypeError):
        return Notes()


def change_notes(connection: Connection, change: Callable[[Notes], Notes]) -> None:
    """Note something, in the caller's transaction."""
    notes = change(read_notes(connection))
    text = json.dumps(notes, default=_encoded, ensure_ascii=False, sort_keys=True)
    preferences.save(connection, settings.EXCHANGE_NOTES, text)


def note_made(connection: Connection, number: int, content: Mapping[str, int]) -> None:
    """Note what a packet holds by kind, once it is written."""
    made = PacketNote(number, content)
    change_notes(connection, lambda notes: _with_packet(notes, made))


def note_left(connection: Connection, number: int, way: Way, where: str, moment: str) -> None:
    """Note that a packet left, and by what."""

    def change(notes: Notes) -> Notes:
        known = notes.packet(number) or PacketNote(number, {})
        return _with_packet(notes, replace(known, way=way, where=where, left_at=moment))

    change_notes(connection, change)


def note_answered(connection: Connection, code: str, way: Way, where: str) -> None:
    """Note that the answer to an invitation is on its way to the siège."""
    made = AnswerNote(code, way, where)
    change_notes(connection, lambda notes: replace(notes, answered=made))


def note_said(connection: Connection, said: Acknowledgement, moment: str) -> None:
    """Note what an acknowledgement said, and which packets it shows to have arrived.

    An older one that comes late is no step back.
    """
    arrived = set(
        connection.execute(
            select(exchange_tables.sent_packet.c.number).where(
                exchange_tables.sent_packet.c.state == SentState.ACKNOWLEDGED.value
            )
        ).scalars()
    )
    newest = Said(
        number=said.number,
        counts=dict(said.counts or {}),
        quarantines=tuple(each.reason for each in said.quarantines),
        least_program=said.least_program,
    )

    def change(notes: Notes) -> Notes:
        packets = tuple(
            replace(each, arrived_at=moment)
            if each.number in arrived and not each.arrived_at
            else each
            for each in notes.packets
        )
        late = notes.said is not None and notes.said.number > said.number
        return replace(notes, packets=packets, said=notes.said if late else newest, stranger="")

    change_notes(connection, change)


def note_stranger(connection: Connection, moment: str) -> None:
    """Note that a reply came under a key that is not the siège's; "" forgets it."""
    change_notes(connection, lambda notes: replace(notes, stranger=moment))


@contextmanager
def tried(store: Store, way: Way, where: str) -> Iterator[None]:
    """Note a try and how it ends; one that is killed stays begun."""

    def note(change: Callable[[Notes], Notes]) -> None:
        with store.writing_local() as connection:
            change_notes(connection, change)

    trial = Trial(instant(store.clock.now()), way, where)
    note(lambda notes: replace(notes, last=trial))
    try:
        yield
    except MailboxCancelled:
        ended = replace(trial, ended_at=instant(store.clock.now()), cancelled=True)
        note(lambda notes: replace(notes, last=ended))
        raise
    except EnvironmentFault as fault:
        offered = getattr(fault, "offered", None)
        ended = replace(
            trial,
            ended_at=instant(store.clock.now()),
            fault=type(fault).__name__,
            what=fault.what,
            safe=fault.safe,
            todo=fault.todo,
            fingerprint="" if offered is None else offered.fingerprint,
        )
        note(lambda notes: replace(notes, last=ended))
        raise
    moment = instant(store.clock.now())
    ended = replace(trial, ended_at=moment)
    note(lambda notes: replace(notes, last=ended, done_at=moment, done_where=where))


def content_of(connection: Connection, parts: Iterable[StreamPart]) -> dict[str, int]:
    """Return how many records of each kind lie in parts of streams, corrections counted once."""
    found: dict[str, int] = {}
    for part in parts:
        wanted = {"stream": part.stream, "first": part.first, "last": part.last}
        for kind, count in driver(connection).execute(_CONTENT, wanted):
            found[kind] = found.get(kind, 0) + count
    return found


def _with_packet(notes: Notes, made: PacketNote) -> Notes:
    others = tuple(each for each in notes.packets if each.number != made.number)
    ordered = sorted((*others, made), key=lambda each: each.number)
    return replace(notes, packets=tuple(ordered[-_KEPT:]))


def _encoded(part: Notes | PacketNote | Trial | Said | AnswerNote) -> dict[str, object]:
    # One level at a time: `asdict` would copy each word of each packet.
    return {field.name: getattr(part, field.name) for field in fields(part)}


def _decoded(kept: Mapping[str, Any]) -> Notes:
    last, said = kept["last"], kept["said"]
    # Notes of a program before it was noted have none.
    answered = kept.get("answered")
    return Notes(
        packets=tuple(PacketNote(**{**each, "way": Way(each["way"])}) for each in kept["packets"]),
        last=None if last is None else Trial(**{**last, "way": Way(last["way"])}),
        done_at=kept["done_at"],
        done_where=kept["done_where"],
        said=None if said is None else Said(**{**said, "quarantines": tuple(said["quarantines"])}),
        answered=(
            None if answered is None else AnswerNote(**{**answered, "way": Way(answered["way"])})
        ),
        stranger=kept.get("stranger", ""),
    )
