"""One page of the siège's screen in the line of its pages."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from otdesk.i18n import ngettext
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, SEMIBOLD
from otdesk.ui.theme.scale import LEAST, SMALL


class PageTab(QAbstractButton):
    """Icon, words, key, and how much waits there; a bar under it marks where one is."""

    def __init__(self, theme: Theme, text: str, icon: str, key: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._picture = icon
        self._key = key
        self._badge = 0
        self._shows_key = True
        self.setText(text)
        self.setObjectName(f"tab:{name}")
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setToolTip(key)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def badge(self) -> int:
        """Return how much waits there."""
        return self._badge

    def show_badge(self, count: int) -> None:
        """Show how much waits there; none for zero."""
        if count != self._badge:
            self._badge = count
            waiting = ngettext("{} à voir", "{} à voir", count).format(count)
            self.setAccessibleDescription(f"{self._key}, {waiting}" if count else self._key)
            self.updateGeometry()
            self.update()

    def show_key(self, *, shown: bool) -> None:
        """Show the key beside the words, or leave its room to the other pages."""
        if shown != self._shows_key:
            self._shows_key = shown
            self.updateGeometry()
            self.update()

    @property
    def whole_width(self) -> int:
        """Return the room of icon, words, key and count."""
        scale = self._theme.scale
        words = QFontMetrics(self._theme.font(SMALL, SEMIBOLD)).horizontalAdvance(self.text())
        return scale.icon_small + words + self._key_width + self._badge_width + scale.space(34)

    @property
    def _key_width(self) -> int:
        least = QFontMetrics(self._theme.font(LEAST, MEDIUM))
        return least.horizontalAdvance(self._key) + self._theme.scale.space(8)

    def sizeHint(self) -> QSize:
        """Return the room of what is shown."""
        hidden = 0 if self._shows_key else self._key_width
        return QSize(self.whole_width - hidden, self._theme.scale.target)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    @property
    def _badge_width(self) -> int:
        if not self._badge:
            return 0
        metrics = QFontMetrics(self._theme.font(LEAST, SEMIBOLD))
        text = metrics.horizontalAdvance(str(self._badge))
        return max(metrics.height(), text + self._theme.scale.space(8)) + self._theme.scale.space(6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the icon, the words, the key, the count and the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        here = self.isChecked()
        if self.underMouse() and not here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.sunken))
            painter.drawRoundedRect(self.rect(), scale.small_radius, scale.small_radius)
        ink = palette.origin.ink if here else palette.ink
        left, side = scale.space(12), scale.icon_small
        picture = self._theme.icons.pixmap(self._picture, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        left += side + scale.space(8)
        font = self._theme.font(SMALL, SEMIBOLD)
        left = self._words(painter, left, self.text(), font, ink)
        if self._shows_key:
            left += scale.space(8)
            key = palette.origin.ink if here else palette.ink_secondary
            left = self._words(painter, left, self._key, self._theme.font(LEAST, MEDIUM), key)
        self._paint_badge(painter, left + scale.space(6))
        if here:
            bar = QRectF(scale.space(8), self.height() - scale.space(4), 0, scale.space(4))
            bar.setWidth(self.width() - 2 * scale.space(8))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.origin.fill))
            painter.drawRoundedRect(bar, scale.space(2), scale.space(2))
        painter.end()

    def _words(self, painter: QPainter, left: int, text: str, font: QFont, ink: str) -> int:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        width = painter.fontMetrics().horizontalAdvance(text)
        room = QRect(left, 0, width + 2, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        return left + width

    def _paint_badge(self, painter: QPainter, left: int) -> None:
        if not self._badge:
            return
        palette, scale = self._theme.palette, self._theme.scale
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        height = painter.fontMetrics().height()
        width = self._badge_width - scale.space(6)
        box = QRect(left, (self.height() - height) // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.genet.fill))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(palette.genet.on_fill))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._badge))
