"""Changing prices: the one place that every screen goes through.

A till notes each change in its own journal (`services.till.events`): its call belongs here.
"""

from __future__ import annotations

from collections.abc import Iterable

from otdesk.domain.catalogue import Price
from otdesk.domain.changes import Changes
from otdesk.services.shop import catalogue
from otdesk.store.transaction import Transaction


def change_prices(transaction: Transaction, prices: Iterable[Price]) -> Changes:
    """Record prices from their days on; one that is in the catalogue already changes nothing."""
    for price in prices:
        catalogue.set_price(transaction, price)
    return transaction.changes
