"""The month's picture: columns, figures, days, hours × days, openings, holidays, on one axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from otdesk.documents.charts.columns import day_columns, day_names, day_values
from otdesk.documents.charts.days import TOTALS, Absence, DayAxis, DayColumn, axis_of, bands
from otdesk.documents.charts.faces import BODY_BOLD, FIGURE_QUIET, HEAD, NOTE, SMALL
from otdesk.documents.charts.heat import (
    PITCH,
    heat_days,
    heat_role,
    heat_rows,
    step_words,
    steps_for,
)
from otdesk.documents.charts.signs import cross, event, holiday
from otdesk.documents.drawing import (
    Anchor,
    Drawing,
    Hatch,
    Line,
    Rect,
    Role,
    Sketch,
    TextMeasure,
)
from otdesk.i18n import _
from otdesk.typography import DASH, NBSP, integer

_Sign = Callable[[Sketch, float, float], None]


@dataclass(frozen=True, slots=True)
class MonthSpec:
    """The days, the persons of each hour over the period, and the words of the axis."""

    columns: tuple[DayColumn, ...]
    by_hour: tuple[tuple[int, int], ...]
    year: str


def month_picture(
    spec: MonthSpec, width: float, measure: TextMeasure, *, bars: float = 84.0
) -> Drawing:
    """Draw the whole picture over `width` points; `bars` is the height of the columns."""
    sketch = Sketch(width)
    axis = axis_of(len(spec.columns), width)
    # The bands lie under all the rest; their height is known once the rest is drawn.
    above = Sketch(width)
    _caption(above, 13, _("Personnes"), _("par jour"))
    y = day_columns(above, spec.columns, axis, 2, bars)
    above.text(0, y + 8.6, spec.year, BODY_BOLD, colour=Role.PERSONS)
    y = day_values(above, spec.columns, axis, y + 8.4, measure)
    y = day_names(above, spec.columns, axis, y + 11)
    y = _heat(above, spec, axis, y + 7, measure)
    y = _openings(above, spec.columns, axis, y + 8)
    y = _events(above, spec.columns, axis, y)
    bands(sketch, spec.columns, axis, 0, y)
    sketch.place(above.finish(y))
    return sketch.finish(sketch.place(_legend(spec, width - axis.left, measure), axis.left, y + 5))


def _caption(sketch: Sketch, y: float, title: str, note: str) -> None:
    sketch.text(0, y, title, BODY_BOLD)
    sketch.text(0, y + 9, note, NOTE, colour=Role.SOFT)


def _heat(
    sketch: Sketch, spec: MonthSpec, axis: DayAxis, top: float, measure: TextMeasure
) -> float:
    hours = _hours(spec)
    if not hours:
        return top
    places = heat_rows(hours, top)
    heat_days(sketch, spec.columns, axis, places, steps=_steps(spec), measure=measure)
    _caption(sketch, top + 7, _("Personnes"), _("par heure"))
    _hour_totals(sketch, spec, axis, places, measure)
    return places[hours[-1]] + PITCH


def _hours(spec: MonthSpec) -> list[int]:
    found = {hour for column in spec.columns for hour in column.heat}
    return sorted(found | {hour for hour, persons in spec.by_hour if persons})


def _steps(spec: MonthSpec) -> tuple[int, ...]:
    return steps_for(max((n for column in spec.columns for n in column.heat.values()), default=0))


def _hour_totals(
    sketch: Sketch,
    spec: MonthSpec,
    axis: DayAxis,
    places: dict[int, float],
    measure: TextMeasure,
) -> None:
    """Print each hour and its total at the right, with a small bar between."""
    left, right = axis.right + 6, min(sketch.width, axis.right + TOTALS)
    top = min(places.values())
    sketch.text(right, top - 5, _("total par heure"), SMALL, colour=Role.SOFT, anchor=Anchor.END)
    totals = dict(spec.by_hour)
    highest = max(totals.values(), default=0) or 1
    widest = measure.width(integer(highest), FIGURE_QUIET)
    longest = min(10.0, right - left - 18 - widest - 3)
    for hour, y in places.items():
        persons = totals.get(hour, 0)
        baseline = y + PITCH / 2 + 2
        label = f"{hour}{NBSP}h"
        sketch.text(left + 15, baseline, label, NOTE, anchor=Anchor.END)
        if longest > 2:
            length = persons / highest * longest
            sketch.rect(left + 18, y + 2.4, length, PITCH - 6, Role.AUDIENCE)
        figure = integer(persons) if persons else DASH
        sketch.text(right, baseline, figure, FIGURE_QUIET, anchor=Anchor.END)


def _openings(sketch: Sketch, columns: Sequence[DayColumn], axis: DayAxis, y: float) -> float:
    """Draw planned hours as an outline and real ones inside it, a cross on a day shut."""
    sketch.text(0, y + 2.6, _("Ouverture"), HEAD)
    for index, column in enumerate(columns):
        left, width = axis.start(index) + 0.7, axis.step - 1.4
        if column.absence is Absence.NOT_ENTERED:
            sketch.add(Hatch(left, y - 2.6, width, 5.2))
            sketch.add(Rect(left, y - 2.6, width, 5.2, None, Role.AUDIENCE, 0.4))
        elif column.absence is not Absence.NONE:
            cross(sketch, axis.middle(index), y, 2.3)
        else:
            _hours_bar(sketch, column, left, width, y)
    return y + 4


def _hours_bar(sketch: Sketch, column: DayColumn, left: float, width: float, y: float) -> None:
    whole = max(column.planned, column.minutes) or 1
    if column.minutes < column.planned:
        sketch.add(Rect(left + 0.25, y - 2.35, width - 0.5, 4.7, Role.PAPER, Role.INK, 0.5))
    sketch.rect(left, y - 2.6, width * column.minutes / whole, 5.2, Role.INK)
    if column.minutes > column.planned:
        # More than planned: a white plus in the bar.
        middle = left + width / 2
        sketch.add(Line(middle - 1.6, y, middle + 1.6, y, Role.PAPER, 0.8))
        sketch.add(Line(middle, y - 1.6, middle, y + 1.6, Role.PAPER, 0.8))


def _events(sketch: Sketch, columns: Sequence[DayColumn], axis: DayAxis, y: float) -> float:
    if any(column.holiday or column.market for column in columns):
        y += 8
        sketch.text(0, y + 2.4, _("Férié, marché"), SMALL)
        for index, column in enumerate(columns):
            if column.holiday:
                holiday(sketch, axis.middle(index), y)
            elif column.market:
                event(sketch, axis.middle(index), y)
        y += 3
    if any(column.school for column in columns):
        y += 7
        sketch.text(0, y + 2.4, _("Vacances"), SMALL)
        for index, column in enumerate(columns):
            if column.school:
                sketch.rect(axis.start(index), y - 1.3, axis.step, 2.2, Role.GENET)
                # Genêt is pale on a grey printer: a line doubles it.
                sketch.rect(axis.start(index), y + 1.5, axis.step, 0.6, Role.INK)
        y += 3
    return y + 3


def _legend(spec: MonthSpec, width: float, measure: TextMeasure) -> Drawing:
    """Draw the signs that this month really uses."""
    sketch = Sketch(width)
    x = 0.0
    entries = [("0", None), *((word, index) for index, word in enumerate(step_words(_steps(spec))))]
    if not _hours(spec):
        entries = []
    for word, index in entries:
        swatch = Role.PAPER if index is None else heat_role(_steps(spec)[index], _steps(spec))
        stroke = Role.AUDIENCE_LIGHT if index is None else None
        sketch.add(Rect(x + 0.2, 0.4, 9, 7, swatch, stroke, 0.5))
        x = _words(sketch, x + 12, word, measure)
    for word, draw in _signs(spec):
        needed = 13 + measure.width(word, NOTE)
        if x + needed > width:
            break
        draw(sketch, x + 4.5, 3.9)
        x = _words(sketch, x + 12, word, measure)
    return sketch.finish(8.0)


def _words(sketch: Sketch, x: float, word: str, measure: TextMeasure) -> float:
    sketch.text(x, 6.2, word, NOTE, colour=Role.SOFT)
    return x + measure.width(word, NOTE) + 5.5


def _signs(spec: MonthSpec) -> list[tuple[str, _Sign]]:
    columns = spec.columns
    found: list[tuple[str, _Sign]] = []
    if any(column.sheet_hours for column in columns):
        found.append((_("feuille papier"), _hatched))
    if any(column.absence is Absence.NOT_ENTERED for column in columns):
        found.append((_("non saisi"), _hatched))
    if any(column.absence in {Absence.SHUT, Absence.PLANNED} for column in columns):
        found.append((_("fermé"), lambda sketch, x, y: cross(sketch, x, y, 2.3)))
    if any(0 < column.minutes < column.planned for column in columns):
        found.append((_("moins que prévu"), _partial))
    if any(column.holiday for column in columns):
        found.append((_("férié"), holiday))
    if any(column.market for column in columns):
        found.append((_("marché"), event))
    return found


def _hatched(sketch: Sketch, x: float, y: float) -> None:
    sketch.add(Hatch(x - 4.5, y - 3.5, 9, 7))
    sketch.add(Rect(x - 4.5, y - 3.5, 9, 7, None, Role.AUDIENCE, 0.4))


def _partial(sketch: Sketch, x: float, y: float) -> None:
    sketch.add(Rect(x - 4.5, y - 2.3, 9, 4.6, Role.PAPER, Role.INK, 0.5))
    sketch.rect(x - 4.5, y - 2.5, 5, 5, Role.INK)
