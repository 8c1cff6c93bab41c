"""The invoice: a receipt said again to a customer, with what the law wants on it.

Mentions: CGI, annexe II, art. 242 nonies A, and Code de commerce, art. L441-9. The amounts are
those of the signed receipt, whose number and signature stand in the last band. What was taken for
a third party is no sale of the office: it is told apart and bears no VAT here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from otdesk.documents.charts.faces import BODY, FIGURE_BOLD, FIGURE_QUIET, HEAD
from otdesk.documents.charts.labels import fit, wrap
from otdesk.documents.drawing import Anchor, Font, Line, Role, Sketch, TextMeasure, Weight
from otdesk.documents.pdf.document import Metadata, document_bytes
from otdesk.documents.pdf.flow import Flow, FlowTable, column_width, lines_of
from otdesk.documents.pdf.heading import document_title, section
from otdesk.documents.pdf.last_band import last_band
from otdesk.documents.pdf.page import CONTENT, Block, Chrome, column, span
from otdesk.documents.pdf.paragraph import Run
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tables import Column, PlainTable, Row, plain
from otdesk.documents.pdf.words import ordinal
from otdesk.documents.receipt_words import rates_of
from otdesk.domain.invoices import Invoice
from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod, Receipt, ReceiptLine, Seller
from otdesk.domain.shop_terms import FRANCHISE_MENTION
from otdesk.domain.vat import VatRegime, included_vat
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.typography import DASH, NBSP, cents, long_date

_NAME = Font(9.2, Weight.SEMIBOLD)
_TOTAL = Font(24, Weight.BOLD, tabular=True, tracking=-0.3)
_LEADING, _PAIR, _GAP = 10.4, 11.8, 16.0


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """What the parts of the page are drawn from."""

    invoice: Invoice
    receipt: Receipt
    signature: str
    third_parties: Mapping[str, str]

    @property
    def seller(self) -> Seller:
        """Return who sells, as the receipt says it."""
        return self.receipt.seller

    @property
    def has_tax(self) -> bool:
        """Tell whether the seller charges VAT."""
        return self.seller.regime is VatRegime.STANDARD

    @property
    def is_for_a_professional(self) -> bool:
        """Tell whether the customer has a SIRET."""
        return bool(self.invoice.siret)

    @property
    def owed(self) -> Cents:
        """Return what the receipt left to be paid later."""
        account = PaymentMethod.ACCOUNT
        return sum(p.cents for p in self.receipt.payments if p.method is account)


def render_invoice(
    invoice: Invoice,
    receipt: Receipt,
    style: PrintStyle,
    *,
    signature: str,
    third_parties: Mapping[str, str] | None = None,
) -> bytes:
    """Return an invoice as PDF; `signature` is the eight digits of its receipt.

    `third_parties` names those that money is held for, by their code.
    """
    paper = InvoicePaper(invoice, receipt, signature, third_parties or {})
    title = _title(paper)
    flow = compose_invoice(paper, style.fonts)
    chrome = Chrome(
        organisation=receipt.seller.name,
        kind=_("Facture"),
        running=title,
        foot=_("{title} · {customer}").format(title=title, customer=_customer_name(invoice)),
        printed=_("du {day}").format(day=_day(invoice.day)),
        mark=style.mark,
        tag=_("SIMULATION") if receipt.training else style.tag,
    )
    count = len(flow.pages)
    pages = [page.finish(chrome, n, count, style.fonts) for n, page in enumerate(flow.pages, 1)]
    return document_bytes(pages, Metadata(title, receipt.seller.name, title), style)


def compose_invoice(paper: InvoicePaper, measure: TextMeasure) -> Flow:
    """Lay the pages out."""
    flow = Flow(_title(paper), measure)
    day = _("Le {day}").format(day=ordinal(long_date(paper.invoice.day)))
    facts = _("ticket n°{nbsp}{number}, {till}").format(
        nbsp=NBSP, number=paper.receipt.number, till=paper.receipt.till_name
    )
    flow.place(document_title(_title(paper), day, facts, measure, size=27), 12)
    flow.place(_parties(paper, measure), _GAP)
    totals, mentions = _totals(paper, measure), _mentions(paper, measure)
    keep = totals.height + _GAP + mentions.height
    flow.place_table(_lines(paper, measure), _GAP, keep=keep)
    flow.place(totals, _GAP)
    flow.place_last(mentions)
    return flow


def _title(paper: InvoicePaper) -> str:
    return _("Facture {reference}").format(reference=paper.invoice.reference)


def _day(day: date) -> str:
    return ordinal(long_date(day, weekday=False))


def _customer_name(invoice: Invoice) -> str:
    return invoice.customer or _("client effacé")


def _parties(paper: InvoicePaper, measure: TextMeasure) -> Block:
    """Draw who sells at the left and who buys at the right."""
    invoice, seller = paper.invoice, paper.seller
    sold_by = [_("SIRET {}").format(seller.siret)] if seller.siret else []
    if paper.has_tax and seller.vat_number:
        sold_by.append(_("N° de TVA {}").format(seller.vat_number))
    if not paper.has_tax:
        sold_by.append(FRANCHISE_MENTION)
    bought_by = [_("SIRET {}").format(invoice.siret)] if invoice.siret else []
    sketch = Sketch(CONTENT)
    sides = (
        (0.0, _("Vendeur"), seller.name, seller.address, sold_by),
        (column(6), _("Client"), _customer_name(invoice), invoice.address, bought_by),
    )
    bottoms = []
    for x, head, name, address, numbers in sides:
        y = section(sketch, head, "", measure, x=x, width=span(6)) + 8
        for line in wrap(name, span(6), _NAME, measure):
            sketch.text(x, y, line, _NAME)
            y += _LEADING + 1.6
        written = [part for line in address.splitlines() for part in _wrapped(line, measure)]
        for line in (*written, *numbers):
            sketch.text(x, y, fit(line, span(6), BODY, measure), BODY)
            y += _LEADING
        bottoms.append(y)
    return Block(sketch.finish(max(bottoms) - 4), _("Vendeur et client"))


def _wrapped(line: str, measure: TextMeasure) -> list[str]:
    return wrap(line.strip(), span(6), BODY, measure) if line.strip() else []


def _lines(paper: InvoicePaper, measure: TextMeasure) -> FlowTable:
    columns = _taxed_columns() if paper.has_tax else _exempt_columns()
    width = column_width(columns, 0)
    groups = tuple(
        lines_of(line.label, _cells(line, paper), width, measure, notes=_notes(line, paper))
        for line in paper.receipt.lines
    )
    note = _("vente du {day}").format(day=_day(paper.receipt.day))
    return FlowTable(_("Détail"), note, columns, groups)


def _taxed_columns() -> tuple[Column, ...]:
    return (
        Column(_("désignation"), 5.0, Anchor.START),
        Column(_("quantité"), 1.3),
        Column(_("prix unitaire HT"), 1.9),
        Column(_("prix unitaire TTC"), 1.9),
        Column(_("taux de TVA"), 1.4),
        Column(_("montant HT"), 1.9),
        Column(_("montant TTC"), 1.9, bold=True),
    )


def _exempt_columns() -> tuple[Column, ...]:
    return (
        Column(_("désignation"), 6.5, Anchor.START),
        Column(_("quantité"), 1.5),
        Column(_("prix unitaire"), 2),
        Column(_("montant"), 2, bold=True),
    )


def _cells(line: ReceiptLine, paper: InvoicePaper) -> tuple[str, ...]:
    count, unit = labels.quantity(line.quantity), line.unit_price
    if not paper.has_tax:
        return (count, cents(unit), cents(line.amount))
    if line.held_for:
        return (count, DASH, cents(unit), DASH, DASH, cents(line.amount))
    rate = line.vat_basis_points
    return (
        count,
        cents(unit - included_vat(unit, rate)),
        cents(unit),
        labels.vat_rate(rate),
        cents(line.amount - line.tax),
        cents(line.amount),
    )


def _notes(line: ReceiptLine, paper: InvoicePaper) -> list[str]:
    notes = []
    reason = f" ({line.reason})" if line.reason else ""
    if line.discount:
        notes.append(_("remise {amount}").format(amount=cents(-line.discount)) + reason)
    if line.held_for:
        owner = paper.third_parties.get(line.held_for, line.held_for)
        notes.append(_("encaissé pour {owner}").format(owner=owner))
    return notes


def _totals(paper: InvoicePaper, measure: TextMeasure) -> Block:
    """Draw the taxes at the left, the total and the payments at the right."""
    sketch = Sketch(CONTENT)
    ends = [_taxes(sketch, paper, measure)] if paper.has_tax else []
    left = column(6)
    title = _("Total TTC") if paper.has_tax else _("Total")
    y = section(sketch, title, "", measure, x=left, width=span(6)) + 18
    sketch.text(CONTENT, y, cents(paper.receipt.total), _TOTAL, anchor=Anchor.END)
    y += 20
    for label, amount in _sums(paper):
        y = _pair(sketch, label, amount, left, y)
    for payment in paper.receipt.payments:
        if payment.method is not PaymentMethod.ACCOUNT:
            how = _("Réglé{nbsp}: {method}").format(
                nbsp=NBSP, method=labels.payment_method(payment.method).lower()
            )
            y = _pair(sketch, how, payment.cents, left, y)
    sketch.add(Line(left, y - 6, CONTENT, y - 6, Role.INK, 0.6))
    y += 4
    sketch.text(left, y, _settled(paper), HEAD)
    owed = cents(paper.owed) if paper.owed else _("rien ne reste dû")
    sketch.text(CONTENT, y, owed, FIGURE_BOLD if paper.owed else BODY, anchor=Anchor.END)
    ends.append(y + 6)
    return Block(sketch.finish(max(ends)), _("Total et règlement"))


def _sums(paper: InvoicePaper) -> list[tuple[str, Cents]]:
    """Return what the total is made of, where it is of more than one thing."""
    receipt, sums = paper.receipt, []
    if paper.has_tax:
        tax = sum(line.tax for line in receipt.lines if line.is_turnover)
        sums += [(_("Total HT"), receipt.turnover - tax), (_("TVA"), tax)]
    if receipt.held:
        sums.append((_("Encaissé pour des tiers, hors TVA"), receipt.held))
    return sums


def _settled(paper: InvoicePaper) -> str:
    """Return when it was paid, or by when it is to be."""
    due = paper.invoice.due
    if not paper.owed:
        day = _day(paper.receipt.day)
        return _("Acquittée le {day}").format(day=day)
    if due is None:
        return _("À payer à réception")
    return _("À payer au plus tard le {day}").format(day=_day(due))


def _pair(sketch: Sketch, label: str, amount: Cents, left: float, y: float) -> float:
    sketch.text(left, y, label, BODY)
    sketch.text(CONTENT, y, cents(amount), FIGURE_QUIET, anchor=Anchor.END)
    return y + _PAIR


def _taxes(sketch: Sketch, paper: InvoicePaper, measure: TextMeasure) -> float:
    y = section(sketch, _("TVA par taux"), "", measure, width=span(6))
    rows = [
        Row((labels.vat_rate(r.basis_points), cents(r.net), cents(r.tax), cents(r.gross)))
        for r in rates_of(paper.receipt.lines)
    ]
    table = PlainTable(
        (
            Column(_("taux"), 1.4, Anchor.START),
            Column(_("hors taxe"), 2),
            Column(_("TVA"), 2),
            Column(_("TTC"), 2, bold=True),
        ),
        tuple(rows),
    )
    return sketch.place(plain(table, span(6), measure), 0, y)


def _mentions(paper: InvoicePaper, measure: TextMeasure) -> Block:
    text = []
    if paper.is_for_a_professional:
        text += [
            Run(_("Entre professionnels"), bold=True),
            Run(
                _(
                    "{nbsp}: pas d’escompte pour paiement anticipé. En cas de retard de paiement, "
                    "pénalités de trois fois le taux de l’intérêt légal, exigibles sans rappel, "
                    "et indemnité forfaitaire pour frais de recouvrement de 40{nbsp}€ "
                    "(Code de commerce, art. L441-10 et D441-5). "
                ).format(nbsp=NBSP)
            ),
        ]
    if paper.receipt.held:
        text += [
            Run(_("Encaissé pour des tiers"), bold=True),
            Run(
                _(
                    "{nbsp}: au nom et pour le compte de chacun, hors TVA de l’office, "
                    "sans droit à déduction. "
                ).format(nbsp=NBSP)
            ),
        ]
    if not paper.has_tax:
        text.append(Run(f"{FRANCHISE_MENTION}. ", bold=True))
    proof = _("Vente du {day}, ticket n°{nbsp}{number}, {till}, signature{nbsp}{code}.").format(
        day=_day(paper.receipt.day),
        nbsp=NBSP,
        number=paper.receipt.number,
        till=paper.receipt.till_name,
        code=paper.signature,
    )
    return last_band([*text, Run(proof)], measure, name=_("Mentions"))
