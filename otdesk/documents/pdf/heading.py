"""Titles: of the document, of a section."""

from __future__ import annotations

from otdesk.documents.charts.faces import HEAD, NOTE
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import Anchor, Font, Role, Sketch, TextMeasure, Weight
from otdesk.documents.pdf.page import CONTENT, Block

_OFFICE = Font(10.5, Weight.SEMIBOLD)
_SUB = Font(7.8)
_SECTION = Font(9.2, Weight.BOLD)
SECTION_HEIGHT = 21.0


def document_title(
    title: str, office: str, facts: str, measure: TextMeasure, *, size: float
) -> Block:
    """Draw the title, the office in châtaigne, and the facts of the period beside it."""
    sketch = Sketch(CONTENT)
    office_line = size + 19.0
    font = Font(size, Weight.BOLD, tracking=-0.022 * size)
    while measure.width(title, font) > CONTENT:
        size -= 1
        font = Font(size, Weight.BOLD, tracking=-0.022 * size)
    sketch.text(-0.045 * size, size, title, font)
    name = fit(office, CONTENT * 0.55, _OFFICE, measure)
    sketch.text(0, office_line, name, _OFFICE, colour=Role.PERSONS)
    left = measure.width(name, _OFFICE) + 7
    sketch.text(
        left, office_line, fit(facts, CONTENT - left, _SUB, measure), _SUB, colour=Role.SOFT
    )
    return Block(sketch.finish(office_line + 9.0))


def section(
    sketch: Sketch,
    title: str,
    note: str,
    measure: TextMeasure,
    *,
    x: float = 0.0,
    width: float | None = None,
) -> float:
    """Draw a section's rule, title and note (at the right); return where its content begins."""
    room = sketch.width - x if width is None else width
    sketch.rule(0, x=x, width=room, head=True)
    sketch.text(x, 14.0, title, _SECTION)
    if note:
        left = measure.width(title, _SECTION) + 12
        text = fit(note, room - left, NOTE, measure)
        sketch.text(x + room, 14.0, text, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    return SECTION_HEIGHT


def subsection(sketch: Sketch, title: str, note: str, y: float, measure: TextMeasure) -> float:
    """Draw a small bold title with a fine rule under it; return where its content begins."""
    sketch.text(0, y + 7.2, title, HEAD)
    left = measure.width(title, HEAD) + 8
    if note:
        text = fit(note, sketch.width - left, NOTE, measure)
        sketch.text(sketch.width, y + 7.2, text, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.rule(y + 11, head=False)
    return y + 14.0
