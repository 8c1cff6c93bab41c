"""A plain table of words and figures, whose rows may open something."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from otdesk.i18n import _
from otdesk.ui.rows_table import ReadTable
from otdesk.ui.summaries.chart_spec import TableContent, TableRow
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import SEMIBOLD
from otdesk.ui.theme.scale import SMALL

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ROWS_SEEN = 9


class ContentModel(QAbstractTableModel):
    """The rows of a table, for Qt."""

    def __init__(self, content: TableContent, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._theme = theme
        self._bold = theme.font(SMALL, SEMIBOLD)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """Return the rows."""
        return self._content.rows

    def replace(self, content: TableContent) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._content = content
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._content.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._content.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words, colour, weight or side."""
        row = self._content.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._content.heads[index.column()]} : {row.cells[index.column()]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and row.quiet:
            return QColor(self._theme.palette.ink_secondary)
        strong = index.column() == self._content.strong and not row.quiet
        return self._bold if role == Qt.ItemDataRole.FontRole and strong else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's head."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._content.heads[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class DataTable(ReadTable):
    """Shows a table; Enter or a click on a row asks for what is behind it (`opened`: its row)."""

    opened = Signal(int)

    def __init__(
        self, content: TableContent, name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.content = ContentModel(content, theme, self)
        self.setModel(self.content)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.scale.em(3))
        if self.opens:
            self.setAccessibleDescription(_("Entrée ouvre les accueils derrière le chiffre."))
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda index: self._open(index.row()))

    @property
    def opens(self) -> bool:
        """Tell whether any row leads somewhere."""
        return any(row.target is not None for row in self.content.rows)

    @property
    def row_height(self) -> int:
        """Return a finger's height where rows open something, a line's where they do not."""
        scale = self._theme.scale
        return scale.row if self.opens else max(30, scale.em(2.1))

    def whole_height(self, rows: int = _ROWS_SEEN) -> int:
        """Return the height of the head and of all rows, `rows` of them at most."""
        shown = min(self.content.rowCount(), rows)
        return self.horizontalHeader().sizeHint().height() + shown * self.row_height + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the row; letters are the screen's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex().row())
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < self.content.rowCount() and self.content.rows[row].target is not None:
            self.opened.emit(row)
