"""The offices of a network over the period, one line each."""

from __future__ import annotations

from otdesk.documents.drawing import Anchor, Sketch, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block
from otdesk.documents.pdf.tables import Column, PlainTable, Row, plain
from otdesk.i18n import _
from otdesk.reports.rows import PeriodFigures
from otdesk.reports.summary import Summary
from otdesk.typography import DASH, decimal, duration, integer


def offices_table(summary: Summary, measure: TextMeasure) -> Block:
    """Draw the table: persons, accueils, calls, days and hours open, persons an hour."""
    sketch = Sketch(CONTENT)
    title = _("Chaque bureau")
    base = _("part des {base} au comptoir").format(base=words.persons(summary.persons))
    y = section(sketch, title, base, measure)
    rows = tuple(
        Row(
            (
                row.name,
                "",
                integer(row.figures.persons),
                words.share(row.share),
                *_cells(row.figures),
            ),
            row.figures.persons,
        )
        for row in summary.by_office
    )
    columns = (
        Column(_("Bureau"), 26, Anchor.START),
        Column("", 14),
        Column(_("Personnes"), 10, bold=True),
        Column(_("part"), 8),
        Column(_("Accueils"), 10),
        Column(_("Passages"), 9),
        Column(_("Appels"), 8),
        Column(_("jours ouv."), 9),
        Column(_("prévus"), 7),
        Column(_("heures ouv."), 12),
        Column(_("pers./h"), 8),
    )
    drawn = plain(PlainTable(columns, rows, bar=1), CONTENT, measure)
    return Block(sketch.finish(sketch.place(drawn, 0, y - 2)), title)


def _cells(figures: PeriodFigures) -> tuple[str, ...]:
    rate = figures.persons_per_open_hour
    return (
        words.count(figures.acts, at_least=figures.at_least),
        words.count(figures.walk_ins),
        words.count(figures.calls),
        words.count(figures.open_days),
        words.count(figures.planned_days),
        duration(figures.open_minutes),
        DASH if rate is None else decimal(rate),
    )
