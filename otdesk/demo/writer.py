"""Write a year's entries through the same transaction and projections as counter and till."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

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


class SeasonWriter:
    """Writes an office's season and its till's, part by part, in the order of their instants.

    `begin` begins the till, which signs in its own stream, before its first entry. `declares` are
    the initials of who answers for the office's months.
    """

    def __init__(
        self,
        desk: Sequence[DemoEntry],
        till: Sequence[DemoEntry],
        begin: Callable[[Store], TillPost],
        declares: str,
    ) -> None:
        self._desk = list(desk)
        self._till = list(till)
        self._begin = begin
        self._post: TillPost | None = None
        self.declares = declares

    def take_out(self, kind: str, first: date, last: date) -> list[DemoEntry]:
        """Return what was to come of a kind on some days, both included: another writes it."""
        days = {first.isoformat(), last.isoformat()}
        taken = [
            entry
            for entry in self._desk
            if entry.kind == kind and min(days) <= str(entry.payload["day"]) <= max(days)
        ]
        gone = {entry.uid for entry in taken}
        self._desk = [entry for entry in self._desk if entry.uid not in gone]
        return taken

    def write_until(self, store: Store, moment: datetime) -> int:
        """Record what was recorded until an instant; count the entries.

        The till is written as far as the next slip for the bank, then the slip: a slip takes the
        cheques that were recorded before it, by their place in the journal.
        """
        desk, self._desk = _parted(self._desk, moment)
        till, self._till = _parted(self._till, moment)
        count = written = 0
        if till and self._post is None:
            self._post = self._begin(store)
            # The till's own beginning is an entry too.
            count += 1
        with store.writing(SYSTEM) as transaction:
            for part in _to_each_slip(desk):
                if part[0].kind == _SLIP:
                    until = bisect_right(till, part[0].moment, key=_moment)
                    count += self._put_till(transaction, till[written:until])
                    written = until
                count += _put(transaction, part)
            return count + self._put_till(transaction, till[written:])

    def _put_till(self, transaction: Transaction, entries: Sequence[DemoEntry]) -> int:
        if not entries or self._post is None:
            return 0
        recorded = _as_recorded(transaction, entries)
        return transaction.put_signed_many(self._post.stream, self._post.key, recorded)


def _moment(entry: DemoEntry) -> datetime:
    return entry.moment


def _parted(entries: list[DemoEntry], moment: datetime) -> tuple[list[DemoEntry], list[DemoEntry]]:
    until = bisect_right(entries, moment, key=_moment)
    return entries[:until], entries[until:]


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
    return transaction.put_mixed_many(_as_recorded(transaction, entries))


def _as_recorded(
    transaction: Transaction, entries: Iterable[DemoEntry]
) -> Iterator[tuple[str, str, Payload]]:
    for entry in entries:
        transaction.continue_as(entry.author, entry.moment)
        yield entry.kind, entry.uid, entry.payload
