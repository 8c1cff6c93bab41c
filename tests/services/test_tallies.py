from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from otdesk.domain.openings import TimeRange
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.errors import DataFault
from otdesk.services import days, tallies
from otdesk.services.corrections import DayIsClosed
from otdesk.store import tables
from otdesk.store.store import Store
from tests.services.rows import count, rows

DAY = date(2022, 7, 14)
SHEET = Tally("PDM", DAY, HalfDay.MORNING, 20, 8, {"FR-48": 12, "BE": 4}, {"sport": 5}, "coupure")


def record(store: Store, sheet: Tally = SHEET, **more: str) -> str:
    with store.writing("ANA") as transaction:
        return tallies.record(transaction, sheet, **more).uids[0]


def test_a_sheet_keeps_what_it_says(store: Store) -> None:
    record(store)
    (row,) = rows(store, tables.tally)
    assert (row["persons"], row["acts"], row["half_day"]) == (20, 8, "am")
    found = {r["code"]: r["persons"] for r in rows(store, tables.tally_origin)}
    assert found == {"FR-48": 12, "BE": 4}


def test_acts_that_are_not_on_the_sheet_are_not_invented(store: Store) -> None:
    record(store, replace(SHEET, acts=None))
    (row,) = rows(store, tables.tally)
    assert row["acts"] is None


def test_sums_that_cannot_be_are_refused(store: Store) -> None:
    with pytest.raises(DataFault):
        record(store, replace(SHEET, persons=10))
    assert count(store, tables.tally) == 0


def test_a_corrected_sheet_replaces_its_lines(store: Store) -> None:
    uid = record(store)
    record(store, replace(SHEET, origins={"BE": 20}), uid=uid)
    assert [r["code"] for r in rows(store, tables.tally_origin)] == ["BE"]


def test_a_sheet_of_a_closed_day_wants_a_reason(store: Store) -> None:
    uid = record(store)
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(TimeRange(570, 750),))
    with pytest.raises(DayIsClosed):
        record(store)
    with pytest.raises(DayIsClosed), store.writing("ANA") as transaction:
        tallies.void(transaction, uid, "PDM", DAY, "saisie deux fois")
    with store.writing("ANA") as transaction:
        tallies.void(transaction, uid, "PDM", DAY, "saisie deux fois", reason="contrôle")
    (correction,) = rows(store, tables.day_correction)
    assert correction["record_uid"] == uid
