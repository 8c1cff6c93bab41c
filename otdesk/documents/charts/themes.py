"""The largest themes side by side: each demand with its bar under its words."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.charts.faces import HEAD, NOTE, NOTE_FIGURE
from otdesk.documents.charts.labels import fit
from otdesk.documents.charts.ranked import RankedRow, RankedTable
from otdesk.documents.drawing import Anchor, Drawing, Rect, Role, Sketch, TextMeasure

_PITCH = 14.6
_GUTTER = 18.0


def theme_columns(
    tables: Sequence[RankedTable], width: float, columns: int, measure: TextMeasure
) -> Drawing:
    """Draw up to `columns` small tables on one scale, so that their bars compare."""
    sketch = Sketch(width)
    each = (width - _GUTTER * (columns - 1)) / columns
    longest = max((row.value for table in tables for row in table.rows), default=0) or 1
    deepest = 0.0
    for number, table in enumerate(tables):
        x = number * (each + _GUTTER)
        sketch.text(x, 8, fit(table.title, each, HEAD, measure), HEAD, colour=table.role)
        y = 12.0
        for row in table.rows:
            _row(sketch, row, (x, y), each, role=table.role, longest=longest, measure=measure)
            y += _PITCH
        deepest = max(deepest, y)
    return sketch.finish(deepest)


def _row(
    sketch: Sketch,
    row: RankedRow,
    corner: tuple[float, float],
    width: float,
    *,
    role: Role,
    longest: float,
    measure: TextMeasure,
) -> None:
    x, y = corner
    room = width - measure.width(row.figure, NOTE_FIGURE) - 6
    sketch.text(x, y + 7.6, fit(row.label, room, NOTE, measure), NOTE)
    sketch.text(x + width, y + 7.6, row.figure, NOTE_FIGURE, anchor=Anchor.END)
    sketch.rule(y + 12.0, x=x, width=width, head=False)
    length = row.value / longest * width
    hollow = min(row.unmet, row.value) / longest * width
    sketch.rect(x, y + 9.8, length - hollow, 2.2, role)
    if hollow > 0:
        left = x + length - hollow
        sketch.add(Rect(left + 0.2, y + 10.0, max(0.2, hollow - 0.4), 1.8, Role.PAPER, role, 0.4))
