"""Receipts, their lines and payments, Zs: what the shop's figures are folded from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Integer, and_, bindparam, case, func, literal_column, select

from otdesk.domain.money import Cents, Thousandths
from otdesk.domain.till import ClosingSpan
from otdesk.reports.queries.scope import Scope, rows, within
from otdesk.store.tables import monthly_total, visit, visit_demand
from otdesk.store.till_tables import (
    payment_correction,
    receipt,
    receipt_line,
    receipt_payment,
    till,
    till_closing,
)


class TimeSales(NamedTuple):
    """Receipts and refunds of one office, till, day and local hour; `last_seq` is their last."""

    office: str
    till: str
    day: str
    hour: int
    receipts: int
    refunds: int
    turnover: Cents
    held: Cents
    refunded: Cents
    linked: int
    last_seq: int


class LineSum(NamedTuple):
    """Lines of one day, family, third party and rate; `held_for` is empty for the turnover."""

    day: str
    family: str
    held_for: str
    basis_points: int
    amount: Cents
    tax: Cents
    quantity: Thousandths


class ProductSum(NamedTuple):
    """What was sold of one article."""

    product: str
    label: str
    quantity: Thousandths
    amount: Cents


class PaymentSum(NamedTuple):
    """What was paid by one method; `receipts` are sales with such a payment."""

    method: str
    receipts: int
    cents: Cents


class Correction(NamedTuple):
    """Payments typed under the wrong method."""

    taken: str
    given: str
    cents: Cents


class ZRecord(NamedTuple):
    """A Z; `totals` is its canonical JSON."""

    office: str
    till: str
    day: str
    number: int
    last_seq: int
    turnover: Cents
    expected: Cents
    counted: Cents | None
    card_terminal: Cents | None
    explanation: str
    totals: str


class LinkedSum(NamedTuple):
    """Receipts linked to accueils of one code (an origin), and their net turnover."""

    code: str
    receipts: int
    turnover: Cents


class LinkedDemand(NamedTuple):
    """The same for a demand; `first` where it is the first of its theme in the accueil."""

    theme: str
    code: str
    receipts: int
    turnover: Cents
    first_receipts: int
    first_turnover: Cents


class OfficeMonth(NamedTuple):
    """The net turnover of an office's month, and how many receipts and refunds made it."""

    office: str
    month: str
    receipts: int
    records: int
    turnover: Cents


# As in `visits`: both engines divide integers without a rest.
_HOUR = receipt.c.minute.op("/")(literal_column("60", Integer))
_MONTH = func.substr(receipt.c.day, literal_column("1", Integer), literal_column("7", Integer))
_SALE = case((receipt.c.refund == 0, 1), else_=0)
# What is sold to practise is in no figure, should it ever lie in the same folder.
_PRACTISING = select(till.c.till).where(till.c.training == 1).scalar_subquery()
_REAL = receipt.c.till.not_in(_PRACTISING)
_LINES = receipt.join(receipt_line, receipt_line.c.receipt_uid == receipt.c.uid)

_BY_TIME = (
    select(
        receipt.c.office,
        receipt.c.till,
        receipt.c.day,
        _HOUR,
        func.sum(_SALE),
        func.sum(receipt.c.refund),
        func.sum(receipt.c.turnover),
        func.sum(receipt.c.held),
        func.sum(case((receipt.c.refund == 1, receipt.c.total), else_=0)),
        func.sum(case((visit.c.uid.is_not(None), 1), else_=0)),
        func.max(receipt.c.seq),
    )
    .select_from(
        receipt.outerjoin(
            visit, and_(visit.c.uid == receipt.c.visit_uid, visit.c.void_reason.is_(None))
        )
    )
    .where(within(receipt), _REAL)
    .group_by(receipt.c.office, receipt.c.till, receipt.c.day, _HOUR)
    .order_by(receipt.c.day, receipt.c.office, receipt.c.till)
)
_BY_LINE = (
    select(
        receipt.c.day,
        receipt_line.c.family,
        receipt_line.c.held_for,
        receipt_line.c.vat_basis_points,
        func.sum(receipt_line.c.amount),
        func.sum(receipt_line.c.tax),
        func.sum(receipt_line.c.quantity),
    )
    .select_from(_LINES)
    .where(within(receipt), _REAL)
    .group_by(
        receipt.c.day,
        receipt_line.c.family,
        receipt_line.c.held_for,
        receipt_line.c.vat_basis_points,
    )
)
_QUANTITY = func.sum(receipt_line.c.quantity)
_BEST = (
    select(
        receipt_line.c.product,
        func.max(receipt_line.c.label),
        _QUANTITY,
        func.sum(receipt_line.c.amount),
    )
    .select_from(_LINES)
    .where(within(receipt), _REAL, receipt_line.c.held_for == "")
    .group_by(receipt_line.c.product)
    .having(_QUANTITY > 0)
    .order_by(_QUANTITY.desc(), func.sum(receipt_line.c.amount).desc(), receipt_line.c.product)
    .limit(bindparam("most"))
)
_PAYMENTS = (
    select(
        receipt_payment.c.method,
        func.count(case((receipt.c.refund == 0, receipt.c.uid)).distinct()),
        func.sum(receipt_payment.c.cents),
    )
    .select_from(receipt.join(receipt_payment, receipt_payment.c.receipt_uid == receipt.c.uid))
    .where(within(receipt), _REAL)
    .group_by(receipt_payment.c.method)
)
_CORRECTIONS = (
    select(
        payment_correction.c.taken,
        payment_correction.c.given,
        func.sum(payment_correction.c.cents),
    )
    .where(within(payment_correction), payment_correction.c.till.not_in(_PRACTISING))
    .group_by(payment_correction.c.taken, payment_correction.c.given)
)
_ZS = (
    select(
        till_closing.c.office,
        till_closing.c.till,
        till_closing.c.day,
        till_closing.c.number,
        till_closing.c.last_seq,
        till_closing.c.turnover,
        till_closing.c.expected,
        till_closing.c.counted,
        till_closing.c.card_terminal,
        till_closing.c.explanation,
        till_closing.c.totals,
    )
    .where(
        within(till_closing),
        till_closing.c.span == ClosingSpan.DAY.value,
        till_closing.c.till.not_in(_PRACTISING),
    )
    .order_by(till_closing.c.day, till_closing.c.office, till_closing.c.seq)
)
# A refund belongs to the accueil of its sale, whenever that was.
_SOLD = receipt.alias("sold")
_LINKED = receipt.outerjoin(_SOLD, _SOLD.c.uid == receipt.c.of_uid).join(
    visit,
    and_(
        visit.c.uid == func.coalesce(receipt.c.visit_uid, _SOLD.c.visit_uid),
        visit.c.void_reason.is_(None),
    ),
)
_BY_ORIGIN = (
    select(visit.c.origin, func.sum(_SALE), func.sum(receipt.c.turnover))
    .select_from(_LINKED)
    .where(within(receipt), _REAL)
    .group_by(visit.c.origin)
)
_EARLIER = visit_demand.alias("earlier")
_FIRST = ~(
    select(literal_column("1"))
    .where(
        _EARLIER.c.visit_uid == visit_demand.c.visit_uid,
        _EARLIER.c.theme == visit_demand.c.theme,
        _EARLIER.c.position < visit_demand.c.position,
    )
    .exists()
)
_BY_DEMAND = (
    select(
        visit_demand.c.theme,
        visit_demand.c.code,
        func.sum(_SALE),
        func.sum(receipt.c.turnover),
        func.sum(case((_FIRST, _SALE), else_=0)),
        func.sum(case((_FIRST, receipt.c.turnover), else_=0)),
    )
    .select_from(_LINKED.join(visit_demand, visit_demand.c.visit_uid == visit.c.uid))
    .where(within(receipt), _REAL)
    .group_by(visit_demand.c.theme, visit_demand.c.code)
)
_BY_MONTH = (
    select(
        receipt.c.office,
        _MONTH,
        func.sum(_SALE),
        func.count(),
        func.sum(receipt.c.turnover),
    )
    .where(within(receipt), _REAL)
    .group_by(receipt.c.office, _MONTH)
)
_PUBLISHED = (
    select(monthly_total.c.office, monthly_total.c.month, func.sum(monthly_total.c.value))
    .where(
        monthly_total.c.office.in_(bindparam("offices", expanding=True)),
        monthly_total.c.month.between(bindparam("first"), bindparam("last")),
        monthly_total.c.measure == bindparam("measure"),
        monthly_total.c.unit == bindparam("unit"),
        monthly_total.c.void_reason.is_(None),
    )
    .group_by(monthly_total.c.office, monthly_total.c.month)
)
# A till begins with an entry of its own; a receipt may come from a folder without it.
_BEGUN = (
    select(till.c.office, func.min(till.c.day))
    .where(
        till.c.office.in_(bindparam("offices", expanding=True)),
        till.c.training == 0,
    )
    .group_by(till.c.office)
)
_FIRST_RECEIPT = (
    select(receipt.c.day)
    .where(receipt.c.office == bindparam("office"), _REAL)
    .order_by(receipt.c.day)
    .limit(1)
)


def by_time(connection: Connection, scope: Scope) -> Iterator[TimeSales]:
    """Yield receipts and refunds by office, till, day and hour."""
    return (TimeSales(*row) for row in rows(connection, _BY_TIME, scope))


def by_line(connection: Connection, scope: Scope) -> Iterator[LineSum]:
    """Yield lines by day, family, third party and VAT rate."""
    return (LineSum(*row) for row in rows(connection, _BY_LINE, scope))


def best_sellers(connection: Connection, scope: Scope, most: int) -> Iterator[ProductSum]:
    """Yield the articles of which most pieces were sold, net of what came back."""
    if scope.offices:
        for row in connection.execute(_BEST, {**scope.parameters, "most": most}):
            yield ProductSum(*row)


def payments(connection: Connection, scope: Scope) -> Iterator[PaymentSum]:
    """Yield what was paid by each method, as it was typed."""
    return (PaymentSum(*row) for row in rows(connection, _PAYMENTS, scope))


def corrections(connection: Connection, scope: Scope) -> Iterator[Correction]:
    """Yield the corrections of payments that were made in the scope."""
    return (Correction(*row) for row in rows(connection, _CORRECTIONS, scope))


def zs(connection: Connection, scope: Scope) -> Iterator[ZRecord]:
    """Yield the Zs of the scope's days, whenever they were made."""
    return (ZRecord(*row) for row in rows(connection, _ZS, scope))


def linked_origins(connection: Connection, scope: Scope) -> Iterator[LinkedSum]:
    """Yield the turnover of receipts with an accueil, by its origin."""
    return (LinkedSum(*row) for row in rows(connection, _BY_ORIGIN, scope))


def linked_demands(connection: Connection, scope: Scope) -> Iterator[LinkedDemand]:
    """Yield the turnover of receipts with an accueil, by what it asked."""
    return (LinkedDemand(*row) for row in rows(connection, _BY_DEMAND, scope))


def by_month(connection: Connection, scope: Scope) -> Iterator[OfficeMonth]:
    """Yield the turnover of each office's month in the scope."""
    return (OfficeMonth(*row) for row in rows(connection, _BY_MONTH, scope))


def published(
    connection: Connection, scope: Scope, measure: str, unit: str
) -> dict[tuple[str, date], Cents]:
    """Return the imported totals of the months from the scope's first to its last."""
    if not scope.offices:
        return {}
    values = {
        "offices": list(scope.offices),
        "first": scope.first.isoformat()[:7],
        "last": scope.last.isoformat()[:7],
        "measure": measure,
        "unit": unit,
    }
    found = connection.execute(_PUBLISHED, values)
    return {(office, date.fromisoformat(f"{month}-01")): int(v) for office, month, v in found}


def begun(connection: Connection, offices: tuple[str, ...]) -> dict[str, date]:
    """Return since when each office has sold; an office that never did is left out."""
    if not offices:
        return {}
    starts = connection.execute(_BEGUN, {"offices": list(offices)})
    found: dict[str, str] = {row.office: row[1] for row in starts}
    days: dict[str, date] = {}
    for office in offices:
        first = connection.execute(_FIRST_RECEIPT, {"office": office}).scalar()
        known = [day for day in (found.get(office), first) if day is not None]
        if known:
            days[office] = date.fromisoformat(min(known))
    return days
