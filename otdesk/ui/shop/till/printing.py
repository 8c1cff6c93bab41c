"""The one way from the till to paper: closings, slips, invoices.

The documents are imported when paper is first wanted: reportlab costs a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

from otdesk.domain.catalogue import Catalogue
from otdesk.domain.invoices import Invoice
from otdesk.domain.receipts import Receipt
from otdesk.domain.till import Closing, ClosingSpan
from otdesk.reports.shop.deposits import DepositSlip
from otdesk.services.till.post import TillPost
from otdesk.services.workplace import Workplace
from otdesk.store.shop_state import WaitingCheque
from otdesk.store.till_state import TillState


@dataclass(frozen=True, slots=True)
class TillPaper:
    """A closing to print, its code, and the names that its codes stand for.

    `duplicate` is the number of a copy, 0 for the original.
    """

    closing: Closing
    head: str
    catalogue: Catalogue
    interim: bool = False
    duplicate: int = 0


def closing_pdf(paper: TillPaper, workplace: Workplace) -> bytes:
    """Return the page of a Z, of a month, of a year, or of an X as PDF."""
    from otdesk.documents.pdf.style import PrintStyle
    from otdesk.documents.pdf.till_closing import ClosingPaper, render_closing

    return render_closing(
        ClosingPaper(
            closing=paper.closing,
            organisation=workplace.profile.legal_name,
            office=workplace.office.name,
            head=paper.head,
            zone=workplace.zone,
            families={family.code: family.label for family in paper.catalogue.families},
            third_parties={code: each.name for code, each in paper.catalogue.suppliers.items()},
            interim=paper.interim,
            duplicate=paper.duplicate,
        ),
        PrintStyle.shipped(reconstruction=workplace.identity.reconstruction),
    )


def slip_pdf(slip: DepositSlip, cheques: tuple[WaitingCheque, ...], workplace: Workplace) -> bytes:
    """Return the slip that goes with money to the bank or the head office."""
    from otdesk.documents.pdf.deposit_slip import SlipCheque, SlipPaper, render_deposit_slip
    from otdesk.documents.pdf.style import PrintStyle

    return render_deposit_slip(
        SlipPaper(
            organisation=workplace.profile.legal_name,
            office=workplace.office.name,
            number=slip.reference,
            day=slip.day,
            method=slip.method,
            cents=slip.cents,
            destination=slip.destination,
            author=slip.author,
            pieces=slip.pieces,
            cheques=tuple(SlipCheque(each.cents, each.number) for each in cheques),
            note=slip.note,
        ),
        PrintStyle.shipped(reconstruction=workplace.identity.reconstruction),
    )


def invoice_pdf(
    invoice: Invoice, receipt: Receipt, signature: str, catalogue: Catalogue, workplace: Workplace
) -> bytes:
    """Return an invoice; `signature` is the code of its receipt."""
    from otdesk.documents.pdf.invoice import render_invoice
    from otdesk.documents.pdf.style import PrintStyle

    return render_invoice(
        invoice,
        receipt,
        PrintStyle.shipped(reconstruction=workplace.identity.reconstruction),
        signature=signature,
        third_parties={code: each.name for code, each in catalogue.suppliers.items()},
    )


def interim(
    state: TillState, post: TillPost, workplace: Workplace, *, author: str, last_seq: int
) -> Closing:
    """Return the X: what a Z would say now. Nothing is closed and nothing was counted."""
    now = workplace.clock.now()
    day = state.open_day or workplace.today()
    return Closing(
        office=post.office,
        till=post.stream,
        till_name=post.name,
        span=ClosingSpan.DAY,
        number=0,
        period=day.isoformat(),
        day=day,
        closed_at=now,
        operator=author,
        first_seq=1 if state.last_z is None else state.last_z.last_seq + 1,
        last_seq=last_seq,
        totals=state.totals,
        perpetual=state.perpetual,
        expected=state.drawer,
        training=post.training,
    )
