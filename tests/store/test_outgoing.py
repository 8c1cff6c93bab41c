"""What a folder has to send: everything that was not acknowledged, whatever was sent."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from otdesk.journal.chain import verify_stream
from otdesk.journal.entry import GENESIS, Head
from otdesk.store import exchange_state, outgoing
from otdesk.store.exchange_state import Acknowledged
from otdesk.store.store import Store
from tests.store.desk import Desk, record, work
from tests.store.exchange import carry, make_siege, rows, to_send
from tests.store.shop_rows import trade

NOW = "2022-07-14T18:00:00+00:00"


def acknowledge(store: Store, head: Head, kept: int | None = None) -> None:
    """Note that the head office has a stream up to `head`."""
    with store.writing_local() as connection:
        exchange_state.note_acknowledged(connection, Acknowledged(head, kept), NOW)


def spans(store: Store, *, most: int = outgoing.MOST_ENTRIES) -> tuple[outgoing.Span, ...]:
    """Return the spans to send."""
    with store.reading() as connection:
        return outgoing.spans_to_send(connection, most=most)


def test_the_offices_stream_and_its_tills_go_out_whole(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
        trade(store)
        office, till = spans(store)
        entries = to_send(store)
    assert (office.first, office.prev, office.parent) == (1, GENESIS, "")
    assert till.stream == "0123456789abcdef"
    assert outgoing.total_entries((office, till)) == desk.count("journal")
    for span, sent in zip((office, till), entries, strict=True):
        assert list(verify_stream(sent, anchor=Head(span.stream, span.last, span.head))) == []


def test_what_was_acknowledged_is_not_sent_again_and_less_is_right_too(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
        ((whole,), (entries,)) = spans(store), to_send(store)
        acknowledge(store, Head(whole.stream, 5, entries[4].digest))
        (rest,) = spans(store)
        assert (rest.first, rest.prev) == (6, entries[4].digest)
        assert to_send(store) == [entries[5:]]
        acknowledge(store, Head(whole.stream, whole.last, whole.head))
        assert spans(store) == ()
        # The head office was restored: it says so by knowing less.
        acknowledge(store, Head(whole.stream, 3, entries[2].digest))
        assert to_send(store) == [entries[3:]]


def test_a_packet_is_capped_and_the_next_one_goes_on(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
        trade(store)
        (everything, till) = spans(store)
        (part,) = spans(store, most=4)
        assert (part.first, part.last) == (1, 4)
        acknowledge(store, Head(part.stream, part.last, part.head))
        cut = spans(store, most=everything.last - 4 + 2)
        assert [(s.first, s.last) for s in cut] == [(5, everything.last), (1, 2)]
        assert cut[1].stream == till.stream


def test_a_folder_of_several_incarnations_sends_each_with_its_parent(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.opened() as store:
        record(store)
    backup = desk.path.read_bytes()
    with desk.opened() as store:
        record(store)
    desk.path.write_bytes(backup)
    with desk.opened() as store:
        record(store)
        first, second = spans(store)
        assert (first.parent, second.parent) == ("", first.stream)
        assert second.stream == store.stream
        acknowledge(store, Head(first.stream, 0, GENESIS), kept=1)
        kept, _second = spans(store)
        assert (kept.first, kept.last) == (1, 1)


def test_what_came_from_elsewhere_is_not_sent(tmp_path: Path, desk: Desk) -> None:
    with desk.opened() as store, closing(make_siege(tmp_path)) as siege:
        work(store)
        carry(store, siege)
        carry(siege, store)
        (own,) = spans(siege)
        assert own.stream == siege.stream
        (ours,) = spans(store)
        assert ours.stream == store.stream
        assert len(rows(store, "SELECT 1 FROM folder")) == 2


def test_packets_are_numbered_and_noted_with_what_they_carry(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
        sent = spans(store)
        with store.writing_local() as connection:
            assert exchange_state.next_number(connection) == 1
            exchange_state.note_sent(connection, 1, "PDM_000001.zip", sent, NOW)
            exchange_state.mark_sent(connection, 1, exchange_state.SentState.DELIVERED)
            assert exchange_state.next_number(connection) == 2
        assert rows(store, "SELECT number, state FROM sent_packet") == [(1, "delivered")]
        assert rows(store, "SELECT * FROM sent_span") == [
            (1, sent[0].stream, sent[0].first, sent[0].last)
        ]


def test_a_packet_that_came_is_noted_once_with_what_became_of_it(desk: Desk) -> None:
    waiting = exchange_state.ReceivedState.WAITING
    packet = exchange_state.ReceivedPacket(
        "ab" * 32, "PDM", 3, waiting, "il manque le n° 2", "raw/PDM_3.zip", NOW, NOW, -4
    )
    with desk.opened() as store, store.writing_local() as connection:
        assert exchange_state.received_packet(connection, packet.sha256) is None
        exchange_state.note_received(connection, packet)
        exchange_state.note_received(connection, packet)
        assert exchange_state.packets_in(connection, waiting) == (packet,)
        assert exchange_state.received_packet(connection, packet.sha256) == packet
