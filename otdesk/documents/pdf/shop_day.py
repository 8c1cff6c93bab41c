"""The shop's band on the day's page: families, payments and till, what sold most."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.charts.faces import ROW
from otdesk.documents.charts.ranked import ranked
from otdesk.documents.drawing import Sketch, TextMeasure
from otdesk.documents.pdf import shop_words as told
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.shop_lines import Entry, entries_table
from otdesk.i18n import _
from otdesk.reports.shop.sales import Sales

_FAMILIES = 5
_NOTE = 9.0
_WIDTH = span(4)


def shop_day(sales: Sales, measure: TextMeasure) -> Block:
    """Draw the band; a day without a sale takes two lines."""
    sketch = Sketch(CONTENT)
    title = _("Boutique")
    if not sales.receipts and not sales.refunds:
        lines = [*told.till(sales, single=True), *told.held(sales)]
        y = section(sketch, title, told.regime(sales), measure)
        content = [Run(_("Aucune vente."), bold=True), *_sentences(lines)]
        drawn = paragraph(content, CONTENT, measure, lines=2)
        return Block(sketch.finish(sketch.place(drawn, 0, y - 3) + 2), title)
    y = section(sketch, title, told.base(sales, notes=False), measure, width=span(8))
    section(sketch, _("Le plus vendu"), _("pièces"), measure, x=column(8), width=_WIDTH)
    left = sketch.place(ranked(told.families(sales, _FAMILIES), _WIDTH, measure), 0, y)
    methods = told.payments(sales)
    table = entries_table(_("Règlements"), (_("tickets"), "€"), methods, _WIDTH, measure)
    middle = sketch.place(table, column(4), y)
    # What the till says goes on under the payments, parted by a fine rule.
    middle = _below(sketch, told.till(sales, single=True), column(4), middle, measure)
    below = [*told.held(sales), *told.vat(sales)]
    rows = max(3, int((max(left, middle) - y - _height(below)) / ROW))
    best = entries_table("", ("",), told.best(sales, rows), _WIDTH, measure)
    right = _below(sketch, below, column(8), sketch.place(best, column(8), y), measure)
    return Block(sketch.finish(max(left, middle, right)), title)


def _height(lines: Sequence[Entry]) -> float:
    return sum(ROW + (_NOTE if line.note else 0) for line in lines) + 2


def _below(
    sketch: Sketch, lines: Sequence[Entry], x: float, y: float, measure: TextMeasure
) -> float:
    if not lines:
        return y
    sketch.rule(y + 0.6, x=x, width=_WIDTH, head=False)
    return sketch.place(entries_table("", ("",), lines, _WIDTH, measure), x, y + 1.2)


def _sentences(lines: Sequence[Entry]) -> list[Run]:
    runs = []
    for line in lines:
        figure = f"\u00a0: {line.figures[0]}\u00a0€" if line.figures[0] else ""
        note = f", {line.note}" if line.note else ""
        runs += [Run(f" {line.label}", bold=True), Run(f"{figure}{note}.")]
    return runs
