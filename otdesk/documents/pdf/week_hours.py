"""Weekdays by hours: how many persons an open hour brings."""

from __future__ import annotations

from otdesk.documents.charts.faces import FIGURE_QUIET, NOTE
from otdesk.documents.charts.heat import PITCH, even_steps, heat_cell
from otdesk.documents.drawing import Anchor, Sketch, TextMeasure
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block
from otdesk.i18n import _
from otdesk.reports.summary import Summary
from otdesk.typography import NBSP, WEEKDAYS, decimal, integer

_LABEL, _TOTAL = 62.0, 62.0


def week_hours(summary: Summary, measure: TextMeasure) -> Block:
    """Draw the map with its figures in the cells, and each weekday's rate at the right."""
    sketch = Sketch(CONTENT)
    title = _("Semaine type, heure par heure")
    y = section(sketch, title, _("personnes par heure vraiment ouverte"), measure)
    cells = {(c.weekday, c.hour): c.per_open_hour for c in summary.week_hours}
    hours = sorted({c.hour for c in summary.week_hours if c.per_open_hour is not None})
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
    steps = even_steps(round(max((v or 0 for v in cells.values()), default=0) * 10))
    rates = {row.weekday: row.per_open_day for row in summary.by_weekday}
    for weekday, name in enumerate(WEEKDAYS):
        sketch.text(0, y + PITCH / 2 + 2.2, name, NOTE)
        for number, hour in enumerate(hours):
            value = cells.get((weekday, hour))
            if value is not None:
                box = (_LABEL + number * step + 0.5, y, step - 1, PITCH - 1)
                figure = decimal(value) if value < 100 else integer(round(value))
                heat_cell(sketch, round(value * 10), box, steps, measure, figure=figure)
        rate = rates.get(weekday)
        text = "×" if rate is None else decimal(rate)
        sketch.text(CONTENT, y + PITCH / 2 + 2.4, text, FIGURE_QUIET, anchor=Anchor.END)
        y += PITCH
    return Block(sketch.finish(y + 2), title)
