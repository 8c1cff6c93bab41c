"""Where an office stands with the siège: what is here, under way, there, and what came back.

Read in one short state of the database: nothing here asks the network or a disk beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from otdesk import settings
from otdesk.domain.posts import RevocationMotive
from otdesk.reports.siege_news import NewsGrounds, SiegeNews, what_changed
from otdesk.services import preferences
from otdesk.services.workplace import Workplace
from otdesk.store import exchange_tables
from otdesk.store.exchange_state import SentState
from otdesk.store.outgoing_left import after, carried_by, unacknowledged
from otdesk.store.pairing_state import Partner, fetched, partner
from otdesk.sync.least_program import outdated_words
from otdesk.sync.months_seen import MonthSeen, months_seen
from otdesk.sync.office_notes import UNTOLD, Notes, Way, content_of, read_notes
from otdesk.sync.standing import is_confirmed, revocation

_PACKETS = 8
# What the siège said before is no news any more.
_NEWS_SINCE = timedelta(days=92)
_NEWS = 12
# So many days without an acknowledgement while something waits: somebody should look.
DAYS_OF_PATIENCE = 7
# Faults that pass by themselves: the next try may well succeed.
PASSING = frozenset({"Unreachable", "Interrupted"})


class PacketState(StrEnum):
    """Where a packet is, as this post knows it."""

    # It was written and did not leave: the next one has all of it.
    CUT = "cut"
    UNDER_WAY = "under_way"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class PacketLine:
    """One packet: what it held by kind, by what it left, when it was acknowledged.

    `remade_in` is the number of the packet that took over what a cut one held, 0 for none.
    """

    number: int
    made_at: datetime
    content: Mapping[str, int]
    way: Way
    where: str
    state: PacketState
    arrived_at: datetime | None
    remade_in: int


@dataclass(frozen=True, slots=True)
class OfficeState:
    """All that the screen shows; counts are by kind of record, corrections counted once.

    `here` never left, `under_way` left and was not acknowledged. `seen` begins with last
    December, `news` with the latest. `known` is None before the pairing; `is_confirmed` once the
    siège has answered this post: it believes it, or did. `revoked` says why the
    siège takes nothing of this post any more, None where it does.
    """

    office: str
    today: date
    known: Partner | None
    is_confirmed: bool
    revoked: RevocationMotive | None
    here: Mapping[str, int]
    under_way: Mapping[str, int]
    seen: tuple[MonthSeen, ...]
    packets: tuple[PacketLine, ...]
    news: tuple[SiegeNews, ...]
    notes: Notes
    mailbox: str
    mail: str
    fetched: frozenset[str]
    put_off: str
    acknowledged_at: datetime | None
    done_at: datetime | None
    tried_at: datetime | None

    @property
    def waits(self) -> bool:
        """Tell whether anything that counts is not acknowledged."""
        return bool(self.here or self.under_way)

    @property
    def months(self) -> tuple[MonthSeen, ...]:
        """Return the twelve months of this year."""
        return self.seen[1:]

    @property
    def persons(self) -> int:
        """Return the visitors of this year that the siège acknowledged."""
        return sum(month.persons for month in self.months)

    @property
    def to_declare(self) -> MonthSeen | None:
        """Return the newest month that is over and still to be declared, None where all are."""
        return next((each for each in reversed(self.seen) if each.wants_declaration), None)

    @property
    def was_broken_off(self) -> bool:
        """Tell whether the last try has no end: the program or the PC was cut."""
        last = self.notes.last
        return last is not None and not last.ended_at

    @property
    def is_stuck(self) -> bool:
        """Tell whether the last try failed for a reason that does not pass by itself."""
        last = self.notes.last
        return last is not None and bool(last.fault) and last.fault not in PASSING

    @property
    def days_without_word(self) -> int:
        """Return for how many days the siège acknowledged nothing while something waits."""
        if not self.waits or self.acknowledged_at is None:
            return 0
        return (self.today - self.acknowledged_at.date()).days

    @property
    def outdated(self) -> str:
        """Return what is said where the siège asks for a later program, empty where it does not."""
        said = self.notes.said
        return "" if said is None else outdated_words(said.least_program)

    @property
    def attention(self) -> int:
        """Count what somebody must see to; what waits for its turn is nothing of it."""
        if self.known is None:
            return 0
        said = self.notes.said
        return sum(
            (
                self.revoked is not None,
                self.is_stuck,
                bool(self.notes.stranger),
                said is not None and bool(said.quarantines),
                bool(self.outdated),
                self.days_without_word > DAYS_OF_PATIENCE,
                self.to_declare is not None,
            )
        )


def read_state(connection: Connection, workplace: Workplace) -> OfficeState:
    """Read it all."""
    office, zone = workplace.identity.office, workplace.zone
    today = workplace.today()
    known = partner(connection)
    notes = read_notes(connection)
    chosen = preferences.load(connection)
    pending = unacknowledged(connection)
    left = [each.number for each in notes.packets if each.left_at]
    unsent = after(connection, carried_by(connection, left))
    waiting, here = content_of(connection, pending), content_of(connection, unsent)
    counts = notes.said.counts if notes.said is not None else None
    last = notes.last
    revoked = revocation(connection, office)
    return OfficeState(
        office=office,
        today=today,
        known=known,
        is_confirmed=is_confirmed(connection, office),
        revoked=None if revoked is None else revoked.motive,
        here=_counted(here),
        under_way=_counted({kind: number - here.get(kind, 0) for kind, number in waiting.items()}),
        seen=months_seen(connection, workplace.office, today, pending, counts),
        packets=_packets(connection, notes, zone),
        news=() if known is None else _news(connection, workplace, today),
        notes=notes,
        mailbox=chosen.get(settings.MAILBOX) or ("" if known is None else known.mailbox),
        mail=chosen.get(settings.MAIL),
        fetched=fetched(connection),
        put_off=chosen.get(settings.MONTH_REMINDER),
        acknowledged_at=None if known is None else _local(known.acknowledged_at, zone),
        done_at=_local(notes.done_at, zone),
        tried_at=None if last is None else _local(last.ended_at or last.begun_at, zone),
    )


def _counted(content: Mapping[str, int]) -> dict[str, int]:
    return {kind: n for kind, n in content.items() if n > 0 and kind not in UNTOLD}


def _local(text: str | None, zone: ZoneInfo) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(zone) if text else None


def _packets(connection: Connection, notes: Notes, zone: ZoneInfo) -> tuple[PacketLine, ...]:
    table = exchange_tables.sent_packet
    rows = connection.execute(select(table).order_by(table.c.number.desc()).limit(_PACKETS)).all()
    found = []
    later = 0
    for row in rows:
        note = notes.packet(row.number)
        left = note is not None and bool(note.left_at)
        delivered = left or row.state == SentState.DELIVERED.value
        arrived = row.state == SentState.ACKNOWLEDGED.value
        # A packet without a note is of a time before notes were kept.
        if note is not None and not left:
            state = PacketState.CUT
        else:
            state = PacketState.ARRIVED if arrived else PacketState.UNDER_WAY
            state = state if delivered or arrived else PacketState.CUT
        when = (note.left_at if note is not None else "") or row.made_at
        found.append(
            PacketLine(
                number=row.number,
                made_at=datetime.fromisoformat(when).astimezone(zone),
                content={} if note is None else _counted(note.content),
                way=Way.MAILBOX if note is None else note.way,
                where="" if note is None else note.where,
                state=state,
                arrived_at=None if note is None else _local(note.arrived_at, zone),
                remade_in=later if state is PacketState.CUT else 0,
            )
        )
        later = row.number
    return tuple(found)


def _news(connection: Connection, workplace: Workplace, today: date) -> tuple[SiegeNews, ...]:
    grounds = NewsGrounds(workplace.identity.office, today, workplace.lists_in_use.shipped)
    return what_changed(connection, grounds, today - _NEWS_SINCE)[:_NEWS]
