"""The catalogue as a folder's tables hold it: one row for each code, whoever wrote it.

An office has what it wrote and what the siège sent, and the siège's counts (`siege_records`). In
the siège's folder lie the catalogues of all its offices too: a report reads them with its own
(`everyone`), whoever edits sees the siège's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from otdesk.domain.catalogue import Family, OfficeChoice, Price, Product, Supplier
from otdesk.domain.money import Cents
from otdesk.store import shop_tables as tables
from otdesk.store import siege_records
from otdesk.store.shop_records import (
    family_of,
    office_article_of,
    price_of,
    product_of,
    supplier_of,
)


@dataclass(frozen=True, slots=True)
class CatalogueRows:
    """Products, families and suppliers by code.

    `managed` are the products that the siège manages, `priced` those that it gave a price,
    `managed_suppliers` its suppliers, all as an office sees them: none in the siège's own folder.
    """

    products: Mapping[str, Product] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)
    suppliers: Mapping[str, Supplier] = field(default_factory=dict)
    managed: frozenset[str] = frozenset()
    priced: frozenset[str] = frozenset()
    managed_suppliers: frozenset[str] = frozenset()


def catalogue_rows(connection: Connection, office: str, *, everyone: bool = False) -> CatalogueRows:
    """Return the catalogue of an office; retired products too, since their codes are taken.

    In the siège's folder an `office` of the network is read with its own choices.
    """
    products = _rows(connection, tables.product, everyone=everyone)
    suppliers = _rows(connection, tables.supplier, everyone=everyone)
    choices = office_choices(connection, office)
    at_siege = siege_records.is_siege(connection)
    return CatalogueRows(
        products={
            row["code"]: _as_chosen(product_of(row), choices.get(row["code"]), of_siege=of_siege)
            for row, of_siege in products
        },
        families={
            row["code"]: family_of(row)
            for row, _of_siege in _rows(connection, tables.family, everyone=everyone)
        },
        suppliers={row["code"]: supplier_of(row) for row, _of_siege in suppliers},
        managed=frozenset() if at_siege else _of_siege(products),
        priced=frozenset() if at_siege else _priced(connection),
        managed_suppliers=frozenset() if at_siege else _of_siege(suppliers),
    )


def office_choices(connection: Connection, office: str) -> dict[str, OfficeChoice]:
    """Return what an office decides of articles that the siège manages, by their codes."""
    table = tables.office_article
    rows = connection.execute(
        select(table)
        .where(table.c.office == office, table.c.void_reason.is_(None))
        .order_by(table.c.uid)
    )
    return {row["product"]: office_article_of(dict(row)) for row in rows.mappings()}


def prices_in_force(
    connection: Connection, day: date, *, everyone: bool = False
) -> dict[str, Cents]:
    """Return the price of each product on a day."""
    table = tables.price
    wanted = [
        table.c.since <= day.isoformat(),
        table.c.void_reason.is_(None),
        siege_records.counts_from_first(table, "product", "since"),
    ]
    if not everyone:
        wanted.append(siege_records.is_managed_here(table))
    rows = connection.execute(
        select(table.c.product, table.c.cents).where(*wanted).order_by(table.c.since, table.c.uid)
    )
    # The last one of each product is the price in force.
    return {row.product: row.cents for row in rows}


def standing_prices(connection: Connection) -> list[Price]:
    """Return every price that counts in this folder, past and to come, in their order."""
    table = tables.price
    rows = connection.execute(
        select(table)
        .where(
            table.c.void_reason.is_(None),
            siege_records.counts_from_first(table, "product", "since"),
            siege_records.is_managed_here(table),
        )
        .order_by(table.c.since, table.c.uid)
    )
    return [price_of(dict(row)) for row in rows.mappings()]


def _of_siege(rows: Iterable[tuple[Mapping[str, Any], bool]]) -> frozenset[str]:
    return frozenset(row["code"] for row, of_siege in rows if of_siege)


def _priced(connection: Connection) -> frozenset[str]:
    table = tables.price
    return frozenset(
        connection.execute(
            select(table.c.product)
            .where(table.c.void_reason.is_(None), siege_records.of_siege(table))
            .distinct()
        ).scalars()
    )


def _as_chosen(product: Product, choice: OfficeChoice | None, *, of_siege: bool) -> Product:
    return choice.applied(product) if of_siege and choice is not None else product


def _rows(
    connection: Connection, table: Table, *, everyone: bool
) -> list[tuple[Mapping[str, Any], bool]]:
    """Return the rows that count, in the order of their codes, and whether they are the siège's."""
    wanted = [table.c.void_reason.is_(None), siege_records.counts(table, "code")]
    if not everyone:
        wanted.append(siege_records.is_managed_here(table))
    rows = connection.execute(
        select(table, siege_records.of_siege(table).label("of_siege"))
        .where(*wanted)
        .order_by(table.c.code, table.c.uid)
    )
    return [(dict(row), bool(row["of_siege"])) for row in rows.mappings()]
