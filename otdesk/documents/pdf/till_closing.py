"""The Z on paper, the closing of a month or a year, and the X of a day that goes on.

One A4 page: what was taken and how, the tax, whose money is held, the drawer counted, and the
code of the till's last entry, which anchors its journal outside the machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from otdesk.documents.drawing import Anchor, Role, Sketch, TextMeasure
from otdesk.documents.pdf.document import Metadata, document_bytes
from otdesk.documents.pdf.heading import document_title, section
from otdesk.documents.pdf.key_figures import KeyFigure, key_figures
from otdesk.documents.pdf.last_band import last_band
from otdesk.documents.pdf.page import (
    BOTTOM,
    TOP,
    Block,
    Chrome,
    PageSketch,
    column,
    span,
)
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tables import Column, PlainTable, Row, plain
from otdesk.domain.money import Cents, rounded
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove, Closing, ClosingSpan
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.typography import (
    DASH,
    NBSP,
    capitalised,
    cents,
    integer,
    long_date,
    month_name,
    stamp,
)

_GAP = 16.0


@dataclass(frozen=True, slots=True)
class ClosingPaper:
    """A closing and the words that its codes stand for.

    `head` is the code of the till's last entry, `opening` the cash that the last Z left.
    `interim` makes it an X: nothing was closed, nothing was counted. `duplicate` is the number of
    a copy, 0 for the original.
    """

    closing: Closing
    organisation: str
    office: str
    head: str
    zone: ZoneInfo
    families: Mapping[str, str] = field(default_factory=dict)
    third_parties: Mapping[str, str] = field(default_factory=dict)
    interim: bool = False
    duplicate: int = 0


def render_closing(paper: ClosingPaper, style: PrintStyle) -> bytes:
    """Return the page of a Z, of a month, of a year, or of an X as PDF."""
    page = compose_closing(paper, style.fonts)
    title = f"{_kind(paper)}, {_period(paper.closing)}"
    metadata = Metadata(title, paper.organisation, paper.office)
    chrome = Chrome(
        organisation=paper.organisation,
        kind=_("Caisse"),
        running="",
        foot=_("{office} · {till} · {title}").format(
            office=paper.office, till=paper.closing.till_name, title=title
        ),
        printed=_("établi le {stamp}").format(stamp=stamp(_local(paper))),
        mark=style.mark,
        tag=_tag(paper, style),
    )
    return document_bytes([page.finish(chrome, 1, 1, style.fonts)], metadata, style)


def _tag(paper: ClosingPaper, style: PrintStyle) -> str:
    said = [_("SIMULATION") if paper.closing.training else style.tag]
    if paper.duplicate:
        said.append(_("DUPLICATA n°{nbsp}{number}").format(nbsp=NBSP, number=paper.duplicate))
    return " · ".join(each for each in said if each)


def compose_closing(paper: ClosingPaper, measure: TextMeasure) -> PageSketch:
    """Lay the page out."""
    closing = paper.closing
    page = PageSketch(_kind(paper))
    title = capitalised(_period(closing))
    facts = _("{till} · {by}").format(till=closing.till_name, by=_by(paper))
    kind = document_title(f"{_kind(paper)} · {title}", paper.office, facts, measure, size=27)
    y = page.place(kind, 0, TOP) + 10
    y = page.place(key_figures(_figures(paper), measure, beside=False), 0, y) - 12
    left = _column(
        [
            _payments(paper, measure),
            _vat(paper, measure),
            _held(paper, measure),
        ]
    )
    right = _column([_families(paper, measure), _drawer(paper, measure)])
    top = y
    ends = [_stack(page, blocks, x, top) for blocks, x in ((left, 0.0), (right, column(6)))]
    band = _band(paper, measure)
    page.place(band, 0, max(max(ends) + _GAP, BOTTOM - band.height))
    return page


def _column(blocks: Sequence[Block | None]) -> list[Block]:
    return [block for block in blocks if block is not None]


def _stack(page: PageSketch, blocks: Sequence[Block], x: float, top: float) -> float:
    y = top
    for block in blocks:
        y = page.place(block, x, y) + _GAP
    return y - _GAP


def _kind(paper: ClosingPaper) -> str:
    if paper.interim:
        return _("X")
    number = paper.closing.number
    return {
        ClosingSpan.DAY: _("Z n°{nbsp}{number}"),
        ClosingSpan.MONTH: _("Clôture du mois n°{nbsp}{number}"),
        ClosingSpan.YEAR: _("Clôture de l’année n°{nbsp}{number}"),
    }[paper.closing.span].format(nbsp=NBSP, number=number)


def _period(closing: Closing) -> str:
    if closing.span is ClosingSpan.DAY:
        return long_date(date.fromisoformat(closing.period))
    if closing.span is ClosingSpan.MONTH:
        return month_name(date.fromisoformat(f"{closing.period}-01"))
    return closing.period


def _by(paper: ClosingPaper) -> str:
    if paper.interim:
        return _("en cours, rien n’est clôturé")
    return _("clôturé par {who}").format(who=paper.closing.operator)


def _local(paper: ClosingPaper) -> datetime:
    return paper.closing.closed_at.astimezone(paper.zone)


def _figures(paper: ClosingPaper) -> list[KeyFigure]:
    totals = paper.closing.totals
    # The average of the summaries: after refunds.
    average = DASH
    if totals.receipts:
        average = cents(rounded(totals.turnover, totals.receipts))
    return [
        KeyFigure(
            _("Chiffre d’affaires, tiers non compris"),
            cents(totals.turnover),
            0,
            5,
            role=Role.MONEY,
        ),
        KeyFigure(_("Tickets"), integer(totals.receipts), 5, 2, notes=(_("numérotés sans trou"),)),
        KeyFigure(_("Ticket moyen"), average, 7, 2),
        KeyFigure(
            _("Remboursé"),
            cents(totals.refunded) if totals.refunds else DASH,
            9,
            3,
            notes=(
                ngettext("{n} remboursement", "{n} remboursements", totals.refunds).format(
                    n=integer(totals.refunds)
                ),
            ),
        ),
    ]


def _amounts(
    title: str,
    note: str,
    rows: Sequence[tuple[str, Cents]],
    measure: TextMeasure,
    *,
    total: str = "",
) -> Block:
    """Draw labels and amounts in half the page, with their total where it says something."""
    sketch = Sketch(span(6))
    y = section(sketch, title, note, measure)
    lines = [Row((label, cents(amount))) for label, amount in rows] or [Row((_("rien"), DASH))]
    if total and len(rows) > 1:
        lines.append(Row((total, cents(sum(amount for _label, amount in rows))), total=True))
    table = PlainTable(
        (Column("", 3, Anchor.START), Column(_("euros"), 1, bold=True)), tuple(lines)
    )
    return Block(sketch.finish(sketch.place(plain(table, span(6), measure), 0, y)), title)


def _payments(paper: ClosingPaper, measure: TextMeasure) -> Block:
    taken = paper.closing.totals.by_method
    rows = [
        (labels.payment_method(method), taken[method.value])
        for method in PaymentMethod
        if taken[method.value]
    ]
    note = _("remboursements déduits, tiers compris")
    return _amounts(_("Règlements"), note, rows, measure, total=_("Encaissé"))


def _vat(paper: ClosingPaper, measure: TextMeasure) -> Block | None:
    amounts = paper.closing.totals.vat
    if not any(amount.vat for amount in amounts):
        return None
    sketch = Sketch(span(6))
    y = section(sketch, _("TVA"), _("base{nbsp}: le chiffre d’affaires").format(nbsp=NBSP), measure)
    rows = [
        Row(
            (
                labels.vat_rate(a.basis_points),
                cents(a.net),
                cents(a.vat),
                cents(a.gross),
            )
        )
        for a in amounts
    ]
    rows.append(
        Row(
            (
                _("Total"),
                cents(sum(a.net for a in amounts)),
                cents(sum(a.vat for a in amounts)),
                cents(sum(a.gross for a in amounts)),
            ),
            total=True,
        )
    )
    table = PlainTable(
        (
            Column(_("taux"), 2, Anchor.START),
            Column(_("hors taxe"), 2),
            Column(_("TVA"), 2),
            Column(_("TTC"), 2, bold=True),
        ),
        tuple(rows),
    )
    return Block(sketch.finish(sketch.place(plain(table, span(6), measure), 0, y)), _("TVA"))


def _held(paper: ClosingPaper, measure: TextMeasure) -> Block | None:
    held = paper.closing.totals.by_third_party
    rows = [
        (paper.third_parties.get(code, code), amount)
        for code, amount in sorted(held.items())
        if amount
    ]
    if not rows:
        return None
    note = _("à reverser, hors chiffre d’affaires")
    return _amounts(_("Encaissé pour des tiers"), note, rows, measure, total=_("À reverser"))


def _families(paper: ClosingPaper, measure: TextMeasure) -> Block:
    sold = paper.closing.totals.by_family
    rows = [
        (paper.families.get(code, code), amount)
        for code, amount in sorted(sold.items(), key=lambda item: -item[1])
        if amount
    ]
    note = _("remboursements déduits")
    return _amounts(_("Familles"), note, rows, measure, total=_("Chiffre d’affaires"))


def _drawer(paper: ClosingPaper, measure: TextMeasure) -> Block | None:
    closing = paper.closing
    if closing.span is not ClosingSpan.DAY:
        return None
    totals = closing.totals
    sketch = Sketch(span(6))
    y = section(sketch, _("Tiroir"), _("espèces"), measure)
    moves: Counter[str] = totals.by_move
    lines = [
        (_("Laissé par le Z précédent"), closing.expected - totals.cash),
        *((labels.cash_move(move), moves[move.value]) for move in CashMove if moves[move.value]),
        (_("Ventes et remboursements"), totals.by_method[PaymentMethod.CASH.value]),
    ]
    rows = [Row((label, cents(amount))) for label, amount in lines]
    rows.append(Row((_("Attendu"), cents(closing.expected)), total=True))
    if closing.counted is not None:
        rows.append(Row((_("Compté"), cents(closing.counted))))
        rows.append(Row((_("Écart"), cents(closing.difference)), total=True))
    if closing.card_terminal is not None:
        card = totals.by_method[PaymentMethod.CARD.value]
        rows.append(Row((_("Terminal de carte"), cents(closing.card_terminal))))
        rows.append(Row((_("Écart des cartes"), cents(closing.card_terminal - card)), total=True))
    table = PlainTable((Column("", 3, Anchor.START), Column(_("euros"), 1, bold=True)), tuple(rows))
    y = sketch.place(plain(table, span(6), measure), 0, y) + 4
    if closing.explanation:
        text = [Run(_("Explication"), bold=True), Run(f"{NBSP}: {closing.explanation}")]
        y = sketch.place(paragraph(text, span(6), measure, lines=4), 0, y) + 4
    if closing.count.pieces:
        counted = ", ".join(
            f"{integer(count)}{NBSP}×{NBSP}{cents(value)}"
            for value, count in sorted(closing.count.pieces.items(), reverse=True)
            if count
        )
        y = sketch.place(paragraph([Run(counted)], span(6), measure, lines=4), 0, y)
    return Block(sketch.finish(y), _("Tiroir"))


def _band(paper: ClosingPaper, measure: TextMeasure) -> Block:
    """Draw the last band: perpetual totals, bounds, the head's code, and who signs."""
    closing = paper.closing
    text = [
        Run(_("Totaux perpétuels"), bold=True),
        Run(
            _("{nbsp}: net {net}, absolu {absolute}, depuis le début de la caisse. ").format(
                nbsp=NBSP,
                net=cents(closing.perpetual.net),
                absolute=cents(closing.perpetual.absolute),
            )
        ),
        Run(_("Journal"), bold=True),
        Run(_journal(closing)),
        Run(_("Code de tête {head}").format(head=paper.head), bold=True),
        Run(_(" : à garder, il prouve que rien n’a été retiré après coup.")),
    ]
    return last_band(
        text, measure, signers=(_("Relu et signé"),), name=_("Totaux perpétuels et signature")
    )


def _journal(closing: Closing) -> str:
    """Return which entries of the till's journal it covers; a month may hold none."""
    first, last = closing.first_seq, closing.last_seq
    if first > last:
        return _("{nbsp}: aucune entrée nouvelle. ").format(nbsp=NBSP)
    return _("{nbsp}: entrées n° {first} à {last}, chaînées et signées. ").format(
        nbsp=NBSP, first=integer(first), last=integer(last)
    )
