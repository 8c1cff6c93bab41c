"""Write a year's entries through the same transaction and projections as counter and till."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from otdesk.demo.entries import DemoEntry
from otdesk.journal.canonical import Payload
from otdesk.services.till.post import TillPost
from otdesk.store.store import SYSTEM, Store
from otdesk.store.transaction import Transaction

_SLIP = "bank_deposit"


def write(store: Store, entries: Iterable[DemoEntry]) -> int:
    """Record the entries in their order, each with its own instant and author; count them."""
    with store.writing(SYSTEM) as transaction:
        return _put(transaction, entries)


def write_season(
    store: Store, post: TillPost, desk: Iterable[DemoEntry], till: Sequence[DemoEntry]
) -> int:
    """Record an office's season and its till's, signed in its own stream; count the entries.

    The till is written as far as the next slip for the bank, then the slip: a slip takes the
    cheques that were recorded before it, by their place in the journal.
    """
    count = written = 0
    with store.writing(SYSTEM) as transaction:
        for part in _to_each_slip(desk):
            if part[0].kind == _SLIP:
                until = bisect_right(till, part[0].moment, key=lambda entry: entry.moment)
                count += _put_till(transaction, post, till[written:until])
                written = until
            count += _put(transaction, part)
        return count + _put_till(transaction, post, till[written:])


def _to_each_slip(entries: Iterable[DemoEntry]) -> Iterator[list[DemoEntry]]:
    """Part the entries so that each slip begins a part."""
    part: list[DemoEntry] = []
    for entry in entries:
        if entry.kind == _SLIP and part:
            yield part
            part = []
        part.append(entry)
    if part:
        yield part


def _put(transaction: Transaction, entries: Iterable[DemoEntry]) -> int:
    return sum(
        transaction.put_many(kind, _as_recorded(transaction, group))
        for kind, group in groupby(entries, key=lambda entry: entry.kind)
    )


def _put_till(transaction: Transaction, post: TillPost, entries: Iterable[DemoEntry]) -> int:
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
