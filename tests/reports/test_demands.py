"""Demands: distinct acts on two levels, satisfied or not, by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otdesk.reports.rows import DemandRow
    from otdesk.reports.summary import Summary
    from tests.reports.conftest import Desk


def row(summary: Summary, code: str) -> DemandRow:
    return next(r for r in summary.by_demand if r.code == code)


def test_a_theme_counts_distinct_acts_with_it_or_any_of_its_children(desk: Desk) -> None:
    desk.visit(1, "BE", "sport", "sport.baignade", "sport.velo")
    desk.visit(1, "BE", "sport.baignade", "loisirs")
    summary = desk.summary()
    assert row(summary, "sport").acts == 2
    assert row(summary, "sport.baignade").acts == 2
    assert row(summary, "sport.velo").acts == 1
    assert row(summary, "loisirs").acts == 1


def test_two_children_in_the_middle_of_an_accueil_count_their_theme_once(desk: Desk) -> None:
    desk.visit(1, "BE", "loisirs", "sport.baignade", "pratique.meteo", "sport.velo")
    assert row(desk.summary(), "sport").acts == 1


def test_an_unmet_demand_counts_in_acts_and_its_theme_once(desk: Desk) -> None:
    desk.visit(
        1, "BE", "sport.peche", "sport.baignade", "sport.velo",
        unmet=("sport.baignade", "sport.velo"),
    )  # fmt: skip
    summary = desk.summary()
    assert (row(summary, "sport").acts, row(summary, "sport").unmet) == (1, 1)
    assert row(summary, "sport.peche").unmet == 0
    assert summary.unmet_demands == 2


def test_unmet_demands_are_listed_as_asked_among_those_who_asked(desk: Desk) -> None:
    desk.visit(1, "BE", "hebergement", unmet=("hebergement",))
    desk.visit(1, "BE", "pratique.transport", unmet=("pratique.transport",))
    desk.visit(1, "BE", "pratique.transport")
    summary = desk.summary()
    assert [(r.code, r.unmet, r.acts) for r in summary.by_unmet] == [
        ("pratique.transport", 1, 2),
        ("hebergement", 1, 1),
    ]


def test_rankings_at_the_counter_use_the_counter_alone(desk: Desk) -> None:
    desk.visit(1, "BE", "sport")
    desk.visit(1, "BE", "sport", channel="telephone")
    desk.visit(1, "BE", "sport", channel="telephone", unmet=("sport",))
    summary = desk.summary()
    sport = row(summary, "sport")
    assert (sport.acts, sport.unmet, sport.counter_acts, sport.counter_unmet) == (3, 1, 1, 0)
    assert sport.counter_share.base == 1
    assert [(r.code, r.channel.value, r.acts, r.unmet) for r in summary.by_demand_channel] == [
        ("sport", "comptoir", 1, 0),
        ("sport", "telephone", 2, 1),
    ]


def test_a_theme_is_followed_by_its_children_the_most_asked_first(desk: Desk) -> None:
    desk.visit(1, "BE", "loisirs")
    desk.visit(1, "BE", "sport.velo")
    desk.visit(1, "BE", "sport.baignade")
    desk.visit(1, "BE", "sport.baignade")
    summary = desk.summary()
    assert [(r.code, r.level) for r in summary.by_demand] == [
        ("sport", 1),
        ("sport.baignade", 2),
        ("sport.velo", 2),
        ("loisirs", 1),
    ]
    assert [r.code for r in summary.themes] == ["sport", "loisirs"]


def test_the_demands_of_a_voided_or_revised_accueil_are_gone(desk: Desk) -> None:
    desk.void(desk.visit(1, "BE", "sport"))
    uid = desk.visit(1, "BE", "sport", "sport.velo", "loisirs")
    desk.visit(1, "BE", "loisirs", uid=uid)
    assert [(r.code, r.acts) for r in desk.summary().by_demand] == [("loisirs", 1)]
