"""A small panel for one line of text: the note of an accueil, the reason of a correction."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme


class TextPanel(QFrame):
    """Asks for one line, above the tiles and not over them; Enter takes, Esc leaves."""

    given = Signal(str)
    left = Signal()

    def __init__(
        self, theme: Theme, title: str, hint: str, tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        if tone:
            self.setProperty("tone", tone)
        scale = theme.scale
        column = QVBoxLayout(self)
        pad = scale.space(10)
        column.setContentsMargins(pad, scale.space(7), pad, scale.space(7))
        column.setSpacing(scale.space(4))
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        note = QLabel(hint)
        note.setProperty("role", "note")
        note.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.field.setAccessibleName(title)
        self.field.setMinimumHeight(scale.target)
        self.field.installEventFilter(self)
        take = QPushButton(_("Valider  Entrée"))
        take.setProperty("role", "primary")
        take.clicked.connect(lambda: self.given.emit(self.field.text().strip()))
        leave = QPushButton(_("Fermer  Échap"))
        leave.setProperty("role", "ghost")
        leave.clicked.connect(self.left)
        line = QHBoxLayout()
        line.addWidget(self.field, 1)
        line.addWidget(take)
        line.addWidget(leave)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addWidget(note, 1)
        column.addLayout(head)
        column.addLayout(line)
        self.hide()

    def open(self, text: str = "") -> None:
        """Come up with a text to change."""
        self.field.setText(text)
        self.field.selectAll()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter and Esc act while the field has the focus."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in {
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            }:
                self.given.emit(self.field.text().strip())
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
