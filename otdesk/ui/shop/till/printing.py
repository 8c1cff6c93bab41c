"""The one way from a closing to its paper.

The documents are imported when paper is first wanted: reportlab costs a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from otdesk.domain.catalogue import Catalogue
from otdesk.domain.till import Closing, ClosingSpan
from otdesk.i18n import _
from otdesk.services.till.post import TillPost
from otdesk.services.workplace import Workplace
from otdesk.store.till_state import TillState


@dataclass(frozen=True, slots=True)
class TillPaper:
    """A closing to print, its code, and the names that its codes stand for."""

    closing: Closing
    head: str
    catalogue: Catalogue
    interim: bool = False


def closing_pdf(paper: TillPaper, workplace: Workplace) -> bytes:
    """Return the page of a Z, of a month, of a year, or of an X as PDF."""
    from otdesk.documents.pdf.style import PrintStyle

    pages = import_module("otdesk.documents.pdf.till_closing")
    content: bytes = pages.render_closing(
        pages.ClosingPaper(
            closing=paper.closing,
            organisation=workplace.profile.legal_name,
            office=workplace.office.name,
            head=paper.head,
            zone=workplace.zone,
            families={family.code: family.label for family in paper.catalogue.families},
            third_parties={code: each.name for code, each in paper.catalogue.suppliers.items()},
            interim=paper.interim,
            tag=_("SIMULATION") if paper.closing.training else "",
        ),
        PrintStyle.shipped(),
    )
    return content


def interim(state: TillState, post: TillPost, workplace: Workplace, author: str) -> Closing:
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
        first_seq=0,
        last_seq=0,
        totals=state.totals,
        perpetual=state.perpetual,
        expected=state.drawer,
        training=post.training,
    )
