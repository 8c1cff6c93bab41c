"""2019: yearly totals that were published, told month by month, their unit not known."""

from __future__ import annotations

from datetime import date

from otdesk.demo.apportion import apportion
from otdesk.demo.facts import SEASON_YEAR, OfficeFacts
from otdesk.demo.reconstruction import Reconstruction
from otdesk.domain.days import MonthlyTotal

YEAR = 2019
_OFF_SEASON_DAYS = 20
_HIGH_SEASON_DAYS = 27
_HIGH_SEASON = (7, 8)


def totals_of(office: OfficeFacts, reconstruction: Reconstruction) -> list[MonthlyTotal]:
    """Return the months of 2019; they add up to the year that the Manuel qualité gives.

    The split is ours, by the rhythm of 2022, over the months in which the office opens.
    """
    rules = reconstruction.totals_2019
    intensity = reconstruction.years[SEASON_YEAR].month_intensity
    weights = {
        month: intensity[month - 1]
        * (_HIGH_SEASON_DAYS if month in _HIGH_SEASON else _OFF_SEASON_DAYS)
        for month in rules.months_open[office.code]
    }
    return [
        MonthlyTotal(
            office.code, date(YEAR, month, 1), rules.measure, rules.unit, value, rules.source
        )
        for month, value in apportion(office.visitors_2019, weights).items()
    ]
