"""A painted table of articles, movements, documents: rows of a finger's height, whole rows only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from otdesk.ui.rows_table import RowsTable
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, NOTE, SMALL

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)

# An em of a heading's own letters.
AIR = "\u2003"
OPEN, VOID, MORE = "open", "void", "more"
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_ALSO = QItemSelectionModel.SelectionFlag.Select | _ROWS


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a text, a note behind or under it, a tone of the palette.

    `chip` puts the text on the tone's soft ground.
    """

    text: str
    note: str = ""
    tone: str = ""
    strong: bool = False
    chip: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its key; `tone` is its ground, `struck` what no longer stands."""

    key: str
    cells: tuple[Cell, ...]
    tone: str = ""
    struck: bool = False

    @property
    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        parts = (f"{cell.text} {cell.note}".strip() for cell in self.cells)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its least width in em, whether it takes what is left.

    Where the table is narrow, columns go in the order of `drop`, the highest first; 0 stays.
    """

    heading: str
    em: float
    stretch: bool = False
    right: bool = False
    drop: int = 0


class GoodsModel(QAbstractTableModel):
    """The rows that are shown."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()
        self.spaced: frozenset[int] = frozenset()

    def space(self, columns: frozenset[int]) -> None:
        """Keep air before some columns: figures would touch the words after them."""
        if columns != self.spaced:
            self.spaced = columns
            last = len(self.columns) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """Return the row of a key, -1 where it is not shown."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a cell's words, or its row."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        cell = row.cells[index.column()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{cell.text} {cell.note}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return row.spoken
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the heading of a column."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                heading = self.columns[section].heading
                return f"{AIR}{heading}" if section in self.spaced else heading
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft
                if self.columns[section].right:
                    side = Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
        return None


class CellDelegate(QStyledItemDelegate):
    """Paints a cell by what it says."""

    def __init__(self, theme: Theme, model: GoodsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row: Row | None = index.data(ROW_ROLE)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        self._ground(
            painter, box, row, index.column(), bool(state & QStyle.StateFlag.State_Selected)
        )
        pad = self._theme.scale.space(7)
        column = self._model.columns[index.column()]
        cell = row.cells[index.column()]
        air = air_of(self._theme) if index.column() in self._model.spaced else 0
        room = box.adjusted(pad + air, 0, -pad, 0)
        if cell.chip:
            on_tone = bool(state & QStyle.StateFlag.State_Selected) or bool(row.tone)
            self._chip(painter, room, cell, on_tone=on_tone)
        else:
            self._words(painter, room, row, cell, right=column.right)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a finger's height."""
        return QSize(self._theme.scale.em(4), self._theme.scale.row)

    def _ground(self, painter: QPainter, box: QRect, row: Row, column: int, chosen: bool) -> None:  # noqa: FBT001 - of this class alone
        palette = self._theme.palette
        if chosen:
            painter.fillRect(box, QColor(palette.origin.soft))
        elif row.tone:
            painter.fillRect(box, QColor(palette.hue(row.tone).soft))
        else:
            # The style marks the cell under the mouse, where a row is what is pointed to.
            painter.fillRect(box, QColor(palette.surface))
        if column == 0 and (chosen or row.tone):
            hue = palette.origin if chosen else palette.hue(row.tone)
            bar = QRect(box.left(), box.top(), self._theme.scale.space(4), box.height() - 1)
            painter.fillRect(bar, QColor(hue.fill))
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _words(self, painter: QPainter, room: QRect, row: Row, cell: Cell, *, right: bool) -> None:
        palette = self._theme.palette
        ink = palette.hue(cell.tone).ink if cell.tone else palette.ink
        if row.struck:
            ink = palette.ink_secondary
        font = self._theme.font(BODY, SEMIBOLD if cell.strong else REGULAR)
        font.setStrikeOut(row.struck and cell.strong)
        metrics = QFontMetrics(font)
        note_font = self._theme.font(NOTE, REGULAR)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        two_lines = bool(cell.note) and cell.strong
        upper = QRect(room)
        if two_lines:
            upper.setHeight(room.height() // 2 + 1)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        shown = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
        flag = Qt.AlignmentFlag.AlignBottom if two_lines else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, int(side | flag), shown)
        if not cell.note:
            return
        painter.setFont(note_font)
        painter.setPen(QColor(palette.ink_secondary))
        if two_lines:
            rest = room.adjusted(0, room.height() // 2 + 1, 0, 0)
            flag = Qt.AlignmentFlag.AlignTop
        else:
            gap = metrics.horizontalAdvance(shown) + self._theme.scale.space(6)
            rest = room.adjusted(gap, 0, 0, 0)
        text = QFontMetrics(note_font).elidedText(
            cell.note, Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, int(side | flag), text)

    def _chip(self, painter: QPainter, room: QRect, cell: Cell, *, on_tone: bool) -> None:
        if not cell.text:
            return
        palette, scale = self._theme.palette, self._theme.scale
        hue = palette.hue(cell.tone or "granite")
        font = self._theme.font(SMALL, SEMIBOLD)
        metrics = QFontMetrics(font)
        width = min(metrics.horizontalAdvance(cell.text) + 2 * scale.space(9), room.width())
        height = metrics.height() + scale.space(6)
        box = QRectF(room.left(), room.center().y() - height / 2, width, height)
        # In high contrast the soft grounds are nearly black: an outline bounds the chip. On a row
        # that has a soft ground itself, the chip's own would not be seen.
        edge = hue.ink if on_tone or palette.name == "contraste" else hue.soft
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(palette.surface if on_tone else hue.soft))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(hue.ink))
        text = metrics.elidedText(
            cell.text, Qt.TextElideMode.ElideRight, int(width) - scale.space(9)
        )
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def air_of(theme: Theme) -> int:
    """Return the width of the air before a column, in pixels: the headings begin with it too."""
    return QFontMetrics(theme.font(NOTE, REGULAR)).horizontalAdvance(AIR)


def after_figures(columns: Sequence[Column], shown: Iterable[int]) -> frozenset[int]:
    """Return the columns at the left of their room that follow one at the right of its own."""
    return frozenset(
        at
        for before, at in pairwise(sorted(shown))
        if columns[before].right and not columns[at].right
    )


class GoodsTable(RowsTable):
    """The table itself.

    `acted` carries what a key or a double click asks for (`OPEN`, `VOID`, `MORE` or a name of
    `letters`) and the key of the row; `pointed` follows the cursor. `letters` are single
    characters: they rest where the settings switch single keys off.
    """

    acted = Signal(str, str)
    pointed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column],
        letters: Mapping[str, str] | None = None,
        *,
        several: bool = False,
    ) -> None:
        super().__init__(theme)
        self._letters = dict(letters or {})
        self.single_keys = True
        self._left_out: frozenset[int] = frozenset()
        self.goods = GoodsModel(columns, self)
        self.setModel(self.goods)
        self.setItemDelegate(CellDelegate(theme, self.goods, self))
        self.setAccessibleName(name)
        if several:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().setDefaultSectionSize(max(theme.scale.row, theme.scale.em(2.9)))
        self.selectionModel().currentRowChanged.connect(lambda _new, _old: self._tell())
        self.doubleClicked.connect(lambda _index: self._act(OPEN))

    @property
    def key(self) -> str:
        """Return the key of the row that is pointed to, empty where there is none."""
        row = self.currentIndex().row()
        return self.goods.rows[row].key if 0 <= row < len(self.goods.rows) else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the rows that are selected, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.goods.rows[row].key for row in rows)

    def show_rows(self, rows: Sequence[Row], key: str | None = None) -> None:
        """Show rows; the cursor stays on its key, or goes to `key`, or to the first row.

        Where it stays, several rows that were selected are so again.
        """
        wanted, selected = (self.key, self.keys) if key is None else (key, ())
        self.goods.show_rows(rows)
        self.point_to(wanted)
        for row in map(self.goods.row_of, selected if len(selected) > 1 else ()):
            if row >= 0:
                self.selectionModel().select(self.goods.index(row, 0), _ALSO)
        self._tell()

    def point_to(self, key: str) -> None:
        """Put the cursor on a row, on the first one where the key is not shown."""
        if self.goods.rows:
            # The table's own way adds to the selection while Ctrl, of Ctrl+Enter, is still held.
            index = self.goods.index(max(self.goods.row_of(key), 0), 0)
            self.selectionModel().setCurrentIndex(index, _ALONE)

    def texts(self) -> list[tuple[str, ...]]:
        """Return the words of every row."""
        return [
            tuple(f"{cell.text} {cell.note}".strip() for cell in row.cells)
            for row in self.goods.rows
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Suppr voids, Space tells more, letters do what the legend says."""
        actions = {
            Qt.Key.Key_Return: OPEN,
            Qt.Key.Key_Enter: OPEN,
            Qt.Key.Key_Delete: VOID,
            Qt.Key.Key_Space: MORE,
        }
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        action = actions.get(Qt.Key(event.key()))
        if action is None and self.single_keys:
            action = self._letters.get(event.text().lower())
        if plain and action is not None:
            if not event.isAutoRepeat():
                self._act(action)
        elif plain and event.text().isprintable() and event.text():
            # A letter that means nothing here does not jump about in the list.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def leave_out(self, columns: Iterable[int]) -> None:
        """Leave out columns that say nothing about what is listed now."""
        self._left_out = frozenset(columns)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width; columns that do not fit go."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        em, width = self._theme.scale.em(), self.viewport().width()
        columns = self.goods.columns
        shown = set(range(len(columns))) - self._left_out
        for place in sorted(shown, key=lambda at: -columns[at].drop):
            if not columns[place].drop or sum(columns[at].em for at in shown) * em <= width:
                break
            shown.discard(place)
        least = sum(columns[at].em for at in shown) * em
        spaced, air = after_figures(columns, shown), air_of(self._theme)
        self.goods.space(spaced)
        width -= air * len(spaced)
        part = min(1.0, width / least) if least else 1.0
        stretched = [at for at in shown if columns[at].stretch]
        spare = max(width - least, 0)
        for at, column in enumerate(columns):
            self.setColumnHidden(at, at not in shown)
            more = spare / len(stretched) if at in stretched else 0
            kept = air if at in spaced else 0
            self.setColumnWidth(at, int(column.em * em * part + more) + kept)

    def _act(self, action: str) -> None:
        self.acted.emit(action, self.key)

    def _tell(self) -> None:
        self.pointed.emit(self.key)
