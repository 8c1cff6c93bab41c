"""A day by the clock: persons an hour, hours open, each accueil as a stroke, the calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from otdesk.documents.charts.faces import (
    BODY_BOLD,
    NOTE,
    NOTE_FIGURE,
    SMALL,
    SMALL_BOLD,
)
from otdesk.documents.charts.labels import fit, wrap
from otdesk.documents.charts.signs import event
from otdesk.documents.drawing import (
    Anchor,
    Circle,
    Drawing,
    Font,
    Hatch,
    Line,
    Rect,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.i18n import _
from otdesk.typography import NBSP, integer

_LABELS = 58.0
_OFFICES = 104.0
_BAR_FIGURE = Font(8.6, Weight.SEMIBOLD)
_BARS = 74.0
_STROKES = 34.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a minute of the day: a number of persons, or a call."""

    minute: int
    size: int = 1


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """The hours of one office, (start, end) in minutes; `name` where there are several.

    `absent` says why there are no hours; `hatched` that nobody entered the day.
    """

    name: str
    real: tuple[Span, ...]
    planned: tuple[Span, ...]
    absent: str = ""
    difference: str = ""
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class HoursSpec:
    """What the chart shows, in local hours.

    `averages` are persons an hour on comparable days: a white tick in the bar, an ink tick above.
    """

    persons: Mapping[int, int]
    averages: Mapping[int, float]
    openings: tuple[OpeningLine, ...]
    visits: tuple[Mark, ...] = ()
    calls: tuple[Mark, ...] = ()
    mails: tuple[Mark, ...] = ()
    outings: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Axis:
    first: int
    last: int
    left: float
    width: float

    def x(self, minute: float) -> float:
        """Return the place of a minute since midnight, kept on the axis."""
        inside = min(max(minute / 60, self.first), self.last)
        return self.left + (inside - self.first) / (self.last - self.first) * self.width


def span_of(spec: HoursSpec) -> tuple[int, int]:
    """Return the first and last whole hour that hold everything, at least eight hours apart."""
    minutes = [
        edge for hour, n in spec.persons.items() if n for edge in (hour * 60, hour * 60 + 60)
    ]
    minutes += [
        edge for line in spec.openings for pair in (*line.real, *line.planned) for edge in pair
    ]
    marks = (*spec.visits, *spec.calls, *spec.mails, *spec.outings)
    minutes += [mark.minute for mark in marks]
    if not minutes:
        return 9, 18
    first, last = min(minutes) // 60, min(24, -(-max(minutes) // 60))
    while last - first < 8:
        first, last = (first - 1, last) if first > 8 or last >= 24 else (first, last + 1)
    return first, last


def hours_chart(
    spec: HoursSpec, width: float, measure: TextMeasure, *, bars: float = _BARS
) -> Drawing:
    """Draw persons, hours open, accueils and calls on one axis; `bars` is the highest's height."""
    sketch = Sketch(width)
    first, last = span_of(spec)
    left = _OFFICES if any(line.name for line in spec.openings) else _LABELS
    axis = _Axis(first, last, left, width - left - 10)
    y = 0.0
    if any(spec.persons.values()) or spec.averages:
        _caption(sketch, 12, _("Personnes"), _("par heure"), measure)
        y = _bars(sketch, spec, axis, 12.0, bars)
    y = _hour_names(sketch, axis, y) + 4
    for number, line in enumerate(spec.openings):
        y = _opening(sketch, line, axis, y + (9 if number == 0 else 4.2), measure)
    if spec.visits:
        y = _strokes(sketch, spec, axis, y + 9, measure)
    if spec.calls or spec.mails or spec.outings:
        y = _elsewhere(sketch, spec, axis, y + 7.0, measure)
    return sketch.finish(y + 2)


def _caption(sketch: Sketch, y: float, title: str, note: str, measure: TextMeasure) -> None:
    sketch.text(0, y, title, BODY_BOLD)
    for number, line in enumerate(wrap(note, _LABELS - 4, SMALL, measure) if note else ()):
        sketch.text(0, y + 9 + number * 7.6, line, SMALL, colour=Role.SOFT)


def _bars(sketch: Sketch, spec: HoursSpec, axis: _Axis, top: float, height: float) -> float:
    base = top + height
    highest = max([*spec.persons.values(), *spec.averages.values(), 1])
    unit = (height - 12) / highest
    for hour in range(axis.first, axis.last):
        left, right = axis.x(hour * 60) + 1, axis.x(hour * 60 + 60) - 1
        persons = spec.persons.get(hour, 0)
        sketch.rect(left, base - persons * unit, right - left, persons * unit, Role.PERSONS)
        if persons:
            sketch.text(
                (left + right) / 2,
                base - max(persons, _above(spec, hour)) * unit - 4,
                integer(persons),
                _BAR_FIGURE,
                anchor=Anchor.MIDDLE,
            )
        average = spec.averages.get(hour, 0)
        if average:
            tick(sketch, left, right, base - average * unit, inside=average < persons)
    return base


def _hour_names(sketch: Sketch, axis: _Axis, base: float) -> float:
    """Draw the axis under the bars; on a day without any it is all that is drawn."""
    sketch.add(Line(axis.left - 8, base, sketch.width, base, Role.INK, 0.6))
    for hour in range(axis.first, axis.last + 1):
        sketch.text(
            axis.x(hour * 60),
            base + 11,
            f"{hour}{NBSP}h",
            NOTE_FIGURE,
            colour=Role.SOFT,
            anchor=Anchor.MIDDLE,
        )
    return base + 11


def _above(spec: HoursSpec, hour: int) -> float:
    """Return the average that stands above its bar, so that the figure clears its tick."""
    average = spec.averages.get(hour, 0)
    return average if average > spec.persons.get(hour, 0) else 0


def tick(sketch: Sketch, left: float, right: float, y: float, *, inside: bool) -> None:
    """Draw a comparison: white inside the bar, ink above it."""
    sketch.add(Line(left, y, right, y, Role.PAPER if inside else Role.INK, 1.2))


def _opening(
    sketch: Sketch,
    line: OpeningLine,
    axis: _Axis,
    y: float,
    measure: TextMeasure,
) -> float:
    """Draw the real hours as a full bar and the planned ones as its outline."""
    caption, font = (line.name, SMALL) if line.name else (_("Ouverture"), BODY_BOLD)
    sketch.text(0, y + 2.4, fit(caption, axis.left - 10, font, measure), font)
    for start, end in line.planned:
        left = axis.x(start)
        box = (left, y - 3.4, axis.x(end) - left, 6.8)
        if line.hatched:
            sketch.add(Hatch(*box))
        sketch.add(Rect(*box, None if line.hatched else Role.PAPER, Role.INK, 0.6))
    for start, end in line.real:
        sketch.rect(axis.x(start), y - 1.7, axis.x(end) - axis.x(start), 3.4, Role.INK)
    _between(sketch, line, axis, y, measure)
    if line.difference:
        _gap_words(sketch, line, axis, y)
    return y + 4


def _gap_words(sketch: Sketch, line: OpeningLine, axis: _Axis, y: float) -> None:
    """Write the difference over the end of the bars; right of them where lines are tight."""
    end = max((end for __, end in (*line.real, *line.planned)), default=0)
    if line.name and axis.x(end) + 45 < sketch.width:
        sketch.text(axis.x(end) + 4, y + 2.2, line.difference, SMALL_BOLD)
    elif not line.name:
        sketch.text(axis.x(end), y - 5.6, line.difference, SMALL_BOLD, anchor=Anchor.END)


def _between(
    sketch: Sketch, line: OpeningLine, axis: _Axis, y: float, measure: TextMeasure
) -> None:
    """Write « fermé » in the gaps that are wide enough, and the absence over a shut day."""
    shown = sorted((*line.real, *line.planned))
    if line.absent or not shown:
        label = fit(line.absent or _("fermé"), axis.width - 20, NOTE, measure)
        middle = axis.left + axis.width / 2
        half = measure.width(label, NOTE) / 2 + 5
        if shown:
            sketch.rect(middle - half, y - 4, 2 * half, 8, Role.PAPER)
        sketch.text(middle, y + 2.3, label, NOTE, colour=Role.SOFT, anchor=Anchor.MIDDLE)
        return
    reached = shown[0][1]
    for start, end in shown[1:]:
        left, right = axis.x(reached), axis.x(start)
        if right - left > measure.width(_("fermé"), NOTE) + 8:
            middle = (left + right) / 2
            sketch.text(middle, y + 2.3, _("fermé"), NOTE, colour=Role.SOFT, anchor=Anchor.MIDDLE)
        reached = max(reached, end)


def _strokes(
    sketch: Sketch, spec: HoursSpec, axis: _Axis, top: float, measure: TextMeasure
) -> float:
    base = top + _STROKES
    most = max(mark.size for mark in spec.visits)
    note = _("un par trait, haut de 1 à {most} personnes") if most > 1 else _("un par trait")
    _caption(sketch, top + 6, _("Accueils"), note.format(most=most), measure)
    unit = (_STROKES - 8) / most
    labelled = False
    for mark in spec.visits:
        x, height = axis.x(mark.minute), max(2.0, mark.size * unit)
        sketch.rect(x - 0.55, base - height, 1.1, height, Role.PERSONS)
        if mark.size == most and most > 1 and not labelled:
            sketch.text(x, base - height - 2, integer(most), SMALL_BOLD, anchor=Anchor.MIDDLE)
            labelled = True
    sketch.add(Line(axis.left - 8, base, sketch.width, base, Role.SOFT, 0.4))
    return base


def _elsewhere(
    sketch: Sketch, spec: HoursSpec, axis: _Axis, y: float, measure: TextMeasure
) -> float:
    """Draw calls as dots and mails as squares: told apart without colour."""
    y += 3
    _caption(sketch, y + 2.6, _("Hors comptoir"), "", measure)
    sketch.add(Line(axis.left, y, sketch.width, y, Role.RULE, 0.4))
    for mark in spec.calls:
        call_sign(sketch, axis.x(mark.minute), y)
    for mark in spec.mails:
        mail_sign(sketch, axis.x(mark.minute), y)
    for mark in spec.outings:
        event(sketch, axis.x(mark.minute), y)
    return y + 3


def call_sign(sketch: Sketch, x: float, y: float) -> None:
    """Draw a call: a full dot."""
    sketch.add(Circle(x, y, 2.6, Role.CHANNEL, Role.PAPER, 0.4))


def mail_sign(sketch: Sketch, x: float, y: float) -> None:
    """Draw an e-mail or a letter: an open square."""
    sketch.add(Rect(x - 2.3, y - 2.3, 4.6, 4.6, Role.PAPER, Role.CHANNEL, 0.8))
