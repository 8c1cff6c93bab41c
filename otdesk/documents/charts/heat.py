"""Hours by days (or by weekdays) in six steps that stay apart in grey."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from otdesk.documents.charts.days import DayAxis, DayColumn
from otdesk.documents.drawing import (
    HEAT,
    Anchor,
    Font,
    Hatch,
    Rect,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.typography import DASH, integer

# Lower ends of the six steps for a lone counter; busier periods multiply them.
_STEPS = (1, 4, 8, 14, 22, 32)
_FACTORS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
_CELL = Font(5.8, Weight.SEMIBOLD, tabular=True)
PITCH = 12.3


def steps_for(highest: int) -> tuple[int, ...]:
    """Return the lower ends of six steps that suit the largest cell."""
    if highest < 12:
        return (1, 2, 3, 4, 6, 8)
    factor = next((f for f in _FACTORS if _STEPS[-1] * f * 3 > highest), _FACTORS[-1])
    return (1, *(step * factor for step in _STEPS[1:]))


def even_steps(highest: int) -> tuple[int, ...]:
    """Return six equal steps up to the largest cell, for rates that differ little."""
    return tuple(max(1, round(highest * part / 6)) for part in range(6))


def step_words(steps: Sequence[int]) -> list[str]:
    """Return the legend of the steps: `1–3`, …, `32 et +`."""
    words = []
    for low, following in pairwise(steps):
        last = following - 1
        words.append(integer(low) if last == low else f"{integer(low)}{DASH}{integer(last)}")
    return [*words, f"{integer(steps[-1])}\u00a0et\u00a0+"]


def heat_role(value: int, steps: Sequence[int]) -> Role:
    """Return the colour of a positive value."""
    return HEAT[max(0, sum(value >= step for step in steps) - 1)]


def heat_rows(hours: Sequence[int], top: float) -> dict[int, float]:
    """Return where each hour stands; a gap of hours leaves a gap half a row high."""
    places: dict[int, float] = {}
    y = top
    for number, hour in enumerate(hours):
        if number and hour - hours[number - 1] > 1:
            y += PITCH * 0.35
        places[hour] = y
        y += PITCH
    return places


def heat_days(
    sketch: Sketch,
    columns: Sequence[DayColumn],
    axis: DayAxis,
    places: dict[int, float],
    *,
    steps: Sequence[int],
    measure: TextMeasure,
) -> None:
    """Draw a cell for every hour really open: outlined at zero, hatched from a sheet alone."""
    for index, column in enumerate(columns):
        for hour, persons in column.heat.items():
            if hour in places:
                box = (axis.start(index) + 0.5, places[hour], axis.step - 1.0, PITCH - 1.0)
                heat_cell(sketch, persons, box, steps, measure, sheet=hour in column.sheet_hours)


def noted_cell(
    sketch: Sketch,
    text: str,
    box: tuple[float, float, float, float],
    measure: TextMeasure,
) -> None:
    """Draw a cell that has words and no step: outlined as at zero."""
    x, y, width, height = box
    heat_cell(sketch, 0, box, (), measure)
    if measure.width(text, _CELL) <= width - 0.6:
        sketch.text(x + width / 2, y + height / 2 + 2.1, text, _CELL, anchor=Anchor.MIDDLE)


def heat_cell(
    sketch: Sketch,
    persons: int,
    box: tuple[float, float, float, float],
    steps: Sequence[int],
    measure: TextMeasure,
    *,
    sheet: bool = False,
    figure: str = "",
) -> None:
    """Draw one cell; the number is printed in the darkest step, or everywhere with `figure`."""
    x, y, width, height = box
    if persons <= 0:
        if sheet:
            sketch.add(Hatch(x, y, width, height))
        fill = None if sheet else Role.PAPER
        sketch.add(
            Rect(x + 0.3, y + 0.3, width - 0.6, height - 0.6, fill, Role.AUDIENCE_LIGHT, 0.5)
        )
        return
    role = heat_role(persons, steps)
    sketch.rect(x, y, width, height, role)
    text = figure or (integer(persons) if role is Role.HEAT6 else "")
    if text and measure.width(text, _CELL) <= width - 0.6:
        colour = Role.PAPER if role in {Role.HEAT4, Role.HEAT5, Role.HEAT6} else Role.INK
        sketch.text(
            x + width / 2, y + height / 2 + 2.1, text, _CELL, colour=colour, anchor=Anchor.MIDDLE
        )
