"""The year, or any range longer than a month, on two or three pages of plain tables."""

from __future__ import annotations

from otdesk.documents.charts.sparkline import sparkline
from otdesk.documents.drawing import Anchor, Role, Sketch, TextMeasure
from otdesk.documents.maps import DepartmentMap
from otdesk.documents.pdf import words
from otdesk.documents.pdf.closing import closing
from otdesk.documents.pdf.heading import document_title, section
from otdesk.documents.pdf.key_figures import KeyFigure, key_figures
from otdesk.documents.pdf.month_events import month_events
from otdesk.documents.pdf.month_figures import counted, rate_notes, shop_figure, trend_of
from otdesk.documents.pdf.month_first import lower_half
from otdesk.documents.pdf.month_second import demands_half, origins_half
from otdesk.documents.pdf.offices_table import offices_table
from otdesk.documents.pdf.openings_table import office_months_table, openings_table
from otdesk.documents.pdf.page import BOTTOM, CONTENT, TOP, Block, PageSketch, span
from otdesk.documents.pdf.record import ruled_notes
from otdesk.documents.pdf.shop_period import shop_months, shop_year
from otdesk.documents.pdf.subtitles import period_facts
from otdesk.documents.pdf.tables import Column, PlainTable, Row, plain
from otdesk.documents.pdf.week_hours import week_hours
from otdesk.i18n import _
from otdesk.reports.rows import PeriodFigures
from otdesk.reports.summary import Measure, Summary
from otdesk.typography import capitalised, duration, integer, month_name

_TITLE, _FIGURES, _SIZE = 53.0, 120.0, 33.0
_GAP = 16.0
_ROW = 12.0


def compose_year(
    summary: Summary, departments: DepartmentMap, measure: TextMeasure
) -> list[PageSketch]:
    """Lay out the months and the comparison, origins and demands, then offices and openings."""
    blocks = _tables(summary, measure)
    pages = [_first(summary, blocks, measure)]
    if summary.acts or summary.persons:
        page = PageSketch(_("Provenances et demandes"))
        lower = demands_half(summary, measure)
        upper = origins_half(summary, departments, BOTTOM - TOP - lower.height - 12, measure)
        page.stack([upper, lower], TOP, BOTTOM)
        pages.append(page)
    return pages + _openings(summary, blocks, measure)


def _tables(summary: Summary, measure: TextMeasure) -> list[Block]:
    """Return the tables that go where there is room, in their order."""
    tables = [openings_table(summary, measure), week_hours(summary, measure)]
    if len(summary.offices) > 1:
        tables = [offices_table(summary, measure), office_months_table(summary, measure), *tables]
    if summary.sales is not None:
        several = len(summary.offices) > 1
        tables += [
            shop_months(summary.sales, measure),
            shop_year(summary.sales, measure, several=several),
        ]
    return tables


def _first(summary: Summary, tables: list[Block], measure: TextMeasure) -> PageSketch:
    """Lay out the first page; the first of `tables` comes along if the page holds it."""
    page = PageSketch(words.title(summary.period))
    title = document_title(
        words.title(summary.period),
        words.offices(summary),
        period_facts(summary),
        measure,
        size=_SIZE,
    )
    page.place(title, 0, _TITLE)
    top = page.place(key_figures(_figures(summary), measure, beside=False), 0, _FIGURES) + 14
    blocks = [_months(summary, measure), lower_half(summary, measure)]
    free = BOTTOM - top - sum(block.height for block in blocks) - 2 * _GAP
    fitting = next((block for block in tables if block.height <= free), None)
    if fitting is not None:
        tables.remove(fitting)
        blocks.insert(1, fitting)
    page.stack(blocks, top, BOTTOM, most=34.0)
    return page


def _openings(summary: Summary, blocks: list[Block], measure: TextMeasure) -> list[PageSketch]:
    """Stack offices, openings and hours, on a second page where one does not hold them."""
    last = closing(summary, measure)
    pages = [PageSketch(_("Ouvertures et heures"))]
    y, floor = TOP, BOTTOM - last.height - _GAP
    for block in blocks:
        if y > TOP and y + block.height > floor:
            pages.append(PageSketch(_("Heures")))
            y = TOP
        y = pages[-1].place(block, 0, y) + _GAP
    _rest(summary, pages[-1], y, floor, measure)
    pages[-1].place(last, 0, BOTTOM - last.height)
    return pages


def _rest(summary: Summary, page: PageSketch, y: float, floor: float, measure: TextMeasure) -> None:
    """Fill what the tables leave: sheets and corrections, then blank lines."""
    events = month_events(summary, min(150.0, floor - y), measure)
    if events is not None:
        y = page.place(events, 0, y) + _GAP
    if floor - y >= 60:
        page.place(ruled_notes(floor - y, measure), 0, y)


# ---------------------------------------------------------------------------------- large figures


def _figures(summary: Summary) -> list[KeyFigure]:
    return [
        _with_line(summary, _("Visiteurs"), summary.persons, 0, Measure.PERSONS, name="persons"),
        _with_line(
            summary, _("Accueils au comptoir"), summary.counter_acts, 4, Measure.COUNTER_ACTS,
            name="counter_acts",
        ),
        _with_line(summary, _("Appels"), summary.calls, 6, Measure.CALLS, name="calls"),
        _with_line(summary, _("Passages"), summary.walk_ins, 8, Measure.WALK_INS, name="walk_ins")
        if summary.sales is None
        else shop_figure(summary, summary.sales),
        KeyFigure(
            _("Par heure ouverte"),
            words.rate(summary.persons_per_open_hour),
            10,
            2,
            notes=rate_notes(summary),
            trend=trend_of(summary, Measure.PERSONS_PER_OPEN_HOUR),
        ),
    ]  # fmt: skip


def _with_line(
    summary: Summary, title: str, value: int, at: int, measure: Measure, *, name: str
) -> KeyFigure:
    columns = 4 if at == 0 else 2
    role = {0: Role.PERSONS, 6: Role.CHANNEL}.get(at, Role.INK)
    values: list[float | None] = [
        getattr(row.figures, name) if row.figures.open_days else None for row in summary.by_month
    ]
    return KeyFigure(
        title,
        counted(summary, value),
        at,
        columns,
        role=role,
        line=sparkline(values, [], span(columns), 27, role),
        trend=trend_of(summary, measure),
    )


# --------------------------------------------------------------------------------- month by month


def _months(summary: Summary, measure: TextMeasure) -> Block:
    sketch = Sketch(CONTENT)
    title = _("Mois par mois")
    y = section(sketch, title, _("visiteurs en personnes, accueils de cinq canaux"), measure)
    columns = (
        Column(_("Mois"), 16, Anchor.START),
        Column("", 14),
        Column(_("Personnes"), 10.5, bold=True),
        Column(_("par jour"), 8),
        Column(_("Accueils"), 9),
        Column(_("Passages"), 9),
        Column(_("Appels"), 7.5),
        Column(_("Courriels"), 9),
        Column(_("Courriers"), 9),
        Column(_("Hors murs"), 9.5),
        Column(_("Jours ouv."), 9.5),
        Column(_("Heures ouv."), 13),
    )
    rows = [
        Row(
            (capitalised(month_name(row.month)), "", *_cells(row.figures)),
            row.figures.persons,
            quiet=not (row.figures.open_days or row.figures.acts),
        )
        for row in summary.by_month
    ]
    rows.append(Row((_("Total"), "", *_total(summary)), total=True))
    table = PlainTable(columns, tuple(rows), bar=1, row=_ROW)
    return Block(sketch.finish(sketch.place(plain(table, CONTENT, measure), 0, y - 2)), title)


def _cells(figures: PeriodFigures) -> tuple[str, ...]:
    return (
        words.count(figures.persons),
        words.rate(figures.persons_per_open_day),
        words.count(figures.acts, at_least=figures.at_least),
        words.count(figures.walk_ins),
        words.count(figures.calls),
        words.count(figures.emails),
        words.count(figures.letters),
        words.count(figures.outing_persons),
        words.count(figures.open_days),
        duration(figures.open_minutes),
    )


def _total(summary: Summary) -> tuple[str, ...]:
    return (
        integer(summary.persons),
        words.rate(summary.persons_per_open_day),
        words.count(summary.acts, at_least=summary.acts_at_least),
        words.count(summary.walk_ins),
        words.count(summary.calls),
        words.count(summary.emails),
        words.count(summary.letters),
        words.count(summary.outing_persons),
        words.count(summary.open_days),
        duration(summary.open_minutes),
    )
