"""The days of an office: as many planned and open as published, on dates that make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from otdesk.demo.facts import MonthOpenings
from otdesk.demo.reconstruction import (
    AnnouncedHours,
    ClosureRule,
    Reconstruction,
    UnusualHours,
)
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.openings import Ranges, TimeRange
from otdesk.domain.period import Period
from otdesk.domain.profile import OfficeProfile

# From Monday: where not every day is open, the middle of the week is.
_WEEKDAY_RANK = (2, 7, 8, 9, 8, 6, 0)
_HIGH_SEASON = (7, 8)
_SHORTEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class DeskDay:
    """A planned day of an office; no `real` range where it stayed shut.

    `reason` is a closure code; `wording` the internal words of it, as published in 2022.
    """

    day: date
    planned: Ranges
    real: Ranges
    reason: str | None = None
    wording: str = ""


def desk_days(
    months: Sequence[MonthOpenings],
    year: int,
    office: OfficeProfile,
    *,
    calendar: DayCalendar,
    reconstruction: Reconstruction,
    random: Random,
) -> list[DeskDay]:
    """Return the planned days of an office's year, in order, exactly as many as `months` say."""
    days: list[DeskDay] = []
    before = 0
    for month in months:
        opens = month.month - 1 != before
        before = month.month
        period = Period.month(year, month.month)
        dates = _planned_dates(period, month.planned_days, office, calendar, opens=opens)
        hours = _hours_of(dates, office, year)
        shut = _shut_dates(month, dates, reconstruction, random)
        for day in dates:
            if day in shut:
                code = reconstruction.closures[month.reason].code
                days.append(DeskDay(day, hours[day], (), code, month.reason))
            else:
                days.append(_opened(office.code, day, hours[day], reconstruction, random))
    return days


def _planned_dates(
    period: Period, count: int, office: OfficeProfile, calendar: DayCalendar, *, opens: bool
) -> list[date]:
    natural = [day for day in period if office.planned(day)]
    if opens and period.first.month > 1:
        # An office that opens for the season does so for the spring holidays, late in the month.
        ordinary = [day for day in natural if calendar.public_holiday(day) is None]
        if len(ordinary) >= count:
            return ordinary[-count:]

    def rank(day: date) -> int:
        value = _WEEKDAY_RANK[day.weekday()] + 100 * bool(office.planned(day))
        value += 10 * (office.market(day) is not None)
        if calendar.public_holiday(day) is not None:
            # 14 July and 15 August fill a valley; 1 January empties it.
            value += 20 if day.month in _HIGH_SEASON else -60
        return value

    # Before August the later date of two equals is the busier one, and is kept.
    order = -1 if period.first.month < _HIGH_SEASON[-1] else 1
    return sorted(sorted(period, key=lambda day: (-rank(day), order * day.day))[:count])


def _hours_of(dates: Iterable[date], office: OfficeProfile, year: int) -> dict[date, Ranges]:
    """Return the planned hours of dates; those without a pattern take the commonest hours."""
    listed = list(dates)
    usual = Counter(office.planned(day) for day in listed if office.planned(day))
    if not usual:
        usual = Counter(office.planned(day) for day in Period.year(year) if office.planned(day))
    ((commonest, _count),) = usual.most_common(1)
    return {day: office.planned(day) or commonest for day in listed}


def _shut_dates(
    month: MonthOpenings, dates: Sequence[date], reconstruction: Reconstruction, random: Random
) -> frozenset[date]:
    count = month.planned_days - month.open_days
    if not count:
        return frozenset()
    rule = reconstruction.closures[month.reason]
    if rule.when == "start":
        return frozenset(dates[:count])
    if rule.when == "end":
        return frozenset(dates[-count:])
    return frozenset(_stretches(rule, count, dates, random))


def _stretches(rule: ClosureRule, count: int, dates: Sequence[date], random: Random) -> list[date]:
    """Return `count` dates in as many stretches as there were absences, one in each part."""
    shut: list[date] = []
    part = len(dates) // rule.absences
    for absence in range(rule.absences):
        length = count // rule.absences + (absence < count % rule.absences)
        first = absence * part + int(random.random() * (part - length + 1))
        shut += dates[first : first + length]
    return shut


def _opened(
    office: str, day: date, planned: Ranges, reconstruction: Reconstruction, random: Random
) -> DeskDay:
    change: UnusualHours | AnnouncedHours | None = next(
        (a for a in reconstruction.announced_hours if (a.office, a.day) == (office, day)), None
    )
    for rule in reconstruction.unusual_hours:
        # Drawn even out of season, so that a new rule moves no other day.
        drawn = random.random() * 100 < rule.percent
        if change is None and drawn and day.month in rule.months:
            change = rule
    if change is None:
        return DeskDay(day, planned, planned)
    return DeskDay(day, planned, _changed(planned, change.minutes), change.reason)


def _changed(planned: Ranges, minutes: int) -> Ranges:
    """Return the hours longer or shorter by `minutes` at the end; a short delay at the start."""
    first, last = planned[0], planned[-1]
    if last.end is None or first.end is None:
        raise ValueError("planned hours have an end")
    if -_SHORTEST_RANGE < minutes < 0:
        return (TimeRange(first.start - minutes, first.end), *planned[1:])
    if last.end + minutes - last.start < _SHORTEST_RANGE:
        # Nothing much would be left of the afternoon: the office keeps its morning.
        return planned[:-1] or planned
    return (*planned[:-1], TimeRange(last.start, last.end + minutes))
