"""Moving the stock: deliveries, transfers, inventories, losses, free and internal use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count

from sqlalchemy import Connection, select

from otdesk.domain.changes import Changes
from otdesk.domain.money import Thousandths
from otdesk.domain.stock import Cause, StockDocument, inventory_line
from otdesk.services.shop import catalogue
from otdesk.store import shop_tables
from otdesk.store.shop_records import stock_document_payload
from otdesk.store.stock_levels import levels
from otdesk.store.transaction import Transaction


def record(transaction: Transaction, document: StockDocument) -> Changes:
    """Record what moves the stock. Raises DataFault where the document cannot be."""
    document.check()
    transaction.put("stock_document", stock_document_payload(document))
    return transaction.changes


def keep_costs(transaction: Transaction, document: StockDocument) -> Changes:
    """Note what a delivery cost as the purchase price of its products from now on."""
    for line in document.lines:
        product = catalogue.find_product(transaction, line.product)
        if product is not None and line.cost is not None and line.cost != product.cost:
            catalogue.put_product(transaction, replace(product, cost=line.cost))
    return transaction.changes


def send(transaction: Transaction, document: StockDocument) -> Changes:
    """Record goods that leave for another office, under a reference that the other one can type.

    `PDM-20220720-1`: office, day, and the first number that is free.
    """
    if document.reference:
        return record(transaction, document)
    table = shop_tables.stock_document
    taken = set(
        transaction.connection.execute(
            select(table.c.reference).where(
                table.c.office == document.office,
                table.c.day == document.day.isoformat(),
                table.c.kind == Cause.TRANSFER_OUT.value,
            )
        ).scalars()
    )
    start = f"{document.office}-{document.day:%Y%m%d}-"
    number = next(n for n in count(1) if f"{start}{n}" not in taken)
    return record(transaction, replace(document, reference=f"{start}{number}"))


def take_inventory(
    transaction: Transaction,
    office: str,
    day: date,
    counted: Mapping[str, Thousandths],
    *,
    note: str = "",
) -> Changes:
    """Record what was counted of some products; the ledger takes the differences.

    What the ledger expects is read in the same transaction: a sale made meanwhile is not lost.
    """
    expected = on_hand(transaction.connection, office, tuple(counted))
    lines = tuple(
        inventory_line(product, expected.get(product, 0), pieces)
        for product, pieces in sorted(counted.items())
    )
    return record(transaction, StockDocument(office, day, Cause.INVENTORY, lines, note=note))


def on_hand(
    connection: Connection, office: str, products: tuple[str, ...]
) -> dict[str, Thousandths]:
    """Return how many pieces of some products the ledger says an office has."""
    known = levels(connection, office)
    return {product: known[product] for product in products if product in known}


def void(transaction: Transaction, uid: str, office: str, day: date, motive: str) -> Changes:
    """Void a document that was typed wrong, with a motive: its pieces go back."""
    transaction.void("stock_document", uid, motive, office=office, day=day)
    return transaction.changes
