"""Persons, acts and passages: the definitions that every report prints."""

from __future__ import annotations

import string
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otdesk.domain.period import Period
from otdesk.domain.visits import EntryMode
from otdesk.reports.rows import Base

if TYPE_CHECKING:
    from tests.reports.conftest import Desk

DAY = date(2022, 7, 14)


def test_persons_are_party_sizes_at_the_counter(desk: Desk) -> None:
    desk.visit(3)
    desk.visit(2)
    assert desk.summary().persons == 5


def test_acts_are_the_accueils_of_the_five_channels_and_passages_stand_apart(desk: Desk) -> None:
    desk.visit(3)
    for channel in ("telephone", "courriel", "courrier"):
        desk.visit(channel=channel)
    desk.visit(4, channel="hors_les_murs")
    desk.passage(2)
    summary = desk.summary()
    assert (summary.acts, summary.persons, summary.walk_ins) == (5, 3, 2)
    assert (summary.calls, summary.emails, summary.letters) == (1, 1, 1)
    assert (summary.counter_acts, summary.outing_acts, summary.outing_persons) == (1, 1, 4)


def test_a_call_is_no_person_and_one_act_in_every_table(desk: Desk) -> None:
    desk.visit(channel="telephone", origin="FR-30")
    summary = desk.summary()
    assert [(r.code, r.persons, r.acts) for r in summary.by_origin] == [("FR-30", 0, 1)]
    assert [(r.hour, r.persons, r.acts) for r in summary.by_hour] == [(10, 0, 1)]
    assert [(r.persons, r.acts) for r in summary.by_day] == [(0, 1)]
    assert [(r.code, r.persons, r.acts) for r in summary.by_channel if r.acts] == [
        ("telephone", 0, 1)
    ]


def test_people_met_outside_are_never_added_to_the_persons(desk: Desk) -> None:
    desk.visit(9, channel="hors_les_murs")
    summary = desk.summary()
    assert summary.persons == sum(r.persons for r in summary.by_channel) == 0
    assert summary.outing_persons == 9


def test_a_voided_accueil_is_in_no_figure(desk: Desk) -> None:
    desk.void(desk.visit(5, "BE", "sport"))
    summary = desk.summary()
    assert (summary.persons, summary.acts, summary.by_origin, summary.by_demand) == (0, 0, (), ())


def test_a_revised_accueil_counts_once_as_it_stands(desk: Desk) -> None:
    uid = desk.visit(2, "FR-30", "sport")
    desk.visit(3, "BE", "loisirs", uid=uid)
    summary = desk.summary()
    assert (summary.persons, summary.acts) == (3, 1)
    assert [r.code for r in summary.by_origin] == ["BE"]
    assert [r.code for r in summary.by_demand] == ["loisirs"]


def test_an_accueil_moved_to_another_day_leaves_the_first_one(desk: Desk) -> None:
    uid = desk.visit(2)
    desk.visit(2, day=date(2022, 7, 15), uid=uid)
    assert desk.summary("2022-07-14").acts == 0
    assert desk.summary("2022-07-15").acts == 1


def test_other_offices_and_days_are_not_counted(desk: Desk) -> None:
    desk.visit(1)
    desk.visit(7, office="VIA")
    desk.visit(9, day=date(2022, 7, 13))
    assert desk.summary("2022-07-14", "PDM").persons == 1
    assert desk.summary("2022-07-14", "PDM", "VIA").persons == 8


def test_an_office_named_twice_counts_once(desk: Desk) -> None:
    desk.visit(2)
    assert desk.summary("2022-07-14", "PDM", "PDM").persons == 2


def test_an_accueil_without_an_hour_is_in_the_totals_and_not_in_hours(desk: Desk) -> None:
    desk.visit(2, minute=None)
    summary = desk.summary()
    assert (summary.persons, summary.unknown_time_acts) == (2, 1)
    assert (summary.by_hour, summary.heat, summary.marks) == ((), (), ())


@pytest.mark.parametrize("day", [date(2022, 3, 27), date(2022, 10, 30)])
def test_hours_are_local_on_the_days_when_the_clock_changes(desk: Desk, day: date) -> None:
    desk.visit(2, day=day, minute=9 * 60 + 30)
    desk.hours("9h-12h", day)
    summary = desk.summary(Period.day(day))
    assert [(r.hour, r.persons) for r in summary.by_hour if r.persons] == [(9, 2)]
    assert summary.open_minutes == 180


def test_shares_of_express_and_repeated_entries_are_of_the_accueils_entered(desk: Desk) -> None:
    desk.visit(entry=EntryMode.EXPRESS)
    desk.visit(entry=EntryMode.REPEAT)
    desk.visit()
    desk.visit()
    desk.sheet(10, 5)
    summary = desk.summary()
    assert (summary.express_share.value, summary.entry_share.value) == (0.25, 0.5)
    assert (summary.entry_share.base, summary.entry_share.of) == (4, Base.ACTS_RECORDED)


def test_a_share_of_nothing_is_not_zero(desk: Desk) -> None:
    summary = desk.summary()
    assert summary.foreign_share.value is None
    assert summary.origin_known_share.value is None
    assert summary.persons_per_open_hour is None


def test_every_day_of_the_period_has_its_row(desk: Desk) -> None:
    assert [r.day.day for r in desk.summary("2022-07").by_day] == list(range(1, 32))


def test_the_head_of_the_journal_is_a_short_code(desk: Desk) -> None:
    before = desk.summary().head
    desk.visit()
    after = desk.summary().head
    assert before != after
    assert len(after) == 9
    assert set(after) <= set(string.hexdigits.upper()) | {"-"}


@given(
    accueils=st.lists(
        st.tuples(
            st.integers(1, 9),
            st.sampled_from(["FR-48", "FR-30", "FR", "ND", "BE", "DE"]),
            st.sampled_from(["comptoir", "telephone", "courriel", "hors_les_murs"]),
            st.lists(
                st.sampled_from(["sport", "sport.baignade", "sport.velo", "pratique.meteo"]),
                unique=True,
                min_size=1,
                max_size=3,
            ),
            st.integers(0, 3),
        ),
        max_size=12,
    ),
    sheets=st.lists(
        st.tuples(st.integers(0, 20), st.one_of(st.none(), st.just(0)), st.integers(0, 5)),
        max_size=2,
    ),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_parts_add_up_to_the_totals(
    desk: Desk,
    accueils: list[tuple[int, str, str, list[str], int]],
    sheets: list[tuple[int, int | None, int]],
) -> None:
    # Each example has its own month: the folder is the same for all.
    first = date(2001, 1, 1)
    while desk.summary(Period(first, first + timedelta(days=3)), years=0).acts or any(
        row.sheet for row in desk.summary(Period(first, first + timedelta(days=3)), years=0).by_day
    ):
        first += timedelta(days=4)
    for size, origin, channel, demands, shift in accueils:
        face = channel in {"comptoir", "hors_les_murs"}
        desk.visit(
            size if face else 1,
            origin,
            *demands,
            channel=channel,
            day=first + timedelta(days=shift),
        )
    for persons, acts, named in sheets:
        origins = {"FR-30": min(named, persons)}
        desk.sheet(persons, acts, day=first, origins=origins)
    period = Period(first, first + timedelta(days=3))
    summary = desk.summary(period, years=0)

    assert sum(r.persons for r in summary.by_origin) == summary.persons
    assert sum(r.persons for r in summary.by_origin_group) == summary.persons
    assert sum(r.acts for r in summary.by_origin) + summary.sheet_acts == summary.acts
    assert sum(r.persons for r in summary.by_day) == summary.persons
    assert sum(r.acts for r in summary.by_day) == summary.acts
    assert sum(r.acts for r in summary.by_channel) + summary.sheet_acts == summary.acts
    assert sum(r.persons for r in summary.by_hour) + summary.sheet_persons == summary.persons
    assert (
        summary.counter_acts
        + summary.outing_acts
        + summary.calls
        + summary.emails
        + summary.letters
        == summary.acts
    )
    themes = {r.code: r.acts for r in summary.themes}
    assert themes == {
        theme: sum(any(d.split(".")[0] == theme for d in demands) for *_, demands, _n in accueils)
        for theme in themes
    }
    for row in summary.by_demand:
        by_channel = [r for r in summary.by_demand_channel if r.code == row.code]
        assert sum(r.acts for r in by_channel) == row.acts
