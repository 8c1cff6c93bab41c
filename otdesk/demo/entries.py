"""A year as the journal has it: each record with its instant, its author and its identifier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from otdesk.demo import people
from otdesk.demo.office_year import OfficeYear, Setting, closing
from otdesk.demo.openings import DeskDay
from otdesk.demo.reconstruction import Counsellor, Sheet
from otdesk.domain.days import BusinessDay, MonthlyTotal, PlannedOpening
from otdesk.domain.tallies import Tally
from otdesk.journal.canonical import Payload
from otdesk.journal.identifiers import uuid7
from otdesk.store.records import (
    business_day_payload,
    monthly_total_payload,
    planned_opening_payload,
    tally_payload,
    visit_payload,
    walk_in_payload,
)
from otdesk.store.store import SYSTEM

_MORNING = time(9, 5)
_RANDOM_BYTES = 10
_MOMENT_LATER = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """A record to come: `moment` is when it is recorded, and the time in its `uid`."""

    moment: datetime
    author: str
    kind: str
    uid: str
    payload: Payload


class EntryMaker:
    """Makes the entries of one office, their identifiers drawn from one `random`."""

    def __init__(self, office: str, setting: Setting, random: Random) -> None:
        self._office = office
        self._setting = setting
        self._random = random
        rules = setting.reconstruction
        self._counsellors = rules.counsellors[office]
        self._direction = rules.direction

    def _entry(self, moment: datetime, author: str, kind: str, payload: Payload) -> DemoEntry:
        uid = uuid7(moment, self._random.randbytes(_RANDOM_BYTES))
        return DemoEntry(moment, author, kind, uid, payload)

    def _local(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._setting.zone).astimezone(UTC)

    def beginnings(self, moment: datetime, totals: Iterable[MonthlyTotal]) -> Iterator[DemoEntry]:
        """Yield who works there, and the figures of earlier years."""
        team: tuple[Counsellor, ...] = (*self._counsellors, self._direction)
        for person in team:
            payload: Payload = {"initials": person.initials, "name": person.name}
            yield self._entry(moment, SYSTEM, "counsellor", payload)
        for total in totals:
            yield self._entry(
                moment, self._direction.initials, "monthly_total", monthly_total_payload(total)
            )

    def plan(self, moment: datetime, days: Iterable[DeskDay]) -> Iterator[DemoEntry]:
        """Yield the planned openings of a year, typed at its beginning."""
        for day in days:
            payload = planned_opening_payload(PlannedOpening(self._office, day.day, day.planned))
            yield self._entry(moment, self._direction.initials, "planned_opening", payload)

    def year(self, year: OfficeYear) -> list[DemoEntry]:
        """Return the entries of a year's days, in the order of their instants."""
        entries: list[DemoEntry] = []
        for day in year.days:
            entries += self._day(day, year) if day.real else self._shut(day)
        return sorted(entries, key=lambda entry: entry.moment)

    def _shut(self, desk: DeskDay) -> Iterator[DemoEntry]:
        moment = self._local(desk.day, _MORNING)
        # The one person of the office is not there: the head office says so.
        author = self._direction.initials
        yield from self._closed(desk, moment, author)
        reason: Payload = {
            "office": self._office,
            "day": desk.day.isoformat(),
            "text": desk.wording.capitalize(),
        }
        yield self._entry(moment + _MOMENT_LATER, author, "day_reason", reason)

    def _day(self, desk: DeskDay, year: OfficeYear) -> Iterator[DemoEntry]:
        last: datetime | None = None
        author = ""
        for visit in year.visits.get(desk.day, ()):
            moment = visit.started_at
            if moment is None:
                raise ValueError("every accueil of the season has its instant")
            author = people.counsellor_of(self._counsellors, desk.day, self._random)
            last = moment if last is None else max(last, moment)
            yield self._entry(moment, author, "visit", visit_payload(visit))
        for walk_in in year.walk_ins.get(desk.day, ()):
            moment = walk_in.started_at
            if moment is None:
                raise ValueError("every passage of the season has its instant")
            noted_by = people.counsellor_of(self._counsellors, desk.day, self._random)
            yield self._entry(moment, noted_by, "walk_in", walk_in_payload(walk_in))
        closes = author or people.counsellor_of(self._counsellors, desk.day, self._random)
        moment = closing(desk, last, self._setting.zone)
        for sheet, tally in year.sheets.get(desk.day, ()):
            yield from self._sheet(sheet, tally, moment - _MOMENT_LATER, closes)
        yield from self._closed(desk, moment, closes)

    def _sheet(
        self, sheet: Sheet, tally: Tally, moment: datetime, author: str
    ) -> Iterator[DemoEntry]:
        later = moment + timedelta(days=sheet.typed_after_days)
        typed = self._entry(later, author, "tally", tally_payload(tally))
        yield typed
        if sheet.typed_after_days:
            # The day is closed by then: a correction says why it changes.
            correction: Payload = {
                "office": self._office,
                "day": sheet.day.isoformat(),
                "record_uid": typed.uid,
                "record_kind": "tally",
                "reason": "Feuille papier saisie",
            }
            yield self._entry(later, author, "day_correction", correction)

    def _closed(self, desk: DeskDay, moment: datetime, author: str) -> Iterator[DemoEntry]:
        day = BusinessDay(
            self._office, desk.day, desk.real, desk.reason, closed_at=moment, closed_by=author
        )
        yield self._entry(moment, author, "business_day", business_day_payload(day))
