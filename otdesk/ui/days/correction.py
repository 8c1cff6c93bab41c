"""The correction of a closed day: why, and by whom; then everything may be done until it ends."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Signal

from otdesk.i18n import _
from otdesk.services import preferences
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.correction_bar import CorrectionBar

Act = Callable[[str], None]


class Correction(QObject):
    """Keeps the reason while a closed day is corrected. `begun` carries it."""

    begun = Signal(str)
    ended = Signal()

    def __init__(self, context: ScreenContext, bar: CorrectionBar, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._bar = bar
        self._waiting: Act | None = None
        self.reason = ""
        bar.given.connect(self._on_given)
        bar.ended.connect(self._on_ended)

    def run(self, act: Act) -> None:
        """Do something to a closed day, once a reason is given."""
        if self.reason:
            act(self.reason)
        else:
            self.ask(act)

    def ask(self, act: Act) -> None:
        """Ask why, then do it."""
        self._waiting = act
        self._bar.ask(with_pin=preferences.pin_is_set(self._context.preferences()))

    def end(self) -> None:
        """End the correction without a word: another day is shown."""
        self.reason = ""
        self._waiting = None
        self._bar.hide()

    def _on_given(self, reason: str, pin: str) -> None:
        stored = self._context.preferences()
        if not preferences.pin_is_set(stored):
            self._begin(reason)
            return

        def on_checked(matches: bool) -> None:  # noqa: FBT001 - an answer of the thread
            if not shiboken6.isValid(self):
                return
            if matches:
                self._begin(reason)
            else:
                self._context.note_event("login_failed", _("rectification"))
                self._bar.refuse(_("Ce code n’est pas le bon."))

        # The digest is slow on purpose: not on the window's thread.
        self._context.reading.run(lambda _store: preferences.pin_matches(stored, pin), on_checked)

    def _begin(self, reason: str) -> None:
        self.reason = reason
        self._bar.tell(reason)
        self.begun.emit(reason)
        self.ended.emit()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(reason)

    def _on_ended(self) -> None:
        self.end()
        self.ended.emit()
