from __future__ import annotations

from datetime import UTC, date, datetime

from otdesk.domain.counter.draft import Draft, of_visit
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.visits import EntryMode, Visit, VisitDemand
from otdesk.services import drafts
from otdesk.services.drafts import DraftSet
from otdesk.store.store import Store

BEGUN = datetime(2022, 7, 14, 8, 5, 12, tzinfo=UTC)
FULL = Draft(
    uid="d1",
    channel=ChannelCode.HORS_LES_MURS,
    size=3,
    origin="FR-48",
    demands=(VisitDemand("sport"), VisitDemand("boutique", unmet=True)),
    residency=ResidencyCode.SEJOUR,
    audience="familles",
    note="« à rappeler »",
    entry=EntryMode.EXPRESS,
    started_at=BEGUN,
    late_day=date(2022, 7, 2),
    interrupted="d2",
    aside=True,
)
TYPING = Draft(uid="d2", group="02", department="9", started_at=BEGUN)


def kept(store: Store, given: DraftSet) -> DraftSet:
    with store.writing_local() as connection:
        drafts.save(connection, given, BEGUN)
    with store.reading() as connection:
        return drafts.load(connection)


def test_every_answer_of_a_draft_comes_back(store: Store) -> None:
    given = DraftSet((FULL, TYPING), current="d2", late_day=date(2022, 7, 1))
    assert kept(store, given) == given


def test_a_reopened_accueil_comes_back_with_what_it_was(store: Store) -> None:
    visit = Visit(
        "PDM",
        date(2022, 7, 14),
        ChannelCode.COMPTOIR,
        2,
        "BE",
        (VisitDemand("sport"),),
        started_at=BEGUN,
        minute=605,
    )
    given = DraftSet((of_visit("d1", "0188-record", visit),), current="d1")
    assert kept(store, given) == given


def test_blank_drafts_are_not_kept(store: Store) -> None:
    assert kept(store, DraftSet((Draft(uid="d1"), TYPING), current="d1")).drafts == (TYPING,)


def test_the_newest_drafts_replace_all_the_former(store: Store) -> None:
    kept(store, DraftSet((FULL, TYPING)))
    assert kept(store, DraftSet()) == DraftSet()


def test_drafts_are_never_journalled(store: Store) -> None:
    kept(store, DraftSet((FULL,)))
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() == 1
