"""The charts of when: hours of a day, days of a month, months of a year, the typical week."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk import typography
from otdesk.documents.charts.days import axis_of
from otdesk.documents.charts.faces import NOTE, ROW
from otdesk.documents.charts.heat import PITCH, steps_for
from otdesk.documents.charts.hours import hours_chart
from otdesk.documents.charts.month import month_picture
from otdesk.documents.charts.ranked import HEAD_HEIGHT, RankedRow, RankedTable, ranked
from otdesk.documents.charts.week import week_bars
from otdesk.documents.drawing import Anchor, Drawing, Role, Sketch, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.day import hours_spec
from otdesk.documents.pdf.legends import hours_legend
from otdesk.documents.pdf.month_first import month_spec
from otdesk.documents.pdf.week_hours import brief_legend, brief_words, week_cell
from otdesk.domain.period import Period
from otdesk.i18n import _, ngettext
from otdesk.reports import labels
from otdesk.reports.records_behind import Behind
from otdesk.reports.rows import DayMark, DayRow, WeekHourCell
from otdesk.reports.summary import Summary
from otdesk.typography import DASH, NBSP, WEEKDAYS, capitalised, decimal
from otdesk.ui.summaries.chart_spec import ChartSpec, TableContent, TableRow
from otdesk.ui.summaries.drawing_view import Spot

_OPEN = {DayMark.OPEN, DayMark.CLOSED}
# Less high than on paper: the whole picture is then seen at once on a small screen.
_COLUMNS_HEIGHT = 62.0
_LEGEND = 22.0


def offices_of(summary: Summary) -> tuple[str, ...]:
    """Return the codes of the summary's offices."""
    return tuple(office.code for office in summary.offices)


def day_hours(summary: Summary) -> ChartSpec:
    """Return the day by the clock."""
    spec = hours_spec(summary)

    def draw(width: float, measure: TextMeasure) -> Drawing:
        sketch = Sketch(width)
        hours_legend(sketch, summary.reference_days, spec, measure)
        return sketch.finish(sketch.place(hours_chart(spec, width, measure), 0, _LEGEND - 8))

    rows = [
        TableRow(
            (
                f"{row.hour}{NBSP}h",
                words.count(row.persons),
                words.count(row.acts),
                DASH if row.reference is None else decimal(row.reference),
            ),
            Behind(summary.period, offices_of(summary), hour=row.hour) if row.acts else None,
        )
        for row in summary.by_hour
    ]
    busiest = max(summary.by_hour, key=lambda row: row.persons, default=None)
    spoken = _("Aucune heure notée.")
    if busiest is not None and busiest.persons:
        spoken = _("Heure la plus chargée : {hour} h, {persons}.").format(
            hour=busiest.hour, persons=words.persons(busiest.persons)
        )
    heads = (_("Heure"), _("Personnes"), _("Accueils"), _("Moyenne du mois"))
    return ChartSpec(
        "hours",
        _("Au fil des heures"),
        _("personnes au comptoir, par heure"),
        draw,
        TableContent(heads, tuple(rows)),
        spoken,
        columns=2,
    )


def month_days(summary: Summary) -> ChartSpec:
    """Return the month's picture, each day leading to its own summary."""
    spec = month_spec(summary)
    days = summary.by_day

    def draw(width: float, measure: TextMeasure) -> Drawing:
        return month_picture(spec, width, measure, bars=_COLUMNS_HEIGHT)

    def spots(width: float, measure: TextMeasure) -> Sequence[Spot]:
        axis = axis_of(len(days), width)
        height = draw(width, measure).height - 14
        return [
            Spot(axis.start(number), 0, axis.step, height, number, _day_words(row))
            for number, row in enumerate(days)
        ]

    heads = (_("Jour"), _("Personnes"), _("Accueils"), _("Appels"), _("Heures"), _("État"))
    rows = [
        TableRow(
            (
                typography.long_date(row.day, year=False),
                words.count(row.persons),
                words.count(row.acts, at_least=row.at_least),
                words.count(row.calls),
                typography.duration(row.minutes) if row.minutes else DASH,
                labels.state(row.state),
            ),
            Period.day(row.day),
            quiet=row.state not in _OPEN,
        )
        for row in days
    ]
    best = max(days, key=lambda row: row.persons, default=None)
    spoken = _("Aucune personne.")
    if best is not None and best.persons:
        spoken = _("Jour le plus fort : {day}, {persons}.").format(
            day=typography.long_date(best.day), persons=words.persons(best.persons)
        )
    return ChartSpec(
        "days",
        _("Jour après jour, heure après heure"),
        _("un clic ouvre la journée"),
        draw,
        TableContent(heads, tuple(rows)),
        spoken,
        columns=2,
        spots=spots,
    )


def _day_words(row: DayRow) -> str:
    day = typography.capitalised(typography.long_date(row.day, year=False))
    if row.state not in _OPEN:
        return f"{day}{NBSP}: {labels.state(row.state)}"
    return f"{day}{NBSP}: {words.persons(row.persons)}, {words.accueils(row.acts)}"


def year_months(summary: Summary) -> ChartSpec:
    """Return the months as bars, each leading to its own summary."""
    months = summary.by_month
    table = RankedTable(
        "",
        _("personnes au comptoir, en tout et par jour ouvert"),
        tuple(
            RankedRow(
                capitalised(typography.MONTHS[row.month.month - 1]),
                row.figures.persons,
                words.count(row.figures.persons),
                words.rate(row.figures.persons_per_open_day),
                quiet=not (row.figures.open_days or row.figures.acts),
            )
            for row in months
        ),
        Role.PERSONS,
        _("pers."),
        _("par jour"),
        label_share=0.16,
        row=ROW * 1.5,
    )

    def spots(width: float, _measure: TextMeasure) -> Sequence[Spot]:
        return [
            Spot(0, HEAD_HEIGHT + number * table.row, width, table.row, number)
            for number in range(len(months))
        ]

    heads = (
        _("Mois"),
        _("Personnes"),
        _("par jour ouvert"),
        _("Accueils"),
        _("Passages"),
        _("Appels"),
        _("Jours ouverts"),
    )
    rows = [
        TableRow(
            (
                capitalised(typography.month_name(row.month)),
                words.count(row.figures.persons),
                words.rate(row.figures.persons_per_open_day),
                words.count(row.figures.acts, at_least=row.figures.at_least),
                words.count(row.figures.walk_ins),
                words.count(row.figures.calls),
                words.count(row.figures.open_days),
            ),
            Period.month(row.month.year, row.month.month),
            quiet=not row.figures.open_days,
        )
        for row in months
    ]
    best = max(months, key=lambda row: row.figures.persons, default=None)
    spoken = _("Aucune personne.")
    if best is not None and best.figures.persons:
        spoken = _("Mois le plus fort : {month}, {persons}.").format(
            month=typography.month_name(best.month), persons=words.persons(best.figures.persons)
        )
    return ChartSpec(
        "months",
        _("Mois par mois"),
        _("un clic ouvre le mois"),
        lambda width, measure: ranked(table, width, measure),
        TableContent(heads, tuple(rows)),
        spoken,
        columns=2,
        spots=spots,
    )


def typical_week(summary: Summary) -> ChartSpec:
    """Return the seven weekdays, persons per open day."""
    rows = summary.by_weekday
    by_day = {row.weekday: row for row in rows}
    values = [by_day[n].per_open_day if n in by_day else None for n in range(7)]
    before = [by_day[n].before if n in by_day else None for n in range(7)]
    note = _("personnes par jour ouvert")
    if summary.comparison is not None and any(before):
        year = summary.comparison.period.first.year
        note = _("par jour ouvert, trait\u00a0: {}").format(year)
    best = max((v or 0 for v in values), default=0)
    spoken = _("Aucun jour ouvert.")
    if best:
        spoken = ngettext(
            "Jour de semaine le plus fort : {day}, {value} personne.",
            "Jour de semaine le plus fort : {day}, {value} personnes.",
            int(best),
        ).format(day=WEEKDAYS[values.index(best)], value=decimal(best))
    heads = (_("Jour"), _("par jour ouvert"), _("Personnes"), _("Jours ouverts"))
    return ChartSpec(
        "week",
        _("Semaine type"),
        note,
        lambda width, measure: week_bars(values, before, width, 96.0, measure),
        TableContent(
            heads,
            tuple(
                TableRow(
                    (
                        WEEKDAYS[row.weekday],
                        words.rate(row.per_open_day),
                        words.count(row.persons),
                        words.count(row.open_days),
                    ),
                    Behind(summary.period, offices_of(summary), weekday=row.weekday)
                    if row.persons
                    else None,
                )
                for row in rows
            ),
        ),
        spoken,
    )


def week_heat(summary: Summary) -> ChartSpec:
    """Return weekdays by hours: how many persons an open hour brings."""
    cells = {(cell.weekday, cell.hour): cell for cell in summary.week_hours}
    hours = sorted({c.hour for c in summary.week_hours if c.open_minutes})

    def draw(width: float, measure: TextMeasure) -> Drawing:
        return _heat(cells, hours, width, measure)

    busiest = max(
        (cell for cell in summary.week_hours if cell.per_open_hour),
        key=lambda cell: cell.per_open_hour or 0,
        default=None,
    )
    spoken = _("Aucune heure ouverte.")
    if busiest is not None:
        spoken = ngettext(
            "Le plus fort : {day} à {hour} h, {value} personne par heure ouverte.",
            "Le plus fort : {day} à {hour} h, {value} personnes par heure ouverte.",
            int(busiest.per_open_hour or 0),
        ).format(
            day=WEEKDAYS[busiest.weekday],
            hour=busiest.hour,
            value=decimal(busiest.per_open_hour or 0),
        )
    brief = any(cell.is_brief and cell.hour in hours for cell in summary.week_hours)
    rows = [
        TableRow(
            (
                WEEKDAYS[weekday],
                *(_week_words(cells.get((weekday, hour))) for hour in hours),
            )
        )
        for weekday in range(7)
    ]
    return ChartSpec(
        "week_hours",
        _("Quand viennent-ils\u202f?"),
        _("personnes par heure ouverte"),
        draw,
        TableContent((_("Jour"), *(f"{hour}{NBSP}h" for hour in hours)), tuple(rows)),
        spoken,
        foot=brief_legend() if brief else "",
    )


def _week_words(cell: WeekHourCell | None) -> str:
    if cell is not None and cell.is_brief:
        return brief_words(cell)
    return words.rate(None if cell is None else cell.per_open_hour)


def _heat(
    cells: dict[tuple[int, int], WeekHourCell],
    hours: Sequence[int],
    width: float,
    measure: TextMeasure,
) -> Drawing:
    sketch = Sketch(width)
    label, pitch = 24.0, PITCH * 1.2
    if not hours:
        sketch.text(0, 9, _("Aucune heure ouverte."), NOTE, colour=Role.SOFT)
        return sketch.finish(14)
    step = (width - label) / len(hours)
    # Tenths of a person keep the steps apart where rates are low.
    steps = steps_for(round(max(c.per_open_hour or 0 for c in cells.values()) * 10))
    for number, hour in enumerate(hours):
        middle = label + (number + 0.5) * step
        text = str(hour) if step < 18 else f"{hour}{NBSP}h"
        sketch.text(middle, 7, text, NOTE, colour=Role.SOFT, anchor=Anchor.MIDDLE)
    y = 11.0
    for weekday in range(7):
        sketch.text(0, y + pitch / 2 + 2.2, f"{WEEKDAYS[weekday][:3]}.", NOTE)
        for number, hour in enumerate(hours):
            cell = cells.get((weekday, hour))
            box = (label + number * step + 0.5, y, step - 1, pitch - 1)
            if cell is not None:
                week_cell(sketch, cell, box, steps, measure)
        y += pitch
    return sketch.finish(y + 2)
