"""Paint drawings with reportlab: the only module that writes on its canvas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportlab.pdfgen.canvas import Canvas

from otdesk.documents.drawing import (
    Anchor,
    Circle,
    Hatch,
    Line,
    Path,
    Primitive,
    Rect,
    Role,
    Text,
)
from otdesk.documents.pdf.fonts import Fonts
from otdesk.documents.pdf.palette import Rgb


class Painter:
    """Paints primitives on one page; reportlab counts y upwards from `height`."""

    def __init__(
        self, canvas: Canvas, fonts: Fonts, palette: Mapping[Role, Rgb], height: float
    ) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._palette = palette
        self._height = height
        self._fill: Role | None = None
        self._stroke: tuple[Role, float, tuple[float, ...]] | None = None

    def paint(self, items: Iterable[Primitive]) -> None:
        """Paint in order: what comes later lies above."""
        for item in items:
            match item:
                case Text():
                    self._text(item)
                case Rect():
                    self._rect(item)
                case Line():
                    self._line(item)
                case Path():
                    self._path(item)
                case Circle():
                    self._circle(item)
                case Hatch():
                    self._hatch(item)

    def _use(
        self, fill: Role | None, stroke: Role | None, line: float, dash: tuple[float, ...] = ()
    ) -> None:
        # Each colour that is set again costs bytes in the file and time at the printer.
        if fill is not None and fill != self._fill:
            self._canvas.setFillColorRGB(*self._palette[fill])
            self._fill = fill
        if stroke is not None and (stroke, line, dash) != self._stroke:
            self._canvas.setStrokeColorRGB(*self._palette[stroke])
            self._canvas.setLineWidth(line)
            self._canvas.setDash(list(dash))
            self._stroke = (stroke, line, dash)

    def _text(self, item: Text) -> None:
        self._use(item.colour, None, 0)
        font = item.font
        text = self._fonts.drawable(item.text, font)
        x = item.x
        if item.anchor is not Anchor.START:
            width = self._fonts.width(text, font)
            x -= width if item.anchor is Anchor.END else width / 2
        self._canvas.setFont(self._fonts.name(font), font.size)
        self._canvas.drawString(x, self._height - item.y, text, charSpace=font.tracking)

    def _rect(self, item: Rect) -> None:
        self._use(item.fill, item.stroke, item.line)
        self._canvas.rect(
            item.x,
            self._height - item.y - item.height,
            item.width,
            item.height,
            stroke=int(item.stroke is not None),
            fill=int(item.fill is not None),
        )

    def _line(self, item: Line) -> None:
        self._use(None, item.stroke, item.line, item.dash)
        top = self._height
        self._canvas.line(item.x1, top - item.y1, item.x2, top - item.y2)

    def _path(self, item: Path) -> None:
        self._use(item.fill, item.stroke, item.line)
        path = self._canvas.beginPath()
        for points in item.lines:
            for number, (x, y) in enumerate(points):
                (path.lineTo if number else path.moveTo)(x, self._height - y)
            if item.closed:
                path.close()
        self._canvas.drawPath(
            path,
            stroke=int(item.stroke is not None),
            fill=int(item.fill is not None),
            fillMode=0,
        )

    def _circle(self, item: Circle) -> None:
        self._use(item.fill, item.stroke, item.line)
        self._canvas.circle(
            item.x,
            self._height - item.y,
            item.radius,
            stroke=int(item.stroke is not None),
            fill=int(item.fill is not None),
        )

    def _hatch(self, item: Hatch) -> None:
        canvas = self._canvas
        canvas.saveState()
        bottom = self._height - item.y - item.height
        clip = canvas.beginPath()
        clip.rect(item.x, bottom, item.width, item.height)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setStrokeColorRGB(*self._palette[item.stroke])
        canvas.setLineWidth(item.line)
        canvas.setDash([])
        strokes = canvas.beginPath()
        offset = -item.height
        while offset < item.width:
            strokes.moveTo(item.x + offset, bottom)
            strokes.lineTo(item.x + offset + item.height, bottom + item.height)
            offset += item.gap
        canvas.drawPath(strokes, stroke=1, fill=0)
        canvas.restoreState()
