"""Each office's day: what was planned, what was really open, and what its state is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.openings import MINUTES_A_DAY, Ranges, TimeRange, minutes_of, union
from otdesk.reports.context import ReportContext
from otdesk.reports.counts import OfficeDate
from otdesk.reports.queries import openings
from otdesk.reports.queries.openings import DayRecord
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import DayMark, OfficeDay

OfficeDays = Mapping[OfficeDate, OfficeDay]


def read(
    connection: Connection, scope: Scope, context: ReportContext, active: Collection[OfficeDate]
) -> OfficeDays:
    """Return each office's day of a scope, by date and then in the order of the offices.

    `active` are the (office, date) where something was counted: a day with accueils and no
    hours is not entered, even where nothing was planned.
    """
    records: dict[OfficeDate, list[DayRecord]] = defaultdict(list)
    for record in openings.days(connection, scope):
        records[record.office, record.day].append(record)
    planned: dict[OfficeDate, list[TimeRange]] = defaultdict(list)
    for plan in openings.plans(connection, scope):
        planned[plan.office, plan.day].extend(plan.ranges)
    days = (date.fromordinal(n) for n in range(scope.first.toordinal(), scope.last.toordinal() + 1))
    return {
        (office, day): _office_day(
            office,
            day,
            records.get((office, day), ()),
            union(planned.get((office, day), ())),
            context,
            active=(office, day) in active,
        )
        for day in days
        for office in scope.offices
    }


def _office_day(
    office: str,
    day: date,
    records: Collection[DayRecord],
    planned: Ranges,
    context: ReportContext,
    *,
    active: bool,
) -> OfficeDay:
    ranges = union(r for record in records for r in record.ranges)
    closings = [record.closed_at for record in records]
    closed_at = max((c for c in closings if c is not None), default=None)
    if None in closings:
        # One post that has not closed keeps the office's day open.
        closed_at = None
    last = max(
        (record for record in records if record.closed_at is not None),
        key=lambda record: (record.closed_at, record.closed_by),
        default=None,
    )
    return OfficeDay(
        office=office,
        day=day,
        state=_state(ranges, expected=bool(planned) or active, closed=closed_at is not None),
        ranges=ranges,
        planned=planned,
        minutes=minutes_of(ended(ranges, day, context)),
        planned_minutes=minutes_of(planned),
        reason=_published(records, context),
        closed_at=None if closed_at is None else closed_at.astimezone(context.zone),
        closed_by=last.closed_by if last is not None and closed_at is not None else None,
    )


def _state(ranges: Ranges, *, expected: bool, closed: bool) -> DayMark:
    if ranges:
        return DayMark.CLOSED if closed else DayMark.OPEN
    if closed:
        return DayMark.SHUT
    return DayMark.NOT_ENTERED if expected else DayMark.NOT_PLANNED


def _published(records: Iterable[DayRecord], context: ReportContext) -> str | None:
    wordings = dict.fromkeys(
        context.lists.published_reason(record.reason) for record in records if record.reason
    )
    return ", ".join(wordings) or None


def ended(ranges: Ranges, day: date, context: ReportContext) -> Ranges:
    """Return the ranges with the running one ended now, or left out on any other day than today.

    A range that nobody ended has no length: guessing one would invent hours of opening.
    """
    now = context.minute
    return tuple(
        r if r.end is not None else TimeRange(r.start, now)
        for r in ranges
        if r.end is not None or (day == context.today and r.start < now)
    )


def minutes_by_hour(office_days: OfficeDays, context: ReportContext) -> dict[tuple[date, int], int]:
    """Return the minutes really open in each local hour of each day, summed over the offices."""
    minutes: dict[tuple[date, int], int] = defaultdict(int)
    for (_office, day), office_day in office_days.items():
        for r in ended(office_day.ranges, day, context):
            end = MINUTES_A_DAY if r.end is None else r.end
            for hour in range(r.start // 60, (end + 59) // 60):
                minutes[day, hour] += min(end, hour * 60 + 60) - max(r.start, hour * 60)
    return minutes
