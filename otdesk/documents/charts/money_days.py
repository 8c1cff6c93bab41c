"""Money day by day as small columns: one family of the shop beside another, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.faces import NOTE, SMALL
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import Anchor, Drawing, Line, Role, Sketch, TextMeasure


@dataclass(frozen=True, slots=True)
class MoneyDay:
    """One day: its number, its cents (a day that gave back more than it took has no column)."""

    number: int
    cents: int
    weekend: bool = False


def money_days(
    days: Sequence[MoneyDay],
    width: float,
    height: float,
    highest: int,
    measure: TextMeasure,
    *,
    note: str = "",
) -> Drawing:
    """Draw the columns over weekend bands; `highest` cents reach the top. `note` stands below."""
    sketch = Sketch(width)
    step = width / max(1, len(days))
    for index, day in enumerate(days):
        if day.weekend:
            sketch.rect(index * step, 0, step, height, Role.BAND)
    gap = min(0.7, step / 6)
    for index, day in enumerate(days):
        column = max(0, day.cents) / max(1, highest) * (height - 1)
        if column:
            left = index * step + gap
            sketch.rect(left, height - column, step - 2 * gap, column, Role.MONEY)
    sketch.add(Line(0, height, width, height, Role.INK, 0.5))
    y = height + 8
    if days:
        sketch.text(0, y, str(days[0].number), SMALL, colour=Role.SOFT)
        sketch.text(width, y, str(days[-1].number), SMALL, colour=Role.SOFT, anchor=Anchor.END)
    text = fit(note, width - 26, NOTE, measure)
    sketch.text(width / 2, y, text, NOTE, colour=Role.SOFT, anchor=Anchor.MIDDLE)
    return sketch.finish(y + 2)
