"""A sorted table with bars: label, bar, figure, share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.faces import (
    BAR,
    BODY,
    FIGURE,
    FIGURE_QUIET,
    HEAD,
    NOTE,
    NOTE_FIGURE,
    ROW,
    SHARE,
)
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import (
    Anchor,
    Drawing,
    Font,
    Rect,
    Role,
    Sketch,
    TextMeasure,
)

_BASE_GAP = 5.0
HEAD_HEIGHT = 14.0


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One line. `value` makes the bar, `unmet` of it is hollow; `figure` and `share` are printed.

    A `quiet` line (others, unknown) is grey and has no bar; a `child` is indented and thinner.
    """

    label: str
    value: float
    figure: str
    share: str = ""
    unmet: float = 0.0
    quiet: bool = False
    child: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class RankedTable:
    """The table's words and measures. `base` says of what the shares are shares."""

    title: str
    base: str
    rows: tuple[RankedRow, ...]
    role: Role
    figure_head: str = ""
    share_head: str = ""
    label_share: float = 0.40
    row: float = ROW


@dataclass(frozen=True, slots=True)
class _Columns:
    label: float
    bar: float
    bar_width: float
    figure: float
    share: float


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every row of a table shares."""

    table: RankedTable
    columns: _Columns
    longest: float
    measure: TextMeasure


def height_of(table: RankedTable) -> float:
    """Return the height that the table takes, for who has to choose its rows."""
    return HEAD_HEIGHT + sum(_row_height(table, row) for row in table.rows)


def _row_height(table: RankedTable, row: RankedRow) -> float:
    return table.row * (0.84 if row.child else 1.0)


def ranked(table: RankedTable, width: float, measure: TextMeasure) -> Drawing:
    """Draw the table over `width` points; its height is the head's and the rows'."""
    sketch = Sketch(width)
    columns = _columns(table, width, measure)
    head(sketch, table.title, table.base, measure, right=_heads(table, columns))
    y = HEAD_HEIGHT
    longest = max((row.value for row in table.rows if not (row.quiet or row.total)), default=0)
    setting = _Setting(table, columns, longest, measure)
    for row in table.rows:
        height = _row_height(table, row)
        _row(sketch, row, y, height, setting)
        y += height
    return sketch.finish(y)


def _heads(table: RankedTable, columns: _Columns) -> tuple[tuple[float, str], ...]:
    heads = ((columns.figure, table.figure_head), (columns.share, table.share_head))
    return tuple(head for head in heads if head[1])


def head(
    sketch: Sketch,
    title: str,
    base: str,
    measure: TextMeasure,
    *,
    right: Sequence[tuple[float, str]] = (),
) -> None:
    """Draw a table's head: its title, its base in small, column heads, and the fine rule.

    The base is abbreviated where the column heads leave it no room: it never runs into them.
    """
    sketch.text(0, 7.2, title, HEAD)
    limit = sketch.width
    for x, text in right:
        sketch.text(x, 7.2, text, NOTE, colour=Role.SOFT, anchor=Anchor.END)
        limit = min(limit, x - measure.width(text, NOTE))
    start = measure.width(title, HEAD) + _BASE_GAP if title else 0.0
    room = limit - start - (_BASE_GAP if right else 0)
    if base and room > 20:
        sketch.text(start, 7.2, fit(base, room, NOTE, measure), NOTE, colour=Role.SOFT)
    sketch.rule(11.0, head=False)


def _columns(table: RankedTable, width: float, measure: TextMeasure) -> _Columns:
    """Give figures and shares what the widest needs, the label its share, the bar the rest."""
    share = _widest([row.share for row in table.rows] + [table.share_head], SHARE, measure)
    figure = _widest([row.figure for row in table.rows] + [table.figure_head], FIGURE, measure)
    share_left = width - share - (8 if share else 0)
    figure_left = share_left - max(figure, 20)
    label = width * table.label_share
    return _Columns(
        label=label - 4,
        bar=label,
        bar_width=max(10.0, figure_left - label - 7),
        figure=share_left,
        share=width,
    )


def _widest(texts: Sequence[str], font: Font, measure: TextMeasure) -> float:
    return max((measure.width(text, font) for text in texts), default=0.0)


def _indent(row: RankedRow) -> float:
    return 8.0 if row.child else 0.0


def _label_font(row: RankedRow) -> Font:
    if row.total:
        return HEAD
    return NOTE if row.child else BODY


def _row(sketch: Sketch, row: RankedRow, y: float, height: float, setting: _Setting) -> None:
    columns = setting.columns
    baseline = y + height / 2 + (2.3 if row.child else 2.6)
    quiet = row.quiet or row.child
    colour = Role.SOFT if quiet else Role.INK
    font = _label_font(row)
    barless = row.quiet or row.total
    room = (columns.bar + columns.bar_width if barless else columns.label) - _indent(row)
    if row.total:
        sketch.rule(y + 0.5, head=False)
    sketch.text(
        _indent(row), baseline, fit(row.label, room, font, setting.measure), font, colour=colour
    )
    if not barless and setting.longest > 0:
        bar = BAR * (0.65 if row.child else 1.0)
        _bar(sketch, row, y + (height - bar) / 2, bar, setting)
    figures = NOTE_FIGURE if row.child else (FIGURE_QUIET if row.quiet else FIGURE)
    sketch.text(columns.figure, baseline, row.figure, figures, colour=colour, anchor=Anchor.END)
    sketch.text(columns.share, baseline, row.share, SHARE, colour=Role.SOFT, anchor=Anchor.END)


def _bar(sketch: Sketch, row: RankedRow, y: float, height: float, setting: _Setting) -> None:
    columns, role, longest = setting.columns, setting.table.role, setting.longest
    length = row.value / longest * columns.bar_width
    hollow = min(row.unmet, row.value) / longest * columns.bar_width
    sketch.rect(columns.bar, y, length - hollow, height, role)
    if hollow > 0:
        # Half a stroke inside, so that the outline does not lengthen the bar.
        left = columns.bar + length - hollow
        sketch.add(
            Rect(left + 0.25, y + 0.25, max(0.3, hollow - 0.5), height - 0.5, None, role, 0.5)
        )
