"""The typical week: seven bars, with the year before as ticks."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.charts.faces import NOTE
from otdesk.documents.charts.hours import tick
from otdesk.documents.drawing import Anchor, Drawing, Font, Line, Role, Sketch, TextMeasure, Weight
from otdesk.typography import WEEKDAYS, decimal

_FIGURE = Font(7.4, Weight.SEMIBOLD, tabular=True)


def week_bars(
    values: Sequence[float | None],
    before: Sequence[float | None],
    width: float,
    height: float,
    measure: TextMeasure,
) -> Drawing:
    """Draw persons per open day, Monday to Sunday; None where the office never opened that day."""
    sketch = Sketch(width)
    base = height - 12
    highest = max([v for v in (*values, *before) if v is not None], default=0) or 1
    unit = (base - 11) / highest
    step = width / 7
    for number, (value, earlier) in enumerate(zip(values, before, strict=True)):
        left, right = number * step + 1.5, (number + 1) * step - 1.5
        middle = (left + right) / 2
        sketch.text(
            middle,
            height - 2,
            f"{WEEKDAYS[number][:3]}.",
            NOTE,
            colour=Role.SOFT,
            anchor=Anchor.MIDDLE,
        )
        _bar(sketch, (left, right), base, unit, values=(value, earlier), measure=measure)
    sketch.add(Line(0, base, width, base, Role.INK, 0.6))
    return sketch.finish(height)


def _bar(
    sketch: Sketch,
    edges: tuple[float, float],
    base: float,
    unit: float,
    *,
    values: tuple[float | None, float | None],
    measure: TextMeasure,
) -> None:
    (left, right), (value, earlier) = edges, values
    middle = (left + right) / 2
    if value is None:
        sketch.text(middle, base - 4, "×", NOTE, colour=Role.SOFT, anchor=Anchor.MIDDLE)
    else:
        sketch.rect(left, base - value * unit, right - left, value * unit, Role.PERSONS)
        top = max(value, earlier or 0) * unit
        text = decimal(value, 0 if value >= 10 else 1)
        font = _FIGURE
        while measure.width(text, font) > right - left + 1 and font.size > 5.8:
            font = Font(font.size - 0.4, font.weight, font.tabular)
        sketch.text(
            middle,
            base - top - 3.5,
            text,
            font,
            anchor=Anchor.MIDDLE,
        )
    if earlier:
        tick(sketch, left, right, base - earlier * unit, inside=earlier < (value or 0))
