"""The small tables of the shop: a bold head, lines of words and figures, a total, a remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.faces import (
    BODY,
    FIGURE,
    FIGURE_BOLD,
    FIGURE_QUIET,
    HEAD,
    NOTE,
    ROW,
)
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import Anchor, Drawing, Role, Sketch, TextMeasure
from otdesk.documents.pdf.paragraph import Run, paragraph

_HEAD = 14.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: its words and its figures from the left; `note` stands under it, small.

    A `total` has a rule above and is bold; a `quiet` one is grey.
    """

    label: str
    figures: tuple[str, ...]
    note: str = ""
    total: bool = False
    quiet: bool = False


def entries_table(
    title: str,
    heads: Sequence[str],
    entries: Sequence[Entry],
    width: float,
    measure: TextMeasure,
    *,
    note_lines: int = 2,
) -> Drawing:
    """Draw the table; figures end at their column's right edge. Without a title it has no head.

    A note is set in up to `note_lines` lines.
    """
    sketch = Sketch(width)
    edges = _edges(heads, entries, width, measure)
    y = 0.0
    if title:
        room = edges[0] - measure.width(heads[0], NOTE) - 5
        sketch.text(0, 7.2, fit(title, room, HEAD, measure), HEAD)
        for edge, head in zip(edges, heads, strict=True):
            sketch.text(edge, 7.2, head, NOTE, colour=Role.SOFT, anchor=Anchor.END)
        sketch.rule(11.0, head=False)
        y = _HEAD
    for entry in entries:
        _entry(sketch, entry, edges, y, measure)
        y += ROW
        if entry.note:
            drawn = paragraph([Run(entry.note)], width, measure, lines=note_lines)
            y = sketch.place(drawn, 0, y - 1.6) + 1.6
    return sketch.finish(y)


def _entry(
    sketch: Sketch, entry: Entry, edges: Sequence[float], y: float, measure: TextMeasure
) -> None:
    if entry.total:
        sketch.rule(y + 0.3, head=False)
    baseline = y + ROW / 2 + 2.6
    colour = Role.SOFT if entry.quiet else Role.INK
    words = HEAD if entry.total else BODY
    room = edges[0] - measure.width(entry.figures[0], FIGURE_BOLD) - 5
    sketch.text(0, baseline, fit(entry.label, room, words, measure), words, colour=colour)
    for edge, text in zip(edges, entry.figures, strict=True):
        last = edge == sketch.width
        face = FIGURE if last else FIGURE_QUIET
        tone = colour if last or entry.total else Role.SOFT
        figures = FIGURE_BOLD if entry.total else face
        sketch.text(edge, baseline, text, figures, colour=tone, anchor=Anchor.END)


def _edges(
    heads: Sequence[str], entries: Sequence[Entry], width: float, measure: TextMeasure
) -> list[float]:
    """Return the right edges: the last one is the table's, the others leave what it needs."""
    edges = [width] * len(heads)
    for number in range(len(heads) - 1, 0, -1):
        texts = [entry.figures[number] for entry in entries]
        widest = max((measure.width(text, FIGURE_BOLD) for text in texts), default=0.0)
        widest = max(widest, measure.width(heads[number], NOTE))
        edges[number - 1] = edges[number] - widest - 11
    return edges
