"""The business day of an office: opened, shut, closed, and what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from otdesk.domain.openings import Ranges, TimeRange


class DayState(StrEnum):
    """The states that the bilan tells apart; no record at all is `NOT_ENTERED`."""

    NOT_ENTERED = "not_entered"
    OPEN = "open"
    CLOSED = "closed"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class BusinessDay:
    """One office, one date.

    `ranges` are the real hours, the last one with an open end while the office is open; none
    at all on a day that is closed means that the office stayed shut. `reason` is a code of the
    closure reasons, wanted where real and planned hours differ.
    """

    office: str
    day: date
    ranges: Ranges
    reason: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def state(self) -> DayState:
        """Tell whether the office is open, has closed its day, or stayed shut."""
        if self.closed_at is None:
            return DayState.OPEN
        return DayState.CLOSED if self.ranges else DayState.SHUT

    @property
    def running(self) -> TimeRange | None:
        """Return the range that is still open, if any."""
        return next((r for r in self.ranges if r.end is None), None)


@dataclass(frozen=True, slots=True)
class PlannedOpening:
    """What the office had planned for a date; no range means a planned closing."""

    office: str
    day: date
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class MonthlyTotal:
    """A figure of an earlier year, imported as it was published.

    `unit` is `persons`, `acts` or `unknown`; a comparison with an unknown unit is refused.
    """

    office: str
    month: date
    measure: str
    unit: str
    value: int
    source: str
