"""Shelf labels: the price in large figures, the article, its barcode, on sheets of 24.

The sheet is the common one of 3 × 8 labels of 70 × 37 mm; cut marks serve plain paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from otdesk.documents.barcodes import barcode
from otdesk.documents.charts.faces import MILLIMETRE, NOTE, NOTE_FIGURE
from otdesk.documents.charts.labels import fit, wrap
from otdesk.documents.drawing import (
    Anchor,
    Drawing,
    Font,
    Line,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.documents.pdf.document import Metadata, document_bytes
from otdesk.documents.pdf.page import HEIGHT, WIDTH, Page
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.catalogue import Article
from otdesk.domain.money import Cents
from otdesk.i18n import _
from otdesk.typography import cents

COLUMNS, ROWS = 3, 8
LABEL_WIDTH, LABEL_HEIGHT = 70 * MILLIMETRE, 37 * MILLIMETRE
_TOP = (HEIGHT - ROWS * LABEL_HEIGHT) / 2
_PADDING = 12.0
_NAME = Font(9.6, Weight.SEMIBOLD)
_PRICE = Font(27, Weight.BOLD, tabular=True, tracking=-0.5)
# EAN-13 at nine tenths of its nominal size: GS1 allows eight.
_BARCODE = 96.0
_LEAST_PRICE = 15.0


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """What one label says; `barcode` is an EAN or the article's own code, or empty."""

    name: str
    detail: str
    price: Cents
    barcode: str = ""


def label_of(article: Article) -> ShelfLabel:
    """Return the label of an article. Raises ValueError where it has no price.

    An article without a barcode bears its own code: it can be scanned from the shelf all the same.
    """
    if article.price is None:
        raise ValueError("an article without a price has no label")
    product = article.product
    code = product.barcode or product.code
    return ShelfLabel(product.label, product.detail, article.price, code)


def render_labels(
    labels: Sequence[ShelfLabel], style: PrintStyle, *, author: str, skipped: int = 0
) -> bytes:
    """Return sheets of labels as PDF; the first `skipped` places of a begun sheet stay blank."""
    places: list[ShelfLabel | None] = [*[None] * skipped, *labels]
    size = COLUMNS * ROWS
    pages = [
        _sheet(places[first : first + size], style.fonts, number)
        for number, first in enumerate(range(0, max(len(places), 1), size), 1)
    ]
    title = _("Étiquettes de rayon")
    return document_bytes(pages, Metadata(title, author, title), style)


def _sheet(labels: Sequence[ShelfLabel | None], measure: TextMeasure, number: int) -> Page:
    sketch = Sketch(WIDTH)
    for place, label in enumerate(labels):
        row, column = divmod(place, COLUMNS)
        x, y = column * LABEL_WIDTH, _TOP + row * LABEL_HEIGHT
        if label is not None:
            sketch.place(draw_label(label, measure), x, y)
    _cut_marks(sketch)
    return Page(_("Étiquettes, feuille {}").format(number), sketch.finish(HEIGHT))


def draw_label(label: ShelfLabel, measure: TextMeasure) -> Drawing:
    """Draw one label."""
    sketch = Sketch(LABEL_WIDTH)
    room = LABEL_WIDTH - 2 * _PADDING
    y = _PADDING + 9
    for line in wrap(label.name, room, _NAME, measure)[:2]:
        sketch.text(_PADDING, y, fit(line, room, _NAME, measure), _NAME)
        y += 11.5
    sketch.text(_PADDING, y - 1, fit(label.detail, room, NOTE, measure), NOTE, colour=Role.SOFT)
    bottom = LABEL_HEIGHT - _PADDING
    price, free = cents(label.price), room
    if label.barcode:
        free -= _BARCODE + 6
        sketch.place(barcode(label.barcode, _BARCODE, 26.0), _PADDING - 6, bottom - 35)
        code = fit(label.barcode, _BARCODE - 6, NOTE_FIGURE, measure)
        sketch.text(_PADDING, bottom, code, NOTE_FIGURE, colour=Role.SOFT)
    font = _PRICE
    while measure.width(price, font) > free and font.size > _LEAST_PRICE:
        font = replace(font, size=font.size - 1)
    sketch.text(LABEL_WIDTH - _PADDING, bottom - 1, price, font, anchor=Anchor.END)
    return sketch.finish(LABEL_HEIGHT)


def _cut_marks(sketch: Sketch) -> None:
    """Draw a short line at each edge of a label, outside what is printed on it."""
    for column in range(1, COLUMNS):
        x = column * LABEL_WIDTH
        for row in range(ROWS + 1):
            y = _TOP + row * LABEL_HEIGHT
            sketch.add(Line(x, max(0.0, y - 3), x, min(HEIGHT, y + 3), Role.RULE, 0.4))
    for row in range(1, ROWS):
        y = _TOP + row * LABEL_HEIGHT
        for column in range(1, COLUMNS):
            x = column * LABEL_WIDTH
            sketch.add(Line(x - 3, y, x + 3, y, Role.RULE, 0.4))
