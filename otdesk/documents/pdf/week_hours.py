"""Weekdays by hours: how many persons an open hour brings."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.charts.faces import FIGURE_QUIET, NOTE
from otdesk.documents.charts.heat import PITCH, even_steps, heat_cell, noted_cell
from otdesk.documents.drawing import Anchor, Sketch, TextMeasure
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block
from otdesk.i18n import _
from otdesk.reports.rows import WeekHourCell
from otdesk.reports.summary import Summary
from otdesk.typography import NBSP, WEEKDAYS, decimal, integer

_LABEL, _TOTAL = 62.0, 62.0


def week_hours(summary: Summary, measure: TextMeasure) -> Block:
    """Draw the map with its figures in the cells, and each weekday's rate at the right."""
    sketch = Sketch(CONTENT)
    title = _("Semaine type, heure par heure")
    y = section(sketch, title, _("personnes par heure vraiment ouverte"), measure)
    cells = {(c.weekday, c.hour): c for c in summary.week_hours}
    hours = sorted({c.hour for c in summary.week_hours if c.open_minutes})
    if not hours:
        sketch.text(0, y + 9, _("Aucune heure ouverte."), NOTE)
        return Block(sketch.finish(y + 14), title)
    step = (CONTENT - _LABEL - _TOTAL) / max(len(hours), 8)
    for number, hour in enumerate(hours):
        middle = _LABEL + (number + 0.5) * step
        sketch.text(middle, y + 7, f"{hour}{NBSP}h", NOTE, anchor=Anchor.MIDDLE)
    sketch.text(CONTENT, y + 7, _("par jour ouvert"), NOTE, anchor=Anchor.END)
    y += 11
    # Tenths of a person keep the steps apart where rates are low.
    steps = even_steps(round(max(c.per_open_hour or 0 for c in cells.values()) * 10))
    rates = {row.weekday: row.per_open_day for row in summary.by_weekday}
    for weekday, name in enumerate(WEEKDAYS):
        sketch.text(0, y + PITCH / 2 + 2.2, name, NOTE)
        for number, hour in enumerate(hours):
            cell = cells.get((weekday, hour))
            box = (_LABEL + number * step + 0.5, y, step - 1, PITCH - 1)
            if cell is not None:
                week_cell(sketch, cell, box, steps, measure)
        rate = rates.get(weekday)
        text = "×" if rate is None else decimal(rate)
        sketch.text(CONTENT, y + PITCH / 2 + 2.4, text, FIGURE_QUIET, anchor=Anchor.END)
        y += PITCH
    if any(cell.is_brief and cell.hour in hours for cell in cells.values()):
        sketch.text(0, y + 8, brief_legend(), NOTE)
        y += 10
    return Block(sketch.finish(y + 2), title)


def week_cell(
    sketch: Sketch,
    cell: WeekHourCell,
    box: tuple[float, float, float, float],
    steps: Sequence[int],
    measure: TextMeasure,
) -> None:
    """Draw an hour of the week with its rate (`steps` are tenths of a person), or its count."""
    rate = cell.per_open_hour
    if rate is not None:
        figure = decimal(rate) if rate < 100 else integer(round(rate))
        heat_cell(sketch, round(rate * 10), box, steps, measure, figure=figure)
    elif cell.is_brief:
        noted_cell(sketch, brief_words(cell), box, measure)


def brief_words(cell: WeekHourCell) -> str:
    """Return the count of an hour that was open too briefly for a rate."""
    return f"({integer(cell.persons)})"


def brief_legend() -> str:
    """Say what the counts between brackets are."""
    return _("Entre parenthèses\u00a0: visiteurs d’une heure ouverte moins de 30\u00a0min en tout.")
