"""What a card of the screen shows: a drawing, and the same figures as a table."""

from __future__ import annotations

from dataclasses import dataclass

from otdesk.domain.period import Period
from otdesk.reports.records_behind import Behind
from otdesk.ui.summaries.drawing_view import Draw, FindSpots, no_spots

Target = Behind | Period | None
"""What a row opens: the accueils behind it, the summary of another period, or nothing."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, its first cell being its name."""

    cells: tuple[str, ...]
    target: Target = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class TableContent:
    """The table beside a chart; the first column is words, the others figures.

    `strong` is the column that is printed bold: what the table is about.
    """

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    strong: int = 1


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """One card. `columns` of the three it takes; `note` names the base of its figures.

    `spoken` says in a sentence what the picture shows, for who does not see it. `foot` explains a
    sign of both the picture and the table, under them.
    """

    key: str
    title: str
    note: str
    draw: Draw
    table: TableContent
    spoken: str
    columns: int = 1
    spots: FindSpots = no_spots
    foot: str = ""
