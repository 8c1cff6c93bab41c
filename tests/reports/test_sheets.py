"""Paper sheets: in the totals, and in nothing that the paper does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otdesk.services import tallies

if TYPE_CHECKING:
    from tests.reports.conftest import DAY, Desk
else:
    from datetime import date

    DAY = date(2022, 7, 14)


def test_a_sheet_adds_to_totals_origins_demands_and_days(desk: Desk) -> None:
    desk.visit(2, "FR-48", "sport")
    desk.sheet(23, 10, origins={"FR-48": 8, "BE": 5}, demands={"sport": 6, "loisirs": 4})
    summary = desk.summary()
    assert (summary.persons, summary.acts, summary.counter_acts) == (25, 11, 11)
    assert {r.code: r.persons for r in summary.by_origin} == {"FR-48": 10, "BE": 5, "ND": 10}
    assert {r.code: r.acts for r in summary.by_demand} == {"sport": 7, "loisirs": 4}
    assert [(r.persons, r.acts, r.sheet) for r in summary.by_day] == [(25, 11, True)]


def test_a_sheet_is_never_in_hours_channels_or_cross_tables(desk: Desk) -> None:
    desk.sheet(23, 10, origins={"FR-48": 23}, demands={"sport": 6})
    desk.hours("9h-12h")
    summary = desk.summary()
    assert sum(r.persons + r.acts for r in summary.by_hour) == 0
    assert sum(c.persons for c in summary.heat) == 0
    assert sum(r.persons + r.acts for r in summary.by_channel) == 0
    assert (summary.by_demand_channel, summary.by_audience, summary.by_residency) == ((), (), ())
    assert [(r.counter_acts, r.counter_share.base) for r in summary.by_demand] == [(0, 0)]


def test_acts_are_at_least_where_a_sheet_does_not_give_them(desk: Desk) -> None:
    desk.visit()
    desk.sheet(12)
    summary = desk.summary()
    assert (summary.acts, summary.acts_at_least) == (1, True)
    assert [r.at_least for r in summary.by_day] == [True]
    assert [r.figures.at_least for r in summary.by_office] == [True]


def test_a_sheet_that_gives_its_acts_makes_nothing_partial(desk: Desk) -> None:
    desk.sheet(12, 5)
    assert not desk.summary().acts_at_least


def test_persons_whose_origin_is_not_on_the_sheet_are_not_asked(desk: Desk) -> None:
    desk.sheet(12, 5, origins={"BE": 2})
    summary = desk.summary()
    assert summary.sheet_persons_without_origin == 10
    assert [s.unplaced for s in summary.sheets] == [10]
    assert (summary.origin_known_share.value, summary.origin_known_share.base) == (2 / 12, 12)


def test_children_without_their_theme_give_the_theme_at_least_the_largest(desk: Desk) -> None:
    desk.sheet(12, 8, demands={"sport.velo": 3, "sport.baignade": 5})
    sport = next(r for r in desk.summary().by_demand if r.code == "sport")
    assert (sport.acts, sport.at_least) == (5, True)


def test_the_own_marks_of_a_theme_are_believed(desk: Desk) -> None:
    desk.sheet(12, 8, demands={"sport": 7, "sport.velo": 3, "sport.baignade": 5})
    sport = next(r for r in desk.summary().by_demand if r.code == "sport")
    assert (sport.acts, sport.at_least) == (7, False)


def test_a_voided_sheet_counts_no_more(desk: Desk) -> None:
    uid = desk.sheet(12, 8, origins={"BE": 12}, demands={"sport": 7})
    with desk.store.writing("CM") as transaction:
        tallies.void(transaction, uid, "PDM", DAY, "saisie deux fois")
    summary = desk.summary()
    assert (summary.persons, summary.acts, summary.sheets) == (0, 0, ())
    assert (summary.by_origin, summary.by_demand) == ((), ())


def test_the_report_says_what_a_sheet_is_not_in(desk: Desk) -> None:
    desk.sheet(23, 10)
    comparison = desk.summary().comparison
    assert comparison is not None
    note = comparison.notes[-1]
    assert note.subject == "Feuille papier"
    assert "23 personnes et 10 accueils" in note.text
    assert "ni dans les heures" in note.text
