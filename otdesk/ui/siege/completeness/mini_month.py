"""A month of an office as a small calendar: what came, what is missing, what was not planned."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from otdesk.headquarters.year_table import YearCell, YearDay
from otdesk.i18n import _, ngettext
from otdesk.typography import WEEKDAYS, day_of_month
from otdesk.ui.siege.completeness.words import received_words
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import LEAST

_WEEKS = 6


class MiniMonth(QWidget):
    """Painted; its description names each missing day. Came is filled, missing is dashed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._days: tuple[YearDay, ...] = ()
        self._missing: frozenset[date] = frozenset()
        self.setAccessibleName(_("Jours reçus du mois"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cell(self, cell: YearCell) -> None:
        """Show the days of a cell."""
        self._days, self._missing = cell.days, frozenset(cell.missing)
        told = received_words(cell)
        if cell.missing:
            named = ", ".join(day_of_month(day) for day in cell.missing)
            form = ngettext("{} ; manque le {}", "{} ; manquent les {}", len(cell.missing))
            told = form.format(told, named)
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    @property
    def _rows(self) -> int:
        if not self._days:
            return _WEEKS
        return (self._days[0].day.weekday() + len(self._days) - 1) // 7 + 1

    def sizeHint(self) -> QSize:
        """Return the room of the heading and of the weeks of the month."""
        scale = self._theme.scale
        return QSize(scale.em(14), round(scale.em(1.55) * (self._rows + 1)))

    def minimumSizeHint(self) -> QSize:
        """Return the height that the weeks take, at any width of seven figures."""
        return QSize(self._theme.scale.em(12), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the initials of the weekdays and each day."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._theme.palette
        width, height = self.width() / 7, self._theme.scale.em(1.55)
        painter.setFont(self._theme.font(LEAST, REGULAR))
        painter.setPen(QColor(palette.ink_secondary))
        for column in range(7):
            room = QRectF(column * width, 0, width, height)
            letter = WEEKDAYS[column][0].upper()
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, letter)
        before = self._days[0].day.weekday() if self._days else 0
        for number, day in enumerate(self._days):
            row, column = divmod(before + number, 7)
            self._paint_day(painter, QRectF(column * width, (row + 1) * height, width, height), day)
        painter.end()

    def _paint_day(self, painter: QPainter, room: QRectF, day: YearDay) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        box = room.adjusted(1.5, 1.5, -1.5, -1.5)
        ink, weight = palette.ink_secondary, REGULAR
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if day.day in self._missing:
            painter.setBrush(QColor(palette.genet.soft))
            painter.setPen(QPen(QColor(palette.genet.ink), 1, Qt.PenStyle.DashLine))
            ink, weight = palette.genet.ink, SEMIBOLD
        elif day.received:
            painter.setBrush(QColor(palette.ok.soft))
            if palette.name == "contraste":
                painter.setPen(QPen(QColor(palette.ok.ink), 1))
            ink, weight = palette.ok.ink, SEMIBOLD
        elif day.planned and not day.due:
            painter.setPen(QPen(QColor(palette.line), 1))
            ink = palette.ink
        painter.drawRoundedRect(box, scale.small_radius, scale.small_radius)
        painter.setFont(self._theme.font(LEAST, weight))
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day.day))
