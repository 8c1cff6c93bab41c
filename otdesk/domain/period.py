"""Periods: a day, a month, a year, or any range of days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from otdesk.errors import DataFault
from otdesk.i18n import _


class PeriodKind(StrEnum):
    """What a period is called; it decides the pages that are printed."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @classmethod
    def day(cls, day: date) -> Period:
        """Return the period of one day."""
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Return the period of a calendar month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Period:
        """Return the period of a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2022-07-14`, `2022-07` or `2022`, the command line's forms. Raises DataFault."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip(), re.ASCII)
        try:
            if found is None:
                raise ValueError(text)
            year, month, day = (int(part) if part else None for part in found.groups())
            if year is None:
                raise ValueError(text)
            if month is None:
                return cls.year(year)
            return cls.month(year, month) if day is None else cls.day(date(year, month, day))
        except ValueError as error:
            raise DataFault(
                _("« {} » n’est pas une période : écrire 2022-07-14, 2022-07 ou 2022.").format(text)
            ) from error

    @property
    def kind(self) -> PeriodKind:
        """Tell whether it is a day, a whole month, a whole year, or another range."""
        if self.first == self.last:
            return PeriodKind.DAY
        if self == Period.month(self.first.year, self.first.month):
            return PeriodKind.MONTH
        if self == Period.year(self.first.year):
            return PeriodKind.YEAR
        return PeriodKind.RANGE

    @property
    def days(self) -> int:
        """Count its days."""
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.days))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def year_before(self) -> Period:
        """Return the same calendar days one year earlier; 29 February becomes the 28th."""
        return Period(_shifted(self.first, -1), _shifted(self.last, -1))


def _shifted(day: date, years: int) -> date:
    last = monthrange(day.year + years, day.month)[1]
    # The end of a February stays the end of that February.
    whole = day.day == monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, last if whole else min(day.day, last))
