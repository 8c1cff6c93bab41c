"""The ridges of the Cévennes: the layers behind the head, and the mark beside the office's name.

The curves are data, `ridges.json`, that the printed page draws too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from otdesk.ui.theme.palette import Colour, Palette

LAYERS = ("far", "middle", "near")


@dataclass(frozen=True)
class Crest:
    """One line from left to right in its drawing's unit; no `stroke` for a filled layer."""

    layer: str
    path: QPainterPath
    stroke: float


@dataclass(frozen=True)
class Ridges:
    """Both drawings, their layers from far to near.

    The header's unit is its own width and height; the mark's is its width, `mark_height` its
    height in it.
    """

    header: tuple[Crest, ...]
    mark: tuple[Crest, ...]
    mark_height: float

    @classmethod
    def load(cls, folder: Path) -> Ridges:
        """Read `ridges.json` in the folder of the theme."""
        content = json.loads((folder / "ridges.json").read_text(encoding="utf-8"))
        return cls(
            header=tuple(_crest(layer) for layer in content["header"]["layers"]),
            mark=tuple(_crest(line) for line in content["mark"]["lines"]),
            mark_height=float(content["mark"]["height"]),
        )

    def paint_header(self, painter: QPainter, rect: QRectF, palette: Palette) -> None:
        """Fill the head: its colour, the ridges, the line that parts it from the screen below."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(palette.header))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(rect.width(), rect.height())
        for crest in self.header:
            slope = QPainterPath(crest.path)
            slope.lineTo(1, 1)
            slope.lineTo(0, 1)
            slope.closeSubpath()
            painter.fillPath(slope, QColor(palette.ridges[LAYERS.index(crest.layer)]))
        painter.restore()
        line = max(2.0, rect.height() / 28)
        painter.fillRect(
            QRectF(rect.left(), rect.bottom() - line, rect.width(), line),
            QColor(palette.header_line),
        )
        painter.restore()

    def paint_mark(self, painter: QPainter, rect: QRectF, colours: Sequence[Colour]) -> None:
        """Draw the mark as large as `rect` lets it be, centred; three colours, from far to near."""
        width = min(rect.width(), rect.height() / self.mark_height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(
            rect.center() - QPointF(width / 2, width * self.mark_height / 2),
        )
        painter.scale(width, width)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for crest, colour in zip(self.mark, colours, strict=True):
            pen = QPen(QColor(colour), max(crest.stroke, 1.2 / width))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(crest.path)
        painter.restore()


def mark_colours(palette: Palette) -> tuple[Colour, Colour, Colour]:
    """Return the mark's colours on a card: two granites and châtaigne."""
    return palette.line, palette.border, palette.origin.ink


def _crest(content: dict[str, Any]) -> Crest:
    path = QPainterPath(QPointF(*content["start"]))
    for x1, y1, x2, y2, x, y in content["curves"]:
        path.cubicTo(QPointF(x1, y1), QPointF(x2, y2), QPointF(x, y))
    return Crest(str(content["layer"]), path, float(content.get("stroke", 0.0)))
