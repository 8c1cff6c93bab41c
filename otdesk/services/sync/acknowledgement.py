"""What an office does once the head office says what it holds: rules 2 and 3 of the forks.

Clones and restored folders write two histories under one name. The head office holds the one that
came first; whoever wrote the other goes on in a stream of its own, and says again there what it had
said (`sync.md`, "Forks"). Saying too much is harmless: the records are known by their uid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, select

from otdesk.journal.entry import GENESIS, Head
from otdesk.store import till_tables
from otdesk.store.exchange_state import Acknowledged, acknowledged_of, note_acknowledged
from otdesk.store.instants import instant
from otdesk.store.outgoing import OwnStream, digest_at, entries_between, own_streams
from otdesk.store.store import Store
from otdesk.store.transaction import SYSTEM, Transaction

# The first entry of a stream says who writes it: it is the stream's, never said again elsewhere.
_ITS_OWN = frozenset({"folder", "stream_origin"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an acknowledgement led to.

    `new_stream` is the one that this folder goes on in, nothing where it stays in its own;
    `reissued` the entries that were said again; `ended_tills` the tills whose journal went on
    elsewhere: they sell nothing more, and a new one is to be begun.
    """

    new_stream: str
    reissued: int
    ended_tills: tuple[str, ...]


class _Verdict(NamedTuple):
    """Up to which number both say the same, and whether the rest must be said again elsewhere."""

    agreed: int
    parts: bool


def take_acknowledgement(store: Store, heads: Iterable[Head]) -> Outcome:
    """Note what the head office holds of this folder's streams, and mend what forked.

    `heads` is all that it holds of this office (`acknowledging.heads_of`): a stream that is not
    named is not there. An acknowledgement may come twice, late or out of order, and the head
    office may have been restored: what it names now counts, nothing that it named before.
    """
    ordered = sorted(heads, key=lambda head: (head.stream, head.seq))
    said = {name: tuple(group) for name, group in groupby(ordered, lambda head: head.stream)}
    with store.writing(SYSTEM) as transaction:
        outcome, ended = _settle(transaction, said)
    for head in ended:
        # From now on the till is behind what this machine knows of it: it has ended.
        store.anchors.write(head)
    return outcome


def _settle(
    transaction: Transaction, said: Mapping[str, Sequence[Head]]
) -> tuple[Outcome, list[Head]]:
    connection = transaction.connection
    till = connection.execute(select(till_tables.till_here.c.stream)).scalar_one_or_none()
    parting: list[tuple[OwnStream, int]] = []
    ended: list[Head] = []
    for own in own_streams(connection):
        heads = said.get(own.head.stream, ())
        verdict = _judge(connection, own, heads)
        if verdict.parts and not own.is_till:
            parting.append((own, verdict.agreed))
            continue
        if verdict.parts and own.head.stream == till:
            ended.append(heads[-1])
        _note(transaction, own, verdict.agreed, own.kept)
    new_stream, reissued = "", 0
    for own, agreed in parting:
        if own.head.stream == transaction.stream:
            seen = said[own.head.stream][-1].seq
            new_stream = transaction.leave_stream(kept_seq=agreed, seen_seq=seen)
    for own, agreed in parting:
        tail = entries_between(connection, own.head.stream, agreed + 1, own.last)
        reissued += transaction.reissue(e for e in tail if e.header.kind not in _ITS_OWN)
        _note(transaction, own, agreed, agreed)
    return Outcome(new_stream, reissued, tuple(head.stream for head in ended)), ended


def _judge(connection: Connection, own: OwnStream, heads: Sequence[Head]) -> _Verdict:
    """Compare what the head office holds of a stream with what lies here."""
    stream = own.head.stream
    comparable = [head for head in heads if head.seq <= own.last]
    agreeing = [h.seq for h in comparable if digest_at(connection, stream, h.seq) == h.digest]
    agreed = max(agreeing, default=0)
    differs = len(agreeing) < len(comparable)
    is_ahead = bool(heads) and heads[-1].seq > own.last
    # Where the tail was said again already, another's history in its place is no news; nor is it
    # that the head office has more of what another post writes.
    is_news = own.kept is None and not own.is_relayed
    return _Verdict(agreed, parts=differs or (is_ahead and is_news))


def _note(transaction: Transaction, own: OwnStream, agreed: int, kept: int | None) -> None:
    connection, stream = transaction.connection, own.head.stream
    digest = digest_at(connection, stream, agreed) or GENESIS
    noted = Acknowledged(Head(stream, agreed, digest), kept)
    if acknowledged_of(connection, stream) != noted:
        note_acknowledged(connection, noted, instant(transaction.now))
