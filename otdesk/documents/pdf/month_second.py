"""The second page of a month: where visitors come from, what they ask for."""

from __future__ import annotations

from collections.abc import Callable

from otdesk.documents.charts.choropleth import choropleth
from otdesk.documents.charts.faces import HEAD, ROW
from otdesk.documents.charts.ranked import RankedTable, height_of, ranked
from otdesk.documents.charts.stacked import stacked
from otdesk.documents.charts.themes import theme_columns
from otdesk.documents.drawing import Drawing, Sketch, TextMeasure
from otdesk.documents.maps import DepartmentMap
from otdesk.documents.pdf import demands, origins, words
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.i18n import _
from otdesk.reports.summary import Summary

_GAP = 13.0
_MAP = span(6) - 14
_RIGHT = column(6) + 10
_THEMES = 4


# --------------------------------------------------------------------------------------- origins


def origins_half(
    summary: Summary, departments: DepartmentMap, height: float, measure: TextMeasure
) -> Block:
    """Draw the group bar, the map and the tables of origins in no more than `height`."""
    sketch = Sketch(CONTENT)
    title = _("D’où viennent-ils\u202f?")
    y = section(sketch, title, origins.known(summary), measure)
    bar = stacked(origins.group_segments(summary), CONTENT, 16, measure, all_figures=True)
    y = sketch.place(bar, 0, y + 3) + 11
    room = height - y
    left = _left(summary, departments, room, measure)
    right = _right(summary, room, CONTENT - _RIGHT, measure)
    sketch.place(left, 0, y)
    sketch.place(right, _RIGHT, y)
    return Block(sketch.finish(y + max(left.height, right.height)), title)


def _left(
    summary: Summary, departments: DepartmentMap, room: float, measure: TextMeasure
) -> Drawing:
    sketch = Sketch(span(6))
    sketch.text(0, 7.2, _("Part des personnes de France, par département"), HEAD)
    shares = {row.code: row.share.value or 0.0 for row in summary.departments}
    least = height_of(origins.countries(summary, 2, total=True)) + _GAP
    width = min(_MAP, (room - 21 - least - 24) / departments.height)
    # The inset writes its title above its frame, which stands at the top of the map.
    y = sketch.place(choropleth(departments, shares, width, measure), 0, 20)
    table = _shortened(
        lambda rows: origins.countries(summary, rows, total=True),
        len(summary.countries),
        room - y - _GAP,
    )
    if table.rows:
        y = sketch.place(ranked(table, span(6), measure), 0, y + _GAP)
    return sketch.finish(y)


def _shortened(
    make: Callable[[int], RankedTable], rows: int, room: float, least: int = 1
) -> RankedTable:
    """Return the table with as many rows as the room holds."""
    table = make(rows)
    while height_of(table) > room and rows > least:
        rows -= 1
        table = make(rows)
    return table


def _right(summary: Summary, room: float, width: float, measure: TextMeasure) -> Drawing:
    sketch = Sketch(width)
    below = [
        table
        for table in (
            origins.areas(summary),
            origins.residencies(summary),
            origins.audiences(summary, len(summary.by_audience)),
        )
        if table.rows
    ]
    taken = sum(height_of(table) + _GAP for table in below)
    first = _shortened(
        lambda rows: origins.departments(summary, rows),
        min(len(summary.departments), 18),
        room - taken,
    )
    y = 0.0
    for number, table in enumerate([first, *below]):
        y = sketch.place(ranked(table, width, measure), 0, y + (_GAP if number else 0))
    return sketch.finish(y)


# --------------------------------------------------------------------------------------- demands


def demands_half(summary: Summary, measure: TextMeasure) -> Block:
    """Draw the themes, the unmet demands, the channels, and the largest themes one by one."""
    sketch = Sketch(CONTENT)
    title = _("Que demandent-ils\u202f?")
    note = _("{acts}, tous canaux\u202f; plusieurs demandes possibles").format(
        acts=words.accueils(summary.acts, at_least=summary.acts_at_least)
    )
    y = section(sketch, title, note, measure)
    table = demands.themes(summary, 11, 0)
    left = ranked(table, span(7), measure)
    right = _beside(summary, max(left.height, 10 * ROW), measure)
    sketch.place(left, 0, y)
    sketch.place(right, column(7) + 16, y)
    y += max(left.height, right.height)
    themes = [demands.children(summary, theme, 4) for theme in summary.themes]
    themes = [theme for theme in themes if theme.rows][:_THEMES]
    if themes:
        y += 12
        sketch.rule(y, head=False)
        y = sketch.place(theme_columns(themes, CONTENT, _THEMES, measure), 0, y + 4)
    return Block(sketch.finish(y), title)


def _beside(summary: Summary, room: float, measure: TextMeasure) -> Drawing:
    width = CONTENT - column(7) - 16
    sketch = Sketch(width)
    channels = demands.channels(summary)
    y = 0.0
    if summary.by_unmet:
        table = _shortened(
            lambda rows: demands.unmet(summary, rows),
            len(summary.by_unmet),
            max(room - height_of(channels) - _GAP, 4 * ROW),
            least=3,
        )
        y = sketch.place(ranked(table, width, measure), 0, 0) + _GAP
    return sketch.finish(sketch.place(ranked(channels, width, measure), 0, y))
