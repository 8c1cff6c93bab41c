"""A packet is taken in and shown in one transaction, where every entry of it gives its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import seal
from otdesk.services.sync import reception
from otdesk.store import outgoing
from otdesk.store.exchange_state import ReceivedState
from otdesk.store.store import Store
from tests.services.sync.network import Manifest, Packet
from tests.store.desk import START, Desk, record
from tests.store.exchange import make_siege, rows, to_send


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a data folder that is not made yet."""
    return Desk(tmp_path)


@pytest.fixture
def siege(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Store]:
    """Give an empty folder of the head office."""
    with closing(make_siege(tmp_path, siege_address())) as store:
        yield store


def packet_of(store: Store) -> Packet:
    """Return a packet of all that an office has."""
    with store.reading() as connection:
        spans = outgoing.spans_to_send(connection)
    (entries,) = to_send(store)
    manifest = Manifest("PDM", 1, START.isoformat(), spans)
    return Packet(manifest, {spans[0].stream: tuple(entries)}, "PDM-1")


def without_content(entry: StoredEntry) -> StoredEntry:
    """Return the entry sealed over a payload that its kind cannot have."""
    sealed = seal(entry.header, b'{"tail":1}', prev=entry.prev, salt=entry.salt)
    return replace(
        entry, payload=sealed.payload, payload_digest=sealed.payload_digest, digest=sealed.digest
    )


def test_the_tables_show_a_packet_once_it_is_taken(desk: Desk, siege: Store) -> None:
    with desk.opened() as store:
        record(store)
        packet = packet_of(store)
    assert reception.take_packet(siege, packet, "sum", "raw").state is ReceivedState.RECEIVED
    assert len(rows(siege, "SELECT * FROM visit")) == 1
    assert rows(siege, "SELECT * FROM unprojected") == []


def test_a_packet_with_an_entry_that_gives_no_row_is_taken_whole(desk: Desk, siege: Store) -> None:
    with desk.opened() as store:
        record(store)
        record(store)
        packet = packet_of(store)
    ((stream, entries),) = packet.content.items()
    spoilt = (*entries[:-1], without_content(entries[-1]))
    taken = reception.take_packet(siege, replace(packet, content={stream: spoilt}), "sum", "raw")
    assert (taken.state, taken.new) == (ReceivedState.RECEIVED, len(entries))
    assert [refused.header.seq for refused in reception.project(siege)] == [len(entries)]
    assert len(rows(siege, "SELECT * FROM visit")) == 1
