"""The A4 page: grid, head, foot, and the stacking of finished blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from otdesk.documents.charts.faces import BODY, BODY_BOLD, MILLIMETRE, NOTE, NOTE_FIGURE
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import (
    Anchor,
    Drawing,
    Font,
    Path,
    Point,
    Primitive,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.documents.pdf.mark import Ridge

WIDTH, HEIGHT = 210 * MILLIMETRE, 297 * MILLIMETRE
LEFT, RIGHT = 18 * MILLIMETRE, WIDTH - 16 * MILLIMETRE
CONTENT = RIGHT - LEFT
TOP = 60.0
FOOT = HEIGHT - 39.0
BOTTOM = FOOT - 8.0

COLUMN, GUTTER = 11 * MILLIMETRE, 4 * MILLIMETRE
_TAG = Font(5.9, Weight.BOLD, tracking=0.45)
_NUMBER = Font(7.2, Weight.SEMIBOLD, tabular=True)


def column(number: int) -> float:
    """Return the left edge of a column (0 to 11), in points from the left of the content."""
    return number * (COLUMN + GUTTER)


def span(columns: int) -> float:
    """Return the width of so many columns and the gutters between them."""
    return columns * COLUMN + (columns - 1) * GUTTER


@dataclass(frozen=True, slots=True)
class Chrome:
    """What stands in the head and the foot of every page of a document."""

    organisation: str
    kind: str
    running: str
    foot: str
    printed: str
    mark: tuple[Ridge, ...]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the outline: its words and its height on the page."""

    title: str
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page, in page coordinates; A4, or the A5 of a receipt."""

    title: str
    drawing: Drawing
    sections: tuple[Section, ...] = ()
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Block:
    """A finished part of a page; `section` names it in the outline."""

    drawing: Drawing
    section: str = ""

    @property
    def height(self) -> float:
        """Return the height of its drawing."""
        return self.drawing.height


@dataclass(slots=True)
class PageSketch:
    """A page in the making: blocks at places in the content area (x from its left edge)."""

    title: str
    _sketch: Sketch = field(default_factory=lambda: Sketch(WIDTH))
    _sections: list[Section] = field(default_factory=list)

    @property
    def items(self) -> tuple[Primitive, ...]:
        """Return what is on the page so far, in page coordinates."""
        return tuple(self._sketch.items)

    def place(self, block: Block, x: float, y: float) -> float:
        """Put a block with its corner at (x, y); return its lower edge."""
        if block.section:
            self._sections.append(Section(block.section, y))
        return self._sketch.place(block.drawing, LEFT + x, y)

    def stack(
        self, blocks: Sequence[Block], top: float, bottom: float, *, most: float = 30.0
    ) -> float:
        """Place blocks one under another, sharing what is left between them, up to `most`."""
        free = bottom - top - sum(block.height for block in blocks)
        gap = min(most, free / max(1, len(blocks) - 1))
        y = top
        for block in blocks:
            y = self.place(block, 0, y) + gap
        return y - gap

    def finish(self, chrome: Chrome, number: int, count: int, measure: TextMeasure) -> Page:
        """Add head and foot and return the page."""
        _head(self._sketch, chrome, measure, first=number == 1)
        _foot(self._sketch, chrome, f"{number} / {count}", measure)
        return Page(self.title, self._sketch.finish(HEIGHT), tuple(self._sections))


def _head(sketch: Sketch, chrome: Chrome, measure: TextMeasure, *, first: bool) -> None:
    baseline = 39.0
    draw_mark(sketch, chrome.mark, LEFT, baseline - 11.5, 32)
    right = RIGHT
    if chrome.tag:
        width = measure.width(chrome.tag, _TAG) + 10
        right -= width
        sketch.rect(right, baseline - 8.2, width, 11, Role.GENET)
        # A line under the tag says the same thing where the printer knows no yellow.
        sketch.rect(right, baseline + 2.8, width, 0.7, Role.INK)
        sketch.text(right + 5, baseline - 0.6, chrome.tag, _TAG)
        right -= 9
    words = chrome.kind if first else chrome.running
    room = (right - LEFT - column(1)) / 2 - 5
    words = fit(words, room, BODY, measure)
    sketch.text(right, baseline, words, BODY, colour=Role.SOFT, anchor=Anchor.END)
    name = fit(chrome.organisation, room, BODY_BOLD, measure)
    sketch.text(LEFT + column(1), baseline, name, BODY_BOLD)


def draw_mark(sketch: Sketch, mark: Sequence[Ridge], x: float, y: float, width: float) -> None:
    """Draw the ridges of the mark, the farthest ones grey."""
    roles = {"far": Role.RULE, "middle": Role.AUDIENCE}
    for ridge in mark:
        line = tuple((x + px * width, y + py * width) for px, py in _flattened(ridge))
        role = roles.get(ridge.layer, Role.PERSONS)
        sketch.add(Path((line,), stroke=role, line=max(0.4, ridge.stroke * width * 1.5)))


def _flattened(ridge: Ridge) -> list[Point]:
    """Return the curve as points: at thirty points wide, six a bend are smooth."""
    points = [ridge.start]
    for x1, y1, x2, y2, x3, y3 in ridge.bends:
        x0, y0 = points[-1]
        for step in range(1, 7):
            t = step / 6
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def _foot(sketch: Sketch, chrome: Chrome, number: str, measure: TextMeasure) -> None:
    sketch.rule(FOOT, x=LEFT, width=CONTENT, head=False)
    y = FOOT + 11
    sketch.text(RIGHT, y, number, _NUMBER, anchor=Anchor.END)
    right = RIGHT - measure.width(number, _NUMBER) - 14
    sketch.text(right, y, chrome.printed, NOTE_FIGURE, colour=Role.SOFT, anchor=Anchor.END)
    room = right - measure.width(chrome.printed, NOTE_FIGURE) - LEFT - 10
    sketch.text(LEFT, y, fit(chrome.foot, room, NOTE, measure), NOTE, colour=Role.SOFT)
