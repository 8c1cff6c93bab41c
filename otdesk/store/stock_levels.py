"""What is left of each product in each office: the ledger's sums, kept up as it is written.

A level is a function of the ledger alone: it has a row while the ledger names its product, zero
included, so that a table made again from the journal is the same whatever was voided meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from otdesk.domain.money import Thousandths
from otdesk.store.driver import insert_by
from otdesk.store.shop_tables import stock_document, stock_level, stock_line, stock_move


def _adding(added: sqlite.Insert | postgresql.Insert) -> Insert:
    return added.on_conflict_do_update(
        index_elements=[stock_level.c.office, stock_level.c.product],
        set_={"quantity": stock_level.c.quantity + added.excluded.quantity},
    )


# SQLAlchemy spells the same words for each of them.
_ADD = {
    "sqlite": _adding(sqlite.insert(stock_level)),
    "postgresql": _adding(postgresql.insert(stock_level)),
}
_MOVES_OF = select(stock_move.c.office, stock_move.c.product, stock_move.c.quantity).where(
    stock_move.c.parent_uid == bindparam("of_uid")
)
_FORGET = delete(stock_level).where(
    stock_level.c.office == bindparam("of_office"),
    stock_level.c.product == bindparam("of_product"),
    ~exists().where(
        stock_move.c.office == stock_level.c.office,
        stock_move.c.product == stock_level.c.product,
        stock_move.c.parent_uid != bindparam("of_uid"),
    ),
)
_LEVELS = select(stock_level.c.product, stock_level.c.quantity).where(
    stock_level.c.office == bindparam("of_office")
)

_DOCUMENTED = (
    select(stock_line.c.product)
    .distinct()
    .select_from(stock_document.join(stock_line, stock_line.c.document_uid == stock_document.c.uid))
    .where(
        stock_document.c.office == bindparam("of_office"),
        stock_document.c.void_reason.is_(None),
        stock_line.c.product.in_(bindparam("of_products", expanding=True)),
    )
)


def levels(connection: Connection, office: str) -> dict[str, Thousandths]:
    """Return what is left in an office of each product that its ledger names."""
    rows = connection.execute(_LEVELS, {"of_office": office})
    return {product: int(quantity) for product, quantity in rows}


def known_levels(connection: Connection, office: str) -> dict[str, Thousandths]:
    """Return what is left of what was ever delivered or counted in an office.

    Sales alone tell what went, and not what is left. They only ever take away: what is above zero
    came by a document.
    """
    found = levels(connection, office)
    doubtful = [product for product, quantity in found.items() if quantity <= 0]
    if not doubtful:
        return found
    rows = connection.execute(_DOCUMENTED, {"of_office": office, "of_products": doubtful})
    documented = set(rows.scalars())
    return {
        product: quantity
        for product, quantity in found.items()
        if quantity > 0 or product in documented
    }


def add_moves(connection: Connection, moves: Iterable[Mapping[str, Any]]) -> None:
    """Count moves that were just written to the ledger."""
    _add(connection, ((m["office"], m["product"], m["quantity"]) for m in moves))


def take_moves_back(connection: Connection, uid: str) -> None:
    """Uncount the moves of a record, which are about to leave the ledger."""
    moves = [tuple(row) for row in connection.execute(_MOVES_OF, {"of_uid": uid})]
    _add(connection, ((office, product, -quantity) for office, product, quantity in moves))
    for office, product in {move[:2] for move in moves}:
        connection.execute(_FORGET, {"of_office": office, "of_product": product, "of_uid": uid})


def _add(connection: Connection, moves: Iterable[tuple[str, str, Thousandths]]) -> None:
    sums: dict[tuple[str, str], Thousandths] = {}
    for office, product, quantity in moves:
        key = office, product
        sums[key] = sums.get(key, 0) + quantity
    insert_by(
        connection,
        _ADD[connection.dialect.name],
        [
            {"office": office, "product": product, "quantity": quantity}
            for (office, product), quantity in sums.items()
        ],
    )
