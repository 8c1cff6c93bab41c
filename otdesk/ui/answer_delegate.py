"""One answer of the search: icon, words, what it is, and its key as a cap."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from otdesk.ui.finding import Answer
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAST, NOTE

ANSWER = int(Qt.ItemDataRole.UserRole)


class AnswerDelegate(QStyledItemDelegate):
    """Paints rows of a finger's height; the chosen one is filled and has a bar."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return a row's height."""
        return QSize(100, self._theme.scale.row)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one answer."""
        answer: Answer = index.data(ANSWER)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette, scale = self._theme.palette, self._theme.scale
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(0, 1, 0, -1)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.origin.soft if chosen else palette.hover))
            painter.drawRoundedRect(QRectF(box), scale.small_radius, scale.small_radius)
        if chosen:
            bar = QRect(box.left(), box.top() + 4, scale.space(4), box.height() - 8)
            painter.fillRect(bar, QColor(palette.origin.fill))
        ink = palette.origin.ink if chosen else palette.ink
        left, side = box.left() + scale.space(14), scale.icon
        pixmap = self._theme.icons.pixmap(
            answer.icon, ink, side, painter.device().devicePixelRatio()
        )
        painter.drawPixmap(left, box.center().y() - side // 2 + 1, pixmap)
        left += side + scale.space(12)
        right = box.right() - scale.space(10)
        right = self._paint_key(painter, answer.key, box, right)
        right = self._paint_note(painter, answer.note, box, left, right)
        painter.setFont(self._theme.font(BODY, SEMIBOLD if chosen else MEDIUM))
        painter.setPen(QColor(ink))
        room = QRect(left, box.top(), right - left - scale.space(10), box.height())
        words = painter.fontMetrics().elidedText(
            answer.label, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _paint_key(self, painter: QPainter, key: str, box: QRect, right: int) -> int:
        if not key:
            return right
        palette, scale = self._theme.palette, self._theme.scale
        font = self._theme.font(LEAST, SEMIBOLD)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(key) + scale.space(12)
        height = metrics.height() + scale.space(4)
        cap = QRectF(right - width, box.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(cap, scale.small_radius, scale.small_radius)
        painter.setFont(font)
        painter.setPen(QColor(palette.ink))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        return right - width - scale.space(12)

    def _paint_note(self, painter: QPainter, note: str, box: QRect, left: int, right: int) -> int:
        font = self._theme.font(NOTE, REGULAR)
        metrics = QFontMetrics(font)
        # Words come first: what it is may be cut, what it is called may not.
        width = min(metrics.horizontalAdvance(note) + 2, (right - left) * 2 // 5)
        room = QRect(right - width, box.top(), width, box.height())
        painter.setFont(font)
        painter.setPen(QColor(self._theme.palette.ink_secondary))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, flags, metrics.elidedText(note, Qt.TextElideMode.ElideRight, width))
        return right - width
