"""Plain tables: heads, rows, a total; columns keep their edges whatever is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.faces import BODY, FIGURE_BOLD, FIGURE_QUIET, HEAD, NOTE, ROW
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import Anchor, Drawing, Font, Line, Role, Sketch, TextMeasure

_HEAD = 16.0
_HEAD_LINE = 7.8
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its width as a part of the table, where its texts end or begin."""

    head: str
    part: float
    anchor: Anchor = Anchor.END
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of a line; `value` makes a bar in the bar column, `strong` sets it as heads are."""

    cells: tuple[str, ...]
    value: float | None = None
    quiet: bool = False
    total: bool = False
    band: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Columns and rows; `bar` is the index of the column in which the bars are drawn."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    bar: int | None = None
    role: Role = Role.PERSONS
    row: float = ROW


def plain(table: PlainTable, width: float, measure: TextMeasure) -> Drawing:
    """Draw the table over `width` points."""
    sketch = Sketch(width)
    edges = _edges(table.columns, width)
    y = _heads(sketch, table.columns, edges, measure)
    longest = max((row.value or 0 for row in table.rows if not row.total), default=0) or 1
    for row in table.rows:
        if row.band:
            sketch.rect(0, y, width, table.row, Role.BAND)
        if row.total:
            sketch.add(Line(0, y, width, y, Role.INK, 0.6))
        if table.bar is not None and row.value and not row.total:
            left, right = edges[table.bar]
            length = row.value / longest * (right - left - 8)
            sketch.rect(left + 4, y + table.row / 2 - 2.8, length, 5.6, table.role)
        for head, text, (left, right) in zip(table.columns, row.cells, edges, strict=True):
            font = _font(head, row)
            colour = Role.SOFT if row.quiet else Role.INK
            baseline = y + table.row / 2 + 2.6
            _cell(
                sketch,
                text,
                font,
                colour,
                head.anchor,
                edges=(left, right),
                baseline=baseline,
                measure=measure,
            )
        y += table.row
    return sketch.finish(y + 2)


def _heads(
    sketch: Sketch,
    columns: Sequence[Column],
    edges: Sequence[tuple[float, float]],
    measure: TextMeasure,
) -> float:
    """Write the heads in up to three lines, their last lines level; return where rows begin."""
    wrapped = [
        _head_lines(column.head, right - left - 3, measure)
        for column, (left, right) in zip(columns, edges, strict=True)
    ]
    extra = (max(len(lines) for lines in wrapped) - 1) * _HEAD_LINE
    for column, lines, (left, right) in zip(columns, wrapped, edges, strict=True):
        x = left if column.anchor is Anchor.START else right
        top = 8.5 + extra - (len(lines) - 1) * _HEAD_LINE
        for number, line in enumerate(lines):
            y = top + number * _HEAD_LINE
            sketch.text(x, y, line, NOTE, colour=Role.SOFT, anchor=column.anchor)
    sketch.rule(12.5 + extra, head=False)
    return _HEAD - 2 + extra


def _head_lines(text: str, room: float, measure: TextMeasure) -> list[str]:
    """Break a head after spaces and hyphens: names of offices are long."""
    lines = [""]
    for part in text.replace("-", "-\0").replace(" ", " \0").split("\0"):
        if lines[-1] and measure.width(lines[-1] + part.rstrip(), NOTE) > room:
            lines.append("")
        lines[-1] += part
    lines = [line.rstrip() for line in lines]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], "".join(lines[_MOST_LINES - 1 :])]
    return [fit(line, room, NOTE, measure) for line in lines]


def _font(column: Column, row: Row) -> Font:
    if column.anchor is Anchor.START:
        return HEAD if row.total or row.strong else BODY
    return FIGURE_BOLD if row.total or row.strong or column.bold else FIGURE_QUIET


def _edges(columns: Sequence[Column], width: float) -> list[tuple[float, float]]:
    whole = sum(column.part for column in columns)
    edges, x = [], 0.0
    for column in columns:
        step = column.part / whole * width
        edges.append((x, x + step))
        x += step
    return edges


def _cell(
    sketch: Sketch,
    text: str,
    font: Font,
    colour: Role,
    anchor: Anchor,
    *,
    edges: tuple[float, float],
    baseline: float,
    measure: TextMeasure,
) -> None:
    left, right = edges
    fitted = shrunk(text, right - left - 4, font, measure, figures=anchor is Anchor.END)
    x = left if anchor is Anchor.START else right
    sketch.text(x, baseline, fitted[0], fitted[1], colour=colour, anchor=anchor)


def shrunk(
    text: str, room: float, font: Font, measure: TextMeasure, *, figures: bool
) -> tuple[str, Font]:
    """Return a text that fits: words are abbreviated, figures only get smaller, never cut."""
    if not figures:
        return fit(text, room, font, measure), font
    while measure.width(text, font) > room and font.size > 5.8:
        font = Font(max(5.8, font.size - 0.4), font.weight, font.tabular)
    return text, font
