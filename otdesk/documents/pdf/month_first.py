"""The first page of a month: its picture, the comparison, the typical week, the classement."""

from __future__ import annotations

from collections import defaultdict

from otdesk.documents.charts.days import Absence, DayColumn
from otdesk.documents.charts.faces import NOTE
from otdesk.documents.charts.gauge import Threshold as Mark
from otdesk.documents.charts.gauge import gauge, gauge_rows
from otdesk.documents.charts.labels import fit, wrap
from otdesk.documents.charts.month import MonthSpec, month_picture
from otdesk.documents.charts.week import week_bars
from otdesk.documents.drawing import Anchor, Drawing, Line, Role, Sketch, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.comparison_table import comparison_side
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.i18n import _
from otdesk.reports.rows import DayMark, DayRow
from otdesk.reports.summary import Classement, Summary, Threshold
from otdesk.typography import WEEKDAYS, long_date

_ABSENCES = {
    DayMark.SHUT: Absence.SHUT,
    DayMark.NOT_PLANNED: Absence.PLANNED,
    DayMark.NOT_ENTERED: Absence.NOT_ENTERED,
}


# ------------------------------------------------------------------------------------ the picture


def calendar(summary: Summary, measure: TextMeasure, *, more: float = 0.0) -> Block:
    """Draw the picture of the days, its columns `more` points higher than usual."""
    sketch = Sketch(CONTENT)
    title = _("Jour après jour, heure après heure")
    y = section(sketch, title, "", measure)
    _legend(sketch, summary, measure)
    drawn = month_picture(month_spec(summary), CONTENT, measure, bars=84.0 + more)
    return Block(sketch.finish(sketch.place(drawn, 0, y - 2)), title)


def _legend(sketch: Sketch, summary: Summary, measure: TextMeasure) -> None:
    right, y = CONTENT, 14.0
    if any(row.before is not None for row in summary.by_day) and summary.comparison is not None:
        text = _("même jour de semaine en {year}").format(year=summary.comparison.period.first.year)
        sketch.text(right, y, text, NOTE, colour=Role.SOFT, anchor=Anchor.END)
        right -= measure.width(text, NOTE) + 4
        sketch.add(Line(right - 12, y - 2.4, right, y - 2.4, Role.INK, 1.2))
        right -= 22
    text = _("personnes au comptoir en {year}").format(year=summary.period.first.year)
    sketch.text(right, y, text, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.rect(right - measure.width(text, NOTE) - 9, y - 5.2, 5.6, 5.6, Role.PERSONS)


def month_spec(summary: Summary) -> MonthSpec:
    """Return what the month's picture shows, on paper and on screen."""
    heat: dict[int, dict[int, int]] = defaultdict(dict)
    for cell in summary.heat:
        heat[cell.day.toordinal()][cell.hour] = cell.persons
    halves = {(sheet.day, sheet.half_day) for sheet in summary.sheets}
    columns = []
    for row in summary.by_day:
        cells = heat[row.day.toordinal()]
        sheet = frozenset(
            hour for hour in cells if (row.day, "am" if hour < 13 else "pm") in halves
        )
        columns.append(_column(row, cells, sheet))
    return MonthSpec(
        tuple(columns),
        tuple((row.hour, row.persons) for row in summary.by_hour),
        str(summary.period.first.year),
    )


def _column(row: DayRow, heat: dict[int, int], sheet: frozenset[int]) -> DayColumn:
    return DayColumn(
        number=row.day.day,
        letter=WEEKDAYS[row.day.weekday()][0].upper(),
        persons=row.persons,
        before=None if row.before is None else row.before.persons,
        absence=_ABSENCES.get(row.state, Absence.NONE),
        weekend=row.weekend,
        minutes=row.minutes,
        planned=row.planned_minutes,
        heat=heat,
        sheet_hours=sheet,
        holiday=row.public_holiday is not None,
        school=bool(row.school_zones),
        market=row.market is not None,
        corrected=row.corrections > 0,
    )


# --------------------------------------------------------------------------------- the lower half


def lower_half(summary: Summary, measure: TextMeasure) -> Block:
    """Draw the comparison at the left, the week and the classement at the right."""
    sketch = Sketch(CONTENT)
    left = comparison_side(summary, span(8), measure)
    right = _right(summary, span(4), max(left.height, 170.0), measure)
    sketch.place(left, 0, 0)
    sketch.place(right, column(8), 0)
    return Block(sketch.finish(max(left.height, right.height)), _("Comparaison et semaine type"))


def _right(summary: Summary, width: float, height: float, measure: TextMeasure) -> Drawing:
    sketch = Sketch(width)
    ranking = _classement(summary, width, measure)
    bars = min(140.0, max(80.0, height - ranking.height - 40))
    y = section(sketch, _("Semaine type"), _("personnes par jour ouvert"), measure)
    rows = summary.by_weekday
    drawn = week_bars(
        [row.per_open_day for row in rows], [row.before for row in rows], width, bars, measure
    )
    y = sketch.place(drawn, 0, y)
    if summary.comparison is not None and any(row.before for row in rows):
        note = _("trait\u00a0: {period}").format(period=words.named(summary.comparison.period))
        sketch.text(0, y + 6.5, fit(note, width, NOTE, measure), NOTE, colour=Role.SOFT)
    y += 14
    if ranking.height:
        y = sketch.place(ranking, 0, y)
    return sketch.finish(y)


def _classement(summary: Summary, width: float, measure: TextMeasure) -> Drawing:
    sketch = Sketch(width)
    if not summary.classement:
        return sketch.finish(0)
    note = _("jours depuis janvier")
    y = section(sketch, _("Classement"), note, measure)
    if len(summary.classement) > 1:
        rows = [(entry.name, entry.days) for entry in summary.classement]
        marks = [Mark(t.days, str(t.days)) for t in summary.classement[0].thresholds]
        return sketch.finish(sketch.place(gauge_rows(rows, marks, width, measure), 0, y))
    entry = summary.classement[0]
    marks = [Mark(t.days, f"{t.days}, {_short(t.category)}") for t in entry.thresholds]
    y = sketch.place(gauge(entry.days, marks, width, measure), 0, y - 3)
    for line in wrap(_expected(entry), width, NOTE, measure):
        y += 9
        sketch.text(0, y, line, NOTE, colour=Role.SOFT)
    return sketch.finish(y + 2)


def _short(category: str) -> str:
    """Return « cat. II » for « II » and for « catégorie II »."""
    return f"{_('cat.')}\u00a0{category.removeprefix('catégorie').strip()}"


def _expected(entry: Classement) -> str:
    """Return when each threshold was or will be reached."""
    parts = [_threshold(threshold) for threshold in entry.thresholds]
    return _("Selon les ouvertures prévues\u00a0: {dates}.").format(dates=", ".join(parts))


def _threshold(threshold: Threshold) -> str:
    days = str(threshold.days)
    if threshold.reached_on is not None:
        day = words.ordinal(long_date(threshold.reached_on, weekday=False, year=False))
        return _("{days} atteints le {day}").format(days=days, day=day.replace(" ", "\u00a0"))
    if threshold.expected_on is not None:
        day = words.ordinal(long_date(threshold.expected_on, weekday=False, year=False))
        return _("{days} le {day}").format(days=days, day=day.replace(" ", "\u00a0"))
    return _("{days} pas cette année").format(days=days)
