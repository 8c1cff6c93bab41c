"""Moving the stock: deliveries, transfers, inventories, losses, free and internal use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from otdesk.domain.changes import Changes
from otdesk.domain.money import Thousandths
from otdesk.domain.stock import Cause, StockDocument, inventory_line
from otdesk.store import shop_tables
from otdesk.store.shop_records import stock_document_payload
from otdesk.store.transaction import Transaction


def record(transaction: Transaction, document: StockDocument) -> Changes:
    """Record what moves the stock. Raises DataFault where the document cannot be."""
    document.check()
    transaction.put("stock_document", stock_document_payload(document))
    return transaction.changes


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
        inventory_line(product, expected.get(product, 0), count)
        for product, count in sorted(counted.items())
    )
    return record(transaction, StockDocument(office, day, Cause.INVENTORY, lines, note=note))


def on_hand(
    connection: Connection, office: str, products: tuple[str, ...]
) -> dict[str, Thousandths]:
    """Return how many pieces of some products the ledger says an office has."""
    move = shop_tables.stock_move
    rows = connection.execute(
        select(move.c.product, func.sum(move.c.quantity))
        .where(move.c.office == office, move.c.product.in_(products))
        .group_by(move.c.product)
    )
    return {product: int(quantity) for product, quantity in rows}


def void(transaction: Transaction, uid: str, office: str, day: date, motive: str) -> Changes:
    """Void a document that was typed wrong, with a motive: its pieces go back."""
    transaction.void("stock_document", uid, motive, office=office, day=day)
    return transaction.changes
