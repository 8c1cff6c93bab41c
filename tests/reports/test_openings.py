"""Openings: planned and real, three kinds of absence, rates per hour really open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from otdesk.domain.days import BusinessDay
from otdesk.domain.openings import TimeRange, read_hours
from otdesk.reports.rates import per_open_hour
from otdesk.reports.rows import DayMark
from otdesk.services import days
from otdesk.store.records import business_day_payload

if TYPE_CHECKING:
    from tests.reports.conftest import Desk

DAY = date(2022, 7, 14)


def other_post(desk: Desk, hours: str, *, closed: bool = True) -> None:
    """Record the day of a second post of the office, as a packet would bring it."""
    record = BusinessDay(
        "PDM",
        DAY,
        read_hours(hours),
        closed_at=desk.clock.now() if closed else None,
        closed_by="LM" if closed else None,
    )
    with desk.store.writing("LM") as transaction:
        transaction.put("business_day", business_day_payload(record))


def test_there_is_no_rate_an_hour_before_an_hour_of_opening() -> None:
    assert per_open_hour(51, 59) is None
    assert per_open_hour(51, 0) is None
    assert per_open_hour(51, 60) == 51


def test_open_days_are_those_with_real_hours_summed_over_offices(desk: Desk) -> None:
    desk.hours("9h-12h", date(2022, 7, 1), date(2022, 7, 2))
    desk.hours("9h-11h", date(2022, 7, 1), office="VIA")
    desk.close("", date(2022, 7, 3))
    summary = desk.summary("2022-07", "PDM", "VIA")
    assert (summary.open_days, summary.open_minutes) == (3, 180 * 2 + 120)
    assert [r.figures.open_days for r in summary.by_office] == [2, 1]
    assert [r.open_offices for r in summary.by_day][:3] == [2, 1, 0]


def test_the_posts_of_an_office_are_one_day_and_their_hours_a_union(desk: Desk) -> None:
    desk.hours("9h-12h")
    other_post(desk, "11h-13h")
    summary = desk.summary()
    assert (summary.open_days, summary.open_minutes) == (1, 240)
    assert summary.office_days[0].ranges == (TimeRange(540, 780),)


def test_a_day_is_closed_once_every_post_has_closed_it(desk: Desk) -> None:
    desk.close("9h-12h")
    other_post(desk, "11h-13h", closed=False)
    assert desk.summary().by_day[0].state is DayMark.OPEN
    assert desk.summary().closed_days == 0


def test_zero_visitors_shut_not_entered_and_not_planned_are_four_things(desk: Desk) -> None:
    planned = [date(2022, 7, day) for day in (1, 2, 3)]
    desk.plan("9h-12h", *planned)
    desk.close("9h-12h", planned[0])
    desk.close("", planned[1])
    states = [r.state for r in desk.summary("2022-07").by_day][:4]
    assert states == [DayMark.CLOSED, DayMark.SHUT, DayMark.NOT_ENTERED, DayMark.NOT_PLANNED]
    assert desk.summary("2022-07").missing_days == 1


def test_a_day_with_accueils_and_no_hours_is_not_entered(desk: Desk) -> None:
    desk.visit()
    assert desk.summary().by_day[0].state is DayMark.NOT_ENTERED


def test_a_day_to_come_is_not_missing(desk: Desk) -> None:
    desk.plan("9h-12h", date(2022, 12, 19), date(2022, 12, 20), date(2022, 12, 21))
    assert desk.summary("2022-12").missing_days == 1


def test_a_planned_closing_is_no_planned_day(desk: Desk) -> None:
    desk.plan("fermé")
    desk.plan("9h-12h", date(2022, 7, 15))
    summary = desk.summary("2022-07")
    assert (summary.planned_days, summary.planned_minutes) == (1, 180)


def test_a_rate_is_per_hour_really_open(desk: Desk) -> None:
    desk.plan("9h-18h")
    desk.hours("9h-12h")
    desk.visit(6)
    assert desk.summary().persons_per_open_hour == 2
    assert desk.summary().persons_per_open_day == 6


def test_people_of_a_day_without_hours_do_not_flatter_the_rate(desk: Desk) -> None:
    desk.hours("9h-12h")
    desk.visit(6)
    desk.visit(100, day=date(2022, 7, 13))
    desk.visit(100, day=date(2022, 7, 15))
    assert desk.summary("2022-07").persons_per_open_hour == 2
    assert desk.summary("2022-07").persons_per_open_day == 6


def test_a_range_that_runs_today_counts_up_to_now_and_forgotten_never(desk: Desk) -> None:
    with desk.store.writing("CM") as transaction:
        days.open_range(transaction, "PDM", DAY, 9 * 60)
    desk.at(DAY, 11 * 60)
    assert desk.summary().open_minutes == 120
    desk.at(date(2022, 7, 15), 11 * 60)
    summary = desk.summary()
    assert (summary.open_days, summary.open_minutes) == (1, 0)


def test_a_reason_leaves_the_office_in_its_published_wording_only(desk: Desk) -> None:
    desk.plan("9h-18h")
    desk.hours("9h-12h", motive="maladie")
    summary = desk.summary()
    assert summary.by_day[0].reasons == ("Indisponibilité du personnel",)
    assert summary.by_office_month[0].reasons == ("Indisponibilité du personnel",)
    assert "maladie" not in repr(summary).lower()


def test_a_reason_names_its_office_where_there_are_several(desk: Desk) -> None:
    desk.hours("9h-12h", office="VIA", motive="maladie")
    reasons = desk.summary("2022-07-14", "PDM", "VIA").by_day[0].reasons
    assert reasons == ("Vialas\u00a0: Indisponibilité du personnel",)


def test_a_correction_of_a_closed_day_shows_with_its_reason(desk: Desk) -> None:
    desk.close("9h-12h")
    desk.visit(reason="feuille retrouvée")
    summary = desk.summary()
    assert [(c.day, c.kind, c.author, c.reason) for c in summary.corrections] == [
        (DAY, "visit", "CM", "feuille retrouvée")
    ]
    assert (summary.by_day[0].corrections, summary.corrected_days) == (1, 1)


def test_heat_has_the_open_minutes_of_each_hour(desk: Desk) -> None:
    desk.hours("9h30-11h, 14h-15h")
    desk.visit(4, minute=600)
    desk.visit(2, minute=13 * 60)
    cells = {c.hour: (c.persons, c.open_minutes) for c in desk.summary().heat}
    assert cells == {9: (0, 30), 10: (4, 60), 13: (2, 0), 14: (0, 60)}


def test_a_week_cell_is_per_hour_really_open(desk: Desk) -> None:
    for day in (date(2022, 7, 14), date(2022, 7, 21)):
        desk.hours("10h-10h30", day)
        desk.visit(3, day=day, minute=610)
    cells = desk.summary("2022-07").week_hours
    assert [(c.weekday, c.hour, c.persons, c.per_open_hour) for c in cells] == [(3, 10, 6, 6.0)]


def test_a_week_cell_open_for_minutes_has_a_count_and_no_rate(desk: Desk) -> None:
    for day, hours in ((date(2022, 7, 14), "10h55-12h"), (date(2022, 7, 21), "10h40-12h")):
        desk.hours(hours, day)
        desk.visit(9, day=day, minute=10 * 60 + 57)
    thursday = {c.hour: c for c in desk.summary("2022-07").week_hours}
    assert (thursday[10].persons, thursday[10].open_minutes) == (18, 25)
    assert thursday[10].per_open_hour is None
    assert thursday[11].per_open_hour == 0


def test_a_weekday_is_per_open_day_of_an_office(desk: Desk) -> None:
    for office, persons in (("PDM", 6), ("VIA", 2)):
        desk.hours("9h-12h", office=office)
        desk.visit(persons, office=office)
    rows = desk.summary("2022-07", "PDM", "VIA").by_weekday
    assert [(r.weekday, r.open_days, r.per_open_day) for r in rows if r.open_days] == [(3, 2, 4.0)]


def test_the_calendar_stands_beside_each_day(desk: Desk) -> None:
    rows = desk.summary("2022-07").by_day
    assert rows[13].public_holiday == "Fête nationale"
    assert rows[13].school_zones == ("A", "B", "C")
    assert rows[0].school_zones == ()
    assert [r.weekend for r in rows[:4]] == [False, True, True, False]
    assert rows[12].market is not None
    assert desk.summary("2022-07", "PDM", "VIA").by_day[12].market is None


def test_an_unknown_school_calendar_is_not_an_empty_one(desk: Desk) -> None:
    assert desk.summary("2099-07-14").by_day[0].school_zones is None


def test_a_day_is_measured_by_its_months_open_days_before_it(desk: Desk) -> None:
    for number, persons in ((1, 2), (2, 4), (14, 9)):
        desk.hours("9h-12h", date(2022, 7, number))
        desk.visit(persons, day=date(2022, 7, number), minute=610)
    summary = desk.summary()
    assert (summary.reference_days, summary.month_record) == (2, True)
    assert [r.reference for r in summary.by_hour if r.hour == 10] == [3.0]
    assert desk.summary("2022-07-02").month_record is True
    assert desk.summary("2022-07-01").month_record is None


def test_a_day_with_a_sheet_is_no_measure_of_hours(desk: Desk) -> None:
    desk.hours("9h-12h", date(2022, 7, 1), date(2022, 7, 2))
    desk.visit(4, day=date(2022, 7, 1))
    desk.sheet(10, 5, day=date(2022, 7, 2))
    summary = desk.summary()
    assert summary.reference_days == 1
    assert [r.reference for r in summary.by_hour if r.hour == 10] == [4.0]


def test_marks_of_a_day_are_its_accueils_with_an_hour(desk: Desk) -> None:
    desk.visit(3, minute=605)
    desk.visit(channel="telephone", origin="BE", minute=601)
    marks = [(m.minute, m.channel.value, m.persons, m.own) for m in desk.summary().marks]
    assert marks == [(601, "telephone", 0, False), (605, "comptoir", 3, True)]
    assert desk.summary("2022-07").marks == ()
