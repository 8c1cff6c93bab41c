"""Pages filled from above: blocks that move to the next page whole, tables that go on over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from otdesk.documents.charts.faces import BODY, ROW
from otdesk.documents.charts.labels import wrap
from otdesk.documents.drawing import Sketch, TextMeasure
from otdesk.documents.pdf.heading import SECTION_HEIGHT, section
from otdesk.documents.pdf.page import BOTTOM, CONTENT, TOP, Block, PageSketch
from otdesk.documents.pdf.tables import Column, PlainTable, Row, plain
from otdesk.i18n import _

# Rows that one page break may not part: an article and its second line, a family and its first.
Group = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FlowTable:
    """A table of any length under its title; its head is repeated on each page.

    `groups` are never parted; the last one (the total) takes the group before it along.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    row: float = ROW


@dataclass(slots=True)
class Flow:
    """A document in the making: its pages, and how far the last one is filled."""

    title: str
    measure: TextMeasure
    pages: list[PageSketch] = field(default_factory=list)
    y: float = TOP

    def __post_init__(self) -> None:
        self.pages.append(PageSketch(self.title))

    def place(self, block: Block, gap: float = 0.0) -> None:
        """Put a block below what is there, on the next page where this one has no room."""
        if self.y > TOP and self.y + block.height > BOTTOM:
            self.turn()
        self.y = self.pages[-1].place(block, 0, self.y) + gap

    def place_last(self, block: Block) -> None:
        """Put a block at the foot of the last page, or of one more."""
        if self.y + block.height > BOTTOM:
            self.turn()
        self.y = self.pages[-1].place(block, 0, max(self.y, BOTTOM - block.height))

    def turn(self) -> None:
        """Begin the next page."""
        number = len(self.pages) + 1
        self.pages.append(PageSketch(_("{title}, page {n}").format(title=self.title, n=number)))
        self.y = TOP

    def place_table(self, table: FlowTable, gap: float = 0.0, *, keep: float = 0.0) -> None:
        """Put a table, as many pages as it takes.

        `keep` is the height of what stands below it: where that has no room, the table's end goes
        along to the next page, so that no page holds totals or a signature alone.
        """
        left = list(table.groups)
        title = table.title
        while True:
            taken = self._fitting(table, left, gap + keep if keep else 0.0)
            if left and not taken:
                self.turn()
                continue
            rows = tuple(row for group in left[:taken] for row in group)
            self.place(self._part(table, title, rows))
            left = left[taken:]
            if not left:
                break
            title = _("{title}, suite").format(title=table.title)
            self.turn()
        self.y += gap

    def _part(self, table: FlowTable, title: str, rows: tuple[Row, ...]) -> Block:
        sketch = Sketch(CONTENT)
        y = section(sketch, title, table.note, self.measure)
        drawing = plain(PlainTable(table.columns, rows, row=table.row), CONTENT, self.measure)
        return Block(sketch.finish(sketch.place(drawing, 0, y)), title)

    def _fitting(self, table: FlowTable, groups: Sequence[Group], keep: float) -> int:
        """Return how many groups go on this page; two at least begin a table, one on a new page."""
        head = plain(PlainTable(table.columns, ()), CONTENT, self.measure).height
        room = BOTTOM - self.y - SECTION_HEIGHT - head
        if sum(len(group) for group in groups) * table.row <= room - keep:
            return len(groups)
        used, count = 0.0, 0
        for group in groups:
            used += len(group) * table.row
            if used > room:
                break
            count += 1
        # The total never stands alone, nor does a head with a single line.
        count = min(count, len(groups) - 2) if len(groups) > 2 else 0
        if self.y == TOP:
            return max(count, 1)
        return count if count > 1 else 0


def lines_of(
    text: str,
    cells: Sequence[str],
    width: float,
    measure: TextMeasure,
    *,
    notes: Sequence[str] = (),
) -> Group:
    """Return the rows of one line: a long text goes on below it, then quiet notes.

    `cells` are the columns after the text's, `width` the points that the text's column has.
    """
    parts = wrap(text, width - 5, BODY, measure)
    empty = ("",) * len(cells)
    rows = [Row((parts[0], *cells))]
    rows += [Row((part, *empty)) for part in parts[1:]]
    for note in notes:
        more = wrap(note, width - 5, BODY, measure)
        rows += [Row((part, *empty), quiet=True) for part in more]
    return tuple(rows)


def column_width(columns: Sequence[Column], index: int) -> float:
    """Return the points that a column of a whole page's table has."""
    return columns[index].part / sum(column.part for column in columns) * CONTENT
