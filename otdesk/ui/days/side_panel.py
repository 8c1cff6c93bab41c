"""A panel in the right column: a title, a way out (Esc), a body. It never covers the counter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from otdesk.i18n import _
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.theme.apply import Theme


class SidePanel(QFrame):
    """A card with a head; `left` says that it is closed without anything done."""

    left = Signal()

    def __init__(self, title: str, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        scale = theme.scale
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(
            scale.margin_side, scale.space(8), scale.margin_side, scale.space(12)
        )
        self.column.setSpacing(scale.space(8))
        head = QHBoxLayout()
        self.title = label(title, "title", wrap=True)
        close = IconButton("x", _("Fermer ce panneau"), theme, key=_("Échap"))
        close.setProperty("role", "ghost")
        close.clicked.connect(self.left)
        head.addWidget(self.title, 1)
        head.addWidget(close)
        self.column.addLayout(head)

    def add_fault(self) -> QLabel:
        """Add a line for what cannot be accepted; hidden while there is nothing to say."""
        fault = label("", "note", "refused", wrap=True)
        fault.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        fault.hide()
        self.column.addWidget(fault)
        return fault

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def say(line: QLabel, text: str) -> None:
    """Show a fault, or nothing."""
    line.setText(text)
    line.setVisible(bool(text))
