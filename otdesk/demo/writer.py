"""Write a year's entries through the same transaction and projections as counter and till."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from otdesk.demo.entries import DemoEntry
from otdesk.journal.canonical import Payload
from otdesk.services.till.post import TillPost
from otdesk.store.store import SYSTEM, Store
from otdesk.store.transaction import Transaction


def write(store: Store, entries: Iterable[DemoEntry]) -> int:
    """Record the entries in their order, each with its own instant and author; count them."""
    with store.writing(SYSTEM) as transaction:
        return sum(
            transaction.put_many(kind, _as_recorded(transaction, group))
            for kind, group in groupby(entries, key=lambda entry: entry.kind)
        )


def write_till(store: Store, post: TillPost, entries: Iterable[DemoEntry]) -> int:
    """Record what a till did in its own stream, signed, as `write` does; count the entries."""
    with store.writing(SYSTEM) as transaction:

        def recorded() -> Iterator[tuple[str, str, Payload]]:
            for entry in entries:
                transaction.continue_as(entry.author, entry.moment)
                yield entry.kind, entry.uid, entry.payload

        return transaction.put_signed_many(post.stream, post.key, recorded())


def _as_recorded(
    transaction: Transaction, entries: Iterable[DemoEntry]
) -> Iterator[tuple[str, Payload]]:
    for entry in entries:
        transaction.continue_as(entry.author, entry.moment)
        yield entry.uid, entry.payload
