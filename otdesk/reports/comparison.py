"""The honest comparison: the same months, offices and unit, per open day; or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from otdesk import typography
from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _
from otdesk.reports import counts, days, openings, origins
from otdesk.reports.context import ReportContext
from otdesk.reports.counts import Ledger
from otdesk.reports.openings import OfficeDays
from otdesk.reports.origins import OriginTable
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import DayFigures, PeriodFigures, Share
from otdesk.reports.summary import ComparisonRow, DeltaUnit, Measure


@dataclass(frozen=True, slots=True)
class Basis:
    """One side of a comparison: what was counted and opened in a period, and from where."""

    period: Period
    ledger: Ledger
    office_days: OfficeDays
    origins: OriginTable

    @property
    def figures(self) -> PeriodFigures:
        """Return the totals of the period."""
        return days.figures(self.ledger, self.office_days.values())

    def per_day(self, count: Callable[[PeriodFigures], float]) -> float | None:
        """Return a count per open day: that of the open days, or the others would flatter it."""
        opened = days.figures(self.ledger, (d for d in self.office_days.values() if d.ranges))
        return count(opened) / opened.open_days if opened.open_days else None

    @property
    def offices(self) -> frozenset[str]:
        """Return the offices of which anything is known in the period."""
        return frozenset(office for office, _day in self._known())

    @property
    def months(self) -> frozenset[int]:
        """Return the months (1 to 12) of which anything is known in the period."""
        return frozenset(day.month for _office, day in self._known())

    def _known(self) -> set[tuple[str, date]]:
        entered = {key for key, day in self.office_days.items() if day.ranges or day.closed_at}
        return entered | set(self.ledger.cells)


def period_before(period: Period, years: int) -> Period:
    """Return the period to set beside: the same days of an earlier year.

    A single day is set beside the same weekday (364 days before for one year), because a
    Thursday and a Wednesday of market say nothing of each other.
    """
    if period.kind is PeriodKind.DAY:
        return Period.day(aligned(period.first, years))
    before = period
    for _year in range(years):
        before = before.year_before()
    return before


def aligned(day: date, years: int) -> date:
    """Return the nearest same weekday of an earlier year: 364 days before, most often."""
    earlier = Period.day(day)
    for _year in range(years):
        earlier = earlier.year_before()
    calendar_days = (day - earlier.first).days
    return day - timedelta(days=round(calendar_days / 7) * 7)


@dataclass(frozen=True, slots=True)
class Before:
    """The earlier year: the basis of the period, and each day's own figures, by aligned date."""

    basis: Basis
    day_figures: Mapping[date, DayFigures]


def read_before(
    connection: Connection,
    offices: tuple[str, ...],
    period: Period,
    context: ReportContext,
    years: int,
) -> Before:
    """Read the earlier year of a period, with the days that its weekdays are aligned on."""
    before = period_before(period, years)
    first = min(before.first, aligned(period.first, years))
    last = max(before.last, aligned(period.last, years))
    scope = Scope(offices, first, last)
    ledger = counts.read(connection, scope)
    office_days = openings.read(connection, scope, context, ledger.cells)
    inside = Scope(offices, before.first, before.last)
    sheets = {s.uid: s.persons for s in ledger.sheets if s.day in before}
    basis = Basis(
        before,
        Ledger(
            cells=ledger.between(before.first, before.last),
            hours={key: value for key, value in ledger.hours.items() if key[0] in before},
            sheets=[sheet for sheet in ledger.sheets if sheet.day in before],
        ),
        {key: value for key, value in office_days.items() if key[1] in before},
        origins.read(connection, inside, context, sheets),
    )
    grouped = days.by_date(office_days)
    figures = {}
    for day in period:
        on = aligned(day, years)
        of_day = grouped.get(on, ())
        # A day of which nothing is known has no mark: zero would be a claim.
        if any(d.ranges or d.closed_at or (d.office, on) in ledger.cells for d in of_day):
            figures[day] = days.day_figures(ledger, on, of_day)
    return Before(basis, figures)


def rows(this: Basis, before: Basis) -> tuple[ComparisonRow, ...]:
    """Return the lines of the table; passages only where both years counted them."""
    one, other = this.figures, before.figures

    def counted(measure: Measure, count: Callable[[PeriodFigures], float]) -> ComparisonRow:
        return _counted(
            measure, count(one), count(other), this.per_day(count), before.per_day(count)
        )

    lines = [
        counted(Measure.PERSONS, lambda f: f.persons),
        counted(Measure.COUNTER_ACTS, lambda f: f.counter_acts),
        counted(Measure.CALLS, lambda f: f.calls),
        counted(Measure.WRITTEN, lambda f: f.emails + f.letters),
    ]
    if one.walk_ins and other.walk_ins:
        lines.append(counted(Measure.WALK_INS, lambda f: f.walk_ins))
    lines += [
        ComparisonRow(
            Measure.OPEN_DAYS,
            one.open_days,
            other.open_days,
            None,
            None,
            one.open_days - other.open_days,
            DeltaUnit.COUNT,
        ),
        counted(Measure.OPEN_HOURS, lambda f: f.open_minutes / 60),
        _rate(one.persons_per_open_hour, other.persons_per_open_hour),
        _share(Measure.FOREIGN_SHARE, this.origins.foreign_share(), before.origins.foreign_share()),
        _share(
            Measure.ORIGIN_KNOWN_SHARE, this.origins.known_share(), before.origins.known_share()
        ),
    ]
    return tuple(lines)


def _counted(
    measure: Measure,
    this: float,
    before: float,
    this_per_day: float | None,
    before_per_day: float | None,
) -> ComparisonRow:
    return ComparisonRow(
        measure,
        this,
        before,
        this_per_day,
        before_per_day,
        _relative(this_per_day, before_per_day),
        DeltaUnit.PERCENT,
    )


def _rate(this: float | None, before: float | None) -> ComparisonRow:
    return ComparisonRow(
        Measure.PERSONS_PER_OPEN_HOUR,
        this,
        before,
        None,
        None,
        _relative(this, before),
        DeltaUnit.PERCENT,
    )


def _share(measure: Measure, this: Share, before: Share) -> ComparisonRow:
    delta = None if this.value is None or before.value is None else this.value - before.value
    return ComparisonRow(measure, this.value, before.value, None, None, delta, DeltaUnit.POINTS)


def _relative(this: float | None, before: float | None) -> float | None:
    return None if this is None or not before else this / before - 1


def label(period: Period) -> str:
    """Return the period in French words: `juillet 2021`, `2021`, `jeudi 15 juillet 2021`."""
    if period.kind is PeriodKind.DAY:
        return typography.long_date(period.first)
    if period.kind is PeriodKind.MONTH:
        return typography.month_name(period.first)
    if period.kind is PeriodKind.YEAR:
        return str(period.first.year)
    same_year = period.first.year == period.last.year
    return _("{first} au {last}").format(
        first=typography.long_date(period.first, weekday=False, year=not same_year),
        last=typography.long_date(period.last, weekday=False),
    )
