"""The classement's counter: days since January against its thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.faces import FIGURE, NOTE, SMALL
from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import (
    Anchor,
    Drawing,
    Font,
    Line,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.typography import integer

_FIGURE = Font(8.6, Weight.SEMIBOLD, tabular=True)
_TOP = 15.0


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of days and what it gives right to."""

    days: int
    label: str


def gauge(
    days: int, thresholds: Sequence[Threshold], width: float, measure: TextMeasure
) -> Drawing:
    """Draw the days of one office as a bar on a track that the thresholds cross."""
    sketch = Sketch(width)
    unit = width / _full([days], thresholds)
    sketch.rect(0, _TOP, width, 14, Role.TRACK)
    sketch.rect(0, _TOP + 3, days * unit, 8, Role.INK)
    figure = integer(days)
    half = measure.width(figure, _FIGURE) / 2
    # Left of the bar's end, so that the figure keeps clear of the next threshold.
    x = min(max(days * unit - half, half), width - half)
    sketch.text(x, _TOP - 4, figure, _FIGURE, anchor=Anchor.MIDDLE)
    limit = width
    for threshold in sorted(thresholds, key=lambda t: -t.days):
        x = threshold.days * unit
        over = threshold.days < days
        sketch.add(
            Line(
                x, _TOP - (0 if over else 3), x, _TOP + 17, Role.AUDIENCE if over else Role.INK, 0.8
            )
        )
        label = fit(threshold.label, max(10.0, limit), SMALL, measure)
        taken = measure.width(label, SMALL)
        left = max(0.0, min(x - taken / 2, limit - taken))
        sketch.text(left, _TOP + 24, label, SMALL, colour=Role.SOFT)
        limit = left - 5
    return sketch.finish(_TOP + 26)


def gauge_rows(
    rows: Sequence[tuple[str, int]],
    thresholds: Sequence[Threshold],
    width: float,
    measure: TextMeasure,
) -> Drawing:
    """Draw the days of several offices, one line each, crossed by the same thresholds."""
    sketch = Sketch(width)
    labels, figures, pitch = width * 0.5, 20.0, 11.4
    room = width - labels - figures
    unit = room / _full([days for __, days in rows], thresholds)
    y = 8.0
    for name, days in rows:
        sketch.text(0, y + 7.4, fit(name, labels - 5, NOTE, measure), NOTE)
        sketch.rect(labels, y + 2, room, 6.4, Role.TRACK)
        sketch.rect(labels, y + 3.4, days * unit, 3.6, Role.INK)
        sketch.text(width, y + 7.6, integer(days), FIGURE, anchor=Anchor.END)
        y += pitch
    for threshold in thresholds:
        x = labels + threshold.days * unit
        sketch.add(Line(x, 7.0, x, y, Role.INK, 0.7))
        sketch.text(x, 5.2, threshold.label, SMALL, colour=Role.SOFT, anchor=Anchor.MIDDLE)
    return sketch.finish(y + 2)


def _full(days: Sequence[int], thresholds: Sequence[Threshold]) -> float:
    """Return the length of the track in days: past the last threshold, never past the year."""
    return max([*days, *(threshold.days * 1.08 for threshold in thresholds), 1])
