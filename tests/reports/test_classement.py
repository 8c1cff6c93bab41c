"""The counter of the classement: distinct days since 1 January, 180 and 240."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from otdesk.domain.days import PlannedOpening
from otdesk.domain.openings import read_hours
from otdesk.domain.period import Period
from otdesk.services import days
from otdesk.store.records import business_day_payload

if TYPE_CHECKING:
    from otdesk.reports.summary import Classement
    from tests.reports.conftest import Desk


def opened(desk: Desk, count: int, office: str = "PDM") -> None:
    """Open the first `count` days of 2022."""
    from otdesk.domain.days import BusinessDay

    with desk.store.writing("CM") as transaction:
        for n in range(count):
            record = BusinessDay(office, date(2022, 1, 1) + timedelta(n), read_hours("9h-12h"))
            transaction.put("business_day", business_day_payload(record))


def counter(desk: Desk, period: str = "2022", *offices: str) -> Classement:
    return desk.summary(period, *offices).classement[0]


def test_a_threshold_is_reached_on_its_nth_distinct_day(desk: Desk) -> None:
    opened(desk, 181)
    row = counter(desk)
    assert row.days == 181
    assert [(t.days, t.category, t.reached_on) for t in row.thresholds] == [
        (180, "II", date(2022, 6, 29)),
        (240, "I", None),
    ]


def test_two_posts_and_an_outing_on_an_open_day_are_one_day(desk: Desk) -> None:
    opened(desk, 2)
    opened(desk, 2)
    desk.visit(4, channel="hors_les_murs", day=date(2022, 1, 1))
    row = counter(desk)
    assert (row.days, row.opening_days, row.outing_days) == (2, 2, 0)


def test_an_outing_on_a_day_when_the_office_was_shut_counts(desk: Desk) -> None:
    opened(desk, 2)
    desk.visit(4, channel="hors_les_murs", day=date(2022, 3, 1))
    desk.visit(4, channel="comptoir", day=date(2022, 3, 2))
    row = counter(desk)
    assert (row.days, row.opening_days, row.outing_days) == (3, 2, 1)


def test_only_the_days_up_to_the_end_of_the_period_count(desk: Desk) -> None:
    opened(desk, 100)
    row = counter(desk, "2022-02")
    assert (row.until, row.days) == (date(2022, 2, 28), 59)


def test_the_date_expected_follows_the_planned_openings(desk: Desk) -> None:
    opened(desk, 178)
    desk.at(date(2022, 6, 27))
    coming = [date(2022, 7, 4), date(2022, 7, 11), date(2022, 7, 18)]
    with desk.store.writing("CM") as transaction:
        days.plan(transaction, [PlannedOpening("PDM", d, read_hours("9h-12h")) for d in coming])
    row = counter(desk)
    assert (row.until, row.days, row.planned_days) == (date(2022, 6, 27), 178, 3)
    assert [t.expected_on for t in row.thresholds] == [date(2022, 7, 11), None]


def test_each_office_has_its_proof_and_the_network_its_distinct_days(desk: Desk) -> None:
    opened(desk, 2)
    opened(desk, 3, "VIA")
    rows = desk.summary("2022", "PDM", "VIA").classement
    assert [(r.office, r.days) for r in rows] == [("PDM", 2), ("VIA", 3), (None, 3)]


def test_a_year_that_has_not_begun_has_no_counter(desk: Desk) -> None:
    assert desk.summary(Period.year(2023)).classement == ()
