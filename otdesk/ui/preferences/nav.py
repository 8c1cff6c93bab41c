"""The list of pages at the left of the settings, and of the manual."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, SEMIBOLD
from otdesk.ui.theme.scale import BODY


class NavButton(QAbstractButton):
    """One page: its icon and name; a bar at the left and a filled ground mark where one is."""

    def __init__(self, theme: Theme, text: str, icon: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._picture = icon
        self.setText(text)
        self.setObjectName(f"nav:{name}")
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of icon and words."""
        scale = self._theme.scale
        self.ensurePolished()
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text()) * 1.06
        return QSize(round(words) + scale.icon + scale.space(40), scale.target)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar, icon and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        here = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if here or self.underMouse():
            painter.setBrush(QColor(palette.origin.soft if here else palette.hover))
            painter.drawRoundedRect(self.rect(), scale.small_radius, scale.small_radius)
        if here:
            painter.fillRect(
                0,
                scale.space(6),
                scale.space(4),
                self.height() - scale.space(12),
                QColor(palette.origin.fill),
            )
        ink = palette.origin.ink if here else palette.ink
        side, left = scale.icon, scale.space(14)
        picture = self._theme.icons.pixmap(self._picture, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        left += side + scale.space(10)
        painter.setFont(self._theme.font(BODY, SEMIBOLD if here else MEDIUM))
        painter.setPen(QColor(ink))
        room = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
