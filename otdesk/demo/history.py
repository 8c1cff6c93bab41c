"""Earlier years as totals, told month by month: visitors of 2019, turnovers of 2019 and 2021."""

from __future__ import annotations

from datetime import date

from otdesk.demo.apportion import apportion
from otdesk.demo.facts import SEASON_YEAR, OfficeFacts
from otdesk.demo.reconstruction import Reconstruction
from otdesk.domain.days import MonthlyTotal
from otdesk.domain.money import Cents

YEAR = 2019
_OFF_SEASON_DAYS = 20
_HIGH_SEASON_DAYS = 27
_HIGH_SEASON = (7, 8)
_LAST_MONTH = 10
# The measure and unit under which the shop's reports look for imported totals.
TURNOVER = "shop_turnover"
CENTS = "cents"


def totals_of(office: OfficeFacts, reconstruction: Reconstruction) -> list[MonthlyTotal]:
    """Return the months of 2019; they add up to the year that the Manuel qualité gives.

    The split is ours, by the rhythm of 2022, over the months in which the office opens.
    """
    rules = reconstruction.totals_2019
    weights = _months(office.code, SEASON_YEAR, reconstruction)
    return [
        MonthlyTotal(
            office.code, date(YEAR, month, 1), rules.measure, rules.unit, value, rules.source
        )
        for month, value in apportion(office.visitors_2019, weights).items()
    ]


def turnover_of(
    office: str, year: int, cents: Cents, reconstruction: Reconstruction, source: str
) -> list[MonthlyTotal]:
    """Return the turnover of the ten months of an earlier year that is set beside the season."""
    rhythm = year if year in reconstruction.years else SEASON_YEAR
    weights = {
        month: weight
        for month, weight in _months(office, rhythm, reconstruction).items()
        if month <= _LAST_MONTH
    }
    return [
        MonthlyTotal(office, date(year, month, 1), TURNOVER, CENTS, value, source)
        for month, value in apportion(cents, weights).items()
    ]


def _months(office: str, year: int, reconstruction: Reconstruction) -> dict[int, float]:
    """Return the weights of the months in which an office opens, by the rhythm of a year."""
    intensity = reconstruction.years[year].month_intensity
    return {
        month: intensity[month - 1]
        * (_HIGH_SEASON_DAYS if month in _HIGH_SEASON else _OFF_SEASON_DAYS)
        for month in reconstruction.totals_2019.months_open[office]
    }
