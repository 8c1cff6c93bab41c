from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from otdesk.domain.changes import Changes
from otdesk.domain.counter.draft import Draft
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit
from otdesk.errors import DataFault
from otdesk.services import drafts, visits, worker
from otdesk.services.drafts import DraftSet
from otdesk.services.worker import Worker
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction
from tests.services.rows import count

DAY = date(2022, 7, 14)
COUPLE = Visit("PDM", DAY, ChannelCode.COMPTOIR, 2, "FR-48")
ONE = DraftSet((Draft(uid="d1", size=1),), current="d1")
TWO = DraftSet((Draft(uid="d2", size=2),), current="d2")
NONE = DraftSet()
LONG = 30.0


def record(transaction: Transaction) -> Changes:
    return visits.record(transaction, COUPLE)


class Desk:
    """A worker, what it told, and a gate that keeps it busy."""

    def __init__(self, workplace: Workplace) -> None:
        self.faults: list[Exception] = []
        self.done: list[object] = []
        self.worker = Worker(workplace.open_store, self.faults.append)
        self.gate = threading.Event()

    def hold(self) -> None:
        """Keep the thread busy until `gate` is set; what is asked meanwhile waits in order."""
        busy = threading.Event()

        def wait(_store: Store) -> None:
            busy.set()
            assert self.gate.wait(LONG)

        self.worker.with_store(wait, self.faults.append)
        assert busy.wait(LONG)

    def write(self, remaining: DraftSet | None = None) -> None:
        self.worker.write("ANA", record, self.done.append, self.faults.append, remaining=remaining)

    def drain(self) -> None:
        self.gate.set()
        self.worker.stop()


@pytest.fixture
def desk(workplace: Workplace) -> Iterator[Desk]:
    desk = Desk(workplace)
    desk.worker.start()
    yield desk
    desk.gate.set()


def saved(store: Store) -> DraftSet:
    with store.reading() as connection:
        return drafts.load(connection)


def test_jobs_run_in_the_order_in_which_they_were_asked(desk: Desk) -> None:
    def answer(number: int) -> Callable[[Connection], int]:
        return lambda _connection: number

    desk.hold()
    for number in range(20):
        desk.worker.read(answer(number), desk.done.append, desk.faults.append)
    desk.drain()
    assert desk.done == list(range(20))


def test_a_write_is_on_the_disk_when_it_is_told(desk: Desk, store: Store) -> None:
    told = threading.Event()
    seen: list[int] = []

    def on_done(_changes: Changes) -> None:
        seen.append(count(store, tables.visit))
        told.set()

    desk.worker.write("ANA", record, on_done, desk.faults.append)
    assert told.wait(LONG)
    desk.drain()
    assert seen == [1]


def test_stopping_finishes_what_was_asked(desk: Desk, store: Store) -> None:
    desk.hold()
    for _ in range(5):
        desk.write()
    desk.worker.keep_drafts(ONE)
    desk.drain()
    assert count(store, tables.visit) == 5
    assert saved(store) == ONE


def test_a_fault_goes_to_the_one_who_asked_and_the_thread_goes_on(desk: Desk, store: Store) -> None:
    mine: list[Exception] = []

    def refuse(_transaction: Transaction) -> Changes:
        raise DataFault("non")

    desk.worker.write("ANA", refuse, desk.done.append, mine.append)
    desk.write()
    desk.drain()
    assert [str(fault) for fault in mine] == ["non"]
    assert desk.faults == []
    assert count(store, tables.visit) == 1


def test_a_listener_s_fault_never_says_that_a_recorded_accueil_failed(
    desk: Desk, store: Store
) -> None:
    mine: list[Exception] = []

    def broken(_changes: Changes) -> None:
        raise RuntimeError("the screen is gone")

    desk.worker.write("ANA", record, broken, mine.append)
    desk.drain()
    assert mine == []
    assert [str(fault) for fault in desk.faults] == ["the screen is gone"]
    assert count(store, tables.visit) == 1


def test_a_store_that_cannot_be_opened_answers_every_job(workplace: Workplace) -> None:
    faults: list[Exception] = []
    mine: list[Exception] = []

    def shut() -> Store:
        raise DataFault("pas de base")

    broken = Worker(shut, faults.append)
    broken.start()
    broken.write("ANA", record, lambda _changes: None, mine.append)
    broken.read(lambda _connection: 1, lambda _one: None, mine.append)
    broken.stop()
    assert [str(fault) for fault in faults] == ["pas de base"]
    assert [str(fault) for fault in mine] == ["pas de base"] * 2


def test_only_the_newest_drafts_of_a_burst_are_written(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[DraftSet] = []
    save = drafts.save

    def saving(connection: Connection, kept: DraftSet, now: datetime) -> None:
        written.append(kept)
        save(connection, kept, now)

    monkeypatch.setattr(drafts, "save", saving)
    desk.hold()
    desk.worker.keep_drafts(ONE)
    desk.worker.keep_drafts(TWO)
    desk.drain()
    assert written == [TWO]
    assert saved(store) == TWO


def test_drafts_are_saved_without_another_key(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    save = drafts.save

    def saving(connection: Connection, kept: DraftSet, now: datetime) -> None:
        save(connection, kept, now)
        done.set()

    monkeypatch.setattr(drafts, "save", saving)
    desk.worker.keep_drafts(ONE)
    assert done.wait(LONG)
    desk.drain()
    assert saved(store) == ONE


def test_an_accueil_and_its_draft_are_never_both_on_the_disk(desk: Desk, store: Store) -> None:
    desk.hold()
    # The draft's last key, then its validation, before anything reached the disk.
    desk.worker.keep_drafts(ONE)
    desk.write(remaining=NONE)
    desk.drain()
    assert count(store, tables.visit) == 1
    assert saved(store) == NONE


def test_keys_typed_after_a_validation_are_not_taken_back(desk: Desk, store: Store) -> None:
    desk.hold()
    desk.write(remaining=NONE)
    desk.worker.keep_drafts(TWO)
    desk.drain()
    assert saved(store) == TWO


def test_drafts_never_overtake_the_accueil_that_they_follow(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "DRAFT_DELAY_SECONDS", 0.0)
    states: list[tuple[int, DraftSet]] = []

    def look(store: Store) -> None:
        with store.reading() as connection:
            visited = connection.exec_driver_sql("SELECT count(*) FROM visit").scalar_one()
            states.append((visited, drafts.load(connection)))

    desk.worker.keep_drafts(ONE)
    desk.hold()
    desk.worker.with_store(look, desk.faults.append)
    desk.write(remaining=NONE)
    desk.worker.keep_drafts(NONE)
    desk.drain()
    # The drafts without d1 were due before the look, and its accueil was still to come.
    assert states[0] == (0, ONE)
    assert count(store, tables.visit) == 1


def test_an_accueil_that_was_refused_keeps_its_draft(desk: Desk, store: Store) -> None:
    def refuse(_transaction: Transaction) -> Changes:
        raise DataFault("non")

    desk.hold()
    desk.worker.keep_drafts(ONE)
    desk.worker.write("ANA", refuse, desk.done.append, desk.faults.append, remaining=NONE)
    desk.drain()
    assert saved(store) == ONE


def test_of_two_accueils_that_wait_neither_is_lost_between_draft_and_record(
    desk: Desk, store: Store
) -> None:
    states: list[DraftSet] = []

    def look(store: Store) -> None:
        with store.reading() as connection:
            states.append(drafts.load(connection))

    desk.hold()
    desk.write(remaining=TWO)
    desk.worker.with_store(look, desk.faults.append)
    desk.write(remaining=NONE)
    desk.worker.keep_drafts(NONE)
    desk.drain()
    # After the first, the second is still a draft; the keys after it did not take it away.
    assert states == [TWO]
    assert saved(store) == NONE


def test_the_clock_of_drafts_is_the_store_s(desk: Desk, store: Store) -> None:
    desk.worker.keep_drafts(ONE)
    desk.drain()
    with store.reading() as connection:
        stamp = connection.exec_driver_sql("SELECT saved_at FROM draft").scalar_one()
    assert datetime.fromisoformat(stamp) == datetime(2022, 7, 20, 10, 0, tzinfo=UTC)
