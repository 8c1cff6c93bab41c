"""Days, weekdays, months and offices: the ledger and the openings, summed along each of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from otdesk.domain.calendar import is_weekend
from otdesk.reports import rates
from otdesk.reports.context import ReportContext
from otdesk.reports.counts import Counts, Ledger, OfficeDate, summed
from otdesk.reports.openings import OfficeDays
from otdesk.reports.rows import (
    Base,
    DayFigures,
    DayMark,
    DayRow,
    MonthRow,
    OfficeDay,
    OfficeMonthRow,
    OfficeRow,
    PeriodFigures,
    Share,
    WeekdayRow,
)

_NOTHING = Counts()
# What a date is called over several offices: what most deserves to be seen.
_STATES = (DayMark.OPEN, DayMark.CLOSED, DayMark.SHUT, DayMark.NOT_ENTERED, DayMark.NOT_PLANNED)


def figures(ledger: Ledger, days: Iterable[OfficeDay]) -> PeriodFigures:
    """Return the figures of some office-days.

    A rate has the persons of days whose hours are known over those hours, and no others: a day
    that nobody opened on the screen would otherwise flatter it.
    """
    total = Counts()
    open_days = planned_days = minutes = planned_minutes = open_persons = timed_persons = 0
    for day in days:
        counts = ledger.cells.get((day.office, day.day), _NOTHING)
        total.add(counts)
        planned_days += bool(day.planned)
        planned_minutes += day.planned_minutes
        if day.ranges:
            open_days += 1
            open_persons += counts.persons
        if day.minutes:
            minutes += day.minutes
            timed_persons += counts.persons
    return PeriodFigures(
        persons=total.persons,
        acts=total.acts,
        at_least=total.at_least,
        counter_acts=total.counter_acts,
        walk_ins=total.walk_ins,
        calls=total.calls,
        emails=total.emails,
        letters=total.letters,
        outing_acts=total.outing_acts,
        outing_persons=total.outing_persons,
        open_days=open_days,
        planned_days=planned_days,
        open_minutes=minutes,
        planned_minutes=planned_minutes,
        persons_per_open_day=open_persons / open_days if open_days else None,
        persons_per_open_hour=rates.per_open_hour(timed_persons, minutes),
    )


def by_date(office_days: OfficeDays) -> dict[date, list[OfficeDay]]:
    """Return the office-days of each date, in order."""
    grouped: dict[date, list[OfficeDay]] = defaultdict(list)
    for (_office, day), office_day in office_days.items():
        grouped[day].append(office_day)
    return grouped


def day_figures(ledger: Ledger, day: date, office_days: Iterable[OfficeDay]) -> DayFigures:
    """Return the counted figures of one date, all offices."""
    office_days = list(office_days)
    counts = summed(ledger.cells.get((d.office, day), _NOTHING) for d in office_days)
    return DayFigures(
        day,
        counts.persons,
        counts.acts,
        counts.counter_acts,
        counts.calls,
        sum(d.minutes for d in office_days),
    )


def day_rows(
    ledger: Ledger,
    office_days: OfficeDays,
    context: ReportContext,
    corrections: Counter[date],
    before: Mapping[date, DayFigures],
) -> tuple[DayRow, ...]:
    """Return one row for each date; `before` has the figures set beside each of them."""
    return tuple(
        _day_row(ledger, day, days, context, corrections=corrections[day], before=before.get(day))
        for day, days in by_date(office_days).items()
    )


def _day_row(
    ledger: Ledger,
    day: date,
    days: list[OfficeDay],
    context: ReportContext,
    *,
    corrections: int,
    before: DayFigures | None,
) -> DayRow:
    counts = summed(ledger.cells.get((d.office, day), _NOTHING) for d in days)
    states = {d.state for d in days}
    return DayRow(
        day=day,
        persons=counts.persons,
        acts=counts.acts,
        at_least=counts.at_least,
        counter_acts=counts.counter_acts,
        walk_ins=counts.walk_ins,
        calls=counts.calls,
        emails=counts.emails,
        letters=counts.letters,
        outing_acts=counts.outing_acts,
        outing_persons=counts.outing_persons,
        sheet=counts.sheets > 0,
        minutes=sum(d.minutes for d in days),
        planned_minutes=sum(d.planned_minutes for d in days),
        state=next(state for state in _STATES if state in states),
        open_offices=sum(bool(d.ranges) for d in days),
        planned_offices=sum(bool(d.planned) for d in days),
        reasons=_reasons(days, context),
        corrections=corrections,
        weekend=is_weekend(day),
        public_holiday=context.calendar.public_holiday(day),
        school_zones=context.calendar.school_zones(day),
        market=context.market([d.office for d in days], day),
        before=before,
    )


def _reasons(days: list[OfficeDay], context: ReportContext) -> tuple[str, ...]:
    if len(days) == 1:
        return () if days[0].reason is None else (days[0].reason,)
    return tuple(
        f"{context.office_name(d.office)}\u00a0: {d.reason}" for d in days if d.reason is not None
    )


def weekday_rows(
    ledger: Ledger, office_days: OfficeDays, before: Mapping[int, float | None]
) -> tuple[WeekdayRow, ...]:
    """Return the seven weekdays: persons of open office-days, per such day."""
    persons: Counter[int] = Counter()
    days: Counter[int] = Counter()
    for key, office_day in office_days.items():
        if office_day.ranges:
            weekday = office_day.day.weekday()
            days[weekday] += 1
            persons[weekday] += ledger.cells.get(key, _NOTHING).persons
    return tuple(
        WeekdayRow(
            weekday,
            persons[weekday],
            days[weekday],
            persons[weekday] / days[weekday] if days[weekday] else None,
            before.get(weekday),
        )
        for weekday in range(7)
    )


def month_rows(ledger: Ledger, office_days: OfficeDays) -> tuple[MonthRow, ...]:
    """Return each month of the period, all offices."""
    grouped: dict[date, list[OfficeDay]] = defaultdict(list)
    for office_day in office_days.values():
        grouped[office_day.day.replace(day=1)].append(office_day)
    return tuple(MonthRow(month, figures(ledger, days)) for month, days in grouped.items())


def office_rows(
    ledger: Ledger, office_days: OfficeDays, context: ReportContext, persons: int
) -> tuple[OfficeRow, ...]:
    """Return each office over the period, in the order that was asked for."""
    grouped: dict[str, list[OfficeDay]] = defaultdict(list)
    for office_day in office_days.values():
        grouped[office_day.office].append(office_day)
    rows = []
    for office, days in grouped.items():
        of_office = figures(ledger, days)
        share = Share.part(of_office.persons, persons, Base.PERSONS)
        rows.append(OfficeRow(office, context.office_name(office), of_office, share))
    return tuple(rows)


def office_month_rows(ledger: Ledger, office_days: OfficeDays) -> tuple[OfficeMonthRow, ...]:
    """Return each office's months: planned and real openings with their published reasons."""
    grouped: dict[OfficeDate, list[OfficeDay]] = defaultdict(list)
    for office_day in office_days.values():
        grouped[office_day.office, office_day.day.replace(day=1)].append(office_day)
    return tuple(
        OfficeMonthRow(
            office,
            month,
            figures(ledger, days),
            tuple(dict.fromkeys(d.reason for d in days if d.reason is not None)),
        )
        for (office, month), days in grouped.items()
    )
