"""One place that the search of the manual found: where, and the words around."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import NOTE, SMALL


class FoundDelegate(QStyledItemDelegate):
    """Paints the first line stronger than the words around; an item is `where` and `excerpt`."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room of a line and two of excerpt."""
        scale = self._theme.scale
        return QSize(100, scale.em(4.6) + scale.space(16))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one place."""
        palette, scale = self._theme.palette, self._theme.scale
        where, _line, excerpt = str(index.data()).partition("\n")
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.origin.soft))
            painter.drawRoundedRect(QRectF(rect), scale.small_radius, scale.small_radius)
            bar = QRect(rect.left(), rect.top() + 4, scale.space(4), rect.height() - 8)
            painter.fillRect(bar, QColor(palette.origin.fill))
        else:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(palette.line))
        left, width = rect.left() + scale.space(12), rect.width() - scale.space(20)
        top = rect.top() + scale.space(7)
        painter.setFont(self._theme.font(SMALL, SEMIBOLD))
        painter.setPen(QColor(palette.origin.ink if chosen else palette.ink))
        line = QRect(left, top, width, scale.em(1.5))
        words = painter.fontMetrics().elidedText(where, Qt.TextElideMode.ElideRight, width)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(self._theme.font(NOTE, REGULAR))
        painter.setPen(QColor(palette.ink if chosen else palette.ink_secondary))
        room = QRect(left, line.bottom(), width, rect.bottom() - line.bottom() - scale.space(6))
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), excerpt)
        painter.restore()
