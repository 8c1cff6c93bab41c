"""The comparison: same months, same offices, same unit, per open day; or why not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.period import Period
from otdesk.reports.comparison import aligned, period_before
from otdesk.reports.summary import Comparison, ComparisonRow, DeltaUnit, Measure

if TYPE_CHECKING:
    from tests.reports.conftest import Desk


def two_julys(desk: Desk) -> None:
    """Two open days in July 2021 with 20 persons, one in July 2022 with 15."""
    for day in (date(2021, 7, 15), date(2021, 7, 16)):
        desk.hours("9h-12h", day)
        desk.visit(10, "FR-48", day=day)
        desk.visit(day=day, channel="telephone")
    desk.hours("9h-14h", date(2022, 7, 15))
    desk.visit(12, "FR-48", day=date(2022, 7, 15))
    desk.visit(3, "BE", day=date(2022, 7, 15))


def compared(desk: Desk, period: str | Period = "2022-07", *offices: str) -> Comparison:
    comparison = desk.summary(period, *offices).comparison
    assert comparison is not None
    return comparison


def row(comparison: Comparison, measure: Measure) -> ComparisonRow:
    return next(r for r in comparison.rows if r.measure is measure)


def test_counts_are_compared_per_open_day(desk: Desk) -> None:
    two_julys(desk)
    persons = row(compared(desk), Measure.PERSONS)
    assert (persons.this, persons.before) == (15, 20)
    assert (persons.this_per_day, persons.before_per_day) == (15, 10)
    assert persons.delta == pytest.approx(0.5)
    assert persons.delta_unit is DeltaUnit.PERCENT


def test_each_year_is_divided_by_its_own_open_days(desk: Desk) -> None:
    two_julys(desk)
    desk.hours("9h-12h", date(2022, 7, 16), date(2022, 7, 18))
    persons = row(compared(desk), Measure.PERSONS)
    assert (persons.this_per_day, persons.before_per_day) == (5, 10)
    assert persons.delta == pytest.approx(-0.5)


def test_a_day_without_hours_flatters_no_open_day(desk: Desk) -> None:
    two_julys(desk)
    desk.visit(30, "FR-48", day=date(2022, 7, 18))
    desk.visit(day=date(2022, 7, 18), channel="telephone")
    comparison = compared(desk)
    persons, calls = row(comparison, Measure.PERSONS), row(comparison, Measure.CALLS)
    assert (persons.this, persons.this_per_day) == (45, 15)
    assert persons.delta == pytest.approx(0.5)
    assert (calls.this, calls.this_per_day) == (1, 0)
    assert persons.this_per_day == desk.summary("2022-07").persons_per_open_day


def test_hours_rates_days_and_shares_have_their_own_difference(desk: Desk) -> None:
    two_julys(desk)
    comparison = compared(desk)
    assert row(comparison, Measure.OPEN_DAYS).delta == -1
    assert row(comparison, Measure.OPEN_HOURS).delta == pytest.approx(5 / 3 - 1)
    assert row(comparison, Measure.PERSONS_PER_OPEN_HOUR).delta == pytest.approx(3 / (20 / 6) - 1)
    foreign = row(comparison, Measure.FOREIGN_SHARE)
    assert foreign.delta == pytest.approx(0.2)
    assert foreign.delta_unit is DeltaUnit.POINTS


def test_a_difference_on_zero_is_none(desk: Desk) -> None:
    two_julys(desk)
    assert row(compared(desk), Measure.WRITTEN).delta is None


def test_days_are_aligned_by_weekday(desk: Desk) -> None:
    two_julys(desk)
    rows = {r.day: r.before for r in desk.summary("2022-07").by_day}
    before = rows[date(2022, 7, 15)]
    assert before is not None
    assert (before.day, before.persons) == (date(2021, 7, 16), 10)
    assert rows[date(2022, 7, 20)] is None


def test_weekdays_and_origins_carry_the_figure_before(desk: Desk) -> None:
    two_julys(desk)
    summary = desk.summary("2022-07")
    assert [r.before for r in summary.by_weekday][3:5] == [10.0, 10.0]
    lozere = next(r for r in summary.by_origin if r.code == "FR-48")
    assert lozere.before is not None
    assert (lozere.before.value, lozere.before.base) == (1.0, 20)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 9))
def test_an_aligned_day_is_the_nearest_same_weekday(day: date, years: int) -> None:
    before = aligned(day, years)
    assert before.weekday() == day.weekday()
    assert abs((day - before).days - 365.2425 * years) <= 5
    if years == 1:
        assert day - before == timedelta(days=364)


def test_a_day_is_compared_with_its_weekday_and_a_month_with_its_month() -> None:
    assert period_before(Period.parse("2022-07-14"), 1) == Period.parse("2021-07-15")
    assert period_before(Period.parse("2022-07"), 3) == Period.parse("2019-07")


def test_a_period_that_is_not_over_is_refused_with_the_days_that_are(desk: Desk) -> None:
    two_julys(desk)
    desk.at(date(2022, 7, 20))
    comparison = compared(desk)
    assert comparison.refusal == "le mois n’est pas fini."
    assert comparison.way_out is not None
    assert "19 juillet 2022" in comparison.way_out
    assert comparison.rows == ()


def test_today_is_over_once_it_is_closed(desk: Desk) -> None:
    two_julys(desk)
    desk.close("9h-14h", date(2022, 7, 15))
    desk.at(date(2022, 7, 15), 20 * 60)
    assert compared(desk, "2022-07-15").refusal is None
    desk.at(date(2022, 7, 16), 10 * 60)
    desk.visit(day=date(2022, 7, 16))
    assert compared(desk, "2022-07-16").refusal == "la journée n’est pas finie."


def test_no_data_before_is_refused(desk: Desk) -> None:
    desk.visit()
    assert compared(desk).refusal == "aucun relevé\u00a0: juillet 2021."


def test_totals_of_an_unknown_unit_are_refused(desk: Desk) -> None:
    desk.visit()
    desk.total(2021, "unknown")
    comparison = compared(desk)
    assert comparison.refusal == (
        "le relevé de 2021 ne dit pas s’il compte des personnes ou des accueils."
    )
    assert comparison.way_out is not None
    assert [t.value for t in comparison.published] == [100]


def test_monthly_totals_alone_lack_the_open_days(desk: Desk) -> None:
    desk.visit()
    desk.total(2021, "persons")
    assert "jours ouverts manquent" in str(compared(desk).refusal)


def test_a_turnover_is_never_set_beside_visitors(desk: Desk) -> None:
    desk.close("9:00-12:00")
    desk.total(2021, "cents")
    desk.total(2019, "cents")
    compared = desk.summary("2022-07").comparison
    assert compared is not None
    assert compared.published == ()
    assert compared.refusal == "aucun relevé\u00a0: juillet 2021."


def test_an_older_year_of_unknown_unit_is_noted_beside(desk: Desk) -> None:
    two_julys(desk)
    desk.total(2019, "unknown")
    desk.total(2019, "unknown", month=8)
    comparison = compared(desk)
    assert comparison.refusal is None
    assert "Juillet 2019" in [n.subject for n in comparison.notes]
    assert [t.month for t in comparison.published] == [date(2019, 7, 1)]


def test_different_offices_are_refused_by_name(desk: Desk) -> None:
    two_julys(desk)
    desk.hours("9h-12h", date(2022, 7, 15), office="VIA")
    comparison = compared(desk, "2022-07", "PDM", "VIA")
    assert comparison.refusal is not None
    assert "Vialas sans relevé (juillet 2021)" in comparison.refusal
    assert comparison.way_out is not None
    assert "Le Pont-de-Montvert" in comparison.way_out


def test_an_office_that_neither_year_knows_changes_nothing(desk: Desk) -> None:
    two_julys(desk)
    assert compared(desk, "2022-07", "PDM", "VIA").refusal is None


def test_different_months_are_refused(desk: Desk) -> None:
    two_julys(desk)
    desk.hours("9h-12h", date(2022, 8, 1))
    comparison = compared(desk, Period(date(2022, 7, 1), date(2022, 8, 31)))
    assert comparison.refusal is not None
    assert "août sans relevé en 2021" in comparison.refusal


def test_a_holiday_is_not_set_against_an_ordinary_day(desk: Desk) -> None:
    two_julys(desk)
    desk.hours("9h-12h", date(2022, 7, 14))
    refusal = compared(desk, "2022-07-14").refusal
    assert refusal is not None
    assert "Fête nationale" in refusal


def test_passages_that_one_year_did_not_count_are_not_compared(desk: Desk) -> None:
    two_julys(desk)
    desk.passage(5, day=date(2022, 7, 15))
    comparison = compared(desk)
    assert Measure.WALK_INS not in [r.measure for r in comparison.rows]
    assert ("Passages (5)", "comptés depuis le 15 juillet 2022.") in [
        (n.subject, n.text) for n in comparison.notes
    ]
    desk.passage(2, day=date(2021, 7, 15))
    assert row(compared(desk), Measure.WALK_INS).before == 2


def test_hours_that_the_earlier_year_does_not_know_are_said(desk: Desk) -> None:
    desk.hours("9h-12h", date(2021, 7, 15), date(2022, 7, 15))
    desk.visit(day=date(2021, 7, 15), minute=None)
    assert "2021 n’est connu qu’au jour." in [n.text for n in compared(desk).notes]


def test_the_calendar_is_always_told(desk: Desk) -> None:
    context = compared(desk, Period(date(2022, 4, 1), date(2022, 4, 30))).context
    assert "Pâques le 17 avril (le 4 en 2021)" in context
    assert "5 samedis (4 en 2021)" in context
    assert "autant de samedis, 5" in compared(desk, "2022-07").context


def test_nothing_is_compared_where_nobody_asks(desk: Desk) -> None:
    assert desk.summary(years=0).comparison is None


def test_a_refusal_leaves_no_figure_of_the_other_year(desk: Desk) -> None:
    two_julys(desk)
    desk.at(date(2022, 7, 20))
    summary = desk.summary("2022-07")
    assert all(r.before is None for r in summary.by_day)
    assert all(r.before is None for r in summary.by_weekday)
    assert all(r.before is None for r in summary.by_origin)
