"""Every coin and note with its field: what lies in the drawer, counted while it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from otdesk import typography
from otdesk.domain.till import BANKNOTES, DENOMINATIONS, CashCount
from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.days.count_field import CountField
from otdesk.ui.theme.apply import Theme

_COINS = tuple(value for value in DENOMINATIONS if value not in BANKNOTES)


class CountGrid(QWidget):
    """Notes at the left, coins at the right; `changed` follows each key."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        scale = theme.scale
        self.fields: dict[int, CountField] = {}
        self._sums: dict[int, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scale.space(8))
        grid.setVerticalSpacing(scale.space(4))
        # The fields are made in the order in which Tab goes through them.
        self._fill(grid, 0, _("Billets"), BANKNOTES)
        grid.setColumnMinimumWidth(3, scale.space(14))
        self._fill(grid, 4, _("Pièces"), _COINS)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(6, 3)
        grid.setRowStretch(len(_COINS) + 1, 1)

    def _fill(self, grid: QGridLayout, at: int, title: str, values: Sequence[int]) -> None:
        grid.addWidget(label(title, "heading"), 0, at, 1, 3)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, value in enumerate(values, start=1):
            name = piece(value)
            word = label(name, "")
            word.setAlignment(right)
            field = CountField(_("Nombre de {}").format(name), self._theme)
            field.textChanged.connect(lambda _text, each=value: self._on_typed(each))
            amount = label("", "note")
            amount.setMinimumWidth(self._theme.scale.em(5.2))
            self.fields[value], self._sums[value] = field, amount
            for column, widget in enumerate((word, field, amount)):
                grid.addWidget(widget, row, at + column)

    @property
    def count(self) -> CashCount:
        """Return what was counted."""
        found = {value: field.count for value, field in self.fields.items()}
        return CashCount({value: count for value, count in found.items() if count})

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was typed."""
        return all(field.count is None for field in self.fields.values())

    def clear(self) -> None:
        """Begin again."""
        for field in self.fields.values():
            field.clear()

    def begin(self) -> None:
        """Wait for the first note that a drawer holds: hardly any shop takes a 500 € note."""
        self.fields[5000].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self, value: int) -> None:
        count = self.fields[value].count
        self._sums[value].setText(typography.cents(count * value) if count else "")
        self.changed.emit()


def piece(value: int) -> str:
    """Return `50 €` or `20 c` from the value of a coin or note in cents."""
    if value >= 100:
        return f"{value // 100}\u00a0€"
    return f"{value}\u00a0c"
