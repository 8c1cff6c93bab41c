"""The layout that the shop's statements share.

A title, the key figures, tables that go on over pages with their heads repeated, and a last band
with the definitions and the signature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from otdesk.documents.charts.faces import BODY
from otdesk.documents.drawing import TextMeasure
from otdesk.documents.pdf.document import Metadata, document_bytes
from otdesk.documents.pdf.flow import Flow, FlowTable
from otdesk.documents.pdf.heading import document_title
from otdesk.documents.pdf.key_figures import KeyFigure, key_figures
from otdesk.documents.pdf.last_band import last_band
from otdesk.documents.pdf.page import CONTENT, Block, Chrome, Page
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.style import PrintStyle
from otdesk.i18n import _, ngettext
from otdesk.typography import integer, stamp

_GAP = 16.0
# More names than this are a number: the title has one line.
_NAMED_OFFICES = 3


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who makes a statement: the organisation, its offices by code, when (in its zone)."""

    organisation: str
    established: datetime
    offices: Mapping[str, str] = field(default_factory=dict)

    def office(self, code: str) -> str:
        """Return the name of an office."""
        return self.offices.get(code, code)

    def places(self, codes: Sequence[str]) -> str:
        """Return the names of some offices, or how many they are."""
        if len(codes) > _NAMED_OFFICES:
            return ngettext("{n} bureau", "{n} bureaux", len(codes)).format(n=integer(len(codes)))
        return ", ".join(self.office(code) for code in codes)


@dataclass(frozen=True, slots=True)
class ShopStatement:
    """A statement ready to be laid out; `nothing` is what it says where it has no table.

    `heading` names it in the head and the outline; `signer` is above the line to sign on.
    """

    heading: str
    title: str
    place: str
    facts: str
    figures: tuple[KeyFigure, ...]
    tables: tuple[FlowTable, ...]
    words: tuple[Run, ...]
    nothing: str
    signer: str


def render_statements(
    statements: Sequence[ShopStatement], issuer: Issuer, style: PrintStyle
) -> bytes:
    """Return statements as one PDF; each begins a page and counts its own: it is handed over."""
    pages: list[Page] = []
    for statement in statements:
        pages += _finished(statement, issuer, style)
    first = statements[0]
    title = first.heading if len(statements) > 1 else f"{first.heading}, {first.title}"
    return document_bytes(pages, Metadata(title, issuer.organisation, first.heading), style)


def compose_statement(statement: ShopStatement, measure: TextMeasure) -> Flow:
    """Lay the pages of one statement out."""
    flow = Flow(statement.title, measure)
    title = document_title(statement.title, statement.place, statement.facts, measure, size=27)
    flow.place(title, 10)
    flow.place(key_figures(statement.figures, measure, beside=False), -14)
    band = last_band(
        statement.words,
        measure,
        signers=(statement.signer,),
        name=_("Définitions et signature"),
    )
    for number, table in enumerate(statement.tables, 1):
        keep = band.height if number == len(statement.tables) else 0.0
        flow.place_table(table, _GAP, keep=keep)
    if not statement.tables:
        flow.place(Block(paragraph([Run(statement.nothing)], CONTENT, measure, font=BODY)), _GAP)
    flow.place_last(band)
    return flow


def _finished(statement: ShopStatement, issuer: Issuer, style: PrintStyle) -> list[Page]:
    flow = compose_statement(statement, style.fonts)
    chrome = Chrome(
        organisation=issuer.organisation,
        kind=statement.heading,
        running=statement.title,
        foot=_("{heading} · {place}").format(heading=statement.heading, place=statement.place),
        printed=_("établi le {stamp}").format(stamp=stamp(issuer.established)),
        mark=style.mark,
        tag=style.tag,
    )
    count = len(flow.pages)
    return [page.finish(chrome, n, count, style.fonts) for n, page in enumerate(flow.pages, 1)]
