"""A card with a list: what is searched over it, the table, its keys as buttons under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import row
from otdesk.ui.rows_table import WholeRows
from otdesk.ui.shop.goods.table import GoodsTable, Row
from otdesk.ui.theme.apply import Theme

_LEAST_ROWS = 3
_LARGE_TEXT = 150


class Listing(QFrame):
    """A table in its card. `entered` carries the text on which Enter was pressed in the search.

    `acted` is the table's own and the legend's.
    """

    acted = Signal(str, str)
    entered = Signal(str)

    def __init__(
        self,
        theme: Theme,
        table: GoodsTable,
        legend: Sequence[tuple[str, str, str]] = (),
        *,
        search: str = "",
    ) -> None:
        """`legend` is (action, words, key) of each button; `search` names the search field."""
        super().__init__()
        self.theme = theme
        self.table = table
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.space(12), scale.space(8), scale.space(12), scale.space(6))
        column.setSpacing(scale.space(6))
        self.head = QHBoxLayout()
        self.head.setSpacing(scale.gap)
        self.search = self._made_search(search)
        self.head.addWidget(self.search, 1)
        column.addLayout(self.head)
        self.search.setVisible(bool(search))
        self.above = QVBoxLayout()
        column.addLayout(self.above)
        over = QGridLayout()
        self.rows = WholeRows(table, _LEAST_ROWS)
        over.addWidget(self.rows, 0, 0)
        self.empty = QWidget()
        self._empty_column = QVBoxLayout(self.empty)
        self._empty_column.setSpacing(scale.gap)
        self.empty_words = label("", "", wrap=True)
        self.empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_column.addStretch(1)
        self._empty_column.addWidget(self.empty_words)
        self._empty_column.addStretch(1)
        self.empty.hide()
        over.addWidget(self.empty, 0, 0)
        column.addLayout(over, 1)
        self.foot = QVBoxLayout()
        column.addLayout(self.foot)
        self.count = label("", "note")
        self._caps = tuple(legend)
        self.legend, self.buttons = self._made_legend(legend)
        column.addWidget(self.legend)
        table.acted.connect(self.acted)

    def use_single_keys(self, *, on: bool) -> None:
        """Let single characters act in the list, or not; the buttons show the keys that do."""
        self.table.single_keys = on
        for action, _words, key in self._caps:
            self.buttons[action].show_key(key if on or len(key) > 1 else "")

    def add_choices(self, *widgets: QWidget) -> None:
        """Put choices beside the search, or under it where the text is large."""
        if self.theme.scale.text_percent < _LARGE_TEXT:
            for widget in widgets:
                self.head.addWidget(widget)
            return
        self.above.addWidget(row(self.theme, widgets))

    def add_to_empty(self, *widgets: QWidget) -> None:
        """Put what may be done under the words of the empty list."""
        place = self._empty_column.count() - 1
        for widget in widgets:
            self._empty_column.insertWidget(place, widget, 0, Qt.AlignmentFlag.AlignHCenter)
            place += 1

    def show_rows(
        self, rows: Sequence[Row], count: str, nothing: str = "", key: str | None = None
    ) -> None:
        """Show rows, how many they are in words, and what to do where there are none."""
        self.table.show_rows(rows, key)
        self.count.setText(count)
        self.empty.setVisible(not rows)
        self.rows.setVisible(bool(rows))
        self.empty_words.setText(nothing)

    def focus_table(self) -> None:
        """Put the focus on the list, on what is offered instead where it is empty, or over it."""
        target: QWidget = self.table
        if not self.table.goods.rows:
            offers = [each for each in self.empty.findChildren(QPushButton) if each.isVisible()]
            target = offers[0] if offers else self.search
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the search first; down goes into the list; Enter in the search is told."""
        key = event.key()
        typing = self.search.hasFocus()
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.focus_table()
        elif key == Qt.Key.Key_Down and typing:
            self.focus_table()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and typing:
            self.entered.emit(self.search.text())
        else:
            super().keyPressEvent(event)

    def _made_search(self, name: str) -> QLineEdit:
        scale = self.theme.scale
        field = QLineEdit()
        field.setPlaceholderText(f"{name}  F3")
        field.setAccessibleName(name)
        field.setAccessibleDescription("F3")
        field.setClearButtonEnabled(True)
        field.setMinimumHeight(scale.target)
        field.setMinimumWidth(scale.em(9))
        sign = self.theme.icons.icon("search", self.theme.palette.ink_secondary, scale.icon_small)
        field.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        for sign_button in field.findChildren(QToolButton):
            sign_button.setAccessibleName(name)
        return field

    def _made_legend(
        self, legend: Sequence[tuple[str, str, str]]
    ) -> tuple[QWidget, dict[str, KeyButton]]:
        """Return the keys as buttons: a finger has no Suppr."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(self.theme.scale.space(4))
        buttons: dict[str, KeyButton] = {}
        for action, words, key in legend:
            button = KeyButton(self.theme, words, key, "ghost")
            button.clicked.connect(
                lambda _on=False, asked=action: self.acted.emit(asked, self.table.key)
            )
            flow.addWidget(button)
            buttons[action] = button
        line.addLayout(flow, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return holder, buttons


def quiet(words: QLabel) -> QLabel:
    """Let a label take no more height than its lines ask."""
    policy = words.sizePolicy()
    policy.setHeightForWidth(True)
    words.setSizePolicy(policy)
    return words


def found(count: int, total: int, one: str, many: str) -> str:
    """Return `12 articles`, or `3 sur 12 articles` where some are left out."""
    words = one if total < 2 else many
    if count == total:
        return f"{total} {words}"
    return _("{count} sur {total} {words}").format(count=count, total=total, words=words)
