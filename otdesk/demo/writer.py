"""Write a year's entries through the same transaction and projections as the counter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from otdesk.demo.entries import DemoEntry
from otdesk.journal.canonical import Payload
from otdesk.store.store import SYSTEM, Store
from otdesk.store.transaction import Transaction


def write(store: Store, entries: Iterable[DemoEntry]) -> int:
    """Record the entries in their order, each with its own instant and author; count them."""
    with store.writing(SYSTEM) as transaction:
        return sum(
            transaction.put_many(kind, _as_recorded(transaction, group))
            for kind, group in groupby(entries, key=lambda entry: entry.kind)
        )


def _as_recorded(
    transaction: Transaction, entries: Iterable[DemoEntry]
) -> Iterator[tuple[str, Payload]]:
    for entry in entries:
        transaction.continue_as(entry.author, entry.moment)
        yield entry.uid, entry.payload
