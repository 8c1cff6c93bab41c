"""The slip that goes with money to the bank or to the head office (« remise en banque »).

Cash by coin and note where it was counted; cheques with the receipt that each one paid, a line
left to write the drawer on, because a receipt does not know who signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

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
from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.typography import NBSP, capitalised, cents, integer, long_date

# The smallest note of the euro; below it, coins.
_FIRST_NOTE = 500
_GAP = 16.0
# To be written by hand: dots to write on, and rows as high as handwriting.
_BLANK, _WRITTEN = "." * 136, 18.0


@dataclass(frozen=True, slots=True)
class SlipCheque:
    """A cheque that is handed in, and the number of the receipt that it paid."""

    cents: Cents
    receipt: int


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """What leaves an office, and the words that its codes stand for.

    `count` are the pieces of cash by value in cents; both it and `cheques` may be empty, and the
    slip then says its total alone. `pieces` is how many cheques or vouchers there are, 0 where
    nobody counted them. `destination` is `bank` or `headquarters`, as the till's records say it.
    """

    organisation: str
    office: str
    number: str
    day: date
    method: PaymentMethod
    cents: Cents
    destination: str
    author: str
    pieces: int = 0
    count: Mapping[int, int] = field(default_factory=dict)
    cheques: tuple[SlipCheque, ...] = ()
    note: str = ""

    def check(self) -> Self:
        """Return self, or raise DataFault where the details do not make the total."""
        details = [value * count for value, count in self.count.items()]
        details += [cheque.cents for cheque in self.cheques]
        if details and sum(details) != self.cents:
            raise DataFault(
                _("Le détail de la remise fait {details} et non {total}.").format(
                    details=cents(sum(details)), total=cents(self.cents)
                )
            )
        return self


def render_deposit_slip(slip: SlipPaper, style: PrintStyle) -> bytes:
    """Return the slip as PDF. Raises DataFault where its details do not make its total."""
    flow = compose_deposit_slip(slip.check(), style.fonts)
    title = f"{_kind(slip)}, {slip.office}"
    chrome = Chrome(
        organisation=slip.organisation,
        kind=_("Caisse"),
        running=_kind(slip),
        foot=_("{office} · un exemplaire pour qui reçoit, un pour le bureau").format(
            office=slip.office
        ),
        printed=_("remis le {day}").format(day=long_date(slip.day, weekday=False)),
        mark=style.mark,
        tag=style.tag,
    )
    count = len(flow.pages)
    pages = [page.finish(chrome, n, count, style.fonts) for n, page in enumerate(flow.pages, 1)]
    return document_bytes(pages, Metadata(title, slip.organisation, slip.office), style)


def compose_deposit_slip(slip: SlipPaper, measure: TextMeasure) -> Flow:
    """Lay the pages out."""
    flow = Flow(_kind(slip), measure)
    facts = _("{day} · remis par {who}").format(
        day=capitalised(long_date(slip.day)), who=slip.author
    )
    flow.place(document_title(_kind(slip), slip.office, facts, measure, size=27), 10)
    flow.place(key_figures(_figures(slip), measure, beside=False), -14)
    band = _band(slip, measure)
    if slip.count:
        flow.place_table(_cash(slip), _GAP, keep=band.height)
    if slip.cheques:
        flow.place_table(_cheques(slip), _GAP, keep=band.height)
    flow.place_last(band)
    return flow


def _kind(slip: SlipPaper) -> str:
    titles = {
        "bank": _("Remise en banque n°{nbsp}{number}"),
        "headquarters": _("Remise au siège n°{nbsp}{number}"),
    }
    return titles[slip.destination].format(nbsp=NBSP, number=slip.number)


def _figures(slip: SlipPaper) -> list[KeyFigure]:
    destinations = {"bank": _("La banque"), "headquarters": _("Le siège")}
    pieces = sum(slip.count.values()) or len(slip.cheques) or slip.pieces
    names = {
        PaymentMethod.CASH: _("Billets et pièces"),
        PaymentMethod.CHEQUE: _("Chèques"),
        PaymentMethod.ANCV: _("Chèques-vacances"),
    }
    return [
        KeyFigure(_("Total remis"), cents(slip.cents), 0, 5),
        KeyFigure(
            names.get(slip.method, labels.payment_method(slip.method)),
            integer(pieces) if pieces else "………",
            5,
            3,
            notes=() if pieces else (_("nombre à écrire"),),
        ),
        KeyFigure(_("Pour"), destinations[slip.destination], 8, 4),
    ]


def _cash(slip: SlipPaper) -> FlowTable:
    columns = (
        Column(_("valeur"), 2, Anchor.START),
        Column(_("nombre"), 1),
        Column(_("montant"), 2, bold=True),
    )
    groups: list[Group] = [
        (Row((_piece(value), integer(count), cents(value * count))),)
        for value, count in sorted(slip.count.items(), reverse=True)
        if count
    ]
    total = (_("Total"), integer(sum(slip.count.values())), cents(slip.cents))
    groups.append((Row(total, total=True),))
    return FlowTable(labels.payment_method(slip.method), "", columns, tuple(groups))


def _piece(value: Cents) -> str:
    name = _("billet de {value}") if value >= _FIRST_NOTE else _("pièce de {value}")
    whole = value % 100 == 0
    return name.format(value=f"{integer(value // 100)}{NBSP}€" if whole else cents(value))


def _cheques(slip: SlipPaper) -> FlowTable:
    columns = (
        Column(_("chèque"), 0.8, Anchor.START),
        Column(_("ticket"), 1.2, Anchor.START),
        Column(_("tireur, banque et numéro, à écrire"), 6, Anchor.START),
        Column(_("montant"), 2, bold=True),
    )
    groups: list[Group] = [
        (
            Row(
                (
                    integer(n),
                    _("n°{nbsp}{number}").format(nbsp=NBSP, number=cheque.receipt),
                    _BLANK,
                    cents(cheque.cents),
                )
            ),
        )
        for n, cheque in enumerate(slip.cheques, 1)
    ]
    groups.append((Row((_("Total"), "", "", cents(slip.cents)), total=True),))
    note = _("à endosser au dos de chaque chèque")
    return FlowTable(_("Chèques"), note, columns, tuple(groups), _WRITTEN)


def _band(slip: SlipPaper, measure: TextMeasure) -> Block:
    text = [Run(slip.note)] if slip.note else [Run(_("Compté à deux, avant de partir."))]
    signers = (_("Remis par"), _("Reçu par"))
    return last_band(text, measure, signers=signers, name=_("Signatures"))
