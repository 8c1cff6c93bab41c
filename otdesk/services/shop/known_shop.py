"""What a catalogue holds already, as a spreadsheet or a form must find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from otdesk.domain.catalogue import Family, Product, Supplier
from otdesk.domain.money import Cents
from otdesk.store import shop_tables
from otdesk.store.shop_records import family_of, product_of, supplier_of


@dataclass(frozen=True, slots=True)
class KnownShop:
    """Products, families and suppliers by code, and the prices in force on a day."""

    since: date
    products: Mapping[str, Product] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)
    suppliers: Mapping[str, Supplier] = field(default_factory=dict)
    prices: Mapping[str, Cents] = field(default_factory=dict)


def known_shop(connection: Connection, since: date) -> KnownShop:
    """Return what the catalogue holds; retired products too, since their codes are taken."""
    price = shop_tables.price
    prices = connection.execute(
        select(price.c.product, price.c.cents)
        .where(price.c.since <= since.isoformat(), price.c.void_reason.is_(None))
        .order_by(price.c.since, price.c.uid)
    )
    return KnownShop(
        since=since,
        products={row["code"]: product_of(row) for row in _rows(connection, shop_tables.product)},
        families={row["code"]: family_of(row) for row in _rows(connection, shop_tables.family)},
        suppliers={
            row["code"]: supplier_of(row) for row in _rows(connection, shop_tables.supplier)
        },
        # The last one of each product is the price in force.
        prices={row.product: row.cents for row in prices},
    )


def _rows(connection: Connection, table: Table) -> list[Mapping[str, Any]]:
    rows = connection.execute(
        select(table).where(table.c.void_reason.is_(None)).order_by(table.c.code)
    )
    return [dict(row) for row in rows.mappings()]
