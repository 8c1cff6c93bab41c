"""The shop's honest comparison: the same offices and months of an earlier year, or why not.

An office's month of the earlier year is known by its receipts, else by the total that was
imported for it (`monthly_total`, whole months only), else, where the office sold already, as a
month without a sale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from otdesk.domain.money import Cents
from otdesk.domain.period import Period
from otdesk.i18n import _
from otdesk.reports import refusals
from otdesk.reports.comparison import label, period_before
from otdesk.reports.context import ReportContext
from otdesk.reports.queries import sales as queries
from otdesk.reports.queries.scope import Scope
from otdesk.reports.refusals import Refusal
from otdesk.reports.shop.read_sales import average, months_of
from otdesk.reports.shop.sales import (
    TURNOVER_MEASURE,
    TURNOVER_UNIT,
    Sales,
    SalesComparison,
    SalesSource,
)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """How many days the offices were open in the period and in the earlier one."""

    this: int
    before: int


@dataclass(slots=True)
class _Side:
    """One side of the comparison: what is known of the sales of a period, and from where."""

    period: Period
    turnover: Cents = 0
    receipts: int = 0
    sources: set[SalesSource] = field(default_factory=set)
    _months: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, office: str, month: date, source: SalesSource, cents: Cents) -> None:
        """Count the turnover of an office's month."""
        self._months[office].add(month.month)
        self.sources.add(source)
        self.turnover += cents

    @property
    def offices(self) -> frozenset[str]:
        """Return the offices whose sales are known."""
        return frozenset(self._months)

    @property
    def months(self) -> frozenset[int]:
        """Return the months (1 to 12) of which sales are known."""
        return frozenset(number for numbers in self._months.values() for number in numbers)


def compare_sales(
    connection: Connection,
    context: ReportContext,
    period: Period,
    offices: tuple[str, ...],
    sales: Sales,
    *,
    years: int,
    unfinished: Refusal | None,
    open_days: OpenDays | None,
) -> SalesComparison:
    """Return the turnover of the same period `years` before, or the reason why not.

    `unfinished` is why nothing may be compared with this period, `open_days` are those of both
    years where they are known.
    """
    before = period_before(period, years)
    if unfinished is not None:
        return SalesComparison(before, *unfinished)
    begun = queries.begun(connection, offices)
    this = _read(connection, Scope.of(offices, period), begun)
    other = _read(connection, Scope.of(offices, before), begun)
    refusal = _refuse(this, other, context)
    if refusal is not None:
        return SalesComparison(before, *refusal)
    by_receipts = other.sources == {SalesSource.RECEIPTS}
    since = max((begun[office] for office in other.offices if office in begun), default=None)
    per_day = _per_day(sales.turnover_cents, other.turnover, open_days)
    return SalesComparison(
        period=before,
        source=other.sources.pop() if len(other.sources) == 1 else SalesSource.BOTH,
        since=since if by_receipts and since is not None and since > before.first else None,
        turnover_cents=other.turnover,
        delta=_relative(sales.turnover_cents, other.turnover),
        receipts=other.receipts if by_receipts else None,
        average_cents=average(other.turnover, other.receipts) if by_receipts else None,
        this_per_day_cents=per_day[0],
        before_per_day_cents=per_day[1],
        delta_per_day=_relative(*per_day),
    )


def _read(connection: Connection, scope: Scope, begun: Mapping[str, date]) -> _Side:
    period = Period(scope.first, scope.last)
    side = _Side(period)
    months = months_of(period)
    found = {
        (row.office, date.fromisoformat(f"{row.month}-01")): row
        for row in queries.by_month(connection, scope)
    }
    published = {}
    if _is_whole(period):
        published = queries.published(connection, scope, TURNOVER_MEASURE, TURNOVER_UNIT)
    for office in scope.offices:
        since = begun.get(office)
        for month in months:
            key = office, month
            row = found.get(key)
            # Receipts that begin within the month are a part of it; its imported total is all.
            partial = since is None or since > month
            if key in published and (row is None or partial):
                side.add(office, month, SalesSource.MONTHLY_TOTALS, published[key])
            elif row is not None:
                side.add(office, month, SalesSource.RECEIPTS, row.turnover)
                side.receipts += row.receipts
            elif since is not None and since <= max(month, scope.first):
                side.add(office, month, SalesSource.RECEIPTS, 0)
    return side


def _is_whole(period: Period) -> bool:
    return period.first.day == 1 and (period.last + timedelta(days=1)).day == 1


def _refuse(this: _Side, before: _Side, context: ReportContext) -> Refusal | None:
    if not before.offices:
        return _("aucun relevé des ventes\u00a0: {}.").format(label(before.period)), None
    return (
        refusals.other_offices(this, before, context)
        or refusals.other_months(this, before)
        or refusals.other_kind_of_day(this.period, before.period, context)
    )


def _per_day(
    this: Cents, before: Cents, open_days: OpenDays | None
) -> tuple[float | None, float | None]:
    if open_days is None or not open_days.this or not open_days.before:
        return None, None
    return this / open_days.this, before / open_days.before


def _relative(this: float | None, before: float | None) -> float | None:
    if this is None or before is None or before <= 0:
        return None
    return this / before - 1
