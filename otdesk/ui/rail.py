"""The rail at the left: one place for each screen, with its key."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import LEAST, NOTE, SMALL

_LONG, _LONGEST = 12, 15


@dataclass(frozen=True, slots=True)
class RailPlace:
    """A screen in the rail: its name in the window, its words, icon and key."""

    name: str
    label: str
    icon: str
    key: str
    last: bool = False


def _step(label: str) -> float:
    """Return the type step of a word: « Synchronisation » is as wide as the rail."""
    return SMALL if len(label) < _LONG else NOTE if len(label) < _LONGEST else LEAST


class RailButton(QAbstractButton):
    """Icon, word and key under each other; a bar at the left marks where one is."""

    def __init__(self, theme: Theme, place: RailPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = place
        self._badge = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(place.label)
        self.setAccessibleDescription(place.key)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_badge(self, count: int) -> None:
        """Show how much waits there; none for zero."""
        if count != self._badge:
            self._badge = count
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room of an icon and two lines."""
        scale = self._theme.scale
        lines = 1.6 if scale.dense else 2.9
        return QSize(scale.rail, scale.icon_large + scale.em(lines) + scale.space(12))

    def minimumSizeHint(self) -> QSize:
        """Return less where text is large: the last place is at the foot of the least screen."""
        scale = self._theme.scale
        if not scale.dense:
            return self.sizeHint()
        return QSize(scale.rail, max(scale.target, self._least_icon + scale.em(1.4)))

    @property
    def _least_icon(self) -> int:
        return self._theme.scale.space(22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the place."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        here = self.isChecked()
        if here:
            painter.fillRect(self.rect(), QColor(palette.ground))
            painter.fillRect(0, 0, scale.space(4), self.height(), QColor(palette.origin.fill))
        elif self.underMouse():
            painter.fillRect(self.rect(), QColor(palette.sunken))
        colour = palette.origin.ink if here else palette.ink
        line = scale.em(1.4)
        lacking = max(0, self.sizeHint().height() - self.height())
        top = max(scale.space(2), scale.space(7) - lacking)
        size = min(scale.icon_large, max(self._least_icon, self.height() - line - top))
        icon = self._theme.icons.pixmap(self._place.icon, colour, size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, top, icon)
        painter.setFont(self._theme.font(_step(self._place.label), SEMIBOLD))
        painter.setPen(QColor(colour))
        gap = 0 if lacking else scale.space(3)
        label = QRect(0, top + size + gap, self.width(), line)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self._place.label)
        if scale.dense:
            # At large text the words matter more; the key is in the manual and in Ctrl+K.
            self._paint_badge(painter, self.width() // 2 + size // 2, top)
            return
        painter.setFont(self._theme.font(LEAST, REGULAR))
        painter.setPen(QColor(palette.origin.ink if here else palette.ink_secondary))
        key = QRect(0, label.bottom(), self.width(), scale.em(1.2))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._place.key)
        self._paint_badge(painter, self.width() // 2 + size // 2, top)

    def _paint_badge(self, painter: QPainter, left: int, top: int) -> None:
        if not self._badge:
            return
        palette, scale = self._theme.palette, self._theme.scale
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        text = str(self._badge)
        height = painter.fontMetrics().height()
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + scale.space(8))
        box = QRect(left - scale.space(2), top - scale.space(2), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.genet.fill))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(palette.genet.on_fill))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """Every screen of this role; `chosen` carries the name of one."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, places: tuple[RailPlace, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setFixedWidth(theme.scale.rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.scale.space(10), 0, theme.scale.space(8))
        column.setSpacing(theme.scale.space(4))
        self.buttons: dict[str, RailButton] = {}
        for place in places:
            if place.last:
                column.addStretch(1)
            button = RailButton(theme, place)
            button.clicked.connect(lambda _on, name=place.name: self.chosen.emit(name))
            self.buttons[place.name] = button
            column.addWidget(button)

    def show_place(self, name: str) -> None:
        """Mark where one is."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)
