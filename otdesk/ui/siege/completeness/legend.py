"""The legend under the table: each state with its sign and its word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from otdesk.headquarters.state_words import STATES
from otdesk.headquarters.year_table import CellState
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.siege.completeness.look import LEGEND, LOOKS, paint_ground
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR
from otdesk.ui.theme.scale import LEAST


class LegendItem(QWidget):
    """A small cell and its word; a screen reader hears the word in each cell itself."""

    def __init__(self, theme: Theme, state: CellState) -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self._text = STATES[state]()

    def sizeHint(self) -> QSize:
        """Return the room of the sign and the word."""
        scale = self._theme.scale
        metrics = QFontMetrics(self._theme.font(LEAST, REGULAR))
        side = scale.em(1.5)
        return QSize(side + scale.space(5) + metrics.horizontalAdvance(self._text) + 2, side)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign and the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        side = scale.em(1.5)
        box = QRectF(1, (self.height() - side) / 2 + 1, side - 2, side - 2)
        paint_ground(painter, box, self._theme, self._state)
        look = LOOKS[self._state]
        if look.icon:
            size = scale.em(0.95)
            ink = palette.hue(look.tone).ink
            picture = self._theme.icons.pixmap(look.icon, ink, size, self.devicePixelRatioF())
            at = box.center()
            painter.drawPixmap(round(at.x() - size / 2), round(at.y() - size / 2), picture)
        painter.setFont(self._theme.font(LEAST, REGULAR))
        painter.setPen(QColor(palette.ink))
        room = self.rect().adjusted(side + scale.space(5), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()


class Legend(QWidget):
    """Every sign of the table that has no word in its cell."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        flow = FlowLayout(theme.scale.space(9), self)
        for state in LEGEND:
            flow.addWidget(LegendItem(theme, state))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
