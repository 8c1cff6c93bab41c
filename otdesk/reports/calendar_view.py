"""A month of an office as a calendar: the state of each day and what it counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.calendar import is_weekend
from otdesk.domain.openings import Ranges
from otdesk.domain.period import Period
from otdesk.reports import counts, openings
from otdesk.reports.context import ReportContext
from otdesk.reports.counts import Counts
from otdesk.reports.queries import openings as opening_rows
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import DayMark

_NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One cell of the calendar; the words are those of `OfficeDay` and `DayRow`.

    `future`: the day is still to come, so that « non saisi » would be no reproach.
    """

    day: date
    state: DayMark
    persons: int
    acts: int
    at_least: bool
    ranges: Ranges
    planned: Ranges
    reason: str | None
    corrected: bool
    future: bool
    weekend: bool
    public_holiday: str | None
    school_zones: tuple[str, ...] | None
    market: str | None


def calendar_month(
    connection: Connection, context: ReportContext, office: str, month: date
) -> tuple[CalendarDay, ...]:
    """Return each day of the month that `month` lies in, for one office."""
    scope = Scope.of((office,), Period.month(month.year, month.month))
    ledger = counts.read(connection, scope)
    corrected = {row.day for row in opening_rows.corrections(connection, scope)}
    cells = []
    for key, office_day in openings.read(connection, scope, context, ledger.cells).items():
        day = office_day.day
        counted = ledger.cells.get(key, _NOTHING)
        cells.append(
            CalendarDay(
                day=day,
                state=office_day.state,
                persons=counted.persons,
                acts=counted.acts,
                at_least=counted.at_least,
                ranges=office_day.ranges,
                planned=office_day.planned,
                reason=office_day.reason,
                corrected=day in corrected,
                future=day > context.today,
                weekend=is_weekend(day),
                public_holiday=context.calendar.public_holiday(day),
                school_zones=context.calendar.school_zones(day),
                market=context.market((office,), day),
            )
        )
    return tuple(cells)
