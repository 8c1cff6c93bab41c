"""Lists of the siège: rows of a sign and some words, one chosen at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from otdesk.ui.rows_table import RowsTable
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import SMALL

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class ListRow:
    """`cells` under the columns; the sign stands before the last one, in the ink of `tone`."""

    cells: tuple[str, ...]
    icon: str = ""
    tone: str = "granite"
    key: object = None

    @property
    def spoken(self) -> str:
        """Return the row as one sentence."""
        return ", ".join(cell for cell in self.cells if cell)


class ListModel(QAbstractTableModel):
    """Rows under the names of their columns."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[str, ...] = ()
        self.rows: tuple[ListRow, ...] = ()

    def show_rows(self, columns: Sequence[str], rows: Sequence[ListRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a cell, its row, or the row's sentence."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return row.spoken
        return row if role == ROW_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the name of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self.columns[section] if role == Qt.ItemDataRole.DisplayRole else None


class _Delegate(QStyledItemDelegate):
    """Paints a cell; the chosen row has a bar at its left as well as a ground."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row: ListRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(palette.origin.soft))
            if index.column() == 0:
                bar = QRect(rect.left(), rect.top(), scale.space(4), rect.height())
                painter.fillRect(bar, QColor(palette.origin.fill))
        left = rect.left() + scale.space(12)
        last = index.column() == len(row.cells) - 1
        ink = palette.ink
        if last and row.icon:
            side = scale.icon_small
            ink = palette.hue(row.tone).ink
            picture = self._theme.icons.pixmap(row.icon, ink, side)
            painter.drawPixmap(left, rect.center().y() - side // 2, picture)
            left += side + scale.space(7)
        painter.setFont(self._theme.font(SMALL, SEMIBOLD if last else REGULAR))
        painter.setPen(QColor(ink))
        room = QRect(left, rect.top(), rect.right() - left - scale.space(4), rect.height())
        metrics = painter.fontMetrics()
        text = metrics.elidedText(
            row.cells[index.column()], Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class ListView(RowsTable):
    """The table; `chosen` follows the row that keys, mouse or finger point to (None for none)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.model_of_rows = ListModel()
        self.model_of_rows.setParent(self)
        self.setModel(self.model_of_rows)
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(name)
        self.verticalHeader().setDefaultSectionSize(theme.scale.row)
        self.setProperty("noFocusRing", True)
        self._shares: tuple[int, ...] = ()
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def show_rows(
        self, columns: Sequence[tuple[str, int]], rows: Sequence[ListRow], *, keep: object = None
    ) -> None:
        """Show rows under (name, share of the width) columns; the row with the key stays chosen."""
        self._shares = tuple(share for _name, share in columns)
        self.model_of_rows.show_rows([name for name, _share in columns], rows)
        self._fit()
        at = next((n for n, row in enumerate(rows) if row.key == keep and keep is not None), 0)
        if rows:
            self.setCurrentIndex(self.model_of_rows.index(at, 0))
        else:
            self.chosen.emit(None)

    @property
    def row(self) -> ListRow | None:
        """Return the row that is pointed to."""
        at = self.currentIndex().row()
        rows = self.model_of_rows.rows
        return rows[at] if 0 <= at < len(rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters to the page: they are its keys, not a search in the list."""
        if event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        total = sum(self._shares) or 1
        width = self.viewport().width()
        left = width
        for column, share in enumerate(self._shares):
            part = left if column == len(self._shares) - 1 else width * share // total
            self.setColumnWidth(column, part)
            left -= part

    def _on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.row)
