"""From receipts, payments and Zs to the shop's figures of a period."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.catalogue import Family
from otdesk.domain.money import Cents, rounded
from otdesk.domain.period import Period
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.vat import VatRegime
from otdesk.reports.context import ReportContext
from otdesk.reports.queries import sales as queries
from otdesk.reports.queries import shop_stock
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import Base, Share
from otdesk.reports.shop.catalogue import read_terms
from otdesk.reports.shop.linked import linked_demands, linked_origins
from otdesk.reports.shop.sales import (
    TURNOVER_MEASURE,
    TURNOVER_UNIT,
    ClosingRow,
    FamilyDayRow,
    FamilyRow,
    HeldRow,
    PaymentRow,
    ProductRow,
    Sales,
    SalesDayRow,
    SalesHourRow,
    SalesMonthRow,
    SalesOfficeRow,
    UnclosedDay,
    VatRow,
)

MOST_SOLD = 10


@dataclass(slots=True)
class Takings:
    """Sums over receipts and refunds, added to while rows come in."""

    receipts: int = 0
    refunds: int = 0
    turnover: Cents = 0
    held: Cents = 0
    refunded: Cents = 0
    linked: int = 0

    def add(self, row: queries.TimeSales) -> None:
        """Count the receipts and refunds of one row."""
        self.receipts += row.receipts
        self.refunds += row.refunds
        self.turnover += row.turnover
        self.held += row.held
        self.refunded -= row.refunded
        self.linked += row.linked

    @property
    def average(self) -> Cents | None:
        """Return the turnover by receipt, None without one."""
        return average(self.turnover, self.receipts)


@dataclass(slots=True)
class _Book:
    """Takings by day, hour, month, office; the last record of each till's day."""

    total: Takings = field(default_factory=Takings)
    days: dict[date, Takings] = field(default_factory=lambda: defaultdict(Takings))
    hours: dict[int, Takings] = field(default_factory=lambda: defaultdict(Takings))
    months: dict[date, Takings] = field(default_factory=lambda: defaultdict(Takings))
    offices: dict[str, Takings] = field(default_factory=lambda: defaultdict(Takings))
    last: dict[tuple[str, date, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, row: queries.TimeSales) -> None:
        day = date.fromisoformat(row.day)
        for part in (
            self.total,
            self.days[day],
            self.hours[row.hour],
            self.months[day.replace(day=1)],
            self.offices[row.office],
        ):
            part.add(row)
        key = row.office, day, row.till
        self.last[key] = max(self.last[key], row.last_seq)


@dataclass(slots=True)
class _Lines:
    """Amounts and pieces by family, day, third party and rate."""

    families: Counter[str] = field(default_factory=Counter)
    pieces: Counter[str] = field(default_factory=Counter)
    family_days: Counter[tuple[str, date]] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    held_pieces: Counter[str] = field(default_factory=Counter)
    gross: Counter[int] = field(default_factory=Counter)
    tax: Counter[int] = field(default_factory=Counter)

    def add(self, row: queries.LineSum) -> None:
        if row.held_for:
            self.held[row.held_for] += row.amount
            self.held_pieces[row.held_for] += row.quantity
            return
        self.families[row.family] += row.amount
        self.pieces[row.family] += row.quantity
        self.family_days[row.family, date.fromisoformat(row.day)] += row.amount
        self.gross[row.basis_points] += row.amount
        self.tax[row.basis_points] += row.tax


def average(cents: Cents, count: int) -> Cents | None:
    """Return cents by one of `count`, rounded; None where there is none."""
    return rounded(cents, count) if count else None


def read_sales(
    connection: Connection,
    context: ReportContext,
    period: Period,
    offices: tuple[str, ...],
    persons: Mapping[str, int],
) -> Sales | None:
    """Return the shop's figures, None where there is no shop, or was none yet.

    `persons` are those at the counter, by office. The cost is that of the period, whatever else
    the database holds. The comparison is left to `compare_sales`.
    """
    if not context.profile.has_shop:
        return None
    begun = queries.begun(connection, offices)
    if not any(day <= period.last for day in begun.values()):
        return None
    scope = Scope.of(offices, period)
    book, lines = _Book(), _Lines()
    for taken in queries.by_time(connection, scope):
        book.add(taken)
    for line in queries.by_line(connection, scope):
        lines.add(line)
    families = shop_stock.families(connection)
    regime = read_terms(connection, period.last).regime
    total = book.total
    records = list(queries.zs(connection, scope))
    closings = tuple(_closing(record) for record in records)
    lists = context.lists
    return Sales(
        turnover_cents=total.turnover,
        held_cents=total.held,
        taken_cents=total.turnover + total.held,
        receipts=total.receipts,
        refunds=total.refunds,
        refunded_cents=total.refunded,
        average_cents=total.average,
        per_visitor_cents=average(total.turnover, sum(persons.values())),
        regime=regime,
        linked=Share.part(total.linked, total.receipts, Base.RECEIPTS),
        held=_held(connection, lines),
        by_family=_families(lines, families, total.turnover),
        by_family_day=tuple(
            FamilyDayRow(code, day, cents)
            for (code, day), cents in sorted(lines.family_days.items())
        ),
        by_payment=_payments(connection, scope),
        by_vat=_vat(lines, regime),
        best_sellers=tuple(
            ProductRow(row.product, row.label, row.quantity, row.amount)
            for row in queries.best_sellers(connection, scope, MOST_SOLD)
        ),
        by_day=tuple(_day(day, book.days.get(day, Takings())) for day in period),
        by_hour=tuple(
            SalesHourRow(hour, of.turnover, of.receipts) for hour, of in sorted(book.hours.items())
        ),
        by_month=_months(connection, scope, book),
        by_office=tuple(
            _office(code, context.office_name(code), book.offices.get(code, Takings()), persons)
            for code in scope.offices
            if code in begun
        ),
        linked_by_origin=linked_origins(connection, scope, lists),
        linked_by_demand=linked_demands(connection, scope, lists),
        closings=closings,
        unclosed=_unclosed(book, records),
        difference_cents=sum(row.difference_cents for row in closings),
    )


def _held(connection: Connection, lines: _Lines) -> tuple[HeldRow, ...]:
    if not lines.held:
        return ()
    names = {supplier.code: supplier.name for supplier in shop_stock.suppliers(connection)}
    rows = [
        HeldRow(code, names.get(code, code), lines.held_pieces[code], cents)
        for code, cents in lines.held.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.cents, row.label, row.code)))


def _families(
    lines: _Lines, families: Mapping[str, Family], turnover: Cents
) -> tuple[FamilyRow, ...]:
    rows = []
    for code, cents in lines.families.items():
        family = families.get(code)
        rows.append(
            FamilyRow(
                code,
                code if family is None else family.label,
                code if family is None else family.short,
                cents,
                lines.pieces[code],
                cents / turnover if turnover > 0 else None,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.turnover_cents, row.label, row.code)))


def _payments(connection: Connection, scope: Scope) -> tuple[PaymentRow, ...]:
    receipts: Counter[str] = Counter()
    cents: Counter[str] = Counter()
    for row in queries.payments(connection, scope):
        receipts[row.method] = row.receipts
        cents[row.method] += row.cents
    for correction in queries.corrections(connection, scope):
        cents[correction.taken] -= correction.cents
        cents[correction.given] += correction.cents
    rows = [PaymentRow(PaymentMethod(code), receipts[code], cents[code]) for code in cents]
    return tuple(sorted(rows, key=lambda row: (-row.cents, row.method.value)))


def _vat(lines: _Lines, regime: VatRegime) -> tuple[VatRow, ...]:
    # Rates that were charged before an exemption are shown too: they are owed.
    if regime is VatRegime.FRANCHISE and not any(lines.gross):
        return ()
    return tuple(
        VatRow(rate, lines.gross[rate], lines.gross[rate] - lines.tax[rate], lines.tax[rate])
        for rate in sorted(lines.gross, reverse=True)
    )


def _day(day: date, of: Takings) -> SalesDayRow:
    return SalesDayRow(day, of.turnover, of.held, of.receipts, of.refunds)


def _months(connection: Connection, scope: Scope, book: _Book) -> tuple[SalesMonthRow, ...]:
    months = months_of(Period(scope.first, scope.last))
    if len(months) < 2:
        return ()
    published: Counter[date] = Counter()
    known = queries.published(connection, scope, TURNOVER_MEASURE, TURNOVER_UNIT)
    for (_office_code, month), cents in known.items():
        published[month] += cents
    rows = []
    for month in months:
        of = book.months.get(month, Takings())
        rows.append(
            SalesMonthRow(
                month,
                of.turnover,
                of.held,
                of.receipts,
                of.refunds,
                of.average,
                published.get(month),
            )
        )
    return tuple(rows)


def months_of(period: Period) -> tuple[date, ...]:
    """Return the first day of each month that a period touches."""
    first, last = period.first.replace(day=1), period.last
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    zero = first.year * 12 + first.month - 1
    return tuple(date((zero + n) // 12, (zero + n) % 12 + 1, 1) for n in range(count))


def _office(code: str, name: str, of: Takings, persons: Mapping[str, int]) -> SalesOfficeRow:
    return SalesOfficeRow(
        code,
        name,
        of.turnover,
        of.held,
        of.receipts,
        of.refunds,
        of.average,
        average(of.turnover, persons.get(code, 0)),
    )


def _closing(record: queries.ZRecord) -> ClosingRow:
    counted = record.expected if record.counted is None else record.counted
    return ClosingRow(
        office=record.office,
        day=date.fromisoformat(record.day),
        till=record.till,
        number=record.number,
        turnover_cents=record.turnover,
        expected_cents=record.expected,
        counted_cents=counted,
        difference_cents=counted - record.expected,
        card_difference_cents=None
        if record.card_terminal is None
        else record.card_terminal - _card(record.totals),
        explanation=record.explanation,
    )


def _card(totals: str) -> Cents:
    methods = json.loads(totals)["by_method"]
    return sum(row["cents"] for row in methods if row["code"] == PaymentMethod.CARD.value)


def unclosed_days(connection: Connection, scope: Scope) -> tuple[UnclosedDay, ...]:
    """Return the days of a scope with receipts that no Z holds."""
    book = _Book()
    for row in queries.by_time(connection, scope):
        book.add(row)
    return _unclosed(book, queries.zs(connection, scope))


def _unclosed(book: _Book, records: Iterable[queries.ZRecord]) -> tuple[UnclosedDay, ...]:
    """Return the days of a till whose last receipt no Z of that day holds."""
    closed: dict[tuple[str, date], int] = defaultdict(int)
    for record in records:
        key = record.till, date.fromisoformat(record.day)
        closed[key] = max(closed[key], record.last_seq)
    return tuple(
        UnclosedDay(office, day, till)
        for (office, day, till), seq in sorted(book.last.items())
        if seq > closed[till, day]
    )
