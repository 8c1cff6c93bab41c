"""The count sheet of an inventory: every article of an office with a box to write in.

What the ledger expects is printed only when it is asked for: who counts without knowing counts
better.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from otdesk.documents.charts.faces import BODY, FIGURE_QUIET, HEAD, NOTE, NOTE_FIGURE
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import (
    Anchor,
    Drawing,
    Line,
    Rect,
    Role,
    Sketch,
    TextMeasure,
)
from otdesk.documents.pdf.document import Metadata, document_bytes
from otdesk.documents.pdf.heading import document_title, section
from otdesk.documents.pdf.page import BOTTOM, CONTENT, TOP, Block, Chrome, PageSketch
from otdesk.documents.pdf.paragraph import paragraph, runs
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.catalogue import Article, Catalogue
from otdesk.domain.money import Thousandths
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.typography import capitalised, cents, integer, long_date

_ROW = 18.0
_BOX, _GAP = 58.0, 8.0
_CODE, _PRICE = 92.0, 48.0


@dataclass(frozen=True, slots=True)
class CountLine:
    """One article to count; `expected` is printed where it is given."""

    code: str
    label: str
    price: str
    expected: Thousandths | None = None


@dataclass(frozen=True, slots=True)
class CountSheet:
    """An office's articles by family, on a day."""

    organisation: str
    office: str
    day: date
    families: tuple[tuple[str, tuple[CountLine, ...]], ...]

    @property
    def articles(self) -> int:
        """Return how many articles are to be counted."""
        return sum(len(lines) for _family, lines in self.families)


def count_sheet(
    catalogue: Catalogue,
    organisation: str,
    office: str,
    *,
    codes: Collection[str] | None = None,
    with_expected: bool = False,
) -> CountSheet:
    """Return the sheet of what an office has in stock or sells, retired articles left out.

    `codes` are the articles that a count is about, where it has begun. A line carries the barcode
    that a scanner reads; the article's own code where it has none.
    """
    families = []
    for family in catalogue.families:
        lines = tuple(
            CountLine(
                article.product.barcode or article.product.code,
                article.product.label,
                "" if article.price is None else cents(article.price),
                article.stock if with_expected else None,
            )
            for article in catalogue.of_family(family.code)
            if _is_counted(article, catalogue.office, codes)
        )
        if lines:
            families.append((family.label, lines))
    return CountSheet(organisation, office, catalogue.day, tuple(families))


def _is_counted(article: Article, office: str, codes: Collection[str] | None) -> bool:
    if codes is not None:
        return article.product.code in codes
    return article.product.has_stock and bool(article.product.is_sold_at(office) or article.stock)


def render_count_sheet(sheet: CountSheet, style: PrintStyle) -> bytes:
    """Return the sheet as PDF, as many pages as it takes."""
    title = _("Feuille d’inventaire")
    pages = _pages(sheet, style.fonts)
    chrome = Chrome(
        organisation=sheet.organisation,
        kind=title,
        running=_("{title}, {office}").format(title=title, office=sheet.office),
        foot=_("{office} · à garder jusqu’à la saisie du comptage").format(office=sheet.office),
        printed=_("compté par ………… le …………"),
        mark=style.mark,
        tag=style.tag,
    )
    finished = [
        page.finish(chrome, number, len(pages), style.fonts) for number, page in enumerate(pages, 1)
    ]
    metadata = Metadata(f"{title}, {sheet.office}", sheet.organisation, title)
    return document_bytes(finished, metadata, style)


def _pages(sheet: CountSheet, measure: TextMeasure) -> list[PageSketch]:
    page = PageSketch(_("Feuille d’inventaire"))
    y = page.place(_title(sheet, measure), 0, TOP) + 6
    y = page.place(_instructions(measure), 0, y) + 12
    pages = [page]
    for family, lines in sheet.families:
        left = list(lines)
        continued = False
        while left:
            # A family's head keeps at least two of its lines with it.
            fitting = int((BOTTOM - y - 26) // _ROW)
            if fitting < min(2, len(left)):
                page = PageSketch(_("Feuille d’inventaire, page {}").format(len(pages) + 1))
                pages.append(page)
                y = TOP
                continue
            name = _("{family}, suite").format(family=family) if continued else family
            y = page.place(_family(name, left[:fitting], measure), 0, y) + 12
            left = left[fitting:]
            continued = True
    return pages


def _title(sheet: CountSheet, measure: TextMeasure) -> Block:
    facts = ngettext("{n} article", "{n} articles", sheet.articles).format(
        n=integer(sheet.articles)
    )
    title = _("Inventaire · {day}").format(day=capitalised(long_date(sheet.day)))
    return document_title(title, sheet.office, facts, measure, size=27)


def _instructions(measure: TextMeasure) -> Block:
    text = _(
        "**Compter les pièces en rayon et en réserve**, écrire le nombre dans la case\u202f; "
        "**zéro s’écrit 0**, une case vide n’est pas comptée. Les ventes faites pendant le "
        "comptage sont prises en compte à la saisie."
    )
    return Block(paragraph(runs(text), CONTENT, measure, font=BODY))


def _family(name: str, lines: Sequence[CountLine], measure: TextMeasure) -> Block:
    sketch = Sketch(CONTENT)
    y = section(sketch, name, "", measure)
    for line in lines:
        sketch.place(_line(line, measure), 0, y)
        y += _ROW
    return Block(sketch.finish(y), name)


def _line(line: CountLine, measure: TextMeasure) -> Drawing:
    sketch = Sketch(CONTENT)
    base = _ROW / 2 + 2.6
    code = fit(line.code, _CODE - 6, NOTE_FIGURE, measure)
    sketch.text(0, base, code, NOTE_FIGURE, colour=Role.SOFT)
    boxes = CONTENT - _BOX
    room = boxes - _PRICE - _GAP - _CODE - 50
    sketch.text(_CODE, base, fit(line.label, room, HEAD, measure), HEAD)
    sketch.text(boxes - 50, base, line.price, FIGURE_QUIET, anchor=Anchor.END)
    if line.expected is not None:
        expected = _("attendu {}").format(labels.quantity(line.expected))
        sketch.text(boxes - _GAP, base, expected, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.add(Rect(boxes, 2, _BOX, _ROW - 4, None, Role.INK, 0.7))
    sketch.add(Line(0, _ROW, boxes - _GAP, _ROW, Role.RULE, 0.3))
    return sketch.finish(_ROW)
