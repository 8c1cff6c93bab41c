"""What tests of printed papers read back: their words, their pages, where each text lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped]

from otdesk.documents.drawing import Box, TextMeasure, text_boxes
from otdesk.documents.pdf.page import HEIGHT, LEFT, RIGHT, PageSketch

_HAIR = 0.01


def text_of(data: bytes) -> str:
    """Return the words of a PDF; spaces of every kind are one space."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    return " ".join(" ".join(pages).split())


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(pypdfium2.PdfDocument(data))


def faults(pages: Iterable[PageSketch], measure: TextMeasure) -> list[str]:
    """Return the texts that leave their page or run into another one."""
    found = []
    for page in pages:
        boxes = text_boxes(page.items, measure)
        found += [box.text for box in boxes if _is_outside(box)]
        found += _overlapping(boxes)
    return found


def _is_outside(box: Box) -> bool:
    return box.left < LEFT - 2 or box.right > RIGHT + 2 or box.bottom > HEIGHT


def _overlapping(boxes: Sequence[Box]) -> list[str]:
    # Words set one after another share an edge, up to the last digit of a float.
    inner = [replace(box, left=box.left + _HAIR, right=box.right - _HAIR) for box in boxes]
    return [f"{a.text} / {b.text}" for a in inner for b in inner if a is not b and a.overlaps(b)]
