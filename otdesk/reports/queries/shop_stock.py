"""The shop's lists and ledgers: products and suppliers, stock moves, goods sold for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, select

from otdesk.domain.catalogue import Family, Product, Supplier
from otdesk.domain.money import Cents, Thousandths
from otdesk.domain.stock import Cause
from otdesk.reports.queries.scope import Scope, rows, within
from otdesk.store.shop_records import family_of, product_of, supplier_of
from otdesk.store.shop_tables import (
    family,
    held_payment,
    product,
    stock_document,
    stock_line,
    stock_move,
    supplier,
)
from otdesk.store.till_tables import receipt, receipt_line


class SupplierSale(NamedTuple):
    """Pieces of a supplier's article sold (`refund` 0) or brought back (1), signed."""

    supplier: str
    product: str
    refund: int
    label: str
    quantity: Thousandths
    amount: Cents


class Move(NamedTuple):
    """Pieces of a product that came or went on a day, by cause."""

    product: str
    day: str
    cause: str
    quantity: Thousandths


class InventoryLine(NamedTuple):
    """A line of an inventory, and the document (`uid`) that it stands in."""

    uid: str
    office: str
    day: str
    product: str
    quantity: Thousandths
    cost: Cents | None
    expected: Thousandths | None
    counted: Thousandths | None
    note: str


class HeldSum(NamedTuple):
    """What a third party is owed."""

    third_party: str
    cents: Cents


class HeldSale(NamedTuple):
    """What was collected of one article for a third party, net of refunds."""

    third_party: str
    product: str
    label: str
    quantity: Thousandths
    cents: Cents


class HeldPayment(NamedTuple):
    """Money that was given to a third party."""

    third_party: str
    day: str
    office: str
    cents: Cents
    method: str
    note: str


_SOLD = receipt.join(receipt_line, receipt_line.c.receipt_uid == receipt.c.uid)
_SUPPLIER_SALES = (
    select(
        receipt_line.c.supplier,
        receipt_line.c.product,
        receipt.c.refund,
        func.max(receipt_line.c.label),
        func.sum(receipt_line.c.quantity),
        func.sum(receipt_line.c.amount),
    )
    .select_from(_SOLD)
    .where(
        within(receipt),
        receipt_line.c.held_for == "",
        receipt_line.c.supplier.in_(bindparam("suppliers", expanding=True)),
    )
    .group_by(receipt_line.c.supplier, receipt_line.c.product, receipt.c.refund)
)
_MOVES = (
    select(
        stock_move.c.product,
        stock_move.c.day,
        stock_move.c.cause,
        func.sum(stock_move.c.quantity),
    )
    .where(
        stock_move.c.office.in_(bindparam("offices", expanding=True)),
        stock_move.c.product.in_(bindparam("products", expanding=True)),
        stock_move.c.day <= bindparam("last"),
    )
    .group_by(stock_move.c.product, stock_move.c.day, stock_move.c.cause)
)
_QUANTITIES = (
    select(stock_move.c.office, stock_move.c.product, func.sum(stock_move.c.quantity))
    .where(
        stock_move.c.office.in_(bindparam("offices", expanding=True)),
        stock_move.c.day <= bindparam("last"),
    )
    .group_by(stock_move.c.office, stock_move.c.product)
)
_COSTS = (
    select(stock_line.c.product, stock_line.c.cost)
    .select_from(stock_document.join(stock_line, stock_line.c.document_uid == stock_document.c.uid))
    .where(
        stock_document.c.kind == Cause.DELIVERY.value,
        stock_document.c.day <= bindparam("last"),
        stock_document.c.void_reason.is_(None),
        stock_line.c.cost.is_not(None),
    )
    .order_by(stock_document.c.day, stock_document.c.recorded_at, stock_document.c.uid)
)
_FIRST_DOCUMENTS = (
    select(stock_document.c.office, stock_line.c.product, stock_document.c.uid)
    .select_from(stock_document.join(stock_line, stock_line.c.document_uid == stock_document.c.uid))
    .where(
        stock_document.c.office.in_(bindparam("offices", expanding=True)),
        stock_document.c.day <= bindparam("last"),
        stock_document.c.void_reason.is_(None),
    )
    .order_by(
        stock_document.c.day,
        stock_document.c.recorded_at,
        # What came in the same instant came before the count.
        stock_document.c.kind == Cause.INVENTORY.value,
        stock_document.c.uid,
    )
)
_INVENTORIES = (
    select(
        stock_document.c.uid,
        stock_document.c.office,
        stock_document.c.day,
        stock_line.c.product,
        stock_line.c.quantity,
        stock_line.c.cost,
        stock_line.c.expected,
        stock_line.c.counted,
        stock_document.c.note,
    )
    .select_from(stock_document.join(stock_line, stock_line.c.document_uid == stock_document.c.uid))
    .where(within(stock_document), stock_document.c.kind == Cause.INVENTORY.value)
    .order_by(
        stock_document.c.day,
        stock_document.c.office,
        stock_document.c.recorded_at,
        stock_document.c.uid,
        stock_line.c.position,
    )
)
_HELD_COLLECTED = (
    select(receipt_line.c.held_for, func.sum(receipt_line.c.amount))
    .select_from(_SOLD)
    .where(
        receipt.c.office.in_(bindparam("offices", expanding=True)),
        receipt.c.day < bindparam("first"),
        receipt_line.c.held_for != "",
    )
    .group_by(receipt_line.c.held_for)
)
_HELD_PAID = (
    select(held_payment.c.third_party, func.sum(held_payment.c.cents))
    .where(
        held_payment.c.office.in_(bindparam("offices", expanding=True)),
        held_payment.c.day < bindparam("first"),
        held_payment.c.void_reason.is_(None),
    )
    .group_by(held_payment.c.third_party)
)
_HELD_SALES = (
    select(
        receipt_line.c.held_for,
        receipt_line.c.product,
        func.max(receipt_line.c.label),
        func.sum(receipt_line.c.quantity),
        func.sum(receipt_line.c.amount),
    )
    .select_from(_SOLD)
    .where(within(receipt), receipt_line.c.held_for != "")
    .group_by(receipt_line.c.held_for, receipt_line.c.product)
)
_HELD_PAYMENTS = (
    select(
        held_payment.c.third_party,
        held_payment.c.day,
        held_payment.c.office,
        held_payment.c.cents,
        held_payment.c.method,
        held_payment.c.note,
    )
    .where(within(held_payment))
    .order_by(held_payment.c.day, held_payment.c.uid)
)


def products(connection: Connection) -> dict[str, Product]:
    """Return every product by its code, retired ones too: an old receipt names them."""
    return {p.code: p for p in (product_of(row) for row in _standing(connection, product))}


def suppliers(connection: Connection) -> list[Supplier]:
    """Return the suppliers and third parties."""
    return [supplier_of(row) for row in _standing(connection, supplier)]


def families(connection: Connection) -> dict[str, Family]:
    """Return the families by their code."""
    return {f.code: f for f in (family_of(row) for row in _standing(connection, family))}


def _standing(connection: Connection, table: Table) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(table.c.void_reason.is_(None)))
    return [dict(row) for row in found.mappings()]


def supplier_sales(
    connection: Connection, scope: Scope, codes: Sequence[str]
) -> Iterator[SupplierSale]:
    """Yield what was sold of the goods of some suppliers."""
    values = {**scope.parameters, "suppliers": list(codes)}
    for row in connection.execute(_SUPPLIER_SALES, values):
        yield SupplierSale(*row)


def moves_until(
    connection: Connection, offices: Sequence[str], codes: Sequence[str], last: date
) -> Iterator[Move]:
    """Yield the moves of some products up to a day, by day and cause."""
    values = {"offices": list(offices), "products": list(codes), "last": last.isoformat()}
    for row in connection.execute(_MOVES, values):
        yield Move(*row)


def quantities(
    connection: Connection, offices: Sequence[str], last: date
) -> dict[tuple[str, str], Thousandths]:
    """Return what is left at the end of a day, by office and product."""
    values = {"offices": list(offices), "last": last.isoformat()}
    found = connection.execute(_QUANTITIES, values)
    return {(office, code): int(quantity) for office, code, quantity in found}


def last_costs(connection: Connection, last: date) -> dict[str, Cents]:
    """Return the purchase price that the last delivery up to a day names, by product."""
    # Deliveries come in order: the last one of each product stays.
    found = connection.execute(_COSTS, {"last": last.isoformat()})
    return {code: int(cost) for code, cost in found}


def inventories(connection: Connection, scope: Scope) -> Iterator[InventoryLine]:
    """Yield the lines of the inventories of a scope."""
    return (InventoryLine(*row) for row in rows(connection, _INVENTORIES, scope))


def first_documents(
    connection: Connection, offices: Sequence[str], last: date
) -> dict[tuple[str, str], str]:
    """Return the document that first brought or counted each (office, product) up to a day."""
    found: dict[tuple[str, str], str] = {}
    values = {"offices": list(offices), "last": last.isoformat()}
    for office, code, uid in connection.execute(_FIRST_DOCUMENTS, values):
        found.setdefault((office, code), uid)
    return found


def held_before(connection: Connection, scope: Scope) -> Iterator[HeldSum]:
    """Yield what was collected before a scope, and what was paid over (negative)."""
    values = {"offices": list(scope.offices), "first": scope.first.isoformat()}
    for code, cents in connection.execute(_HELD_COLLECTED, values):
        yield HeldSum(code, int(cents))
    for code, cents in connection.execute(_HELD_PAID, values):
        yield HeldSum(code, -int(cents))


def held_sales(connection: Connection, scope: Scope) -> Iterator[HeldSale]:
    """Yield what was collected in a scope."""
    return (HeldSale(*row) for row in rows(connection, _HELD_SALES, scope))


def held_payments(connection: Connection, scope: Scope) -> Iterator[HeldPayment]:
    """Yield what was paid over in a scope."""
    return (HeldPayment(*row) for row in rows(connection, _HELD_PAYMENTS, scope))
