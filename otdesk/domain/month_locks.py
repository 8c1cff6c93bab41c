"""The months of the network: declared complete by each office, locked and reopened by the siège."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


def month_of(day: date) -> date:
    """Return the first day of a day's month, by which a month is known."""
    return day.replace(day=1)


@dataclass(frozen=True, slots=True)
class MonthDeclaration:
    """An office says that it has entered a month whole.

    Without `active`, that there was nothing to enter: no activity is not the same as no data.
    """

    office: str
    month: date
    active: bool = True


@dataclass(frozen=True, slots=True)
class MonthLock:
    """The siège has closed a month for every office: its figures are published."""

    month: date


@dataclass(frozen=True, slots=True)
class MonthReopening:
    """An office may correct a locked month until a day, included, for a reason that is kept."""

    office: str
    month: date
    until: date
    reason: str
