"""Days as visitors live them: weekends, public holidays, school holidays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from otdesk.domain.reference import PublicHoliday, SchoolHoliday

# 52 whole weeks: a Saturday is compared with a Saturday.
_WEEKS_OF_A_YEAR = timedelta(days=364)


def easter(year: int) -> date:
    """Return Easter Sunday, Gregorian calendar (Meeus, Jones, Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - moon - leap_rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_weekend(day: date) -> bool:
    """Tell whether the day is a Saturday or a Sunday."""
    return day.weekday() >= 5


def week_number(day: date) -> int:
    """Return the ISO 8601 week, the one of French agendas."""
    return day.isocalendar().week


def same_weekday_last_year(day: date) -> date:
    """Return the day 52 weeks before: the same weekday, one or two dates further on."""
    return day - _WEEKS_OF_A_YEAR


@dataclass(frozen=True, slots=True)
class DayCalendar:
    """What kind of day a date is.

    `public` maps a date to its name; `school` has holidays with both ends included. Between
    `known_from` and `known_to` the school calendar is complete; both are None where it is empty.
    """

    public: Mapping[date, str]
    school: tuple[SchoolHoliday, ...]
    known_from: date | None
    known_to: date | None
    _by_zone: Mapping[str, tuple[SchoolHoliday, ...]] = field(repr=False, compare=False)

    @classmethod
    def of(
        cls,
        public_holidays: Iterable[PublicHoliday],
        school_holidays: Iterable[SchoolHoliday],
        last_known: date | None = None,
    ) -> DayCalendar:
        """Build the calendar; the lists of `otdesk.domain.reference.Lists` are made for it.

        `last_known` is the last day of a complete school calendar: by default the last day of the
        last holiday, because the next one is not published yet.
        """
        school = tuple(sorted(school_holidays, key=lambda h: (h.first, h.zone)))
        zones = sorted({holiday.zone for holiday in school})
        return cls(
            public={holiday.day: holiday.name for holiday in public_holidays},
            school=school,
            known_from=min((h.first for h in school), default=None),
            known_to=last_known or max((h.last for h in school), default=None),
            _by_zone={zone: tuple(h for h in school if h.zone == zone) for zone in zones},
        )

    def is_weekend(self, day: date) -> bool:
        """Tell whether the day is a Saturday or a Sunday."""
        return is_weekend(day)

    def public_holiday(self, day: date) -> str | None:
        """Return the name of the public holiday, None on other days."""
        return self.public.get(day)

    def school_zones(self, day: date) -> tuple[str, ...] | None:
        """Return the zones without school, in order; None where the calendar does not know.

        No zone and not known are two answers: the second one is printed « non connu ».
        """
        if not self._knows(day):
            return None
        return tuple(
            zone for zone, holidays in self._by_zone.items() if _holiday(holidays, day) is not None
        )

    def school_holiday(self, day: date, zone: str) -> str | None:
        """Return the name of the school holiday of a zone, None on a school day or if not known."""
        holiday = _holiday(self._by_zone.get(zone, ()), day)
        return None if holiday is None else holiday.name

    def _knows(self, day: date) -> bool:
        if self.known_from is None or self.known_to is None:
            return False
        return self.known_from <= day <= self.known_to


def _holiday(holidays: Iterable[SchoolHoliday], day: date) -> SchoolHoliday | None:
    return next((h for h in holidays if h.first <= day <= h.last), None)
