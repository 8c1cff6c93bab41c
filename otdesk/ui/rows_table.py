"""What every table of rows has in common, and the frame that cuts none of its rows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from otdesk.ui.theme.apply import Theme


class ReadTable(QTableView):
    """A table read by whole rows, one at a time, and never typed into; Tab goes on behind it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)


class RowsTable(ReadTable):
    """A painted table, of rows of a finger's height.

    Whoever derives from it gives it a model, a delegate that paints and the width of the columns.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(theme.scale.row)
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heading.setSectionsClickable(False)


class WholeRows(QWidget):
    """Gives the table the height of whole rows; what is left over stays empty under it."""

    def __init__(self, view: QTableView, least_rows: int = 2) -> None:
        super().__init__()
        self._view = view
        self._least = least_rows
        view.setParent(self)

    def ask_rows(self, least: int) -> None:
        """Ask for the height of some rows at least."""
        self._least = least
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return the room of the headings and of a few rows."""
        return QSize(
            self._view.fontMetrics().averageCharWidth() * 40,
            self._head_height + self._least * self._row_height,
        )

    def sizeHint(self) -> QSize:
        """Return the least; layouts stretch it."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the table to whole rows."""
        super().resizeEvent(event)
        row, head = self._row_height, self._head_height
        rows = max((self.height() - head) // row, 1)
        self._view.setGeometry(0, 0, self.width(), head + rows * row)

    @property
    def _row_height(self) -> int:
        return self._view.verticalHeader().defaultSectionSize()

    @property
    def _head_height(self) -> int:
        return self._view.horizontalHeader().sizeHint().height()
