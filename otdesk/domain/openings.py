"""Opening hours: one or two time ranges a day, planned and real."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from otdesk.errors import DataFault
from otdesk.i18n import _

MINUTES_A_DAY = 24 * 60
_RANGE = re.compile(r"(\d{1,2})(?:[h:](\d{2})?)?\s*[-–à]\s*(\d{1,2})(?:[h:](\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class TimeRange:
    """From `start` to `end`, local minutes since midnight; `end` is None while it runs."""

    start: int
    end: int | None

    def __post_init__(self) -> None:
        if not 0 <= self.start < MINUTES_A_DAY:
            raise ValueError("a time of day lies between 0:00 and 24:00")
        if self.end is not None and not self.start < self.end <= MINUTES_A_DAY:
            raise ValueError("a range of hours ends after it begins")

    @property
    def minutes(self) -> int:
        """Return its length in minutes, 0 while it runs."""
        return 0 if self.end is None else self.end - self.start


Ranges = tuple[TimeRange, ...]


def format_ranges(ranges: Iterable[TimeRange]) -> str:
    """Return the stored form: `570-750,840-` (minutes; an open end while a range runs)."""
    return ",".join(f"{r.start}-{'' if r.end is None else r.end}" for r in ranges)


def parse_ranges(text: str) -> Ranges:
    """Read the stored form back. Raises ValueError."""
    ranges = []
    for part in text.split(",") if text else []:
        start, end = part.split("-")
        ranges.append(TimeRange(int(start), int(end) if end else None))
    return tuple(ranges)


def minutes_of(ranges: Iterable[TimeRange]) -> int:
    """Return the minutes of a day's ranges, overlaps counted once; a running one counts none."""
    return sum(r.minutes for r in union(ranges))


def paired(planned: Ranges, real: Ranges) -> list[tuple[TimeRange | None, TimeRange | None]]:
    """Return each planned range beside the real one that answers it, in the order of the day.

    Where one side has fewer, its ranges go to those that they cover best, then to the nearest
    start: an office that opened in the afternoon only did so beside the plan's afternoon.
    """
    longer, shorter = (planned, real) if len(planned) >= len(real) else (real, planned)
    chosen = max(
        combinations(range(len(longer)), len(shorter)),
        key=lambda places: _fit([longer[at] for at in places], shorter),
    )
    beside = dict(zip(chosen, shorter, strict=True))
    pairs: list[tuple[TimeRange | None, TimeRange | None]] = []
    for at, each in enumerate(longer):
        other = beside.get(at)
        pairs.append((each, other) if longer is planned else (other, each))
    return pairs


def _fit(ones: Iterable[TimeRange], others: Ranges) -> tuple[float, int]:
    """Return how well ranges answer each other: the parts covered, then the nearness."""
    covered, apart = 0.0, 0
    for one, other in zip(ones, others, strict=True):
        start, end = max(one.start, other.start), min(_end(one), _end(other))
        covered += max(end - start, 0) / (_end(one) - one.start)
        apart += abs(one.start - other.start)
    return covered, -apart


def _end(hours: TimeRange) -> int:
    """Return the minute up to which a range is known to go: its first one while it runs."""
    return hours.start + 1 if hours.end is None else hours.end


def union(ranges: Iterable[TimeRange]) -> Ranges:
    """Return the ranges in order, those that touch made one (several posts, one office)."""
    merged: list[TimeRange] = []
    for item in sorted(ranges, key=lambda r: (r.start, MINUTES_A_DAY if r.end is None else r.end)):
        if merged and _reaches(merged[-1], item.start):
            merged[-1] = TimeRange(merged[-1].start, _later(merged[-1].end, item.end))
        else:
            merged.append(item)
    return tuple(merged)


def _reaches(before: TimeRange, start: int) -> bool:
    return before.end is None or before.end >= start


def _later(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def read_hours(text: str) -> Ranges:
    """Read hours as people type them: `9h30-12h30, 14h-18h30` or `9:30 à 12:30`.

    An empty text is « fermé ». Raises DataFault with what could not be read.
    """
    rest = text.strip().lower()
    if rest in {"", "fermé", "ferme"}:
        return ()
    ranges = []
    for part in re.split(r"[,;/]|\bet\b", rest):
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            raise DataFault(
                _("« {} » n’est pas un horaire : écrire 9h30-12h30.").format(part.strip())
            )
        start_hour, start_minute, end_hour, end_minute = (int(n or 0) for n in found.groups())
        if max(start_minute, end_minute) > 59:
            raise DataFault(_("« {} » : une heure n’a que 60 minutes.").format(part.strip()))
        try:
            ranges.append(TimeRange(start_hour * 60 + start_minute, end_hour * 60 + end_minute))
        except ValueError as error:
            raise DataFault(
                _("« {} » : la fin doit venir après le début, avant minuit.").format(part.strip())
            ) from error
    if len(union(ranges)) != len(ranges):
        raise DataFault(_("Deux plages d’ouverture se chevauchent."))
    return tuple(sorted(ranges))
