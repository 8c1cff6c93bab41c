from __future__ import annotations

from datetime import date, timedelta

import pytest

from otdesk import paths
from otdesk.domain.days import DayState, MonthlyTotal, PlannedOpening
from otdesk.domain.openings import Ranges, TimeRange, format_ranges
from otdesk.domain.period import Period
from otdesk.errors import DataFault
from otdesk.services import days
from otdesk.services.corrections import DayIsClosed, closed_days
from otdesk.store import tables
from otdesk.store.profiles import load_profile
from otdesk.store.store import Store
from tests.services.rows import count, rows

DAY = date(2022, 7, 14)
MORNING = TimeRange(570, 750)
AFTERNOON = TimeRange(840, 1110)


def ranges(store: Store) -> Ranges:
    with store.writing("ANA") as transaction:
        found = days.find(transaction, "PDM", DAY)
        return () if found is None else found[1].ranges


def test_a_day_opens_and_shuts_for_noon_and_opens_again(store: Store) -> None:
    for open_at, shut_at in ((570, 750), (840, 1110)):
        with store.writing("ANA") as transaction:
            days.open_range(transaction, "PDM", DAY, open_at)
        with store.writing("ANA") as transaction:
            days.close_range(transaction, "PDM", DAY, shut_at)
    assert ranges(store) == (MORNING, AFTERNOON)
    assert count(store, tables.business_day) == 1


def test_an_office_that_is_open_is_not_opened_again(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.open_range(transaction, "PDM", DAY, 570)
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.open_range(transaction, "PDM", DAY, 600)


def test_opening_inside_noted_hours_is_refused(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.set_hours(transaction, "PDM", DAY, (MORNING,))
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.open_range(transaction, "PDM", DAY, 700)


def test_what_is_not_open_is_not_shut(store: Store) -> None:
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.close_range(transaction, "PDM", DAY, 750)


def test_a_range_of_no_minute_never_was(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.open_range(transaction, "PDM", DAY, 570)
    with store.writing("ANA") as transaction:
        days.close_range(transaction, "PDM", DAY, 570)
    assert ranges(store) == ()


def test_hours_that_touch_are_one_range(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.set_hours(transaction, "PDM", DAY, (TimeRange(750, 900), MORNING))
    assert ranges(store) == (TimeRange(570, 900),)


@pytest.mark.parametrize(
    "overlapping",
    [
        (MORNING, TimeRange(700, 800)),
        (TimeRange(570, None), TimeRange(570, 600)),
        (TimeRange(570, None), AFTERNOON),
    ],
)
def test_hours_that_overlap_are_refused(store: Store, overlapping: Ranges) -> None:
    with pytest.raises(DataFault, match="chevauchent"), store.writing("ANA") as transaction:
        days.set_hours(transaction, "PDM", DAY, overlapping)
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=overlapping)
    assert count(store, tables.business_day) == 0


def test_closing_says_who_and_when_and_is_done_once(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(MORNING,), motive="maladie")
    (row,) = rows(store, tables.business_day)
    assert (row["closed_by"], row["reason"], row["minutes"]) == ("ANA", "maladie", 180)
    assert row["closed_at"] == "2022-07-20T10:00:00+00:00"
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(MORNING,))


def test_a_day_is_not_closed_while_a_range_runs(store: Store) -> None:
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(TimeRange(570, None),))


def test_a_day_closed_without_hours_is_a_day_shut(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(), motive="conge")
        found = days.find(transaction, "PDM", DAY)
    assert found is not None
    assert found[1].state is DayState.SHUT


def test_a_closed_day_is_not_opened_again(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(MORNING,))
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.open_range(transaction, "PDM", DAY, 840)


def test_the_hours_of_a_closed_day_change_only_with_a_reason(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(MORNING,))
    with pytest.raises(DayIsClosed), store.writing("ANA") as transaction:
        days.set_hours(transaction, "PDM", DAY, (AFTERNOON,))
    with store.writing("ANA") as transaction:
        days.set_hours(transaction, "PDM", DAY, (AFTERNOON,), reason="erreur de saisie")
    assert ranges(store) == (AFTERNOON,)
    assert [c["record_kind"] for c in rows(store, tables.day_correction)] == ["business_day"]


def test_a_closed_day_never_gets_an_open_end(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(MORNING,))
    with pytest.raises(DataFault), store.writing("ANA") as transaction:
        days.set_hours(transaction, "PDM", DAY, (TimeRange(570, None),), reason="erreur")


def test_a_day_is_closed_once_every_post_has_closed_it(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(MORNING,))
        # A second post of the office, as its packet brings it.
        transaction.put("business_day", {"office": "PDM", "day": DAY.isoformat(), "ranges": "570-"})
    with store.reading() as connection:
        assert closed_days(connection, "PDM") == frozenset()


def test_closed_days_are_those_of_the_office(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.close(transaction, "PDM", DAY, ranges=(MORNING,))
    with store.reading() as connection:
        assert closed_days(connection, "PDM") == {DAY}
        assert closed_days(connection, "VIA") == frozenset()


def test_the_wording_of_a_reason_lies_apart(store: Store) -> None:
    with store.writing("ANA") as transaction:
        days.explain(transaction, "PDM", DAY, " grippe ")
        days.explain(transaction, "PDM", DAY, "  ")
    assert [row["text"] for row in rows(store, tables.day_reason)] == ["grippe"]


def test_the_usual_hours_are_planned_to_the_end_of_the_next_month(store: Store) -> None:
    office = load_profile(paths.database_files() / "profiles", "cevennes").office("PDM")
    assert office is not None
    typed = DAY + timedelta(days=1)
    journalled = count(store, tables.journal)
    with store.writing("DIR") as transaction:
        days.plan(transaction, [PlannedOpening("PDM", typed, (MORNING,))])
    for _again in range(2):
        with store.writing("otdesk") as transaction:
            days.plan_ahead(transaction, office, DAY)
    planned = {row["day"]: row["ranges"] for row in rows(store, tables.planned_opening)}
    every = Period(DAY, date(2022, 8, 31))
    expected = {day: format_ranges(office.planned(day)) for day in every}
    # What somebody typed stands.
    expected[typed] = format_ranges((MORNING,))
    assert planned == {day.isoformat(): text for day, text in expected.items()}
    # One entry a date: the second look found nothing to plan.
    assert count(store, tables.journal) - journalled == len(expected)


def test_a_date_that_is_planned_twice_is_revised(store: Store) -> None:
    for hours in ((MORNING,), (MORNING, AFTERNOON)):
        with store.writing("ANA") as transaction:
            days.plan(transaction, [PlannedOpening("PDM", DAY, hours)])
    (row,) = rows(store, tables.planned_opening)
    assert row["minutes"] == 180 + 270


def test_published_totals_that_are_taken_twice_double_nothing(store: Store) -> None:
    for value in (100, 120):
        total = MonthlyTotal("PDM", date(2019, 7, 1), "persons", "persons", value, "Manuel 2021")
        with store.writing("ANA") as transaction:
            days.import_totals(transaction, [total])
    assert [row["value"] for row in rows(store, tables.monthly_total)] == [120]
