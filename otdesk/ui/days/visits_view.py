"""The painted table of the day: rows of a finger's height, whole rows only."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from otdesk.i18n import _
from otdesk.ui.days.lines import Line, LineKind
from otdesk.ui.days.visits_model import (
    AUTHOR,
    CHANNEL,
    DEMANDS,
    LINE_ROLE,
    ORIGIN,
    PERSONS,
    REMARK,
    TIME,
    VisitsModel,
)
from otdesk.ui.rows_table import RowsTable
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.palette import Colour
from otdesk.ui.theme.scale import BODY, NOTE, SMALL

# Widths in em: what is fixed, and how the rest is shared.
_FIXED = {TIME: 4.5, PERSONS: 3.4, CHANNEL: 7.6, AUTHOR: 3.0}
# Beside the initials the post, where the office has several.
_WITH_POST = 9.0
_SHARED = {ORIGIN: 12, DEMANDS: 13, REMARK: 13}
_NARROW_EM = 58
_Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """Paints a cell by what its line is: standing, to complete, or struck through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.wraps = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._ground(painter, box, line, index.column(), selected=selected)
        room = box.adjusted(self._pad, 0, -self._pad, 0)
        if index.column() == ORIGIN:
            self._origin(painter, room, line)
        elif index.column() == REMARK:
            self._remark(painter, room, line)
        else:
            self._plain(painter, room, line, index.column(), str(index.data() or ""))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return a finger's height."""
        return QSize(self._theme.scale.em(4), self._theme.scale.row)

    @property
    def _pad(self) -> int:
        return self._theme.scale.space(6)

    def _ground(
        self, painter: QPainter, box: QRect, line: Line, column: int, *, selected: bool
    ) -> None:
        palette = self._theme.palette
        unfinished = line.kind is LineKind.DRAFT
        if unfinished:
            painter.fillRect(box, QColor(palette.genet.soft))
        elif selected:
            painter.fillRect(box, QColor(palette.origin.soft))
        if column == TIME and (selected or unfinished):
            hue = palette.origin if selected else palette.genet
            bar = QRect(box.left(), box.top(), self._theme.scale.space(4), box.height() - 1)
            painter.fillRect(bar, QColor(hue.fill))
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _font(self, line: Line, step: float, weight: QFont.Weight) -> QFont:
        font = self._theme.font(step, weight)
        font.setStrikeOut(line.voided)
        return font

    def _plain(self, painter: QPainter, room: QRect, line: Line, column: int, text: str) -> None:
        palette = self._theme.palette
        step, weight, colour = BODY, REGULAR, palette.ink_secondary
        if column == PERSONS:
            step, weight, colour = 1.15, SEMIBOLD, palette.ink
        elif column == DEMANDS:
            weight, colour = MEDIUM, palette.demand.ink
        elif column == AUTHOR:
            step, weight = SMALL, MEDIUM
        elif column == CHANNEL and line.channel_text and not self._at_counter(line):
            weight, colour = MEDIUM, palette.channel.ink
        if line.voided:
            colour = palette.ink_secondary
        self._text(painter, room, text, self._font(line, step, weight), colour)

    @staticmethod
    def _at_counter(line: Line) -> bool:
        return line.channel is not None and line.channel.value == "comptoir"

    def _origin(self, painter: QPainter, room: QRect, line: Line) -> None:
        palette = self._theme.palette
        colour = palette.genet.ink if line.gap else palette.ink
        if line.voided:
            colour = palette.ink_secondary
        font = self._font(line, BODY, REGULAR if line.voided else SEMIBOLD)
        number = f"  {line.number}" if line.number else ""
        small = self._font(line, NOTE, REGULAR)
        width = QFontMetrics(small).horizontalAdvance(number)
        name = QRect(room.left(), room.top(), max(room.width() - width, 0), room.height())
        drawn = self._text(painter, name, line.origin, font, colour)
        if number:
            rest = QRect(name.left() + drawn, room.top(), width + 2, room.height())
            self._text(painter, rest, number, small, palette.ink_secondary)

    def _remark(self, painter: QPainter, room: QRect, line: Line) -> None:
        if line.kind is LineKind.DRAFT:
            self._complete_button(painter, room)
            return
        text = " · ".join(part for part in (line.remark, line.note) if part)
        if not text:
            return
        palette, scale = self._theme.palette, self._theme.scale
        sign = "ban" if line.voided else "pencil" if line.revised else ""
        if line.kind is LineKind.TALLY and not sign:
            sign = "file-text"
        if sign:
            side = scale.icon_small
            picture = self._theme.icons.pixmap(sign, palette.ink_secondary, side)
            painter.drawPixmap(room.left(), room.center().y() - side // 2, picture)
            room = room.adjusted(side + scale.space(6), 0, 0, 0)
        self._text(painter, room, text, self._theme.font(NOTE), palette.ink_secondary)

    def _complete_button(self, painter: QPainter, room: QRect) -> None:
        hue, scale = self._theme.palette.genet, self._theme.scale
        font = self._theme.font(SMALL, SEMIBOLD)
        width = QFontMetrics(font).horizontalAdvance(_("Compléter")) + 2 * scale.space(16)
        width = min(width, room.width())
        box = QRectF(room.right() - width, room.top() + 2, width, room.height() - 5)
        painter.setPen(QPen(QColor(hue.ink), 1))
        painter.setBrush(QColor(hue.fill))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        painter.setFont(font)
        painter.setPen(QColor(hue.on_fill))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _("Compléter"))

    def _text(self, painter: QPainter, room: QRect, text: str, font: QFont, colour: Colour) -> int:
        """Paint a text, on two lines in a narrow table, and return the width that it takes."""
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        width = metrics.horizontalAdvance(text)
        if width > room.width() and self.wraps and metrics.height() * 2 <= room.height():
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), text)
            return room.width()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        return min(width, room.width())


class VisitsView(RowsTable):
    """The table itself.

    `edited`, `voided`, `history_asked` carry the Line on which Enter, Suppr or Space was pressed.
    """

    edited = Signal(object)
    voided = Signal(object)
    history_asked = Signal(object)

    def __init__(self, model: VisitsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lines = model
        self.setModel(model)
        self._delegate = LineDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Accueils du jour"))
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self._fit_rows()
        model.modelReset.connect(self._fit_columns)

    @property
    def line(self) -> Line | None:
        """Return the line that is pointed to."""
        return self._lines.line_at(self.currentIndex().row())

    @property
    def row_height(self) -> int:
        """Return the height of a row."""
        return self.verticalHeader().defaultSectionSize()

    @property
    def head_height(self) -> int:
        """Return the height of the headings."""
        return self.horizontalHeader().sizeHint().height()

    def point_to(self, uid: str) -> None:
        """Put the cursor on a record, or on the first line."""
        row = max(self._lines.row_of(uid), 0)
        if self._lines.rowCount():
            self.setCurrentIndex(self._lines.index(row, TIME))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Suppr voids, Space shows the history; arrows go through the lines."""
        actions = {
            Qt.Key.Key_Return: self.edited,
            Qt.Key.Key_Enter: self.edited,
            Qt.Key.Key_Delete: self.voided,
            Qt.Key.Key_Backspace: self.voided,
            Qt.Key.Key_Space: self.history_asked,
        }
        signal = actions.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if signal is None or not plain:
            super().keyPressEvent(event)
        elif self.line is not None and not event.isAutoRepeat():
            signal.emit(self.line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Complete a draft that is touched on its button."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self._lines.line_at(index.row())
        if line is not None and line.kind is LineKind.DRAFT and index.column() == REMARK:
            self.edited.emit(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the line that is clicked twice."""
        if self.line is not None:
            self.edited.emit(self.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._fit_rows()
        self._fit_columns()

    def _fit_columns(self) -> None:
        scale = self._theme.scale
        width = self.viewport().width()
        sizes = _FIXED | ({AUTHOR: _WITH_POST} if self._lines.names_posts else {})
        part = min(1.0, width / scale.em(sum(sizes.values()) + 20))
        fixed = {column: round(scale.em(size) * part) for column, size in sizes.items()}
        rest = max(width - sum(fixed.values()), 0)
        whole = sum(_SHARED.values())
        for column, size in fixed.items():
            self.setColumnWidth(column, size)
        for column, size in _SHARED.items():
            self.setColumnWidth(column, rest * size // whole)

    def _fit_rows(self) -> None:
        scale = self._theme.scale
        self._delegate.wraps = self.width() < scale.em(_NARROW_EM)
        height = max(scale.row, scale.em(2.9)) if self._delegate.wraps else scale.row
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
