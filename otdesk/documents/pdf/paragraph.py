"""Paragraphs of bold and regular runs, broken on U+0020 alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.documents.charts.labels import fit
from otdesk.documents.drawing import Drawing, Font, Role, Sketch, TextMeasure, Weight

BASE = Font(6.5)
_LEADING = 1.36


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight."""

    text: str
    bold: bool = False


def runs(text: str) -> tuple[Run, ...]:
    """Read `**bold** regular` as runs; data never pass here, only our own sentences."""
    parts = text.split("**")
    return tuple(Run(part, bold=number % 2 == 1) for number, part in enumerate(parts) if part)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word; `glued` to the one before (a colon after a bold word), it starts no line."""

    text: str
    font: Font
    role: Role
    width: float
    glued: bool = False


def paragraph(
    content: Sequence[Run],
    width: float,
    measure: TextMeasure,
    *,
    font: Font = BASE,
    lines: int | None = None,
) -> Drawing:
    """Set the runs in lines of `width`; beyond `lines` the last one ends in an ellipsis."""
    sketch = Sketch(width)
    leading = font.size * _LEADING
    rows = _rows(_words(content, font, width, measure), width, measure.width(" ", font))
    if lines is not None and len(rows) > lines:
        rows = [*rows[: lines - 1], _shortened(rows[lines - 1], width, measure)]
    for number, row in enumerate(rows):
        _draw(sketch, row, number * leading + font.size, measure)
    return sketch.finish(len(rows) * leading)


def _draw(sketch: Sketch, row: Sequence[_Word], y: float, measure: TextMeasure) -> None:
    """Draw neighbours of one face as one text, so that a reader can select a sentence."""
    x, text = 0.0, ""
    for number, word in enumerate(row):
        text += word.text
        following = row[number + 1] if number + 1 < len(row) else None
        if following is not None and not following.glued:
            text += " "
        if following is None or following.font != word.font:
            sketch.text(x, y, text.rstrip(" "), word.font, colour=word.role)
            x += measure.width(text, word.font)
            text = ""


def _words(content: Sequence[Run], font: Font, width: float, measure: TextMeasure) -> list[_Word]:
    words: list[_Word] = []
    spaced = True
    for run in content:
        face = Font(font.size, Weight.SEMIBOLD, font.tabular) if run.bold else font
        role = Role.INK if run.bold else Role.SOFT
        glued = not spaced and not run.text.startswith(" ")
        for part in run.text.split(" "):
            if part:
                text = fit(part, width, face, measure)
                words.append(_Word(text, face, role, measure.width(text, face), glued))
            glued = False
        spaced = run.text.endswith(" ")
    return words


def _rows(words: Sequence[_Word], width: float, space: float) -> list[list[_Word]]:
    rows: list[list[_Word]] = []
    used = 0.0
    for word in words:
        gap = 0.0 if word.glued else space
        if rows and used + gap + word.width <= width:
            rows[-1].append(word)
            used += gap + word.width
        else:
            # A glued word takes the one before it along to the new line.
            carried = [rows[-1].pop()] if word.glued and rows and len(rows[-1]) > 1 else []
            rows.append([*carried, word])
            used = sum(part.width for part in rows[-1])
    return rows


def _shortened(row: Sequence[_Word], width: float, measure: TextMeasure) -> list[_Word]:
    """Return the row ended by an ellipsis, its last words dropped where it has no room."""
    kept = list(row)
    while kept:
        last = kept[-1]
        used = sum(word.width + measure.width(" ", word.font) for word in kept)
        room = measure.width("…", last.font)
        if used + room <= width or len(kept) == 1:
            text = f"{last.text.rstrip('.,;')}…"
            kept[-1] = _Word(text, last.font, last.role, last.width + room, last.glued)
            return kept
        kept.pop()
    return kept
