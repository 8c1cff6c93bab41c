"""The comparison with the year before as a table; where it is refused, the period's own figures."""

from __future__ import annotations

from otdesk.documents.charts.dots import difference_dot, zero_line
from otdesk.documents.charts.faces import (
    BODY,
    FIGURE,
    FIGURE_BOLD,
    FIGURE_QUIET,
    HEAD,
    NOTE,
    ROW,
    SMALL_BOLD,
)
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import Anchor, Drawing, Role, Sketch, TextMeasure
from otdesk.documents.pdf import comparison_words as told
from otdesk.documents.pdf import words
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.tables import shrunk
from otdesk.i18n import _
from otdesk.reports import labels
from otdesk.reports.summary import Comparison, ComparisonRow, DeltaUnit, Summary
from otdesk.typography import DASH, duration, integer

_ROW = ROW + 0.4
# Right edges of the four figures, then the zero of the dots, as parts of the width.
_EDGES = (0.465, 0.57, 0.67, 0.773)
_ZERO = 0.845


def comparison_side(summary: Summary, width: float, measure: TextMeasure) -> Drawing:
    """Draw the comparison, or the figures of the period alone, and what is not compared."""
    comparison = summary.comparison
    sketch = Sketch(width)
    if comparison is None or comparison.refusal is not None:
        y = sketch.place(_alone(summary, width, measure), 0, 0)
    else:
        y = sketch.place(_compared(summary, comparison, width, measure), 0, 0)
    notes = _notes(comparison)
    if notes:
        y += 12
        sketch.rule(y, head=False)
        sketch.text(0, y + 11, _("Non comparé, et pourquoi"), HEAD)
        y = sketch.place(paragraph(notes, width - 6, measure, lines=7), 0, y + 15)
    return sketch.finish(y)


# ------------------------------------------------------------------------------------- compared


def _compared(
    summary: Summary, comparison: Comparison, width: float, measure: TextMeasure
) -> Drawing:
    sketch = Sketch(width)
    title = _("Face à {period}").format(period=words.named(comparison.period))
    section(sketch, title, _("mêmes bureaux, mêmes mois, mêmes unités"), measure)
    y = _heads(sketch, summary, comparison)
    top = y
    label = width * (_EDGES[0] - 0.115)
    for row in comparison.rows:
        _row(sketch, row, y + _ROW / 2 + 2.6, label, measure)
        y += _ROW
    zero_line(sketch, width * _ZERO, top, y)
    for number, row in enumerate(comparison.rows):
        if row.delta is not None and row.delta_unit is DeltaUnit.PERCENT:
            middle = top + (number + 0.5) * _ROW
            difference_dot(sketch, width * _ZERO, middle, width * 0.045, row.delta)
    return sketch.finish(y)


def _heads(sketch: Sketch, summary: Summary, comparison: Comparison) -> float:
    """Draw two lines of heads: what the figures are of, and their years."""
    width = sketch.width
    edges = [width * edge for edge in _EDGES]
    for left, right, words_ in (
        (edges[0] - 34, edges[1], _("la période")),
        (edges[2] - 34, edges[3], _("par jour ouvert")),
    ):
        sketch.text((left + right) / 2, 27, words_, SMALL_BOLD, anchor=Anchor.MIDDLE)
        sketch.rule(30, x=left, width=right - left, head=False)
    years = (words.short_period(summary.period), words.short_period(comparison.period))
    for edge, year in zip(edges, years * 2, strict=True):
        sketch.text(edge, 38.5, year, NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.text(width * _ZERO, 38.5, "0", NOTE, colour=Role.SOFT, anchor=Anchor.MIDDLE)
    sketch.text(width, 38.5, _("écart"), NOTE, colour=Role.SOFT, anchor=Anchor.END)
    sketch.rule(42, head=False)
    return 44.0


def _row(sketch: Sketch, row: ComparisonRow, y: float, label: float, measure: TextMeasure) -> None:
    width = sketch.width
    name = labels.measure(row.measure)
    sketch.text(0, y, fit(name, label, BODY, measure), BODY)
    cells = (
        (told.figure(row.measure, row.this), FIGURE),
        (told.figure(row.measure, row.before), FIGURE_QUIET),
        (told.per_day(row.measure, row.this_per_day), FIGURE),
        (told.per_day(row.measure, row.before_per_day), FIGURE_QUIET),
    )
    for edge, (text, font) in zip(_EDGES, cells, strict=True):
        colour = Role.INK if font is FIGURE else Role.SOFT
        shown, face = shrunk(text, 31.0, font, measure, figures=True)
        sketch.text(width * edge, y, shown, face, colour=colour, anchor=Anchor.END)
    sketch.text(width, y, told.change(row), FIGURE_BOLD, anchor=Anchor.END)


def _notes(comparison: Comparison | None) -> list[Run]:
    if comparison is None:
        return []
    runs: list[Run] = []
    for note in comparison.notes:
        runs += [Run(f" {note.subject}", bold=True), Run(f"\u00a0: {words.ordinal(note.text)}")]
    if comparison.refusal is None and comparison.context:
        facts = "\u202f; ".join(text.rstrip(".") for text in comparison.context)
        runs += [Run(f" {_('Calendrier')}", bold=True), Run(f"\u00a0: {facts}.")]
    return runs


# ---------------------------------------------------------------------------------------- alone


def _alone(summary: Summary, width: float, measure: TextMeasure) -> Drawing:
    """Draw the period's own figures, and above them why they stand alone."""
    sketch = Sketch(width)
    y = section(sketch, _("La période en chiffres"), "", measure)
    if summary.comparison is not None and summary.comparison.refusal is not None:
        refused = [
            Run(_("Comparaison refusée"), bold=True),
            Run(f"\u00a0: {summary.comparison.refusal} {summary.comparison.way_out or ''}"),
        ]
        y = sketch.place(paragraph(refused, width, measure, lines=4), 0, y) + 3
        sketch.rule(y, head=False)
        y += 2
    rows = _own_rows(summary)
    half = (len(rows) + 1) // 2
    column = (width - 14) / 2
    for number, (label, figure) in enumerate(rows):
        x = 0 if number < half else column + 14
        baseline = y + (number % half + 0.5) * _ROW + 2.6
        room = column - measure.width(figure, FIGURE) - 6
        sketch.text(x, baseline, fit(label, room, BODY, measure), BODY)
        sketch.text(x + column, baseline, figure, FIGURE, anchor=Anchor.END)
    return sketch.finish(y + half * _ROW)


def _own_rows(summary: Summary) -> list[tuple[str, str]]:
    return [
        (
            _("Visiteurs (personnes)"),
            integer(summary.persons) if summary.open_days else words.count(summary.persons),
        ),
        (_("Accueils, tous canaux"), words.count(summary.acts, at_least=summary.acts_at_least)),
        (_("Accueils au comptoir"), words.count(summary.counter_acts)),
        (_("Passages"), words.count(summary.walk_ins)),
        (_("Appels"), words.count(summary.calls)),
        (_("Courriels"), words.count(summary.emails)),
        (_("Courriers"), words.count(summary.letters)),
        (_("Personnes hors les murs"), words.count(summary.outing_persons)),
        (_("Jours ouverts"), words.count(summary.open_days)),
        (_("Heures ouvertes"), duration(summary.open_minutes)),
        (_("Personnes par jour ouvert"), words.rate(summary.persons_per_open_day)),
        (_("Personnes par heure ouverte"), words.rate(summary.persons_per_open_hour)),
        (_("Origines connues / visiteurs"), words.share(summary.origin_known_share) or DASH),
        (_("Étrangers / origines connues"), words.share(summary.foreign_share) or DASH),
    ]
