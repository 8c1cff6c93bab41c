"""Money that is held for third parties: collected, paid over, still owed. It is never turnover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.money import Cents, Thousandths
from otdesk.domain.period import Period
from otdesk.domain.receipts import PaymentMethod
from otdesk.reports.queries import shop_stock
from otdesk.reports.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class HeldLine:
    """What was collected of one article (a fishing card…), net of what was given back."""

    product: str
    label: str
    quantity: Thousandths
    cents: Cents


@dataclass(frozen=True, slots=True)
class HeldPaymentRow:
    """One payment to the third party."""

    day: date
    office: str
    cents: Cents
    method: PaymentMethod
    note: str


@dataclass(frozen=True, slots=True)
class HeldStatement:
    """The account of one third party: `owed_before + collected - paid == owed`."""

    third_party: str
    name: str
    period: Period
    offices: tuple[str, ...]
    owed_before_cents: Cents
    collected_cents: Cents
    paid_cents: Cents
    lines: tuple[HeldLine, ...]
    payments: tuple[HeldPaymentRow, ...]

    @property
    def owed_cents(self) -> Cents:
        """Return what is still owed at the end of the period."""
        return self.owed_before_cents + self.collected_cents - self.paid_cents

    @property
    def quantity(self) -> Thousandths:
        """Return the pieces sold for the third party."""
        return sum(line.quantity for line in self.lines)


def read_held(
    connection: Connection, offices: Sequence[str], period: Period
) -> tuple[HeldStatement, ...]:
    """Return the account of each third party with anything collected, paid or owed, by name."""
    scope = Scope.of(offices, period)
    names = {s.code: s.name for s in shop_stock.suppliers(connection)}
    products = shop_stock.products(connection)
    before: dict[str, Cents] = defaultdict(int)
    lines: dict[str, list[HeldLine]] = defaultdict(list)
    payments: dict[str, list[HeldPaymentRow]] = defaultdict(list)
    for row in shop_stock.held_before(connection, scope):
        before[row.third_party] += row.cents
    for sold in shop_stock.held_sales(connection, scope):
        product = products.get(sold.product)
        label = sold.label if product is None else product.label
        lines[sold.third_party].append(HeldLine(sold.product, label, sold.quantity, sold.cents))
    for paid in shop_stock.held_payments(connection, scope):
        payments[paid.third_party].append(
            HeldPaymentRow(
                date.fromisoformat(paid.day),
                paid.office,
                paid.cents,
                PaymentMethod(paid.method),
                paid.note,
            )
        )
    known = {code for code, cents in before.items() if cents} | set(lines) | set(payments)
    return tuple(
        HeldStatement(
            third_party=code,
            name=names.get(code, code),
            period=period,
            offices=scope.offices,
            owed_before_cents=before.get(code, 0),
            collected_cents=sum(line.cents for line in lines.get(code, ())),
            paid_cents=sum(payment.cents for payment in payments.get(code, ())),
            lines=tuple(sorted(lines.get(code, ()), key=lambda line: (line.label, line.product))),
            payments=tuple(payments.get(code, ())),
        )
        for code in sorted(known, key=lambda code: (names.get(code, code), code))
    )
