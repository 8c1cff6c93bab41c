"""What an office sells on a day, and the rules of sale then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from otdesk.domain.catalogue import Article, Catalogue
from otdesk.domain.money import Cents
from otdesk.domain.shop_terms import ShopTerms, terms_on
from otdesk.store import shop_tables
from otdesk.store.shop_records import family_of, product_of, shop_terms_of, supplier_of
from otdesk.store.stock_levels import levels


def read_catalogue(connection: Connection, office: str, day: date) -> Catalogue:
    """Return every product, its price on that day and what is left of it in the office.

    Retired products are in it too: an old receipt names them.
    """
    prices = _prices(connection, day)
    stock = levels(connection, office)
    products = [product_of(row) for row in _standing(connection, shop_tables.product)]
    # The head office has a family of one code from each office: it is one family.
    families = {
        family.code: family for family in map(family_of, _standing(connection, shop_tables.family))
    }.values()
    suppliers = [supplier_of(row) for row in _standing(connection, shop_tables.supplier)]
    return Catalogue(
        office=office,
        day=day,
        articles={
            product.code: Article(
                product,
                prices.get(product.code),
                stock.get(product.code, 0) if product.has_stock else None,
            )
            for product in products
        },
        families=tuple(sorted(families, key=lambda family: (family.position, family.label))),
        suppliers={supplier.code: supplier for supplier in suppliers},
    )


def read_terms(connection: Connection, day: date) -> ShopTerms:
    """Return the rules of sale in force on a day."""
    return terms_on(day, all_terms(connection))


def all_terms(connection: Connection) -> tuple[ShopTerms, ...]:
    """Return the rules of sale of every day that any were set from."""
    return tuple(shop_terms_of(row) for row in _standing(connection, shop_tables.shop_terms))


def _standing(connection: Connection, table: Table) -> list[Mapping[str, Any]]:
    rows = connection.execute(select(table).where(table.c.void_reason.is_(None)))
    return [dict(row) for row in rows.mappings()]


def _prices(connection: Connection, day: date) -> dict[str, Cents]:
    table = shop_tables.price
    rows = connection.execute(
        select(table.c.product, table.c.cents)
        .where(table.c.since <= day.isoformat(), table.c.void_reason.is_(None))
        .order_by(table.c.since, table.c.uid)
    )
    # The last one of each product is the price in force.
    return {row.product: row.cents for row in rows}
