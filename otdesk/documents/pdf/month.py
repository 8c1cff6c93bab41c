"""The month, or any range of up to 31 days, on two or three pages."""

from __future__ import annotations

from otdesk.documents.drawing import TextMeasure
from otdesk.documents.maps import DepartmentMap
from otdesk.documents.pdf import words
from otdesk.documents.pdf.closing import closing
from otdesk.documents.pdf.days_table import days_table
from otdesk.documents.pdf.heading import document_title
from otdesk.documents.pdf.key_figures import key_figures
from otdesk.documents.pdf.month_events import month_events
from otdesk.documents.pdf.month_figures import month_figures
from otdesk.documents.pdf.month_first import calendar, lower_half
from otdesk.documents.pdf.month_second import demands_half, origins_half
from otdesk.documents.pdf.offices_table import offices_table
from otdesk.documents.pdf.page import BOTTOM, TOP, Block, PageSketch
from otdesk.documents.pdf.record import ruled_notes
from otdesk.documents.pdf.shop_period import shop_section
from otdesk.documents.pdf.subtitles import period_facts
from otdesk.i18n import _
from otdesk.reports.shop.sales import Sales
from otdesk.reports.summary import Summary

_TITLE, _FIGURES, _SIZE = 53.0, 120.0, 33.0
_GAP = 12.0


def compose_month(
    summary: Summary, departments: DepartmentMap, measure: TextMeasure
) -> list[PageSketch]:
    """Lay out figures and days, then origins and demands where there are any, then each day."""
    pages = [_first(summary, measure)]
    if summary.acts or summary.persons:
        pages.append(_second(summary, departments, measure))
    pages.append(_third(summary, measure))
    return pages


def _first(summary: Summary, measure: TextMeasure) -> PageSketch:
    page = PageSketch(words.title(summary.period))
    title = document_title(
        words.title(summary.period),
        words.offices(summary),
        period_facts(summary),
        measure,
        size=_SIZE,
    )
    page.place(title, 0, _TITLE)
    figures = key_figures(month_figures(summary), measure, beside=False)
    top = page.place(figures, 0, _FIGURES) + 14
    lower = lower_half(summary, measure)
    # The columns grow into what the rest leaves, so that a short month has no hole.
    plain = calendar(summary, measure)
    free = BOTTOM - top - plain.height - lower.height - 16
    blocks = [calendar(summary, measure, more=min(60.0, max(0.0, free - 14))), lower]
    page.stack(blocks, top, BOTTOM)
    return page


def _second(summary: Summary, departments: DepartmentMap, measure: TextMeasure) -> PageSketch:
    page = PageSketch(_("Provenances et demandes"))
    lower = demands_half(summary, measure)
    upper = origins_half(summary, departments, BOTTOM - TOP - lower.height - _GAP, measure)
    page.stack([upper, lower], TOP, BOTTOM)
    return page


def _shop(sales: Sales, room: float, measure: TextMeasure) -> Block:
    """Return the shop's section as rich as the page has room for."""
    whole = shop_section(sales, measure)
    if whole.height <= room:
        return whole
    return shop_section(sales, measure, multiples=False)


def _third(summary: Summary, measure: TextMeasure) -> PageSketch:
    page = PageSketch(_("Chaque jour"))
    last = closing(summary, measure)
    blocks: list[Block] = [days_table(summary, measure)]
    if len(summary.offices) > 1:
        blocks.append(offices_table(summary, measure))
    if summary.sales is not None:
        free = BOTTOM - TOP - last.height - _GAP - sum(block.height + _GAP for block in blocks)
        blocks.append(_shop(summary.sales, free - _GAP, measure))
    room = BOTTOM - TOP - last.height - _GAP - sum(block.height + _GAP for block in blocks)
    events = month_events(summary, room, measure)
    if events is not None:
        blocks.append(events)
        room -= events.height + _GAP
    y = page.stack(blocks, TOP, TOP + sum(b.height for b in blocks) + _GAP * (len(blocks) - 1))
    if room >= 50:
        page.place(ruled_notes(room, measure), 0, y + _GAP)
    page.place(last, 0, BOTTOM - last.height)
    return page
