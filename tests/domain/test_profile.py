"""What a profile answers about a date, an origin, an office."""

from __future__ import annotations

from datetime import date

import pytest

from otdesk.domain.openings import TimeRange
from otdesk.domain.profile import Market, MonthDay, OfficeProfile, OpeningRule, Season

MORNING = (TimeRange(570, 750),)
WHOLE_DAY = (TimeRange(570, 750), TimeRange(840, 1110))
SUMMER = Season(MonthDay(7, 1), MonthDay(8, 31))
WINTER = Season(MonthDay(11, 1), MonthDay(3, 31))


@pytest.fixture
def office() -> OfficeProfile:
    return OfficeProfile(
        code="PDM",
        name="Le Pont-de-Montvert",
        address="Le quai",
        postcode="48220",
        commune="Pont de Montvert - Sud Mont Lozère",
        inhabitants=593,
        phone="04 66 45 81 94",
        own_departments=("FR-48",),
        opening_pattern=(
            OpeningRule(SUMMER, frozenset(range(6)), WHOLE_DAY),
            OpeningRule(SUMMER, frozenset({6}), MORNING),
            OpeningRule(WINTER, frozenset(range(5)), MORNING),
        ),
        closed_days=frozenset({MonthDay(12, 25)}),
        markets=(Market(2, SUMMER, "Marché"),),
        favourites=(),
        more_favourites=(),
        demand_tiles=(),
        express=(),
    )


def test_a_season_holds_both_its_ends() -> None:
    assert date(2022, 7, 1) in SUMMER
    assert date(2022, 8, 31) in SUMMER
    assert date(2022, 6, 30) not in SUMMER
    assert date(2022, 9, 1) not in SUMMER


def test_a_season_may_go_over_new_year() -> None:
    assert date(2022, 11, 1) in WINTER
    assert date(2022, 12, 31) in WINTER
    assert date(2023, 1, 1) in WINTER
    assert date(2024, 2, 29) in WINTER
    assert date(2023, 4, 1) not in WINTER
    assert date(2022, 10, 31) not in WINTER


def test_a_day_is_planned_by_its_weekday_and_its_season(office: OfficeProfile) -> None:
    assert office.planned(date(2022, 7, 14)) == WHOLE_DAY
    assert office.planned(date(2022, 7, 17)) == MORNING
    assert office.planned(date(2022, 1, 5)) == MORNING
    assert office.planned(date(2022, 1, 8)) == ()
    assert office.planned(date(2022, 5, 4)) == ()


def test_a_closed_day_is_closed_whatever_the_weekday(office: OfficeProfile) -> None:
    assert date(2023, 12, 25).weekday() == 0
    assert office.planned(date(2023, 12, 25)) == ()


def test_a_market_is_held_on_its_weekday_in_its_season(office: OfficeProfile) -> None:
    assert office.market(date(2022, 7, 13)) == "Marché"
    assert office.market(date(2022, 7, 14)) is None
    assert office.market(date(2022, 9, 7)) is None


def test_residency_is_asked_of_the_offices_own_departement_alone(office: OfficeProfile) -> None:
    assert office.asks_residency("FR-48")
    assert not office.asks_residency("FR-30")
    assert not office.asks_residency("ND")
