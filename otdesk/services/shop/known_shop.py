"""What a catalogue holds already, as a spreadsheet or a form must find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.catalogue import Family, Product, Supplier
from otdesk.domain.money import Cents
from otdesk.store.catalogue_rows import catalogue_rows, prices_in_force
from otdesk.store.siege_records import office_here


@dataclass(frozen=True, slots=True)
class KnownShop:
    """Products, families and suppliers by code, and the prices in force on a day.

    `managed` are the codes of the products that the siège manages, `priced` those that it gave a
    price, `managed_suppliers` those of its suppliers: an office changes none of them.
    """

    since: date
    products: Mapping[str, Product] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)
    suppliers: Mapping[str, Supplier] = field(default_factory=dict)
    prices: Mapping[str, Cents] = field(default_factory=dict)
    managed: frozenset[str] = frozenset()
    priced: frozenset[str] = frozenset()
    managed_suppliers: frozenset[str] = frozenset()


def known_shop(connection: Connection, since: date) -> KnownShop:
    """Return what the catalogue holds; retired products too, since their codes are taken."""
    rows = catalogue_rows(connection, office_here(connection))
    return KnownShop(
        since=since,
        products=rows.products,
        families=rows.families,
        suppliers=rows.suppliers,
        prices=prices_in_force(connection, since),
        managed=rows.managed,
        priced=rows.priced,
        managed_suppliers=rows.managed_suppliers,
    )
