"""The planned openings of an office as the siège looks at them, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from otdesk.domain.days import PlannedOpening
from otdesk.domain.month_locks import month_of
from otdesk.domain.openings import Ranges, parse_ranges, union
from otdesk.domain.period import Period
from otdesk.services import months
from otdesk.store import siege_records
from otdesk.store.tables import planned_opening


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What is planned for a date; not `of_siege`, it is the office's own, or its profile's."""

    ranges: Ranges
    of_siege: bool


@dataclass(frozen=True, slots=True)
class Season:
    """What is planned in a period for one office, and its locked months (their first days)."""

    office: str
    period: Period
    days: Mapping[date, PlannedDay] = field(default_factory=dict)
    locked: frozenset[date] = frozenset()


def season_of(connection: Connection, office: str, period: Period, today: date) -> Season:
    """Return what counts for each date of a period."""
    table = planned_opening
    rows = connection.execute(
        select(table.c.day, table.c.ranges, siege_records.of_siege(table).label("of_siege"))
        .where(
            table.c.office == office,
            table.c.day.between(period.first.isoformat(), period.last.isoformat()),
            table.c.void_reason.is_(None),
            siege_records.counts(table, "office", "day"),
        )
        .order_by(table.c.day, table.c.uid)
    )
    days: dict[date, PlannedDay] = {}
    for row in rows:
        day = date.fromisoformat(row.day)
        before = days.get(day)
        ranges = union((*(before.ranges if before else ()), *parse_ranges(row.ranges)))
        days[day] = PlannedDay(ranges, bool(row.of_siege))
    return Season(office, period, days, months.locked_months(connection, office, today))


class SeasonDraft:
    """Strokes over a season that are not recorded yet, taken back one by one.

    A stroke paints dates of one office with hours; those of a locked month are left alone.
    """

    def __init__(self, office: str) -> None:
        self.office = office
        self._strokes: list[dict[date, Ranges]] = []

    @property
    def painted(self) -> dict[date, Ranges]:
        """Return the hours of each date that was painted, the last stroke over those before."""
        painted: dict[date, Ranges] = {}
        for stroke in self._strokes:
            painted.update(stroke)
        return painted

    @property
    def openings(self) -> tuple[PlannedOpening, ...]:
        """Return what is to be recorded."""
        return tuple(
            PlannedOpening(self.office, day, ranges) for day, ranges in sorted(self.painted.items())
        )

    def paint(self, season: Season, hours: Mapping[date, Ranges]) -> int:
        """Paint dates; return how many say something else than before."""
        painted = self.painted
        stroke: dict[date, Ranges] = {}
        for day, ranges in hours.items():
            standing = season.days.get(day)
            said = None if standing is None or not standing.of_siege else standing.ranges
            if month_of(day) not in season.locked and painted.get(day, said) != ranges:
                stroke[day] = ranges
        if stroke:
            self._strokes.append(stroke)
        return len(stroke)

    def undo(self) -> bool:
        """Take the last stroke back; tell whether there was one."""
        return bool(self._strokes and self._strokes.pop())

    def clear(self) -> None:
        """Forget every stroke."""
        self._strokes.clear()
