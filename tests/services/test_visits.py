from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from otdesk.domain.openings import TimeRange
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.visits import Visit, VisitDemand, WalkIn
from otdesk.errors import DataFault
from otdesk.services import days, visits
from otdesk.services.corrections import DayIsClosed
from otdesk.store import tables
from otdesk.store.store import Store
from tests.services.rows import count, rows

DAY = date(2022, 7, 14)
NEXT = date(2022, 7, 15)
COUPLE = Visit(
    office="PDM",
    day=DAY,
    channel=ChannelCode.COMPTOIR,
    party_size=2,
    origin="FR-48",
    demands=(VisitDemand("pratique.transport"), VisitDemand("sport.baignade", unmet=True)),
    started_at=datetime(2022, 7, 14, 8, 5, tzinfo=UTC),
    minute=605,
    residency=ResidencyCode.HABITANT,
    audience="couples",
    note="Cherche le gué",
)


def record(store: Store, visit: Visit = COUPLE, **more: str) -> str:
    with store.writing("ANA") as transaction:
        return visits.record(transaction, visit, **more).uids[0]


def close(store: Store, day: date = DAY) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", day, ranges=(TimeRange(570, 750),))


def test_an_accueil_is_one_row_and_one_row_a_demand(store: Store) -> None:
    record(store)
    (row,) = rows(store, tables.visit)
    assert (row["party_size"], row["origin"], row["minute"], row["author"]) == (
        2,
        "FR-48",
        605,
        "ANA",
    )
    found = [(r["code"], r["theme"], r["unmet"]) for r in rows(store, tables.visit_demand)]
    assert found == [("pratique.transport", "pratique", 0), ("sport.baignade", "sport", 1)]


def test_a_write_says_which_day_it_touched(store: Store) -> None:
    with store.writing("ANA") as transaction:
        changes = visits.record(transaction, COUPLE)
    assert changes.touches("PDM", DAY)
    assert not changes.touches("PDM", NEXT)
    assert "visit" in changes.kinds


def test_an_accueil_that_cannot_be_leaves_nothing(store: Store) -> None:
    before = count(store, tables.journal)
    impossible = Visit("PDM", DAY, ChannelCode.COMPTOIR, 0, "FR-48")
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        visits.record(transaction, impossible)
    assert count(store, tables.journal) == before


def test_a_revision_replaces_the_row_and_keeps_the_history(store: Store) -> None:
    uid = record(store)
    record(store, COUPLE.with_demands("boutique"), uid=uid)
    (row,) = rows(store, tables.visit)
    assert row["rev"] == 2
    assert [r["code"] for r in rows(store, tables.visit_demand)] == ["boutique"]
    assert [r["rev"] for r in rows(store, tables.journal) if r["uid"] == uid] == [1, 2]


def test_a_revision_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(DataFault):
        record(store, uid="0188-nobody")


def test_a_walk_in_cannot_be_revised_as_an_accueil(store: Store) -> None:
    with store.writing("ANA") as transaction:
        uid = visits.record_walk_in(transaction, WalkIn("PDM", DAY)).uids[0]
    with pytest.raises(DataFault):
        record(store, uid=uid)
    assert count(store, tables.visit) == 0


def test_a_voided_accueil_stays_readable_with_its_motive(store: Store) -> None:
    uid = record(store)
    with store.writing("BEN") as transaction:
        visits.void(transaction, uid, "PDM", DAY, "doublon")
    (row,) = rows(store, tables.visit)
    assert row["void_reason"] == "doublon"


def test_voiding_wants_a_motive_and_is_done_once(store: Store) -> None:
    uid = record(store)
    with pytest.raises(DataFault), store.writing("BEN") as transaction:
        visits.void(transaction, uid, "PDM", DAY, " ")
    with store.writing("BEN") as transaction:
        visits.void(transaction, uid, "PDM", DAY, "doublon")
    with pytest.raises(DataFault, match="déjà annulé"), store.writing("BEN") as transaction:
        visits.void(transaction, uid, "PDM", DAY, "encore")


def test_a_closed_day_wants_a_reason(store: Store) -> None:
    close(store)
    before = count(store, tables.journal)
    with pytest.raises(DayIsClosed, match="14 juillet 2022"):
        record(store)
    assert count(store, tables.journal) == before


def test_the_reason_of_a_correction_is_kept_with_the_record(store: Store) -> None:
    close(store)
    uid = record(store, reason="  feuille retrouvée ")
    (correction,) = rows(store, tables.day_correction)
    assert correction["record_uid"] == uid
    assert correction["record_kind"] == "visit"
    assert correction["reason"] == "feuille retrouvée"


def test_an_accueil_that_leaves_a_closed_day_wants_a_reason_too(store: Store) -> None:
    uid = record(store)
    close(store)
    moved = Visit("PDM", NEXT, ChannelCode.COMPTOIR, 2, "FR-48")
    with pytest.raises(DayIsClosed):
        record(store, moved, uid=uid)
    with store.writing("ANA") as transaction:
        changes = visits.record(transaction, moved, uid=uid, reason="mauvaise date")
    assert changes.touches("PDM", DAY)
    assert changes.touches("PDM", NEXT)
    assert [c["day"] for c in rows(store, tables.day_correction)] == [DAY.isoformat()]


def test_a_wrong_day_does_not_slip_past_the_closing(store: Store) -> None:
    uid = record(store)
    close(store)
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        visits.void(transaction, uid, "PDM", NEXT, "doublon")
    (row,) = rows(store, tables.visit)
    assert row["void_reason"] is None


def test_passages_are_counted_and_taken_back(store: Store) -> None:
    with store.writing("ANA") as transaction:
        uid = visits.record_walk_in(transaction, WalkIn("PDM", DAY, 3)).uids[0]
    with store.writing("ANA") as transaction:
        visits.void_walk_in(transaction, uid, "PDM", DAY, "repris")
    (row,) = rows(store, tables.walk_in)
    assert (row["count"], row["void_reason"]) == (3, "repris")


def test_passages_of_a_closed_day_want_a_reason(store: Store) -> None:
    close(store)
    with pytest.raises(DayIsClosed), store.writing("ANA") as transaction:
        visits.record_walk_in(transaction, WalkIn("PDM", DAY))
    with store.writing("ANA") as transaction:
        visits.record_walk_in(transaction, WalkIn("PDM", DAY), reason="oubli")
    assert count(store, tables.day_correction) == 1
