"""A list of numbers by code, in the order of the paper sheet, with a field to add another code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _
from otdesk.ui.days.controls import empty, label
from otdesk.ui.days.count_field import CountField
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.theme.apply import Theme

# What a search offers: as many as one row of fingers' targets holds.
_OFFERED = 4

Label = Callable[[str], str]
Search = Callable[[str], Sequence[str]]


class CountList(QWidget):
    """Numbers by code. `changed` follows each number; `grown` a new line to be brought in sight.

    `search` returns the codes that letters find, the best first.
    """

    changed = Signal()
    grown = Signal(object)

    def __init__(
        self, title: str, label_of: Label, theme: Theme, *, search: Search, columns: int = 2
    ) -> None:
        super().__init__()
        self._theme = theme
        self._label_of = label_of
        self._search = search
        self._columns = columns
        self.fields: dict[str, CountField] = {}
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(QMargins(0, 0, 0, 0))
        column.setSpacing(scale.space(6))
        column.addWidget(label(title, "heading"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(scale.space(10))
        self._grid.setVerticalSpacing(scale.space(4))
        column.addLayout(self._grid)
        self.other = QLineEdit()
        self.other.setPlaceholderText(_("Autre\u00a0: deux lettres, Entrée"))
        self.other.setAccessibleName(_("{}\u00a0: ajouter une ligne").format(title))
        self.other.textEdited.connect(self._on_typed)
        self.other.returnPressed.connect(self._on_entered)
        column.addWidget(self.other)
        self._found = FlowLayout(scale.space(6))
        column.addLayout(self._found)
        column.addStretch(1)

    def ask(self, codes: Sequence[str], counts: Mapping[str, int]) -> None:
        """Show the codes of the sheet, then those that are counted beside them."""
        empty(self._grid)
        self.fields = {}
        for code in dict.fromkeys((*codes, *counts)):
            self._add(code, counts.get(code))
        self.other.clear()
        empty(self._found)

    def counts(self) -> dict[str, int]:
        """Return the numbers that are typed, zeros left out."""
        found = {code: field.count for code, field in self.fields.items()}
        return {code: count for code, count in found.items() if count}

    def _add(self, code: str, count: int | None) -> CountField:
        words = self._label_of(code)
        field = CountField(words, self._theme)
        field.show_count(count)
        field.textChanged.connect(lambda _text: self.changed.emit())
        name = label(words, wrap=True)
        name.setBuddy(field)
        name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row, column = divmod(len(self.fields), self._columns)
        self._grid.addWidget(name, row, 2 * column)
        self._grid.addWidget(field, row, 2 * column + 1)
        self._grid.setColumnStretch(2 * column, 1)
        self.fields[code] = field
        return field

    def _on_typed(self, text: str) -> None:
        empty(self._found)
        for code in self._search(text)[:_OFFERED] if text.strip() else ():
            button = QPushButton(self._label_of(code))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, each=code: self._take(each))
            self._found.addWidget(button)

    def _on_entered(self) -> None:
        found = self._search(self.other.text()) if self.other.text().strip() else ()
        if found:
            self._take(found[0])

    def _take(self, code: str) -> None:
        field = self.fields.get(code) or self._add(code, None)
        self.other.clear()
        empty(self._found)
        # A layout shows what it is given later, and what is hidden takes no focus.
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grown.emit(field)
