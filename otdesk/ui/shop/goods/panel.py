"""A form beside a list: entries under each other, a fault, and the one filled button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.shop.goods.fields import Entry
from otdesk.ui.theme.apply import Theme


class FormPanel(SidePanel):
    """A form; `saved` follows its button and Ctrl+Enter."""

    saved = Signal()

    def __init__(self, title: str, theme: Theme, button: str = "", icon: str = "check") -> None:
        super().__init__(title, theme)
        self.refusal = label("", "heading", "refused", wrap=True)
        self.refusal.hide()
        self.save_button = KeyButton(
            theme, button or _("Enregistrer"), _("Ctrl Entrée"), "primary", icon=icon
        )
        self.save_button.clicked.connect(self.saved)
        self.foot.addWidget(self.refusal)
        self.foot.addWidget(self.save_button)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets under each other."""
        for widget in widgets:
            self.body.addWidget(widget)

    def add_row(self, *widgets: QWidget) -> None:
        """Add widgets side by side, or under each other where the text is large."""
        if self.theme.scale.text_percent >= 150:
            self.add(*widgets)
            return
        row = QHBoxLayout()
        row.setSpacing(self.theme.scale.gap)
        for widget in widgets:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def refuse(self, text: str) -> None:
        """Say why the whole is refused; nothing where it is not."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))
        self.setAccessibleDescription(text)

    def point_to_fault(self, entries: Sequence[Entry[Any]]) -> None:
        """Put the focus on the first field that is refused."""
        for entry in entries:
            if entry.field.property("faulty"):
                entry.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Enter goes on to the next field, Esc leaves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.saved.emit()
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)
