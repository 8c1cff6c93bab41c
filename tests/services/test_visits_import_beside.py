from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from otdesk.errors import DataFault
from otdesk.journal.entry import Head
from otdesk.services import bulk, visits_import
from otdesk.services.visits_import import FileRefused, ImportCancelled, Step
from otdesk.services.workplace import Workplace
from otdesk.store import integrity, tables
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction
from tests.services.import_desk import Desk, line
from tests.services.rows import count, counts


def meddling(monkeypatch: pytest.MonkeyPatch, meddle: Callable[[int], None]) -> list[int]:
    """Have `meddle` called with the number of the attempt, between sealing and copying."""
    attempts: list[int] = []
    copied = bulk._copied

    def between(
        store: Store, author: str, scratch: Connection, head: Head, check: bulk.Check
    ) -> bool:
        attempts.append(len(attempts) + 1)
        meddle(attempts[-1])
        return copied(store, author, scratch, head, check)

    monkeypatch.setattr(bulk, "_copied", between)
    return attempts


def accueil(store: Store) -> None:
    with store.writing("ANA") as transaction:
        transaction.put("counsellor", {"initials": "AN", "name": "Anne"})


def test_an_accueil_recorded_meanwhile_only_makes_the_import_begin_again(
    desk: Desk, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(workplace.open_store()) as counter:
        attempts = meddling(monkeypatch, lambda n: accueil(counter) if n < 3 else None)
        desk.file(line(), line())
        desk.take()
    assert attempts == [1, 2, 3]
    assert count(desk.store, tables.visit) == 2
    assert integrity.verify(workplace.folder, workplace.anchors).faults == ()


def test_a_counter_that_never_rests_gets_its_accueils_first(
    desk: Desk, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(workplace.open_store()) as counter:
        meddling(monkeypatch, lambda _n: accueil(counter))
        desk.file(line())
        with pytest.raises(bulk.CounterTooBusy):
            desk.take()
    assert count(desk.store, tables.visit) == 0
    assert count(desk.store, tables.counsellor) == bulk.ATTEMPTS


def test_the_mark_of_the_machine_follows_an_import(desk: Desk, workplace: Workplace) -> None:
    desk.file(line())
    desk.take()
    mark = workplace.anchors.read(desk.store.stream)
    assert mark is not None
    assert mark.seq == 3


def test_an_empty_fill_leaves_nothing(store: Store) -> None:
    before = counts(store)
    bulk.append(store, "otdesk", lambda _transaction: None, lambda _connection: None)
    assert counts(store) == before


def test_a_fault_of_the_last_check_takes_everything_back(store: Store) -> None:
    before = counts(store)

    def fill(transaction: Transaction) -> None:
        transaction.put("counsellor", {"initials": "AN", "name": "Anne"})

    def check(_connection: object) -> None:
        raise DataFault("non")

    with pytest.raises(DataFault):
        bulk.append(store, "otdesk", fill, check)
    assert counts(store) == before


def test_progress_tells_each_step_to_its_end(desk: Desk) -> None:
    told: list[tuple[Step, float]] = []
    desk.file(*(line() for _ in range(1200)))
    plan = desk.plan(progress=lambda step, fraction: told.append((step, fraction)))
    visits_import.write(
        desk.store, plan, "otdesk", progress=lambda step, fraction: told.append((step, fraction))
    )
    assert list(dict(told)) == [Step.READING, Step.PREPARING, Step.WRITING]
    assert told[-1] == (Step.WRITING, 1.0)
    assert all(0 <= fraction <= 1 for _step, fraction in told)


def test_stopping_changes_nothing_and_says_so(desk: Desk) -> None:
    desk.file(*(line() for _ in range(1200)))
    before = counts(desk.store)
    with pytest.raises(ImportCancelled, match="rien n’a été changé"):
        desk.plan(cancelled=lambda: True)
    plan = desk.plan()
    asked = iter([False, False, False, True, True])
    with pytest.raises(ImportCancelled):
        visits_import.write(desk.store, plan, "otdesk", cancelled=lambda: next(asked))
    assert counts(desk.store) == before


def test_a_retired_code_is_refused_from_its_day_on(desk: Desk) -> None:
    with desk.store.reading() as connection:
        target = visits_import.target_of(desk.workplace, connection)
    retired = dict(target.lists.demands)
    retired["terroir"] = replace(retired["terroir"], retired=date(2022, 7, 10))
    target = replace(target, lists=replace(target.lists, demands=retired))
    desk.file(line(date="09/07/2022", demands="terroir"), line(demands="terroir"))
    with pytest.raises(FileRefused) as refused:
        visits_import.read(desk.path, target)
    assert [(f.line, f.column) for f in refused.value.faults] == [(3, "demands")]
    assert "10/07/2022" in refused.value.faults[0].reason


def test_the_day_of_an_import_is_the_office_s(desk: Desk) -> None:
    assert desk.workplace.clock.now() == datetime(2022, 7, 20, 10, 0, tzinfo=UTC)
    desk.file(line())
    with desk.store.reading() as connection:
        assert visits_import.target_of(desk.workplace, connection).today == date(2022, 7, 20)
