"""A month is declared by its office; once the siège has locked it, nothing of it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from otdesk.clock import FixedClock
from otdesk.domain.openings import TimeRange
from otdesk.domain.reference import ChannelCode
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.domain.visits import Visit, WalkIn
from otdesk.errors import DataFault
from otdesk.headquarters import month_locks
from otdesk.services import days, months, tallies, visits, visits_import
from otdesk.services.months import MonthIsLocked
from otdesk.store import tables
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction
from tests.services.import_desk import Desk, line

JUNE = date(2022, 6, 1)
DAY = date(2022, 6, 18)
VISIT = Visit("PDM", DAY, ChannelCode.COMPTOIR, 2, "FR-48")


def lock_june(store: Store) -> None:
    with store.writing("CA") as transaction:
        month_locks.lock(transaction, JUNE)


def count(store: Store, table: str) -> int:
    with store.reading() as connection:
        return len(connection.execute(select(tables.metadata.tables[table])).all())


def test_nothing_of_a_locked_month_changes(store: Store) -> None:
    with store.writing("JD") as transaction:
        kept = visits.record(transaction, VISIT).uids[0]
    lock_june(store)
    attempts: list[Callable[[Transaction], object]] = [
        lambda t: visits.record(t, VISIT),
        lambda t: visits.record(t, VISIT, uid=kept),
        lambda t: visits.void(t, kept, "PDM", DAY, "erreur"),
        lambda t: visits.record_walk_in(t, WalkIn("PDM", DAY, 2)),
        lambda t: tallies.record(t, Tally("PDM", DAY, HalfDay.MORNING, 3, None)),
        lambda t: days.open_range(t, "PDM", DAY, 540),
        lambda t: days.close(t, "PDM", DAY, ranges=(TimeRange(540, 720),)),
    ]
    for attempt in attempts:
        with (
            pytest.raises(MonthIsLocked, match="Juin 2022 est verrouillé"),
            store.writing("JD") as t,
        ):
            attempt(t)
    assert count(store, "visit") == 1
    assert count(store, "business_day") == 0


def test_an_accueil_may_not_leave_a_locked_month(store: Store) -> None:
    with store.writing("JD") as transaction:
        kept = visits.record(transaction, VISIT).uids[0]
    lock_june(store)
    july = Visit("PDM", date(2022, 7, 2), ChannelCode.COMPTOIR, 2, "FR-48")
    with pytest.raises(MonthIsLocked), store.writing("JD") as transaction:
        visits.record(transaction, july, uid=kept)


def test_other_months_and_other_offices_go_on(store: Store) -> None:
    lock_june(store)
    with store.writing("CA") as transaction:
        month_locks.reopen(transaction, "VIA", JUNE, date(2022, 7, 31), "feuilles retrouvées")
    with store.writing("JD") as transaction:
        visits.record(transaction, Visit("PDM", date(2022, 5, 31), ChannelCode.COMPTOIR, 1, "ND"))
        visits.record(transaction, Visit("VIA", DAY, ChannelCode.COMPTOIR, 1, "ND"))
    with pytest.raises(MonthIsLocked), store.writing("JD") as transaction:
        visits.record(transaction, VISIT)


def test_a_reopening_ends_after_its_last_day(store: Store, clock: FixedClock) -> None:
    lock_june(store)
    with store.writing("CA") as transaction:
        month_locks.reopen(transaction, "PDM", JUNE, date(2022, 7, 20), "feuilles retrouvées")
    with store.writing("JD") as transaction:
        visits.record(transaction, VISIT)
    clock.instant += timedelta(days=1)
    with pytest.raises(MonthIsLocked), store.writing("JD") as transaction:
        visits.record(transaction, VISIT)


def test_an_import_names_the_line_of_a_locked_month(desk: Desk) -> None:
    lock_june(desk.store)
    desk.file(line(date="14/07/2022"), line(date="18/06/2022"), line(date="19/06/2022"))
    faults = desk.faults()
    assert [(f.line, f.column) for f in faults] == [(3, "date")]
    assert "verrouillé" in faults[0].reason


def test_a_month_locked_between_reading_and_writing_stops_the_import(desk: Desk) -> None:
    desk.file(line(date="18/06/2022"))
    plan = desk.plan()
    lock_june(desk.store)
    with pytest.raises(DataFault, match="verrouillé entre-temps"):
        visits_import.write(desk.store, plan, "otdesk")
    assert count(desk.store, "visit") == 0


def test_a_month_is_declared_once_it_is_over(store: Store) -> None:
    with store.writing("JD") as transaction:
        months.declare(transaction, "PDM", date(2022, 6, 30))
        months.declare(transaction, "PDM", JUNE, active=False)
    with pytest.raises(DataFault, match="n’est pas fini"), store.writing("JD") as transaction:
        months.declare(transaction, "PDM", date(2022, 7, 1))
    with store.reading() as connection:
        rows = connection.execute(select(tables.metadata.tables["month_declaration"])).mappings()
        assert [(r["month"], r["active"], r["rev"]) for r in rows] == [("2022-06", 0, 2)]
        assert months.last_declared(connection, "PDM") == JUNE
        assert months.last_declared(connection, "VIA") is None


def test_a_locked_month_is_not_declared_again(store: Store) -> None:
    lock_june(store)
    with pytest.raises(MonthIsLocked), store.writing("JD") as transaction:
        months.declare(transaction, "PDM", JUNE)
