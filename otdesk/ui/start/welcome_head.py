"""The head of the windows before the main one: the ridges, a title, a line under it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, FIGURE


class WelcomeHead(QWidget):
    """Painted over the ridges of the Cévennes; its words are its accessible name."""

    def __init__(self, theme: Theme, title: str, lead: str) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._lead = lead
        self.setAccessibleName(f"{title} {lead}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of both lines, and of the ridges above them."""
        scale = self._theme.scale
        return QSize(scale.em(40), scale.em(4.4) + scale.space(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ridges and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        self._theme.ridges.paint_header(painter, QRectF(self.rect()), palette)
        side = scale.space(28)
        painter.setFont(self._theme.font(FIGURE, SEMIBOLD))
        painter.setPen(QColor(palette.header_ink))
        top = scale.space(20)
        room = QRect(side, top, self.width() - 2 * side, scale.em(2.6))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setFont(self._theme.font(BODY, REGULAR))
        painter.setPen(QColor(palette.header_ink_secondary))
        room = QRect(side, room.bottom(), room.width(), scale.em(1.7))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._lead)
        painter.end()
