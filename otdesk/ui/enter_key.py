"""Enter presses the button that has the focus, as Space does.

Qt keeps Enter for the default button of a dialog; in a window it does nothing, and who walks by Tab
to « Enregistrer en PDF » takes the program for hung.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

OWN_ENTER = "ownEnter"
"""Dynamic property of a screen that gives Enter a meaning of its own, whatever has the focus."""


class EnterKey(QObject):
    """Follow the application's focus; one per application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QPushButton) and not has_own_enter(now):
            now.setAutoDefault(True)


def has_own_enter(widget: QWidget) -> bool:
    """Tell whether a widget stands in a screen that gives Enter a meaning of its own."""
    above: QWidget | None = widget
    while above is not None:
        if above.property(OWN_ENTER):
            return True
        above = above.parentWidget()
    return False
