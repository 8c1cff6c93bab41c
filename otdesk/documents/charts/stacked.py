"""One bar cut into its parts, with its legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.faces import FIGURE_BOLD, NOTE, NOTE_BOLD
from otdesk.documents.drawing import Drawing, Hatch, Rect, Role, Sketch, TextMeasure, on
from otdesk.typography import integer

_PAD = 4.0
_GAP = 1.0
_KEY = 5.4
_LEAST = 1.6


@dataclass(frozen=True, slots=True)
class Segment:
    """A part. `hatched`: known to be unknown; `outlined`: a pale part that needs an edge."""

    label: str
    value: int
    role: Role
    hatched: bool = False
    outlined: bool = False


def stacked(
    segments: Sequence[Segment],
    width: float,
    height: float,
    measure: TextMeasure,
    *,
    all_figures: bool = False,
) -> Drawing:
    """Draw the bar and its legend; a figure that does not fit in its part stands in the legend.

    With `all_figures` the legend repeats every one. An empty whole is an empty outline.
    """
    sketch = Sketch(width)
    total = sum(segment.value for segment in segments)
    if total == 0:
        sketch.add(Rect(0.25, 0.25, width - 0.5, height - 0.5, None, Role.RULE, 0.5))
        return sketch.finish(height)
    present = [segment for segment in segments if segment.value > 0]
    inside = _bar(sketch, present, width, height, measure)
    entries = [
        LegendEntry(
            segment.label,
            segment.role,
            "" if segment.label in inside and not all_figures else integer(segment.value),
            hatched=segment.hatched,
            outlined=segment.outlined,
        )
        for segment in present
    ]
    drawn = legend(entries, width, measure)
    return sketch.finish(sketch.place(drawn, 0, height + 4.0))


def _widths(values: Sequence[int], room: float) -> list[float]:
    """Share out `room`; a part too small to be seen gets a sliver, taken from the largest."""
    total = sum(values)
    widths = [max(_LEAST, value / total * room) for value in values]
    widths[widths.index(max(widths))] -= sum(widths) - room
    return widths


def _bar(
    sketch: Sketch,
    segments: Sequence[Segment],
    width: float,
    height: float,
    measure: TextMeasure,
) -> set[str]:
    """Draw the parts and return the labels whose figure found room inside."""
    inside = set()
    x = 0.0
    values = [segment.value for segment in segments]
    for segment, part in zip(
        segments, _widths(values, width - _GAP * (len(values) - 1)), strict=True
    ):
        _part(sketch, segment, x, part, height)
        figure = integer(segment.value)
        if not segment.hatched and measure.width(figure, FIGURE_BOLD) + 2 * _PAD <= part:
            sketch.text(x + _PAD, height / 2 + 2.7, figure, FIGURE_BOLD, colour=on(segment.role))
            inside.add(segment.label)
        x += part + _GAP
    return inside


def _part(sketch: Sketch, segment: Segment, x: float, width: float, height: float) -> None:
    if segment.hatched:
        swatch_hatched(sketch, x, 0, width, height)
    elif segment.outlined:
        sketch.add(
            Rect(
                x + 0.25,
                0.25,
                max(0.2, width - 0.5),
                height - 0.5,
                segment.role,
                Role.AUDIENCE,
                0.5,
            )
        )
    else:
        sketch.rect(x, 0, width, height, segment.role)


def swatch_hatched(sketch: Sketch, x: float, y: float, width: float, height: float) -> None:
    """Draw the sign of what was not asked, or came from a paper sheet."""
    sketch.add(
        Hatch(x, y, width, height),
        Rect(x + 0.25, y + 0.25, max(0.2, width - 0.5), height - 0.5, None, Role.AUDIENCE, 0.5),
    )


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A swatch, its words, and a figure where the bar could not hold it."""

    label: str
    role: Role
    figure: str = ""
    hatched: bool = False
    outlined: bool = False


def legend(entries: Sequence[LegendEntry], width: float, measure: TextMeasure) -> Drawing:
    """Set entries in lines; an entry is never broken, a line never overruns."""
    sketch = Sketch(width)
    x, y = 0.0, 0.0
    for entry in entries:
        words = measure.width(entry.label, NOTE)
        figure = measure.width(entry.figure, NOTE_BOLD) + 2.5 if entry.figure else 0.0
        taken = _KEY + 3 + words + figure
        if x > 0 and x + taken > width:
            x, y = 0.0, y + 9.4
        _swatch(sketch, entry, x, y + 0.6)
        sketch.text(x + _KEY + 3, y + 5.9, entry.label, NOTE, colour=Role.SOFT)
        if entry.figure:
            sketch.text(x + _KEY + 3 + words + 2.5, y + 5.9, entry.figure, NOTE_BOLD)
        x += taken + 9
    return sketch.finish(y + 8.0)


def _swatch(sketch: Sketch, entry: LegendEntry, x: float, y: float) -> None:
    if entry.hatched:
        swatch_hatched(sketch, x, y, _KEY, _KEY)
    elif entry.outlined:
        sketch.add(Rect(x + 0.25, y + 0.25, _KEY - 0.5, _KEY - 0.5, entry.role, Role.AUDIENCE, 0.5))
    else:
        sketch.rect(x, y, _KEY, _KEY, entry.role)
