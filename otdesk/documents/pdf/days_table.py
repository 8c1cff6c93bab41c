"""Each day of a month on one line: hours, persons, accueils, channels, and what differed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from otdesk.documents.charts.faces import (
    BODY,
    BODY_BOLD,
    FIGURE_BOLD,
    FIGURE_QUIET,
    HEAD,
    MILLIMETRE,
    NOTE,
)
from otdesk.documents.charts.labels import fit
from otdesk.documents.charts.signs import event, holiday
from otdesk.documents.drawing import (
    Anchor,
    Hatch,
    Line,
    Rect,
    Role,
    Sketch,
    TextMeasure,
)
from otdesk.documents.pdf import shop_words, words
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.tables import shrunk
from otdesk.i18n import _
from otdesk.reports.rows import DayMark, DayRow
from otdesk.reports.summary import Summary
from otdesk.typography import DASH, WEEKDAYS, duration, integer

_ROW = 4.05 * MILLIMETRE
_OPEN = {DayMark.OPEN, DayMark.CLOSED}
_BAR = 2.2 * MILLIMETRE


@dataclass(frozen=True, slots=True)
class _Field:
    head: str
    right: float
    room: float
    bold: bool = False


def _fields(*, several: bool, shop: bool) -> tuple[_Field, ...]:
    if shop:
        return (
            _Field(_("Ouvert"), 122, 44),
            _Field(_("bureaux") if several else _("Prévu"), 160, 36),
            _Field(_("Personnes"), 292, 36, bold=True),
            _Field(_("Accueils"), 327, 34),
            _Field(_("Passages"), 363, 34),
            _Field(_("Appels"), 391, 27),
            _Field(_("Écrits"), 417, 25),
            _Field(_("Hors murs"), 455, 36),
            _Field(_("Boutique, €"), CONTENT, 42),
        )
    return (
        _Field(_("Ouvert"), 122, 44),
        _Field(_("bureaux") if several else _("Prévu"), 160, 36),
        _Field(_("Personnes"), 318, 40, bold=True),
        _Field(_("Accueils"), 357, 37),
        _Field(_("Passages"), 394, 35),
        _Field(_("Appels"), 426, 30),
        _Field(_("Écrits"), 457, 29),
        _Field(_("Hors murs"), CONTENT, 38),
    )


_BAR_LEFT, _BAR_RIGHT, _BAR_RIGHT_OF_SHOP = 176.0, 274.0, 250.0


def days_table(summary: Summary, measure: TextMeasure) -> Block:
    """Draw the table, its total and the footnotes of the days that differ from the plan."""
    sketch = Sketch(CONTENT)
    title = _("Chaque jour, une ligne")
    section(sketch, title, "", measure)
    sold = _sold(summary)
    fields = _fields(several=len(summary.offices) > 1, shop=sold is not None)
    sketch.text(0, 29, _("Jour"), NOTE, colour=Role.SOFT)
    for field in fields:
        sketch.text(field.right, 29, field.head, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.add(Line(0, 32.5, CONTENT, 32.5, Role.INK, 0.5))
    y = 33.0
    longest = max((row.persons for row in summary.by_day), default=0) or 1
    setting = _Setting(
        fields, longest, _BAR_RIGHT if sold is None else _BAR_RIGHT_OF_SHOP, _Notes(), measure
    )
    notes = setting.notes
    for row in summary.by_day:
        _school(sketch, row, y)
        _day(sketch, row, y, setting, () if sold is None else (sold.get(row.day, DASH),))
        y += _ROW
        if row.day.weekday() == 6:
            sketch.add(Line(0, y, CONTENT, y, Role.RULE, 0.5))
    y = _total(sketch, summary, y, fields, measure)
    y = sketch.place(paragraph(_footnotes(notes, summary), CONTENT, measure, lines=6), 0, y + 2)
    return Block(sketch.finish(y), title)


class _Notes:
    """The numbered footnotes: equal texts share one number."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def mark(self, text: str) -> str:
        """Return the raised number of a text."""
        if text not in self.texts:
            self.texts.append(text)
        return raised(self.texts.index(text) + 1)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every line of the table shares."""

    fields: tuple[_Field, ...]
    longest: float
    bar_right: float
    notes: _Notes
    measure: TextMeasure


def _sold(summary: Summary) -> dict[date, str] | None:
    """Return what the shop sold on each day that had a receipt, None without a shop."""
    if summary.sales is None:
        return None
    return {
        row.day: shop_words.amount(row.turnover_cents)
        for row in summary.sales.by_day
        if row.receipts or row.refunds
    }


def raised(number: int) -> str:
    """Return `¹²` for 12."""
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(figure)] for figure in str(number))


def _school(sketch: Sketch, row: DayRow, y: float) -> None:
    if row.school_zones:
        sketch.rect(-7, y, 2.4, _ROW, Role.GENET)
        sketch.rect(-4.4, y, 0.6, _ROW, Role.INK)


def _day(sketch: Sketch, row: DayRow, y: float, setting: _Setting, sold: tuple[str, ...]) -> None:
    """Draw a line; `sold` is the shop's cell where there is one."""
    fields, measure = setting.fields, setting.measure
    baseline = y + _ROW / 2 + 2.6
    if row.weekend:
        sketch.rect(0, y, CONTENT, _ROW, Role.BAND)
    _date(sketch, row, y, baseline)
    if row.state not in _OPEN:
        _absent(sketch, row, y, measure)
        if not (row.persons or row.acts):
            # A shop may sell on a day that nobody entered: it is said, never dropped.
            for text in set(sold) - {DASH}:
                _figure(sketch, fields[-1], text, baseline, measure)
            return
    mark = _mark(row, setting.notes)
    cells = (*_cells(row), *sold)
    for field, text in zip(fields, cells, strict=True):
        if row.state in _OPEN or field not in fields[:2]:
            _figure(sketch, field, text, baseline, measure)
    if mark and row.state in _OPEN:
        sketch.text(fields[1].right + 1, baseline, mark, NOTE)
    length = row.persons / setting.longest * (setting.bar_right - _BAR_LEFT)
    sketch.rect(_BAR_LEFT, y + (_ROW - _BAR) / 2, length, _BAR, Role.PERSONS)


def _date(sketch: Sketch, row: DayRow, y: float, baseline: float) -> None:
    """Write the weekday and the number, and the sign of a holiday or a market."""
    bold = BODY_BOLD if row.public_holiday else BODY
    sketch.text(3, baseline, WEEKDAYS[row.day.weekday()], bold)
    number = FIGURE_BOLD if row.weekend or row.public_holiday else FIGURE_QUIET
    sketch.text(58, baseline, str(row.day.day), number, anchor=Anchor.END)
    if row.public_holiday:
        holiday(sketch, 66, y + _ROW / 2)
    elif row.market:
        event(sketch, 66, y + _ROW / 2)


def _figure(
    sketch: Sketch, field: _Field, text: str, baseline: float, measure: TextMeasure
) -> None:
    font = FIGURE_BOLD if field.bold else FIGURE_QUIET
    text, font = shrunk(text, field.room, font, measure, figures=True)
    sketch.text(field.right, baseline, text, font, anchor=Anchor.END)


def _absent(sketch: Sketch, row: DayRow, y: float, measure: TextMeasure) -> None:
    """Say which absence it is: three of them, never alike."""
    if row.state is DayMark.NOT_ENTERED:
        sketch.add(Hatch(86, y + 2.6, 74, _ROW - 5.2))
        sketch.add(Rect(86, y + 2.6, 74, _ROW - 5.2, None, Role.AUDIENCE, 0.4))
        text = _("non saisi")
    elif row.state is DayMark.SHUT:
        sketch.text(90, y + _ROW / 2 + 2.6, "×", BODY_BOLD)
        text = _("resté fermé, ouverture prévue")
    else:
        text = _("fermé, comme prévu")
    if row.reasons:
        text += f"\u00a0: {', '.join(row.reasons)}"
    left = _BAR_LEFT if row.state is DayMark.NOT_ENTERED else 98
    room = 250.0 if not row.persons else _BAR_LEFT - left
    sketch.text(left, y + _ROW / 2 + 2.6, fit(text, room, NOTE, measure), NOTE, colour=Role.SOFT)


def _cells(row: DayRow) -> tuple[str, ...]:
    if row.planned_offices > 1 or row.open_offices > 1:
        planned = f"{row.open_offices}/{row.planned_offices}"
    else:
        planned = "=" if row.minutes == row.planned_minutes else duration(row.planned_minutes)
    return (
        duration(row.minutes),
        planned,
        integer(row.persons),
        words.count(row.acts, at_least=row.at_least),
        words.count(row.walk_ins),
        words.count(row.calls),
        words.count(row.emails + row.letters),
        words.count(row.outing_persons),
    )


def _mark(row: DayRow, notes: _Notes) -> str:
    parts = list(row.reasons)
    if row.sheet:
        parts.append(_("feuille papier"))
    if row.corrections:
        parts.append(_("rectifié"))
    return notes.mark(", ".join(parts)) if parts else ""


def _total(
    sketch: Sketch, summary: Summary, y: float, fields: Sequence[_Field], measure: TextMeasure
) -> float:
    sketch.add(Line(0, y, CONTENT, y, Role.INK, 0.9))
    baseline = y + _ROW / 2 + 3.2
    sketch.text(3, baseline, _("Total"), HEAD)
    planned = (
        _("{n} j.").format(n=integer(summary.open_days))
        if len(summary.offices) > 1
        else duration(summary.planned_minutes)
    )
    cells: tuple[str, ...] = (
        duration(summary.open_minutes),
        planned,
        integer(summary.persons) if summary.open_days else words.count(summary.persons),
        words.count(summary.acts, at_least=summary.acts_at_least),
        words.count(summary.walk_ins),
        words.count(summary.calls),
        words.count(summary.emails + summary.letters),
        words.count(summary.outing_persons),
    )
    if summary.sales is not None:
        cells = (*cells, shop_words.amount(summary.sales.turnover_cents))
    for field, text in zip(fields, cells, strict=True):
        shown, font = shrunk(text, field.room, FIGURE_BOLD, measure, figures=True)
        sketch.text(field.right, baseline, shown, font, anchor=Anchor.END)
    if summary.persons_per_open_day is not None:
        text = _("{n} par jour ouvert").format(n=words.rate(summary.persons_per_open_day))
        sketch.text(_BAR_LEFT, baseline, fit(text, 80, NOTE, measure), NOTE, colour=Role.SOFT)
    return y + _ROW + 2


def _footnotes(notes: _Notes, summary: Summary) -> list[Run]:
    runs = [Run(f"{raised(number)}\u00a0{text}.") for number, text in enumerate(notes.texts, 1)]
    signs = _("Fond gris\u00a0: fin de semaine. Tiret\u00a0: zéro compté.")
    if len(summary.offices) == 1:
        signs += _(" Égal\u00a0: comme prévu.")
    if any(row.school_zones for row in summary.by_day):
        signs += _(" Barre jaune\u00a0: vacances scolaires.")
    if any(row.public_holiday for row in summary.by_day):
        signs += _(" Point\u00a0: férié.")
    if any(row.market for row in summary.by_day):
        signs += _(" Triangle\u00a0: marché.")
    signs += _(" Accueils\u00a0: cinq canaux. Écrits\u00a0: courriels et courriers.")
    return [Run(f" {run.text}") for run in runs] + [Run(f" {signs}")]
