"""The hours: of the day, of each day (heat), of the week per open hour, and a day's own marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import FACE_TO_FACE
from otdesk.reports import counts as ledgers
from otdesk.reports import openings, rates
from otdesk.reports.context import ReportContext
from otdesk.reports.counts import HourCounts, Ledger
from otdesk.reports.queries import visits
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import HeatCell, HourRow, VisitMark, WeekHourCell

OpenMinutes = Mapping[tuple[date, int], int]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a day is measured by: its month's open days before it.

    `per_hour`: mean persons an hour over `days` days; `most`: the most persons of one of them,
    None without any.
    """

    days: int
    per_hour: Mapping[int, float]
    most: int | None


NO_REFERENCE = Reference(0, {}, None)


def reference(connection: Connection, scope: Scope, context: ReportContext) -> Reference:
    """Return the reference of the single day of a scope.

    Days with a paper sheet are left out of the means: their persons have no hour.
    """
    day = scope.first
    if day.day == 1:
        return NO_REFERENCE
    earlier = Scope(scope.offices, day.replace(day=1), date.fromordinal(day.toordinal() - 1))
    ledger = ledgers.read(connection, earlier)
    office_days = openings.read(connection, earlier, context, ledger.cells)
    opened = {d.day for d in office_days.values() if d.ranges}
    timed = opened - {sheet.day for sheet in ledger.sheets}
    persons: Counter[date] = Counter()
    for (_office, on), counts in ledger.cells.items():
        persons[on] += counts.persons
    hours: Counter[int] = Counter()
    for (on, hour), hour_counts in ledger.hours.items():
        if on in timed:
            hours[hour] += hour_counts.persons
    per_hour = {hour: count / len(timed) for hour, count in hours.items()}
    return Reference(len(timed), per_hour, max((persons[on] for on in opened), default=None))


def hour_rows(
    ledger: Ledger, minutes: OpenMinutes, before: Reference | None
) -> tuple[HourRow, ...]:
    """Return the hours with an accueil, an open minute or a reference, in order."""
    sums: dict[int, HourCounts] = defaultdict(HourCounts)
    for _day, hour in minutes:
        sums[hour].persons += 0
    for (_day, hour), counts in ledger.hours.items():
        sums[hour].persons += counts.persons
        sums[hour].acts += counts.acts
    per_hour = before.per_hour if before is not None and before.days else None
    for hour in per_hour or ():
        sums[hour].persons += 0
    return tuple(
        HourRow(
            hour,
            sums[hour].persons,
            sums[hour].acts,
            None if per_hour is None else per_hour.get(hour, 0.0),
        )
        for hour in sorted(sums)
    )


def heat_cells(ledger: Ledger, minutes: OpenMinutes) -> tuple[HeatCell, ...]:
    """Return the cells of day and hour that were open or received somebody."""
    keys = sorted({*minutes, *(key for key, counts in ledger.hours.items() if counts.acts)})
    return tuple(
        HeatCell(
            day,
            hour,
            ledger.hours[day, hour].persons if (day, hour) in ledger.hours else 0,
            minutes.get((day, hour), 0),
        )
        for day, hour in keys
    )


def week_cells(heat: tuple[HeatCell, ...]) -> tuple[WeekHourCell, ...]:
    """Return weekdays by hours, persons per hour really open."""
    persons: Counter[tuple[int, int]] = Counter()
    minutes: Counter[tuple[int, int]] = Counter()
    for cell in heat:
        key = (cell.day.weekday(), cell.hour)
        minutes[key] += cell.open_minutes
        persons[key] += cell.persons
    return tuple(
        WeekHourCell(
            weekday,
            hour,
            persons[weekday, hour],
            minutes[weekday, hour],
            rates.per_open_hour_of_week(persons[weekday, hour], minutes[weekday, hour]),
        )
        for weekday, hour in sorted(minutes)
    )


def marks(connection: Connection, scope: Scope, own: frozenset[str]) -> tuple[VisitMark, ...]:
    """Return each accueil of a day whose hour is known."""
    result = []
    for row in visits.marks(connection, scope):
        channel = ChannelCode(row.channel)
        persons = row.size if channel in FACE_TO_FACE else 0
        result.append(VisitMark(row.minute, channel, persons, row.origin in own))
    return tuple(result)
