"""The four rows of a keyboard, coloured by the question that each answers at the counter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from otdesk.i18n import _
from otdesk.ui.counter.key_map import KeyboardLayout
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.palette import Hue
from otdesk.ui.theme.scale import NOTE, SMALL

_CHANNELS = 5
_SLANT = (0.0, 0.5, 0.75, 1.25)
_COLUMNS = 11.25


class KeyboardPicture(QWidget):
    """What lies under each row; the same as text for a screen reader."""

    def __init__(self, theme: Theme, layout: KeyboardLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = layout
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        rows = zip(questions(), self._rows(), strict=True)
        self.setAccessibleName(_("Les quatre rangées du clavier"))
        self.setAccessibleDescription(
            " ; ".join(f"{question} {' '.join(keys)}" for question, keys in rows)
        )

    def sizeHint(self) -> QSize:
        """Return the room of four rows of keys."""
        scale = self._theme.scale
        return QSize(scale.em(36), 4 * self._row)

    @property
    def _row(self) -> int:
        return max(self._theme.scale.space(40), self._theme.scale.em(2.3))

    def _rows(self) -> tuple[tuple[str, ...], ...]:
        layout = self._layout
        return (
            tuple("1234567890"),
            tuple(layout.top),
            tuple(layout.home),
            tuple(layout.bottom),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the caps, and at the right of each row the question it answers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self._theme.font(SMALL, SEMIBOLD))
        gap = self._theme.scale.space(14)
        words = max(metrics.horizontalAdvance(each) for each in questions()) + gap + 2
        step = min(self._row * 1.12, (self.width() - words) / _COLUMNS)
        palette = self._theme.palette
        hues = (palette.origin, palette.origin, palette.demand, palette.channel)
        for number, (keys, hue, question) in enumerate(
            zip(self._rows(), hues, questions(), strict=True)
        ):
            top = number * self._row
            for index, text in enumerate(keys):
                more = number == 3 and index >= _CHANNELS
                box = QRectF((_SLANT[number] + index) * step + 1, top + 3, step - 6, self._row - 7)
                self._paint_cap(painter, box, text, palette.granite if more else hue)
            painter.setFont(self._theme.font(SMALL, SEMIBOLD))
            painter.setPen(QColor(hue.ink))
            left = round(_COLUMNS * step) + gap
            room = QRect(left, top, self.width() - left, self._row)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, question)
        painter.end()

    def _paint_cap(self, painter: QPainter, box: QRectF, text: str, hue: Hue) -> None:
        radius = self._theme.scale.small_radius
        painter.setPen(QPen(QColor(hue.ink), 1))
        painter.setBrush(QColor(hue.soft))
        painter.drawRoundedRect(box, radius, radius)
        narrow = box.width() < self._theme.scale.em(1.7)
        painter.setFont(self._theme.font(NOTE if narrow else 1.0, SEMIBOLD if text else REGULAR))
        painter.setPen(QColor(hue.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def questions() -> tuple[str, ...]:
    """Return what each row answers, from the digits down."""
    asked: tuple[Callable[[], str], ...] = (
        lambda: _("Combien ?"),
        lambda: _("D’où ?"),
        lambda: _("Pour quoi ?"),
        lambda: _("Comment ? Et aussi"),
    )
    return tuple(question() for question in asked)
