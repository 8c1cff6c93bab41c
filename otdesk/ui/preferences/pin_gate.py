"""The door of what a code guards: the settings, a refund."""

from __future__ import annotations

from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.services import preferences as stored
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, button, label, row, say
from otdesk.ui.preferences.pin_field import PinField
from otdesk.ui.theme.apply import Theme


@dataclass(frozen=True, slots=True)
class GateWords:
    """What a door says: what is guarded, what stays open, and the words of its two buttons."""

    title: str
    note: str
    enter: str
    back: str


def settings_words(*, at_siege: bool) -> GateWords:
    """Return the words of the door of the settings."""
    if at_siege:
        return GateWords(
            _("Ces réglages sont protégés"),
            _("Les pages du siège, elles, restent ouvertes : Ctrl 7 y revient."),
            _("Ouvrir les réglages"),
            _("Revenir au siège"),
        )
    return GateWords(
        _("Ces réglages sont protégés"),
        _("Le comptoir, lui, reste ouvert : F12 y revient."),
        _("Ouvrir les réglages"),
        _("Revenir au comptoir"),
    )


class PinGate(QWidget):
    """Asks for the code; `opened` when it is the right one, `left` when one goes away.

    `refused` follows a code that is not the right one.
    """

    opened = Signal()
    left = Signal()
    refused = Signal()

    def __init__(
        self, context: ScreenContext, theme: Theme, words: GateWords | None = None
    ) -> None:
        super().__init__()
        self._context = context
        said = words or settings_words(at_siege=context.workplace.is_siege)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        across = QHBoxLayout()
        across.addStretch(1)
        card = Card(theme, said.title, said.note)
        card.setMinimumWidth(theme.scale.em(30))
        self.field = PinField(theme, _("Code à chiffres"))
        self.field.returnPressed.connect(self._try)
        self._said = label("", "heading")
        self._said.hide()
        self.enter = button(theme, said.enter, self._try, role="primary")
        back = button(theme, said.back, self.left.emit, role="ghost")
        card.add(self.field, self._said, row(theme, (self.enter, back)))
        across.addWidget(card)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(3)

    def open(self) -> None:
        """Come up empty, ready to type in."""
        self.field.clear()
        say(self._said, "")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        pin = self.field.text()
        if not pin:
            return
        preferences = self._context.preferences()
        self.enter.setEnabled(False)
        # Slow on purpose (scrypt): not on the thread that paints.
        self._context.reading.run(lambda _store: stored.pin_matches(preferences, pin), self._judge)

    def _judge(self, matches: bool) -> None:  # noqa: FBT001 - an answer of the store's thread
        if not shiboken6.isValid(self):
            return
        self.enter.setEnabled(True)
        self.field.clear()
        if matches:
            say(self._said, "")
            self.opened.emit()
            return
        say(self._said, _("Ce n’est pas le code. Le responsable le connaît."), "refused")
        self.setAccessibleDescription(self._said.text())
        self.refused.emit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
