"""A month day by day on one axis: what the columns, the heat map and the openings share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from otdesk.documents.drawing import Role, Sketch

LABELS = 43.0
TOTALS = 53.0


class Absence(StrEnum):
    """Why a day has no column; each one has its own sign."""

    NONE = "none"
    SHUT = "shut"
    PLANNED = "planned"
    NOT_ENTERED = "not_entered"


@dataclass(frozen=True, slots=True)
class DayColumn:
    """One day. `minutes` and `planned` are open minutes; `heat` persons by hour really open.

    `sheet_hours` are hours known from a paper sheet alone; `before` the persons of the compared
    weekday.
    """

    number: int
    letter: str
    persons: int
    before: int | None
    absence: Absence
    weekend: bool
    minutes: int
    planned: int
    heat: Mapping[int, int]
    sheet_hours: frozenset[int] = frozenset()
    holiday: bool = False
    school: bool = False
    market: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class DayAxis:
    """Where each day stands."""

    left: float
    step: float
    count: int

    @property
    def right(self) -> float:
        """Return the right edge of the last day."""
        return self.left + self.step * self.count

    def start(self, index: int) -> float:
        """Return the left edge of a day."""
        return self.left + index * self.step

    def middle(self, index: int) -> float:
        """Return the middle of a day."""
        return self.left + (index + 0.5) * self.step


def axis_of(count: int, width: float) -> DayAxis:
    """Return the axis of `count` days between the captions and the totals.

    Fewer days than a week keep a week's columns: a lone day is no wall.
    """
    room = width - LABELS - TOTALS
    return DayAxis(LABELS, min(room / max(count, 1), room / 7), count)


def bands(
    sketch: Sketch, columns: tuple[DayColumn, ...], axis: DayAxis, top: float, bottom: float
) -> None:
    """Draw weekends as bands through all that follows."""
    for index, column in enumerate(columns):
        if column.weekend:
            sketch.rect(axis.start(index), top, axis.step, bottom - top, Role.BAND)
