"""The receipts of a day in a list, searched by number, amount or article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from otdesk import typography
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.receipts import ReceiptRow, matching
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.receipts.words import row_choice
from otdesk.ui.shop.sale.list_panel import CHOICE, RowPainter
from otdesk.ui.theme.apply import Theme


class ReceiptList(QFrame):
    """`day_wanted` carries a date, `chosen` a uid, `number_wanted` a number of another day."""

    day_wanted = Signal(object)
    chosen = Signal(str)
    number_wanted = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._day = date.min
        self._today = date.min
        self._rows: Sequence[ReceiptRow] = ()
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        pad = scale.space(12)
        column.setContentsMargins(pad, scale.space(6), pad, scale.space(10))
        column.setSpacing(scale.space(6))
        head = QHBoxLayout()
        head.setSpacing(scale.space(4))
        self.before = IconButton("chevron-left", _("Jour d’avant"), theme, key="Alt ←")
        self.after = IconButton("chevron-right", _("Jour d’après"), theme, key="Alt →")
        for button in (self.before, self.after):
            button.setProperty("role", "ghost")
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.title = label("", "title", wrap=True)
        self.back = KeyButton(theme, _("Vendre"), _("Échap"), "ghost")
        self.back.clicked.connect(self.left)
        for widget in (self.before, self.after):
            head.addWidget(widget)
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        column.addLayout(head)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("numéro, somme ou article"))
        self.field.setAccessibleName(_("Chercher un ticket du jour"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self._show())
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.said = label("", "note", wrap=True)
        column.addWidget(self.said)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Tickets du jour"))
        self.list.setItemDelegate(RowPainter(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda item, _before: self._on_item(item))
        column.addWidget(self.list, 1)
        self.elsewhere = KeyButton(theme, _("Chercher ce numéro tous les jours"), "")
        self.elsewhere.clicked.connect(self._on_elsewhere)
        column.addWidget(self.elsewhere)

    # ---------------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """Return the day that is shown."""
        return self._day

    def show_day(self, day: date, today: date, rows: Sequence[ReceiptRow], uid: str = "") -> None:
        """Show the receipts of a day; `uid` is the one to choose, the newest without one."""
        self._day, self._today, self._rows = day, today, rows
        self.title.setText(typography.capitalised(typography.long_date(day)))
        self.after.setEnabled(day < today)
        self._show(uid)

    def step(self, days: int) -> None:
        """Go to another day, never beyond today."""
        wanted = self._day + timedelta(days=days)
        if wanted <= self._today:
            self.day_wanted.emit(wanted)

    def _show(self, uid: str = "") -> None:
        text = self.field.text()
        rows = matching(self._rows, text)
        self.list.blockSignals(True)
        self.list.clear()
        chosen = 0
        for place, row in enumerate(rows):
            choice = row_choice(row)
            item = QListWidgetItem(f"{choice.words}, {choice.note}, {choice.right}", self.list)
            item.setData(CHOICE, choice)
            if uid and uid in {row.uid, row.of_uid}:
                chosen = place
        self.list.blockSignals(False)
        self._say(rows, text)
        digits = text.strip()
        self.elsewhere.setVisible(digits.isascii() and digits.isdecimal() and len(digits) < 9)
        if rows:
            self.list.setCurrentRow(chosen)
        else:
            self.chosen.emit("")

    def _say(self, rows: Sequence[ReceiptRow], text: str) -> None:
        sales = [row for row in rows if not row.refund]
        total = typography.cents(sum(row.total for row in rows))
        if not rows:
            self.said.setText(
                _("Rien ne correspond ce jour.") if text.strip() else _("Aucun ticket ce jour.")
            )
        else:
            words = ngettext("{count} ticket, {total} encaissés",
                             "{count} tickets, {total} encaissés", len(sales))  # fmt: skip
            self.said.setText(words.format(count=typography.integer(len(sales)), total=total))

    def _on_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(CHOICE).value)

    def _on_elsewhere(self) -> None:
        self.number_wanted.emit(int(self.field.text().strip()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter act from the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if not self.list.count() and not self.elsewhere.isHidden():
                    self._on_elsewhere()
                return True
        return super().eventFilter(watched, event)
