"""A drawing of `documents` as a widget: as wide as it is given, as high as the drawing asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from otdesk.documents.charts.faces import BODY
from otdesk.documents.drawing import Drawing, TextMeasure
from otdesk.ui.drawing_painter import DrawingPainter, ScreenMeasure, screen_colours
from otdesk.ui.theme.apply import Theme

Draw = Callable[[float, TextMeasure], Drawing]


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of a drawing, in its points, that leads to a row of the table beside it."""

    x: float
    y: float
    width: float
    height: float
    row: int
    label: str = ""

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


FindSpots = Callable[[float, TextMeasure], Sequence[Spot]]


def no_spots(_width: float, _measure: TextMeasure) -> Sequence[Spot]:
    """Return no spots: a chart that opens nothing."""
    return ()


class DrawingView(QWidget):
    """Shows a drawing at the size of the theme's text; sketched again when its width changes.

    A pointer's help: `picked` carries the table's row under a click. The keyboard and the screen
    reader have the table itself, so that the picture takes no focus.
    """

    picked = Signal(int)

    def __init__(
        self,
        draw: Draw,
        spots: FindSpots,
        measure: ScreenMeasure,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._find_spots = spots
        self._measure = measure
        self._colours = screen_colours(theme.palette)
        self._focus_colour = QColor(theme.palette.focus)
        self._unit = theme.scale.em() / BODY.size
        self._drawing = Drawing(0, 0)
        self._spots: Sequence[Spot] = ()
        self._over: Spot | None = None
        self._picture: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setMinimumHeight(1)
        self.setMouseTracking(True)

    @property
    def drawing(self) -> Drawing:
        """Return the drawing as it is sketched for the present width."""
        return self._drawing

    @property
    def spots(self) -> Sequence[Spot]:
        """Return the parts that lead somewhere."""
        return self._spots

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sketch for the new width; the height follows it."""
        super().resizeEvent(event)
        width = self.width() / self._unit
        if width != self._drawing.width:
            self._drawing = self._draw(width, self._measure)
            self._spots = self._find_spots(width, self._measure)
            self._over = None
            self._picture = None
            self.setFixedHeight(max(1, round(self._drawing.height * self._unit) + 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing, and an outline around what the pointer is on."""
        painter = QPainter(self)
        if self._picture is None or self._picture.size() != self.size() * self.devicePixelRatio():
            self._picture = self._painted()
        painter.drawPixmap(0, 0, self._picture)
        if self._over is not None:
            unit = self._unit
            painter.setPen(self._focus_colour)
            spot = self._over
            box = QRectF(spot.x * unit, spot.y * unit, spot.width * unit, spot.height * unit)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.end()

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatio()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        DrawingPainter(painter, self._colours, self._unit).paint(self._drawing.items)
        painter.end()
        return picture

    def _spot_at(self, point: QPointF) -> Spot | None:
        x, y = point.x() / self._unit, point.y() / self._unit
        return next((spot for spot in self._spots if spot.holds(x, y)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that something opens here."""
        over = self._spot_at(event.position())
        if over != self._over:
            self._over = over
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            if over is not None and over.label:
                QToolTip.showText(event.globalPosition().toPoint(), over.label, self)
            self.update()

    def leaveEvent(self, event: object) -> None:
        """Forget the pointer."""
        self._over = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        spot = self._spot_at(event.position())
        if spot is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(spot.row)
