"""A season of planned openings: weekdays between two dates with their hours, line after line.

A line that comes later wins for its dates, so that a season is written first and its exceptions
(15 August, the autumn fair) behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from otdesk import typography
from otdesk.domain.days import PlannedOpening
from otdesk.domain.openings import Ranges
from otdesk.domain.period import Period
from otdesk.domain.search import normalise
from otdesk.errors import DataFault
from otdesk.i18n import _

ALL_WEEK = frozenset(range(7))
# Two letters tell the seven days apart.
_LEAST = 2
_SPAN = re.compile(r"(\w+)\s*(?:[-–]|\bà\b|\bau\b)\s*(\w+)")


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """Some weekdays (0 is Monday) of an office between two dates; no range is a planned closing."""

    office: str
    period: Period
    weekdays: frozenset[int]
    ranges: Ranges

    def __iter__(self) -> Iterator[date]:
        """Yield its dates."""
        return (day for day in self.period if day.weekday() in self.weekdays)


def season(lines: Iterable[SeasonLine]) -> tuple[PlannedOpening, ...]:
    """Return what lines plan together, by office and date."""
    planned: dict[tuple[str, date], Ranges] = {}
    for line in lines:
        for day in line:
            planned[line.office, day] = line.ranges
    return tuple(
        PlannedOpening(office, day, ranges) for (office, day), ranges in sorted(planned.items())
    )


def read_weekdays(text: str) -> frozenset[int]:
    """Read `lu-ve`, `mardi, jeudi`, `lun mar sam`; an empty text is the whole week.

    Raises DataFault with what could not be read.
    """
    if not text.strip():
        return ALL_WEEK
    found: set[int] = set()
    for part in re.split(r"[,;/]", text.strip().casefold()):
        span = _SPAN.fullmatch(part.strip())
        if span is None:
            found.update(_weekday(name) for name in part.split())
            continue
        first, last = _weekday(span[1]), _weekday(span[2])
        # From Saturday to Monday goes round the end of the week.
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(found)


def _weekday(text: str) -> int:
    name = normalise(text)
    for number, weekday in enumerate(typography.WEEKDAYS):
        if len(name) >= _LEAST and weekday.startswith(name):
            return number
    raise DataFault(
        _("« {} » n’est pas un jour de la semaine : écrire lu-ve.").format(text.strip())
    )
