"""Why an accueil is voided: asked under the table, never in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.days.lines import Line, LineKind
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class MotiveBar(QFrame):
    """Asks for the motive of a voiding.

    `given` carries the line and the motive; `dropped` says that the line is kept.
    """

    given = Signal(object, str)
    dropped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", "refused")
        self._line: Line | None = None
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.gap, scale.space(8), scale.gap, scale.space(8))
        column.setSpacing(scale.space(6))
        self._title = label("", "title", "refused", wrap=True)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(scale.space(6))
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Motif de l’annulation"))
        self.field.setPlaceholderText(_("Motif de l’annulation"))
        self.field.textChanged.connect(self._on_text)
        self.field.returnPressed.connect(self._give)
        self.apply = KeyButton(theme, _("Annuler la ligne"), _("Entrée"), role="danger")
        self.apply.clicked.connect(self._give)
        keep = KeyButton(theme, _("La garder"), _("Échap"))
        keep.clicked.connect(self.dropped)
        row.addWidget(self.field, 1)
        row.addWidget(self.apply)
        row.addWidget(keep)
        chips = FlowLayout(scale.space(6))
        for motive in _usual():
            chip = QPushButton(motive)
            chip.setAutoDefault(False)
            chip.clicked.connect(lambda _=False, text=motive: self._choose(text))
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addLayout(row)
        self.hide()

    def ask(self, line: Line) -> None:
        """Ask why a line is voided."""
        self._line = line
        what = (line.time, line.persons, line.origin, line.demands)
        told = " · ".join(part for part in what if part and part != "–")
        question = {
            LineKind.WALK_IN: _("Pourquoi annuler ce passage\u202f? {}"),
            LineKind.TALLY: _("Pourquoi annuler cette feuille\u202f? {}"),
        }.get(line.kind, _("Pourquoi annuler cet accueil\u202f? {}"))
        self._title.setText(question.format(told))
        self.field.clear()
        self._on_text("")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps the line."""
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, motive: str) -> None:
        self.field.setText(motive)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_text(self, text: str) -> None:
        self.apply.setEnabled(bool(text.strip()))

    def _give(self) -> None:
        motive = self.field.text().strip()
        if motive and self._line is not None:
            self.given.emit(self._line, motive)


def _usual() -> tuple[str, ...]:
    return (_("saisi deux fois"), _("erreur de saisie"), _("mauvaise journée"), _("essai"))
