"""The day's lines as a table model: five hundred of them are filtered between two keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from otdesk.i18n import _
from otdesk.ui.days.lines import Line, LineFilter, belongs, counts, matches, words_of

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)

TIME, PERSONS, ORIGIN, DEMANDS, CHANNEL, AUTHOR, REMARK = range(7)


class VisitsModel(QAbstractTableModel):
    """Shows the lines that the filters keep, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._words: dict[str, str] = {}
        self._shown: list[Line] = []
        self._filter = LineFilter.ALL
        self._text = ""

    # What it is given ----------------------------------------------------------------------

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Take the lines of a day."""
        self.beginResetModel()
        self._lines = tuple(sorted(lines, key=lambda line: line.sort_key, reverse=True))
        self._words = {line.uid: words_of(line) for line in self._lines}
        self._refilter()
        self.endResetModel()

    def choose(self, chosen: LineFilter, text: str) -> None:
        """Keep what belongs to a filter and has the typed words."""
        self.beginResetModel()
        self._filter, self._text = chosen, text
        self._refilter()
        self.endResetModel()

    # What it tells -------------------------------------------------------------------------

    @property
    def lines(self) -> Sequence[Line]:
        """Return the lines that are shown."""
        return self._shown

    @property
    def total(self) -> int:
        """Return how many lines the day has."""
        return len(self._lines)

    @property
    def names_posts(self) -> bool:
        """Tell whether a line names the post that wrote it."""
        return any(line.post for line in self._lines)

    def counts(self) -> dict[LineFilter, int]:
        """Count the day's lines for each filter."""
        return counts(self._lines)

    def line_at(self, row: int) -> Line | None:
        """Return the line of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, uid: str) -> int:
        """Return the row of a record, -1 where it is not shown."""
        return next((row for row, line in enumerate(self._shown) if line.uid == uid), -1)

    # Qt's questions ------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else REMARK + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a cell's text; a screen reader hears the whole line on its first cell."""
        line = self.line_at(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(line, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken if index.column() == TIME else _cell(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _cell(line, index.column()) or None
        return line if role == LINE_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the heading of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _headings()[section]
        return None

    def _refilter(self) -> None:
        self._shown = [
            line
            for line in self._lines
            if belongs(line, self._filter) and matches(self._words[line.uid], self._text)
        ]


def _headings() -> tuple[str, ...]:
    return (
        _("heure"),
        _("pers."),
        _("provenance"),
        _("demandes"),
        _("canal"),
        _("par"),
        _("suite"),
    )


def _cell(line: Line, column: int) -> str:
    place = f"{line.origin} {line.number}".strip()
    remark = " · ".join(part for part in (line.remark, line.note) if part)
    cells = (
        line.time,
        line.persons,
        place,
        line.demands,
        line.channel_text,
        line.who,
        remark,
    )
    return cells[column]
