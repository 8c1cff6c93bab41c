"""How busy a day is beside the others, and an hour beside its neighbours."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from math import pow as power
from random import Random

from otdesk.demo.openings import DeskDay
from otdesk.demo.reconstruction import ByMonth, DayRules, HourRules
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.openings import Ranges, minutes_of
from otdesk.domain.period import Period
from otdesk.domain.profile import OfficeProfile

_NOON = 13
_MID_MONTH = 15
_A_DAY = timedelta(days=1)
# The last minutes of a day are for the till and the shutters.
_LAST_MINUTES = 4


def weather(year: int, rules: DayRules) -> dict[date, float]:
    """Return the factor of each day's weather, the same in every valley."""
    random = Random(f"météo {year}")
    return {day: random.lognormvariate(0, rules.weather_sigma) for day in Period.year(year)}


def intensity(by_month: ByMonth, day: date) -> float:
    """Return the season's level on a day: the months' levels, joined from middle to middle."""
    into = (day.day - _MID_MONTH) / 30.5
    other = by_month[(day.month - 1 + (1 if into >= 0 else -1)) % 12]
    here = by_month[day.month - 1]
    return here + (other - here) * abs(into)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The rhythm of one office's year."""

    rules: DayRules
    by_month: ByMonth
    office: OfficeProfile
    calendar: DayCalendar
    weather: Mapping[date, float]

    def weights(self, days: Iterable[DeskDay], random: Random) -> dict[date, float]:
        """Return the weight of each open day, in persons."""
        weights = {}
        for day in days:
            noise = random.lognormvariate(0, self.rules.office_sigma) * self.weather[day.day]
            if f"{day.day:%m-%d}" in self.rules.dates:
                # The village's feast is full whatever the weather.
                noise = 1.0
            if day.real:
                weights[day.day] = self._weight(day) * noise
        return weights

    def _weight(self, day: DeskDay) -> float:
        rules = self.rules
        value = intensity(self.by_month, day.day) * rules.weekdays[day.day.weekday()]
        # Half the time is more than half the visitors: they come when the door is open.
        value *= power(minutes_of(day.real), 0.6)
        if self.calendar.public_holiday(day.day) is not None:
            # A market on 14 July brings nobody more: everybody is there already.
            value *= rules.public_holiday
        else:
            value *= rules.bridge if self._is_bridge(day.day) else 1.0
            value *= rules.market if self.office.market(day.day) is not None else 1.0
        value *= rules.school_zone ** len(self.calendar.school_zones(day.day) or ())
        name = f"{day.day:%m-%d}"
        for first, last, factor in rules.high_season:
            if first <= name <= last:
                value *= factor
        return value * rules.dates.get(name, 1.0)

    def _is_bridge(self, day: date) -> bool:
        """Tell whether the day, or the weekend it belongs to, touches a public holiday."""
        around = (day - 2 * _A_DAY, day - _A_DAY, day + _A_DAY, day + 2 * _A_DAY)
        return any(self.calendar.public_holiday(other) is not None for other in around)


@dataclass(slots=True)
class Clockwork:
    """Draws the minutes of accueils inside the real hours of a day."""

    rules: HourRules
    _drawn: dict[tuple[Ranges, bool, bool], tuple[Sequence[int], Sequence[float]]] = field(
        default_factory=dict
    )

    def minutes(
        self, ranges: Ranges, count: int, random: Random, *, market: bool, calls: bool = False
    ) -> list[int]:
        """Return `count` local minutes in order."""
        key = (ranges, market, calls)
        if key not in self._drawn:
            self._drawn[key] = self._table(ranges, market=market, calls=calls)
        open_minutes, sums = self._drawn[key]
        return sorted(
            open_minutes[min(bisect(sums, random.random() * sums[-1]), len(sums) - 1)]
            for _ in range(count)
        )

    def _table(
        self, ranges: Ranges, *, market: bool, calls: bool
    ) -> tuple[Sequence[int], Sequence[float]]:
        hours = self.rules.calls if calls else self.rules.persons
        minutes: list[int] = []
        weights: list[float] = []
        for item in ranges:
            if item.end is None:
                raise ValueError("the hours of a past day have an end")
            for minute in range(item.start, item.end - _LAST_MINUTES):
                hour = minute // 60
                weight = hours.get(hour, min(hours.values()))
                if market and not calls:
                    weight *= self.rules.market.get(hour, 1.0)
                minutes.append(minute)
                weights.append(weight)
        return minutes, list(accumulate(weights))


def is_morning(minute: int) -> bool:
    """Tell which half-day of a paper sheet a minute belongs to."""
    return minute < _NOON * 60
