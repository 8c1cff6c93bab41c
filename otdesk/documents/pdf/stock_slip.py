"""The slip that goes with goods: a delivery taken, a return, a transfer sent or received.

One line for each article; what each piece cost where the document says it. Whoever hands over and
whoever receives sign at the foot, and the other office types the reference that is printed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from otdesk.documents.drawing import Anchor, TextMeasure
from otdesk.documents.pdf.document import Metadata, document_bytes
from otdesk.documents.pdf.flow import Flow, FlowTable, Group
from otdesk.documents.pdf.heading import document_title
from otdesk.documents.pdf.key_figures import KeyFigure, key_figures
from otdesk.documents.pdf.last_band import last_band
from otdesk.documents.pdf.page import Block, Chrome
from otdesk.documents.pdf.paragraph import Run
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tables import Column, Row
from otdesk.domain.money import Cents, Thousandths, times
from otdesk.domain.stock import Cause
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.typography import DASH, NBSP, capitalised, cents, integer, long_date

_GAP = 16.0


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Some pieces of one article, more than none; `cost` is one piece's price before tax."""

    code: str
    label: str
    quantity: Thousandths
    cost: Cents | None = None


@dataclass(frozen=True, slots=True)
class GoodsSlip:
    """A document of the stock and the words that its codes stand for.

    `partner` names the supplier or the other office, empty where nobody is named.
    """

    organisation: str
    office: str
    cause: Cause
    day: date
    author: str
    lines: tuple[GoodsLine, ...]
    partner: str = ""
    reference: str = ""
    note: str = ""
    training: bool = False

    @property
    def pieces(self) -> Thousandths:
        """Return how many pieces there are."""
        return sum(line.quantity for line in self.lines)

    @property
    def value(self) -> Cents | None:
        """Return what the pieces cost before tax, None where a line does not say it."""
        costs = [
            None if each.cost is None else times(each.cost, each.quantity) for each in self.lines
        ]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None


def render_goods_slip(slip: GoodsSlip, style: PrintStyle) -> bytes:
    """Return the slip as PDF."""
    flow = compose_goods_slip(slip, style.fonts)
    title = _named(slip)
    chrome = Chrome(
        organisation=slip.organisation,
        kind=_("Boutique"),
        running=title,
        foot=_("{office} · un exemplaire avec la marchandise, un pour le bureau").format(
            office=slip.office
        ),
        printed=_("mouvement du {day}").format(day=long_date(slip.day, weekday=False)),
        mark=style.mark,
        tag=_("SIMULATION") if slip.training else style.tag,
    )
    count = len(flow.pages)
    pages = [page.finish(chrome, n, count, style.fonts) for n, page in enumerate(flow.pages, 1)]
    metadata = Metadata(f"{title}, {slip.office}", slip.organisation, slip.office)
    return document_bytes(pages, metadata, style)


def compose_goods_slip(slip: GoodsSlip, measure: TextMeasure) -> Flow:
    """Lay the pages out."""
    flow = Flow(_named(slip), measure)
    facts = _("{day} · noté par {who}").format(
        day=capitalised(long_date(slip.day)), who=slip.author
    )
    flow.place(document_title(_named(slip), slip.office, facts, measure, size=27), 10)
    flow.place(key_figures(_figures(slip), measure, beside=False), -14)
    band = _band(slip, measure)
    flow.place_table(_table(slip), _GAP, keep=band.height)
    flow.place_last(band)
    return flow


def _named(slip: GoodsSlip) -> str:
    title = labels.goods_slip(slip.cause)
    if not slip.reference:
        return title
    return _("{title} n°{nbsp}{reference}").format(title=title, nbsp=NBSP, reference=slip.reference)


def _figures(slip: GoodsSlip) -> list[KeyFigure]:
    partners = {
        Cause.DELIVERY: _("Livré par"),
        Cause.RETURN: _("Rendu à"),
        Cause.TRANSFER_OUT: _("Pour"),
        Cause.TRANSFER_IN: _("De"),
    }
    figures = [
        KeyFigure(_("Pièces"), labels.quantity(slip.pieces), 0, 2),
        KeyFigure(_("Articles"), integer(len(slip.lines)), 2, 2),
    ]
    if slip.partner:
        figures.append(KeyFigure(partners[slip.cause], slip.partner, 4, 8))
    return figures


def _table(slip: GoodsSlip) -> FlowTable:
    priced = any(line.cost is not None for line in slip.lines)
    columns = [
        Column(_("code"), 2.4, Anchor.START),
        Column(_("article"), 5.6, Anchor.START),
        Column(_("pièces"), 1.2, bold=True),
    ]
    if priced:
        columns += [Column(_("prix d’achat HT"), 1.6), Column(_("montant HT"), 1.6)]
    groups: list[Group] = [(Row(_cells(line, priced=priced)),) for line in slip.lines]
    total = ["", _("Total"), labels.quantity(slip.pieces)]
    if priced:
        total += ["", DASH if slip.value is None else cents(slip.value)]
    groups.append((Row(tuple(total), total=True),))
    return FlowTable(_("Articles"), "", tuple(columns), tuple(groups))


def _cells(line: GoodsLine, *, priced: bool) -> tuple[str, ...]:
    cells = [line.code, line.label, labels.quantity(line.quantity)]
    if priced and line.cost is not None:
        cells += [cents(line.cost), cents(times(line.cost, line.quantity))]
    elif priced:
        cells += [DASH, DASH]
    return tuple(cells)


def _band(slip: GoodsSlip, measure: TextMeasure) -> Block:
    text = [Run(slip.note or _("Compté à l’arrivée ; noter ici ce qui manque."))]
    return last_band(text, measure, signers=(_("Remis par"), _("Reçu par")), name=_("Signatures"))
