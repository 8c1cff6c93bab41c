"""The receipt and the refund on paper: A5, printed on request alone (law of August 2023).

What they say is read from the signed entry. A reprint is a numbered DUPLICATA; a sale of the
training mode says SIMULATION across the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from otdesk import __version__
from otdesk.documents.charts.faces import BODY, BODY_BOLD, FIGURE_QUIET, MILLIMETRE, NOTE
from otdesk.documents.charts.labels import fit, wrap
from otdesk.documents.drawing import Anchor, Font, Line, Role, Sketch, TextMeasure, Weight
from otdesk.documents.pdf.document import Metadata, document_bytes
from otdesk.documents.pdf.page import Page, draw_mark
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.receipt_words import ReceiptPaper, receipt_paper, refund_paper
from otdesk.domain.receipts import Receipt, ReceiptLine, Refund
from otdesk.domain.shop_terms import FRANCHISE_MENTION
from otdesk.domain.vat import VatRegime
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.typography import cents

WIDTH, HEIGHT = 148 * MILLIMETRE, 210 * MILLIMETRE
LEFT, RIGHT = 14 * MILLIMETRE, WIDTH - 12 * MILLIMETRE
CONTENT = RIGHT - LEFT
_BOTTOM = HEIGHT - 15 * MILLIMETRE
_TITLE = Font(21, Weight.BOLD, tracking=-0.4)
_LINE = Font(8.2)
_LINE_BOLD = Font(8.2, Weight.SEMIBOLD)
_AMOUNT = Font(8.2, Weight.MEDIUM, tabular=True)
_TOTAL = Font(21, Weight.BOLD, tabular=True, tracking=-0.3)
_TAG = Font(7.4, Weight.BOLD, tracking=0.5)
_ROW, _DETAIL = 13.5, 9.5


def render_receipt(
    receipt: Receipt,
    style: PrintStyle,
    *,
    signature: str,
    duplicate: int = 0,
    third_parties: Mapping[str, str] | None = None,
) -> bytes:
    """Return a receipt as PDF; `signature` is its eight digits, `duplicate` numbers a reprint.

    `third_parties` names those that money is held for, by their code.
    """
    paper = receipt_paper(
        receipt,
        signature=signature,
        duplicate=duplicate,
        third_parties=third_parties,
        mark=style.tag,
    )
    return _rendered(paper, style)


def render_refund(
    refund: Refund,
    style: PrintStyle,
    *,
    signature: str,
    duplicate: int = 0,
    third_parties: Mapping[str, str] | None = None,
) -> bytes:
    """Return a refund as PDF; its amounts are what was given back."""
    paper = refund_paper(
        refund,
        signature=signature,
        duplicate=duplicate,
        third_parties=third_parties,
        mark=style.tag,
    )
    return _rendered(paper, style)


def _rendered(paper: ReceiptPaper, style: PrintStyle) -> bytes:
    pages: list[Page] = []
    left = list(paper.lines)
    while left or not pages:
        sketch = Sketch(WIDTH)
        y = _head(sketch, paper, style, first=not pages)
        taken = _fitting(left, y, style.fonts, paper)
        y = _lines(sketch, left[:taken], y, paper, style.fonts)
        left = left[taken:]
        if not left:
            _totals(sketch, paper, y, style.fonts)
        _foot(sketch, paper, len(pages) + 1, style.fonts)
        title = paper.title if not pages else _("{title}, suite").format(title=paper.title)
        pages.append(Page(title, sketch.finish(HEIGHT), (), WIDTH, HEIGHT))
    metadata = Metadata(paper.title, paper.seller.name, paper.facts)
    return document_bytes(pages, metadata, style)


def _head(sketch: Sketch, paper: ReceiptPaper, style: PrintStyle, *, first: bool) -> float:
    measure = style.fonts
    draw_mark(sketch, style.mark, LEFT, 22, 32)
    left = LEFT + 42
    sketch.text(left, 31, fit(paper.seller.name, RIGHT - left, BODY_BOLD, measure), BODY_BOLD)
    y = 40.5
    for line in wrap(paper.seller.address, RIGHT - left, NOTE, measure)[:2]:
        sketch.text(left, y, line, NOTE, colour=Role.SOFT)
        y += 8.6
    numbers = [_("SIRET {}").format(paper.seller.siret)] if paper.seller.siret else []
    if paper.seller.vat_number:
        numbers.append(_("TVA {}").format(paper.seller.vat_number))
    sketch.text(left, y, " · ".join(numbers), NOTE, colour=Role.SOFT)
    y = 82.0
    for tag in paper.tags:
        width = measure.width(tag, _TAG) + 14 + 0.5 * len(tag)
        sketch.rect(LEFT, y - 9.5, width, 14, Role.GENET)
        sketch.rect(LEFT, y + 4.5, width, 0.8, Role.INK)
        sketch.text(LEFT + 7, y, tag, _TAG)
        y += 20
    if not first:
        sketch.text(LEFT, y + 6, _("{title}, suite").format(title=paper.title), _LINE_BOLD)
        return y + 20
    sketch.text(LEFT - 0.8, y + 12, paper.title, _TITLE)
    sketch.text(LEFT, y + 26, fit(paper.facts, CONTENT, BODY, measure), BODY, colour=Role.SOFT)
    y += 26
    for line in wrap(paper.note, CONTENT, BODY, measure):
        y += 11
        sketch.text(LEFT, y, line, BODY)
    return y + 14


def _height(line: ReceiptLine, paper: ReceiptPaper) -> float:
    return _ROW + (_DETAIL if paper.details(line) else 0)


def _fitting(
    lines: Sequence[ReceiptLine], top: float, measure: TextMeasure, paper: ReceiptPaper
) -> int:
    """Return how many lines go on this page; the last page keeps room for the totals."""
    del measure
    room = _BOTTOM - top - 18
    whole = sum(_height(line, paper) for line in lines)
    if whole + _totals_height(paper) <= room:
        return len(lines)
    used, count = 0.0, 0
    for line in lines:
        used += _height(line, paper)
        if used > room:
            break
        count += 1
    # The totals never stand alone on a page.
    return max(1, min(count, len(lines) - 1))


def _lines(
    sketch: Sketch,
    lines: Sequence[ReceiptLine],
    top: float,
    paper: ReceiptPaper,
    measure: TextMeasure,
) -> float:
    sketch.rule(top, x=LEFT, width=CONTENT, head=True)
    y = top + 4
    for line in lines:
        amount = cents(line.amount)
        room = CONTENT - measure.width(amount, _AMOUNT) - 12
        sketch.text(LEFT, y + 9, fit(line.label, room, _LINE, measure), _LINE)
        sketch.text(RIGHT, y + 9, amount, _AMOUNT, anchor=Anchor.END)
        details = " · ".join(paper.details(line))
        if details:
            sketch.text(LEFT, y + 18, fit(details, room, NOTE, measure), NOTE, colour=Role.SOFT)
        y += _height(line, paper)
        sketch.add(Line(LEFT, y, RIGHT, y, Role.RULE, 0.4))
    return y + 4


def _totals_height(paper: ReceiptPaper) -> float:
    rates = 0 if paper.seller.regime is VatRegime.FRANCHISE else 4
    return 50.0 + 11.5 * (2 * len(paper.payments) + 2) + 11.0 * (rates + 1)


def _totals(sketch: Sketch, paper: ReceiptPaper, top: float, measure: TextMeasure) -> None:
    y = top + 24
    sketch.text(LEFT, y, paper.total_label, Font(10.5, Weight.SEMIBOLD))
    sketch.text(RIGHT, y, cents(paper.total), _TOTAL, anchor=Anchor.END)
    y += 16
    for payment in paper.payments:
        y = _pair(sketch, labels.payment_method(payment.method), cents(payment.cents), y)
        if payment.received is not None and payment.change:
            y = _pair(sketch, _("reçu"), cents(payment.received), y, quiet=True)
            y = _pair(sketch, _("rendu"), cents(payment.change), y, quiet=True)
    if paper.held:
        y = _pair(sketch, _("dont encaissé pour des tiers"), cents(paper.held), y, quiet=True)
    y += 6
    if paper.seller.regime is VatRegime.FRANCHISE:
        sketch.text(LEFT, y + 8, fit(FRANCHISE_MENTION, CONTENT, NOTE, measure), NOTE)
        return
    _vat(sketch, paper, y)


def _pair(sketch: Sketch, label: str, amount: str, y: float, *, quiet: bool = False) -> float:
    role = Role.SOFT if quiet else Role.INK
    sketch.text(LEFT + (10 if quiet else 0), y, label, BODY, colour=role)
    sketch.text(RIGHT, y, amount, FIGURE_QUIET, colour=role, anchor=Anchor.END)
    return y + 11.5


def _vat(sketch: Sketch, paper: ReceiptPaper, top: float) -> None:
    """Write what each rate makes: before tax, tax, with tax."""
    edges = (LEFT + CONTENT * 0.5, LEFT + CONTENT * 0.75, RIGHT)
    heads = (_("hors taxe"), _("TVA"), _("TTC"))
    sketch.text(LEFT, top + 8, _("TVA comprise"), NOTE, colour=Role.SOFT)
    for edge, head in zip(edges, heads, strict=True):
        sketch.text(edge, top + 8, head, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.rule(top + 11.5, x=LEFT, width=CONTENT, head=False)
    y = top + 21
    for rate in paper.rates:
        sketch.text(LEFT, y, labels.vat_rate(rate.basis_points), BODY)
        for edge, value in zip(edges, (rate.net, rate.tax, rate.gross), strict=True):
            sketch.text(edge, y, cents(value), FIGURE_QUIET, anchor=Anchor.END)
        y += 11


def _foot(sketch: Sketch, paper: ReceiptPaper, number: int, measure: TextMeasure) -> None:
    sketch.rule(_BOTTOM, x=LEFT, width=CONTENT, head=False)
    signed = _("{till} · signature {signature}").format(till=paper.till, signature=paper.signature)
    sketch.text(LEFT, _BOTTOM + 11, fit(signed, CONTENT * 0.72, NOTE, measure), NOTE)
    version = _("otdesk {version} · page {number}").format(version=__version__, number=number)
    sketch.text(RIGHT, _BOTTOM + 11, version, NOTE, colour=Role.SOFT, anchor=Anchor.END)
