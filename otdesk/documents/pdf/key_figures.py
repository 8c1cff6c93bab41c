"""The band of large figures under the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.faces import HEAD, NOTE, NOTE_BOLD, SMALL
from otdesk.documents.charts.labels import fit, wrap
from otdesk.documents.charts.signs import trend
from otdesk.documents.drawing import (
    Drawing,
    Font,
    Role,
    Sketch,
    TextMeasure,
    Weight,
)
from otdesk.documents.pdf.page import CONTENT, Block, column, span

_LEAD = 40.0
_FIGURE = 20.5


@dataclass(frozen=True, slots=True)
class Trend:
    """A change told in words; `up` None draws no arrow."""

    text: str
    note: str = ""
    up: bool | None = None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A large figure from column `at` over `columns`, with its notes or its line and trend."""

    title: str
    figure: str
    at: int
    columns: int
    notes: tuple[str, ...] = ()
    prefix: str = ""
    role: Role = Role.INK
    line: Drawing | None = None
    trend: Trend | None = None


def key_figures(figures: Sequence[KeyFigure], measure: TextMeasure, *, beside: bool) -> Block:
    """Draw the band; `beside` puts the lead figure's notes at its right instead of below."""
    sketch = Sketch(CONTENT)
    sketch.rule(0, head=True)
    baseline = 51.0
    for number, figure in enumerate(figures):
        x = column(figure.at)
        room = span(figure.columns)
        lead = number == 0
        title = fit(figure.title, min(room + 8, CONTENT - x), HEAD, measure)
        sketch.text(x, 14, title, HEAD, colour=figure.role if lead else Role.INK)
        size, bottom = (_LEAD, baseline) if lead else (_FIGURE, 42.0 if beside else 47.0)
        _figure(
            sketch,
            figure,
            x,
            bottom,
            size=size,
            room=room,
            measure=measure,
            beside=beside and lead,
        )
        if not (beside and lead):
            _notes(sketch, figure, x, bottom + 12, room=room, measure=measure)
        if figure.line is not None:
            sketch.place(figure.line, x, 58)
        if figure.trend is not None:
            _trend(sketch, figure.trend, x, 95, room=room, measure=measure)
    return Block(sketch.finish(98.0 if not beside else 68.0))


def _figure(
    sketch: Sketch,
    figure: KeyFigure,
    x: float,
    baseline: float,
    *,
    size: float,
    room: float,
    measure: TextMeasure,
    beside: bool,
) -> None:
    reserve = 52.0 if beside and figure.notes else 0.0
    font = _fitted(figure.figure, size, room - reserve, measure)
    # « au moins » stands between the title and its figure, where it cannot be overlooked.
    sketch.text(x, baseline - 0.73 * font.size - 4.5, figure.prefix, SMALL, colour=Role.SOFT)
    sketch.text(
        x, baseline, figure.figure, font, colour=figure.role if size > _FIGURE else Role.INK
    )
    if beside:
        left = x + measure.width(figure.figure, font) + 8
        lines = [
            part for note in figure.notes for part in wrap(note, x + room - left, NOTE, measure)
        ]
        for number, line in enumerate(lines[:4]):
            sketch.text(left, 26 + number * 9.2, line, NOTE, colour=Role.SOFT)


def _fitted(text: str, size: float, room: float, measure: TextMeasure) -> Font:
    """Return the largest bold face, up to `size`, in which the figure fits its columns."""
    weight = Weight.BOLD if size > 30 else Weight.SEMIBOLD
    font = Font(size, weight, tracking=-0.014 * size)
    while measure.width(text, font) > room and font.size > 9:
        smaller = font.size - 1
        font = Font(smaller, weight, tracking=-0.014 * smaller)
    return font


def _notes(
    sketch: Sketch, figure: KeyFigure, x: float, y: float, *, room: float, measure: TextMeasure
) -> None:
    for number, note in enumerate(figure.notes):
        text = fit(note, room, NOTE, measure)
        sketch.text(x, y + number * 9.2, text, NOTE, colour=Role.SOFT)


def _trend(
    sketch: Sketch, change: Trend, x: float, y: float, *, room: float, measure: TextMeasure
) -> None:
    if change.up is None:
        sketch.text(x, y, fit(change.text, room, SMALL, measure), SMALL, colour=Role.SOFT)
        return
    trend(sketch, x, y - 0.2, up=change.up)
    sketch.text(x + 8.5, y, change.text, NOTE_BOLD)
    left = x + 8.5 + measure.width(f"{change.text} ", NOTE_BOLD)
    note = fit(change.note, x + room - left, NOTE, measure) if change.note else ""
    sketch.text(left, y, note, NOTE, colour=Role.SOFT)
