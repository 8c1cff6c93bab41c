"""What the time line draws and says, counted by quarter and by hour. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otdesk.domain.openings import MINUTES_A_DAY, Ranges, TimeRange
from otdesk.domain.visits import FACE_TO_FACE
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import VisitMark

QUARTER = 15
_FIRST_HOUR, _LAST_HOUR = 9, 19
_UNITS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day on the line: minutes are local; `now` is None on any other day than today.

    `unfinished` are the minutes at which accueils that are still open were begun; `own` names
    the office's own département.
    """

    planned: Ranges = ()
    real: Ranges = ()
    marks: Sequence[VisitMark] = ()
    unfinished: Sequence[int] = ()
    now: int | None = None
    own: str = ""


@dataclass(slots=True)
class Quarter:
    """Persons of one quarter of an hour, those of the own département apart."""

    own: int = 0
    others: int = 0

    @property
    def persons(self) -> int:
        """Return all of them."""
        return self.own + self.others


@dataclass(slots=True)
class HourLine:
    """One hour in figures: what the table beside the drawing shows."""

    hour: int
    persons: int = 0
    own: int = 0
    acts: int = 0
    remote: int = 0


def bounds(line: DayLine) -> tuple[int, int]:
    """Return the first and last hour drawn: 9 h to 19 h, or as far as the day went."""
    minutes = [mark.minute for mark in line.marks] + list(line.unfinished)
    for each in (*line.planned, *line.real):
        minutes.append(each.start)
        minutes.append(each.start if each.end is None else each.end - 1)
    if line.now is not None and line.real:
        minutes.append(line.now)
    first = min([*minutes, _FIRST_HOUR * 60]) // 60
    last = max([*minutes, _LAST_HOUR * 60 - 1]) // 60 + 1
    return first, min(last, 24)


def quarters(line: DayLine) -> dict[int, Quarter]:
    """Count the persons of each quarter, by its first minute."""
    found: dict[int, Quarter] = {}
    for mark in line.marks:
        if mark.persons == 0:
            continue
        quarter = found.setdefault(mark.minute // QUARTER * QUARTER, Quarter())
        if mark.own:
            quarter.own += mark.persons
        else:
            quarter.others += mark.persons
    return found


def remote_minutes(line: DayLine) -> list[int]:
    """Return the minutes of calls, e-mails and letters."""
    return [mark.minute for mark in line.marks if mark.channel not in FACE_TO_FACE]


def hours(line: DayLine) -> list[HourLine]:
    """Return each hour of the line in figures."""
    first, last = bounds(line)
    table = {hour: HourLine(hour) for hour in range(first, last)}
    for mark in line.marks:
        row = table[mark.minute // 60]
        row.persons += mark.persons
        row.own += mark.persons if mark.own else 0
        if mark.channel in FACE_TO_FACE:
            row.acts += 1
        else:
            row.remote += 1
    return list(table.values())


def unit_for(highest: int, most_squares: int) -> int:
    """Return how many persons a square stands for, so that the highest pile has room."""
    squares = max(most_squares, 1)
    return next((unit for unit in _UNITS if -(-highest // unit) <= squares), _UNITS[-1])


def late_gaps(line: DayLine) -> list[TimeRange]:
    """Return the planned minutes, already past, in which the office was not open."""
    if not line.real:
        return []
    until = MINUTES_A_DAY if line.now is None else line.now
    gaps: list[TimeRange] = []
    for planned in line.planned:
        end = min(until, MINUTES_A_DAY if planned.end is None else planned.end)
        gaps += _without(planned.start, end, line.real)
    return gaps


def _without(start: int, end: int, real: Iterable[TimeRange]) -> list[TimeRange]:
    gaps: list[TimeRange] = []
    for each in sorted(real):
        if start >= end:
            break
        if each.start > start:
            gaps.append(TimeRange(start, min(each.start, end)))
        start = max(start, MINUTES_A_DAY if each.end is None else each.end)
    if start < end:
        gaps.append(TimeRange(start, end))
    return [gap for gap in gaps if gap.minutes > 0]


def spoken(line: DayLine) -> str:
    """Return the line as sentences, for those who cannot see it."""
    told = []
    for row in hours(line):
        parts = []
        if row.persons:
            parts.append(ngettext("{} visiteur", "{} visiteurs", row.persons).format(row.persons))
        if row.remote:
            parts.append(
                ngettext("{} appel ou courriel", "{} appels ou courriels", row.remote).format(
                    row.remote
                )
            )
        if parts:
            told.append(_("{} h\u00a0: {}").format(row.hour, ", ".join(parts)))
    return ". ".join(told) or _("Aucun accueil dont l’heure soit connue.")
