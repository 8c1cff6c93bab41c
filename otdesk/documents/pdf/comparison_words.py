"""Comparisons in words: measures, differences, the sentence of a day."""

from __future__ import annotations

from otdesk.documents.pdf import words
from otdesk.documents.pdf.paragraph import Run
from otdesk.i18n import _
from otdesk.reports import labels
from otdesk.reports.summary import Comparison, ComparisonRow, DeltaUnit, Measure, Summary
from otdesk.typography import DASH, MINUS, decimal, integer, percent, signed_percent

_SHARES = {Measure.FOREIGN_SHARE, Measure.ORIGIN_KNOWN_SHARE}
# From here on a tenth of an hour says nothing and takes the room of a thousand.
_WHOLE = 1000
_IN_A_SENTENCE = (
    Measure.PERSONS,
    Measure.COUNTER_ACTS,
    Measure.CALLS,
    Measure.WRITTEN,
    Measure.TURNOVER,
    Measure.PERSONS_PER_OPEN_HOUR,
)
_RATES = {Measure.OPEN_HOURS, Measure.PERSONS_PER_OPEN_HOUR}


def figure(measure: Measure, value: float | None) -> str:
    """Return a figure of a measure as it is printed; a dash where there is none."""
    if value is None:
        return DASH
    if measure is Measure.TURNOVER:
        return integer(round(value / 100))
    if measure in _SHARES:
        return percent(value)
    if measure in _RATES and value < _WHOLE:
        return decimal(value)
    return integer(round(value))


def per_day(measure: Measure, value: float | None) -> str:
    """Return a figure per open day, nothing where that has no sense."""
    if value is None:
        return ""
    return decimal(value / 100 if measure is Measure.TURNOVER else value)


def change(row: ComparisonRow) -> str:
    """Return `+5,8 %`, `+2,2 pt` or `+3`; a dash without an earlier figure."""
    if row.delta is None:
        return DASH
    if row.delta_unit is DeltaUnit.PERCENT:
        return signed_percent(row.delta)
    points = row.delta_unit is DeltaUnit.POINTS
    text = decimal(abs(row.delta) * 100) if points else integer(round(abs(row.delta)))
    sign = "" if not any(c in "123456789" for c in text) else ("+" if row.delta > 0 else MINUS)
    return f"{sign}{text}\u00a0pt" if points else f"{sign}{text}"


def row_of(summary: Summary, measure: Measure) -> ComparisonRow | None:
    """Return the comparison's line for a measure, None where nothing is compared."""
    rows = () if summary.comparison is None else summary.comparison.rows
    return next((row for row in rows if row.measure is measure), None)


def comparison_line(comparison: Comparison) -> list[Run]:
    """Return a day's comparison as one sentence."""
    parts = [
        f"{labels.measure(row.measure)} {figure(row.measure, row.before)} ({change(row)})".replace(
            " (", "\u00a0("
        )
        for row in comparison.rows
        if row.before is not None and row.measure in _IN_A_SENTENCE
    ]
    head = _("Face au {period}").format(period=words.title(comparison.period).lower())
    return [Run(head, bold=True), Run(f"\u00a0: {', '.join(parts)}.")]
