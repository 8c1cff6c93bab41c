"""Beginning a shop with the starter catalogue."""

from __future__ import annotations

from datetime import date

from otdesk.domain.catalogue import Price
from otdesk.domain.changes import Changes
from otdesk.services.shop import catalogue
from otdesk.store.starter_catalogue import StarterCatalogue
from otdesk.store.transaction import Transaction


def put_starter(transaction: Transaction, starter: StarterCatalogue, since: date) -> Changes:
    """Record families, suppliers, products, and their prices from `since` on.

    Records are known by their codes: taken twice, the list changes nothing twice, and what an
    office corrected meanwhile becomes the list's again.
    """
    for family in starter.families:
        catalogue.put_family(transaction, family)
    for supplier in starter.suppliers:
        catalogue.put_supplier(transaction, supplier)
    for product, cents in starter.products:
        catalogue.put_product(transaction, product)
        catalogue.set_price(transaction, Price(product.code, since, cents))
    return transaction.changes
