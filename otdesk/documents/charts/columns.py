"""Persons day by day as columns, with the compared year as ticks."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.charts.days import Absence, DayAxis, DayColumn
from otdesk.documents.charts.faces import NOTE, NOTE_BOLD, SMALL, TINY_FIGURE
from otdesk.documents.charts.hours import tick
from otdesk.documents.charts.signs import cross
from otdesk.documents.drawing import (
    Anchor,
    Font,
    Hatch,
    Line,
    Rect,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.typography import integer

_PEAK = Font(7.4, Weight.BOLD, tabular=True)


def day_columns(
    sketch: Sketch, columns: Sequence[DayColumn], axis: DayAxis, top: float, height: float
) -> float:
    """Draw the columns on a base line at `top + height`, the highest with its figure."""
    base = top + height
    highest = max((max(c.persons, c.before or 0) for c in columns), default=0) or 1
    unit = (height - 11) / highest
    peak = max((c.persons for c in columns), default=0)
    shown = False
    for index, column in enumerate(columns):
        left, right = axis.start(index) + 0.7, axis.start(index) + axis.step - 0.7
        if column.absence is Absence.NOT_ENTERED:
            sketch.add(
                Hatch(left, base - 12, right - left, 12),
                Rect(left, base - 12, right - left, 12, None, Role.AUDIENCE, 0.4),
            )
        sketch.rect(
            left, base - column.persons * unit, right - left, column.persons * unit, Role.PERSONS
        )
        if column.before:
            tick(
                sketch,
                left - 0.7,
                right + 0.7,
                base - column.before * unit,
                inside=column.before < column.persons,
            )
        if column.persons == peak > 0 and not shown:
            shown = True
            top_edge = base - max(peak, column.before or 0) * unit
            sketch.text(
                axis.middle(index), top_edge - 3, integer(peak), _PEAK,
                colour=Role.PERSONS, anchor=Anchor.MIDDLE,
            )  # fmt: skip
    sketch.add(Line(axis.left, base, axis.right, base, Role.INK, 0.6))
    return base


def day_values(
    sketch: Sketch,
    columns: Sequence[DayColumn],
    axis: DayAxis,
    y: float,
    measure: TextMeasure,
) -> float:
    """Print the figures under the columns; five digits and more alternate on two lines."""
    texts = [integer(column.persons) for column in columns]
    widest = max((measure.width(text, TINY_FIGURE) for text in texts), default=0)
    two_lines = widest > axis.step - 0.8
    for index, (column, text) in enumerate(zip(columns, texts, strict=True)):
        x = axis.middle(index)
        if column.absence is Absence.NONE:
            down = 7.0 if two_lines and index % 2 else 0.0
            sketch.text(x, y + down, text, TINY_FIGURE, colour=Role.PERSONS, anchor=Anchor.MIDDLE)
        elif column.absence is not Absence.NOT_ENTERED:
            cross(sketch, x, y - 2, 1.5)
    return y + (7.0 if two_lines else 0.0)


def day_names(sketch: Sketch, columns: Sequence[DayColumn], axis: DayAxis, y: float) -> float:
    """Print weekday letters and day numbers, those of weekends and holidays bold."""
    for index, column in enumerate(columns):
        x = axis.middle(index)
        sketch.text(x, y, column.letter, SMALL, colour=Role.SOFT, anchor=Anchor.MIDDLE)
        font = NOTE_BOLD if column.weekend or column.holiday else NOTE
        sketch.text(x, y + 9, str(column.number), font, anchor=Anchor.MIDDLE)
    return y + 9
