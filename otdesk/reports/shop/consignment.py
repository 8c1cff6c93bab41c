"""What is owed to who leaves goods on consignment (« dépôt-vente »): sold, given back, left.

Prices include the tax; quantities are thousandths, amounts cents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.catalogue import Product, Supplier
from otdesk.domain.money import Cents, Thousandths, rounded
from otdesk.domain.period import Period
from otdesk.domain.stock import Cause
from otdesk.reports.queries import shop_stock
from otdesk.reports.queries.scope import Scope

_BASIS = 10_000
_BEFORE = "before"


@dataclass(frozen=True, slots=True)
class ConsignmentLine:
    """One article over the period.

    `sold` is net of what customers brought back (`refunded`, positive). `received` came from the
    supplier and `returned` went back to it. `other` is what came or went otherwise (transfers,
    losses, inventories), so that `opening + received - returned + moved + other == remaining`,
    where `moved` (negative) left by sales less what was put back on the shelf.
    """

    product: str
    label: str
    opening: Thousandths
    received: Thousandths
    sold: Thousandths
    refunded: Thousandths
    moved: Thousandths
    returned: Thousandths
    other: Thousandths
    remaining: Thousandths
    amount_cents: Cents
    due_cents: Cents


@dataclass(frozen=True, slots=True)
class ConsignmentStatement:
    """What one supplier is owed for a period; the lines' dues add up to `due_cents`."""

    supplier: Supplier
    period: Period
    offices: tuple[str, ...]
    lines: tuple[ConsignmentLine, ...]
    amount_cents: Cents
    due_cents: Cents

    @property
    def sold(self) -> Thousandths:
        """Return the pieces sold, net of what came back."""
        return sum(line.sold for line in self.lines)

    @property
    def returned(self) -> Thousandths:
        """Return the pieces that went back to the supplier."""
        return sum(line.returned for line in self.lines)

    @property
    def remaining(self) -> Thousandths:
        """Return the pieces left at the end of the period."""
        return sum(line.remaining for line in self.lines)


@dataclass(slots=True)
class _Tally:
    """What was sold of one article, added to while rows come in."""

    sold: Thousandths = 0
    refunded: Thousandths = 0
    amount: Cents = 0
    label: str = ""


@dataclass(slots=True)
class _Reading:
    sales: dict[tuple[str, str], _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    moves: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def read_consignment(
    connection: Connection, offices: Sequence[str], period: Period
) -> tuple[ConsignmentStatement, ...]:
    """Return the statement of each consignment supplier, by name; one that sold nothing too.

    What was sold is the supplier's that the receipt names, at the share that is agreed today.
    """
    scope = Scope.of(offices, period)
    suppliers = [s for s in shop_stock.suppliers(connection) if s.consignment]
    products = shop_stock.products(connection)
    reading = _Reading()
    for sale in shop_stock.supplier_sales(connection, scope, [s.code for s in suppliers]):
        tally = reading.sales[sale.supplier, sale.product]
        tally.sold += sale.quantity
        tally.amount += sale.amount
        tally.label = sale.label
        if sale.refund:
            tally.refunded -= sale.quantity
    theirs = {s.code: _theirs(s.code, products, reading) for s in suppliers}
    codes = [code for codes in theirs.values() for code in codes]
    first, last = period.first, period.last
    for move in shop_stock.moves_until(connection, scope.offices, codes, last):
        cause = _BEFORE if date.fromisoformat(move.day) < first else move.cause
        reading.moves[move.product][cause] += move.quantity
    return tuple(
        _statement(supplier, period, scope.offices, theirs[supplier.code], products, reading)
        for supplier in sorted(suppliers, key=lambda s: (s.name, s.code))
    )


def _theirs(supplier: str, products: dict[str, Product], reading: _Reading) -> list[str]:
    """Return the articles of a supplier: those it has now, and those that receipts say it had."""
    now = {p.code for p in products.values() if p.supplier == supplier and p.has_stock}
    sold = {product for of, product in reading.sales if of == supplier}
    return sorted(now | sold)


def _statement(  # noqa: PLR0917 - what a statement is made of
    supplier: Supplier,
    period: Period,
    offices: tuple[str, ...],
    codes: Sequence[str],
    products: dict[str, Product],
    reading: _Reading,
) -> ConsignmentStatement:
    lines: list[ConsignmentLine] = []
    amount = due = 0
    share = supplier.consignment_basis_points
    for code in codes:
        tally = reading.sales.get((supplier.code, code), _Tally())
        moves = reading.moves.get(code, Counter())
        if not tally.label and not any(moves.values()):
            continue
        before, amount = due, amount + tally.amount
        # Cumulative, so that the lines add up to the share of the whole, refunds included.
        due = rounded(amount * share, _BASIS)
        label = products[code].label if code in products else tally.label
        lines.append(_line(code, label, tally, moves, due - before))
    return ConsignmentStatement(supplier, period, offices, tuple(lines), amount, due)


def _line(code: str, label: str, tally: _Tally, moves: Counter[str], due: Cents) -> ConsignmentLine:
    opening = moves[_BEFORE]
    received = moves[Cause.DELIVERY.value]
    returned = -moves[Cause.RETURN.value]
    moved = moves[Cause.SALE.value] + moves[Cause.REFUND.value]
    remaining = sum(moves.values())
    return ConsignmentLine(
        product=code,
        label=label,
        opening=opening,
        received=received,
        sold=tally.sold,
        refunded=tally.refunded,
        moved=moved,
        returned=returned,
        other=remaining - opening - received + returned - moved,
        remaining=remaining,
        amount_cents=tally.amount,
        due_cents=due,
    )
