"""Offices by months: persons, and days open against days planned with the reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from otdesk.documents.drawing import Anchor, Sketch, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.days_table import raised
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.tables import Column, PlainTable, Row, plain
from otdesk.i18n import _
from otdesk.reports.rows import OfficeMonthRow, PeriodFigures
from otdesk.reports.summary import Summary
from otdesk.typography import DASH, duration, integer, month_name

_ROW = 12.6
_Cell = Callable[[OfficeMonthRow], str]


def office_months_table(summary: Summary, measure: TextMeasure) -> Block:
    """Draw persons month by month, an office a column."""
    sketch = Sketch(CONTENT)
    title = _("Personnes par mois et par bureau")
    y = section(sketch, title, _("visiteurs au comptoir"), measure)
    totals = [words.count(row.figures.persons) for row in summary.by_office]
    months = {row.month: words.count(row.figures.persons) for row in summary.by_month}
    table = _table(
        summary,
        lambda row: words.count(row.figures.persons),
        totals,
        months,
        integer(summary.persons),
    )
    return Block(sketch.finish(sketch.place(plain(table, CONTENT, measure), 0, y - 2)), title)


def openings_table(summary: Summary, measure: TextMeasure) -> Block:
    """Draw days open against days planned, with the reasons."""
    if len(summary.offices) == 1:
        return _of_one_office(summary, measure)
    return _of_several(summary, measure)


def _of_one_office(summary: Summary, measure: TextMeasure) -> Block:
    """Draw days and hours, and « 20 (au lieu de 21 : …) » at the end of its line."""
    sketch = Sketch(CONTENT)
    title = _("Jours d’ouverture")
    y = section(sketch, title, _("le motif est celui qui est publié"), measure)
    columns = (
        Column(_("Mois"), 19, Anchor.START),
        Column(_("Jours ouverts"), 10, bold=True),
        Column(_("prévus"), 8),
        Column(_("Heures ouvertes"), 13),
        Column(_("prévues"), 12),
        Column("", 3),
        Column(_("Écart et motif"), 64, Anchor.START),
    )
    rows = [
        Row((month_name(row.month), *_times(row.figures), "", _instead(row)))
        for row in summary.by_office_month
    ]
    whole = summary.by_office[0].figures if summary.by_office else None
    if whole is not None:
        rows.append(Row((_("Total"), *_times(whole), "", ""), total=True))
    drawn = plain(PlainTable(columns, tuple(rows), row=_ROW), CONTENT, measure)
    return Block(sketch.finish(sketch.place(drawn, 0, y - 2)), title)


def _times(figures: PeriodFigures) -> tuple[str, ...]:
    return (
        words.count(figures.open_days),
        words.count(figures.planned_days),
        duration(figures.open_minutes),
        duration(figures.planned_minutes),
    )


def _instead(row: OfficeMonthRow) -> str:
    """Return « 20 (au lieu de 21 : indisponibilité du personnel) », or the reasons alone."""
    figures = row.figures
    reasons = ", ".join(row.reasons).lower()
    if figures.open_days == figures.planned_days:
        return reasons
    return _("{open} (au lieu de {planned}{reason})").format(
        open=integer(figures.open_days),
        planned=integer(figures.planned_days),
        reason=f"\u00a0: {reasons}" if reasons else "",
    )


def _of_several(summary: Summary, measure: TextMeasure) -> Block:
    """Draw « 20 / 21 ¹ » where days open and planned differ, and the reasons below."""
    sketch = Sketch(CONTENT)
    title = _("Jours d’ouverture")
    y = section(
        sketch, title, _("jours ouverts, et prévus s’ils diffèrent, avec le motif publié"), measure
    )
    reasons: list[str] = []
    totals = [words.count(row.figures.open_days) for row in summary.by_office]
    months = {row.month: words.count(row.figures.open_days) for row in summary.by_month}
    table = _table(
        summary,
        lambda row: _days(row, summary, reasons),
        totals,
        months,
        integer(summary.open_days),
    )
    y = sketch.place(plain(table, CONTENT, measure), 0, y - 2)
    if reasons:
        runs = [Run(f" {raised(n)}\u00a0{text}") for n, text in enumerate(reasons, 1)]
        y = sketch.place(paragraph(runs, CONTENT, measure, lines=12), 0, y + 3)
    return Block(sketch.finish(y), title)


def _days(row: OfficeMonthRow, summary: Summary, reasons: list[str]) -> str:
    figures = row.figures
    if figures.open_days == figures.planned_days:
        return words.count(figures.open_days)
    name = next(o.name for o in summary.offices if o.code == row.office)
    reasons.append(f"{name}, {month_name(row.month)}\u00a0: {_instead(row)}.")
    days = f"{integer(figures.open_days)}\u00a0/\u00a0{integer(figures.planned_days)}"
    return f"{days}\u00a0{raised(len(reasons))}"


def _table(
    summary: Summary, cell: _Cell, totals: list[str], months: dict[date, str], total: str
) -> PlainTable:
    by_place = {(row.office, row.month): row for row in summary.by_office_month}
    several = len(summary.offices) > 1
    columns = [Column(_("Mois"), 1.3, Anchor.START)]
    columns += [Column(office.name, 1.3) for office in summary.offices]
    if several:
        columns.append(Column(_("Ensemble"), 1, bold=True))
    rows = []
    # Office by office, so that the footnotes of one office follow one another.
    cells = {
        (office.code, month): cell(by_place[office.code, month])
        for office in summary.offices
        for month in months
        if (office.code, month) in by_place
    }
    for month, whole in months.items():
        line = [cells.get((office.code, month), DASH) for office in summary.offices]
        rows.append(Row((month_name(month), *line, *([whole] if several else []))))
    rows.append(Row((_("Total"), *totals, *([total] if several else [])), total=True))
    return PlainTable(tuple(columns), tuple(rows), row=_ROW)
