"""What an office does with what the head office holds: rules 2 and 3 of the forks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.till import TillEvent
from otdesk.journal.canonical import Value
from otdesk.journal.keys import SigningKey
from otdesk.reports.context import ReportContext
from otdesk.reports.history import history
from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.reports.shop.prices import prices_of
from otdesk.services.sync.acknowledgement import Outcome, take_acknowledgement
from otdesk.services.till.post import TillPost, begin, note
from otdesk.store import acknowledging, shop_state
from otdesk.store.conflicts import conflicts
from otdesk.store.integrity import verify
from otdesk.store.profiles import load_profile
from otdesk.store.records import visit_payload
from otdesk.store.reference import load_lists
from otdesk.store.store import Store
from otdesk.store.transaction import TillBehind
from tests.store.desk import DAY, OFFICE, START, VISIT, ZONE, Desk, record, work
from tests.store.exchange import carry, make_siege, rows, to_send
from tests.store.shop_rows import trade

NOTHING = Outcome("", 0, ())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a data folder that is not made yet."""
    return Desk(tmp_path)


@pytest.fixture
def siege(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Store]:
    """Give an empty folder of the head office."""
    with closing(make_siege(tmp_path, siege_address())) as store:
        yield store


def hear(store: Store, siege: Store) -> Outcome:
    """Have a folder read what the head office holds now."""
    with siege.reading() as connection:
        heads = acknowledging.heads_of(connection, OFFICE)
    return take_acknowledgement(store, heads)


def cloned(desk: Desk) -> Desk:
    """Return a copy of a folder on another machine."""
    copy = Desk(desk.root / "elsewhere")
    shutil.copytree(desk.folder, copy.folder)
    return copy


def context_of(store: Store) -> ReportContext:
    """Return the grounds of a report."""
    lists = load_lists(paths.database_files() / "reference")
    profile = load_profile(paths.database_files() / "profiles", "cevennes")
    calendar = DayCalendar.of(lists.public_holidays, lists.school_holidays)
    return ReportContext(lists, profile, calendar, ZONE, store.clock.now())


def sizes(store: Store) -> list[int]:
    """Return the sizes of the parties of the standing accueils."""
    found = rows(store, "SELECT party_size FROM visit WHERE void_reason IS NULL ORDER BY 1")
    return [int(str(size)) for (size,) in found]


def test_what_is_acknowledged_is_not_sent_again(desk: Desk, siege: Store) -> None:
    with desk.opened() as store:
        work(store)
        carry(store, siege)
        assert hear(store, siege) == NOTHING
        assert to_send(store) == []
        record(store)
        (entries,) = to_send(store)
        assert len(entries) == 1
        # The head office lost everything: it names no stream, and all is sent again.
        assert take_acknowledgement(store, ()) == NOTHING
        assert len(to_send(store)[0]) == desk.count("journal")


def test_a_second_history_is_said_again_in_a_stream_of_its_own(desk: Desk, siege: Store) -> None:
    """Rule 2: at the number that the head office names, mine differs."""
    with desk.opened() as store:
        record(store, replace(VISIT, party_size=1))
        carry(store, siege)
        hear(store, siege)
    with desk.opened() as store, cloned(desk).opened() as copy:
        parent = store.stream
        record(store, replace(VISIT, party_size=2))
        for size in (3, 4):
            record(copy, replace(VISIT, party_size=size))
        carry(store, siege)
        assert hear(store, siege) == NOTHING
        carry(copy, siege)
        assert sizes(siege) == [1, 2]
        outcome = hear(copy, siege)
        assert outcome.reissued == 2
        assert copy.stream == outcome.new_stream != parent
        assert rows(copy, "SELECT parent, kept_seq, seen_seq FROM stream_origin") == [
            (parent, 2, 3)
        ]
        before = rows(copy, "SELECT uid, rev, author, party_size FROM visit ORDER BY uid")
        (tail,) = to_send(copy)
        carry(copy, siege)
        assert sizes(siege) == [1, 2, 3, 4]
        assert hear(copy, siege) == NOTHING
        assert to_send(copy) == []
        assert rows(copy, "SELECT uid, rev, author, party_size FROM visit ORDER BY uid") == before
        sealed = {(e.header.uid, e.header.rev, e.payload, e.salt) for e in tail[1:]}
        old = rows(copy, f"SELECT uid, rev, payload, salt FROM journal WHERE stream = '{parent}'")
        assert sealed == set(old[2:])
        for folder in (siege, store, copy):
            assert verify(folder.folder, folder.anchors).faults == ()


def test_what_is_said_again_is_told_once(desk: Desk, siege: Store) -> None:
    """Histories, prices and slips of cheques look into the journal: nothing is there twice."""
    with desk.opened() as store:
        record(store)
    with desk.opened() as store, cloned(desk).opened() as copy:
        record(store)
        work(copy)
        trade(copy)
        slip: dict[str, Value] = {
            "office": OFFICE,
            "day": DAY.isoformat(),
            "number": 2,
            "method": "cheque",
            "cents": 100,
            "pieces": 1,
            "destination": "bank",
        }
        with copy.writing("CA") as transaction:
            transaction.put("bank_deposit", slip)
        carry(store, siege)

        context = context_of(copy)

        def told() -> tuple[object, ...]:
            with copy.reading() as connection:
                uids = connection.exec_driver_sql("SELECT uid FROM visit ORDER BY uid").scalars()
                return (
                    [history(connection, context, uid) for uid in uids.all()],
                    prices_of(connection, "cp"),
                    shop_state.waiting_cheques(connection, OFFICE),
                    read_catalogue(connection, OFFICE, DAY),
                )

        before = told()
        assert hear(copy, siege).reissued > 20
        assert told() == before


def test_whoever_knows_less_of_a_stream_than_the_head_office_is_the_clone(
    desk: Desk, siege: Store
) -> None:
    """Rule 3: nothing differs that could be compared, and yet this is another history."""
    with desk.opened() as store:
        record(store, replace(VISIT, party_size=1))
        carry(store, siege)
        hear(store, siege)
    with desk.opened() as store, cloned(desk).opened() as copy:
        for _time in range(5):
            record(store, replace(VISIT, party_size=2))
        carry(store, siege)
        record(copy, replace(VISIT, party_size=9))
        outcome = hear(copy, siege)
        # Both agree on the first entry, no other place is named: one entry more is said again.
        assert (outcome.reissued, copy.stream) == (2, outcome.new_stream)
        carry(copy, siege)
        assert sizes(siege) == [1, 2, 2, 2, 2, 2, 9]


def test_a_stream_is_left_once_however_often_it_is_heard(desk: Desk, siege: Store) -> None:
    with desk.opened() as store:
        record(store)
    with desk.opened() as store, cloned(desk).opened() as copy:
        record(store)
        record(copy)
        carry(store, siege)
        with siege.reading() as connection:
            old = acknowledging.heads_of(connection, OFFICE)
        assert hear(copy, siege).new_stream
        for heads in (old, old, ()):
            assert take_acknowledgement(copy, heads) == NOTHING
        carry(copy, siege)
        assert hear(copy, siege) == NOTHING
        assert len(rows(copy, "SELECT 1 FROM stream_origin")) == 1


def test_of_two_payloads_of_one_revision_the_childs_wins_and_the_other_is_listed(
    desk: Desk, siege: Store
) -> None:
    with desk.opened() as store:
        uid = record(store)
    with desk.opened() as store, cloned(desk).opened() as copy:
        # The clone speaks first: by the clock, the parent would win.
        for folder, size, hours in ((copy, 7, 1), (store, 5, 2)):
            folder.clock = FixedClock(START + timedelta(hours=hours))
            record(folder)
            with folder.writing("JD") as transaction:
                changed = visit_payload(replace(VISIT, party_size=size))
                transaction.put("visit", changed, uid=uid)
        carry(store, siege)
        hear(copy, siege)
        carry(copy, siege)
    shown = rows(siege, f"SELECT party_size, rev FROM visit WHERE uid = '{uid}'")
    assert shown == [(7, 2)]
    with siege.reading() as connection:
        (listed,) = conflicts(connection)
    assert (listed.kind, listed.uid, listed.rev) == ("visit", uid, 2)
    assert listed.shown_stream == copy.stream
    assert listed.other_stream == store.stream
    assert verify(siege.folder, siege.anchors).faults == ()


def test_a_till_is_never_said_again_it_ends(desk: Desk, siege: Store) -> None:
    post = TillPost("0123456789abcdef", OFFICE, "Caisse 1", SigningKey.generate(), ZONE)
    with desk.opened() as store, store.writing("CA") as transaction:
        begin(transaction, post)
    with desk.opened() as store, cloned(desk).opened() as copy:
        for folder, times in ((store, 2), (copy, 1)):
            for _time in range(times):
                with folder.writing("CA") as transaction:
                    note(transaction, post, TillEvent.SETTING, folder.path.parent.name)
        carry(store, siege)
        carry(copy, siege)
        outcome = hear(copy, siege)
        assert outcome == Outcome("", 0, (post.stream,))
        with pytest.raises(TillBehind), copy.writing("CA") as transaction:
            note(transaction, post, TillEvent.SETTING, "encore")
        mark = copy.anchors.read(post.stream)
        assert mark is not None
        after = TillPost("fedcba9876543210", OFFICE, "Caisse 2", SigningKey.generate(), ZONE)
        with copy.writing("CA") as transaction:
            begin(transaction, after, parent=mark)
        carry(copy, siege)
        assert hear(copy, siege) == NOTHING
        assert len(rows(siege, "SELECT 1 FROM till")) == 2
        # Its last entry is kept as well, beside the till that went on.
        assert len(rows(siege, "SELECT 1 FROM forked_entry")) == 1
    assert verify(siege.folder, siege.anchors).faults == ()


def test_a_post_sends_along_what_another_one_passed_on(desk: Desk, siege: Store) -> None:
    other = Desk(desk.root / "other")
    with desk.opened() as store, other.opened() as post:
        record(post)
        carry(post, store)
        assert len(to_send(store)) == 2
        carry(store, siege)
        assert hear(store, siege) == NOTHING
        assert to_send(store) == []
        # The other post goes on alone: that the head office knows more of it is no fork.
        record(post)
        carry(post, siege)
        assert hear(store, siege) == NOTHING
