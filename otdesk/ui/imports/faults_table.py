"""The faults of a file: line, column, reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
)

from otdesk.domain.visits_file import LineFault
from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme

_SHOWN = 8


class FaultsTable(QTableWidget):
    """Read by arrows; as high as what it holds, up to some rows, then it scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, 3)
        self._theme = theme
        self.setAccessibleName(_("Anomalies du fichier"))
        self.setHorizontalHeaderLabels([_("ligne"), _("colonne"), _("anomalie")])
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.scale.row)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_faults(self, faults: Sequence[LineFault]) -> None:
        """Show each fault; line 0 is the file as a whole."""
        self.setRowCount(len(faults))
        for number, fault in enumerate(faults):
            where = str(fault.line) if fault.line else _("fichier")
            for column, text in enumerate((where, fault.column or "—", fault.reason)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(number, column, item)
        rows = min(len(faults), _SHOWN)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + rows * self._theme.scale.row + 4)
        if faults:
            self.selectRow(0)

    def texts(self) -> list[tuple[str, str, str]]:
        """Return what is shown: line, column and reason of each fault."""
        model = self.model()
        return [
            (
                str(model.index(row, 0).data()),
                str(model.index(row, 1).data()),
                str(model.index(row, 2).data()),
            )
            for row in range(model.rowCount())
        ]
