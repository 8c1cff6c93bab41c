"""A button that shows its key as a cap beside its words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton

from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAST


class KeyButton(QPushButton):
    """Words and a key cap; the frame is the style sheet's, by `role` (primary, secondary, ghost).

    A screen reader hears the words as the name and the key as the description.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        key: str,
        role: str = "secondary",
        *,
        icon: str = "",
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = text
        self._key = key
        self._picture = icon
        self._role = role
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(theme.scale.target)
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)

    @property
    def words(self) -> str:
        """Return the words without the key."""
        return self._words

    def say(self, text: str) -> None:
        """Change the words."""
        if text != self._words:
            self._words = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def show_key(self, key: str) -> None:
        """Print another key on the cap; none where no key does it."""
        if key != self._key:
            self._key = key
            self.setAccessibleDescription(key)
            self.updateGeometry()
            self.update()

    def take_role(self, role: str) -> None:
        """Become the filled button of its place, or one among others."""
        if role != self._role:
            self._role = role
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room of words, cap and margins."""
        scale = self._theme.scale
        words = QFontMetrics(self._font).horizontalAdvance(self._words)
        margins = scale.space(20 if self._role == "ghost" else 36)
        width = words + self._cap_width + self._picture_width + margins
        return QSize(width, max(scale.target, scale.em(2.4)))

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        size = self.sizeHint()
        spare = 4 if self._role == "ghost" else 14
        return QSize(size.width() - self._theme.scale.space(spare), size.height())

    @property
    def _font(self) -> QFont:
        return self._theme.font(BODY * 1.1 if self._role == "primary" else BODY, SEMIBOLD)

    @property
    def _cap_width(self) -> int:
        if not self._key:
            return 0
        metrics = QFontMetrics(self._theme.font(LEAST, SEMIBOLD))
        return metrics.horizontalAdvance(self._key) + self._theme.scale.space(12)

    @property
    def _picture_width(self) -> int:
        return self._theme.scale.icon_small + self._theme.scale.space(8) if self._picture else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the style's frame, then icon, words and cap, centred together."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        scale = self._theme.scale
        metrics = QFontMetrics(self._font)
        words = metrics.horizontalAdvance(self._words)
        gap = scale.space(10) if self._key else 0
        left = (self.width() - words - self._cap_width - self._picture_width - gap) // 2
        ink = self._ink
        if self._picture:
            size = scale.icon_small
            pixmap = self._theme.icons.pixmap(
                self._picture, ink.name(), size, self.devicePixelRatioF()
            )
            painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
            left += self._picture_width
        painter.setFont(self._font)
        painter.setPen(ink)
        room = QRect(left, 0, words + 2, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._words)
        if self._key:
            self._paint_cap(painter, left + words + gap, ink)
        painter.end()

    def _paint_cap(self, painter: QPainter, left: int, ink: QColor) -> None:
        scale = self._theme.scale
        font = self._theme.font(LEAST, SEMIBOLD)
        height = QFontMetrics(font).height() + scale.space(4)
        cap = QRectF(left, (self.height() - height) / 2, self._cap_width, height)
        edge = QColor(ink) if self._role == "primary" else QColor(self._theme.palette.border)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, scale.small_radius, scale.small_radius)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)

    @property
    def _ink(self) -> QColor:
        palette = self._theme.palette
        if not self.isEnabled():
            return QColor(palette.ink_secondary)
        if self._role == "primary":
            return QColor(palette.origin.on_fill)
        if self._role == "complete":
            return QColor(palette.genet.on_fill)
        if self._role == "header":
            return QColor(palette.header_ink)
        return QColor(palette.ink)
