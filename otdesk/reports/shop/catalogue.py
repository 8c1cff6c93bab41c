"""What an office sells on a day, and the rules of sale then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from otdesk.domain.catalogue import Article, Catalogue
from otdesk.domain.shop_terms import ShopTerms, terms_on
from otdesk.store import shop_tables
from otdesk.store.catalogue_rows import catalogue_rows, prices_in_force
from otdesk.store.database_file import SIEGE_OFFICE
from otdesk.store.shop_records import shop_terms_of
from otdesk.store.stock_levels import known_levels


def read_catalogue(connection: Connection, office: str, day: date) -> Catalogue:
    """Return every product, its price on that day and what is left of it in the office.

    Retired products are in it too: an old receipt names them. The siège's own catalogue is what
    it manages; that of one of its offices has all that the offices sell. An article that
    was never delivered nor counted has no known stock, which is not the same as none left.
    """
    everyone = office != SIEGE_OFFICE
    prices = prices_in_force(connection, day, everyone=everyone)
    stock = known_levels(connection, office)
    rows = catalogue_rows(connection, office, everyone=everyone)
    return Catalogue(
        office=office,
        day=day,
        articles={
            code: Article(
                product,
                prices.get(code),
                # The siège sells nothing: there is no stock of its own to run out of.
                stock.get(code) if product.has_stock and everyone else None,
                managed=code in rows.managed,
                price_managed=code in rows.priced,
            )
            for code, product in rows.products.items()
        },
        families=tuple(
            sorted(rows.families.values(), key=lambda family: (family.position, family.label))
        ),
        suppliers=rows.suppliers,
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
