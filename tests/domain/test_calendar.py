"""Weekends, holidays, and what the calendar does not know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.calendar import DayCalendar, easter, same_weekday_last_year, week_number
from otdesk.domain.reference import PublicHoliday, SchoolHoliday


@pytest.mark.parametrize(
    "sunday",
    [
        # As printed in almanacs; 1818 and 2285 are the earliest possible, 1943 and 2038 the latest.
        date(1818, 3, 22),
        date(1943, 4, 25),
        date(1954, 4, 18),
        date(1981, 4, 19),
        date(2000, 4, 23),
        date(2015, 4, 5),
        date(2019, 4, 21),
        date(2022, 4, 17),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2038, 4, 25),
        date(2049, 4, 18),
        date(2285, 3, 22),
    ],
)
def test_easter_is_the_sunday_of_the_almanac(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_day_is_compared_with_the_same_weekday_52_weeks_before(day: date) -> None:
    before = same_weekday_last_year(day)
    assert before.weekday() == day.weekday()
    assert day - before == timedelta(weeks=52)


def test_a_week_has_the_number_of_french_agendas() -> None:
    assert week_number(date(2022, 1, 1)) == 52
    assert week_number(date(2022, 1, 3)) == 1
    assert week_number(date(2020, 12, 31)) == 53


@pytest.fixture
def calendar() -> DayCalendar:
    return DayCalendar.of(
        [PublicHoliday(date(2022, 7, 14), "Fête nationale")],
        [
            SchoolHoliday("C", date(2022, 2, 19), date(2022, 3, 6), "Vacances d’hiver"),
            SchoolHoliday("A", date(2022, 2, 12), date(2022, 2, 27), "Vacances d’hiver"),
            SchoolHoliday("C", date(2022, 7, 7), date(2022, 8, 31), "Vacances d’été"),
        ],
    )


def test_saturday_and_sunday_are_the_weekend(calendar: DayCalendar) -> None:
    week = [date(2022, 7, 11) + timedelta(days=n) for n in range(7)]
    assert [calendar.is_weekend(day) for day in week] == [False] * 5 + [True] * 2


def test_a_public_holiday_has_a_name_and_other_days_have_none(calendar: DayCalendar) -> None:
    assert calendar.public_holiday(date(2022, 7, 14)) == "Fête nationale"
    assert calendar.public_holiday(date(2022, 7, 15)) is None


def test_both_ends_of_a_school_holiday_are_without_school(calendar: DayCalendar) -> None:
    assert calendar.school_zones(date(2022, 2, 18)) == ("A",)
    assert calendar.school_zones(date(2022, 2, 19)) == ("A", "C")
    assert calendar.school_zones(date(2022, 2, 27)) == ("A", "C")
    assert calendar.school_zones(date(2022, 3, 6)) == ("C",)
    assert calendar.school_zones(date(2022, 3, 7)) == ()
    assert calendar.school_holiday(date(2022, 3, 6), "C") == "Vacances d’hiver"
    assert calendar.school_holiday(date(2022, 3, 6), "A") is None


def test_outside_the_school_calendar_nothing_is_known(calendar: DayCalendar) -> None:
    assert calendar.school_zones(date(2022, 2, 11)) is None
    assert calendar.school_zones(date(2022, 9, 1)) is None
    assert calendar.known_from == date(2022, 2, 12)
    assert calendar.known_to == date(2022, 8, 31)


def test_a_calendar_may_be_known_beyond_its_last_holiday() -> None:
    summer = SchoolHoliday("C", date(2022, 7, 7), date(2022, 8, 31), "Vacances d’été")
    calendar = DayCalendar.of([], [summer], last_known=date(2022, 9, 30))
    assert calendar.school_zones(date(2022, 9, 30)) == ()
    assert calendar.school_zones(date(2022, 10, 1)) is None


def test_an_empty_calendar_knows_nothing() -> None:
    assert DayCalendar.of([], []).school_zones(date(2022, 7, 14)) is None
