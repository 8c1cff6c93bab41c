"""Enter presses the button that has the focus, as Space does.

Qt keeps Enter for the default button of a dialog; in a window it does nothing, and who walks by Tab
to « Enregistrer en PDF » takes the program for hung.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QRadioButton,
    QWidget,
)

OWN_ENTER = "ownEnter"
"""Dynamic property of a screen that gives Enter a meaning of its own, whatever has the focus."""

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
# With one of these Enter means something else, as Ctrl Enter in a panel.
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
# Space ticks these; Enter is the form's around them.
_TICKS = (QCheckBox, QRadioButton)


class EnterKey(QObject):
    """Follow the application's focus and press its button by Enter; one per application.

    The one place that does: no button has a key handler for it. It listens at the button in
    focus alone, before the page around it, which may take Enter for something else.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._button: QAbstractButton | None = None
        app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the button in focus."""
        if event.type() != QEvent.Type.KeyPress or watched is not self._button:
            return False
        if not isinstance(event, QKeyEvent) or not is_enter(event):
            return False
        # A dialog has a default button, and Qt sees to it.
        if has_own_enter(self._button) or isinstance(self._button.window(), QDialog):
            return False
        self._button.click()
        return True

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._button is not None and shiboken6.isValid(self._button):
            self._button.removeEventFilter(self)
        self._button = None
        if isinstance(now, QAbstractButton) and not isinstance(now, _TICKS):
            self._button = now
            now.installEventFilter(self)


def is_enter(event: QKeyEvent) -> bool:
    """Tell whether a key is Enter, struck and not held, alone or with Shift."""
    return event.key() in _ENTER and not event.modifiers() & _HELD and not event.isAutoRepeat()


def has_own_enter(widget: QWidget) -> bool:
    """Tell whether a widget stands in a screen that gives Enter a meaning of its own."""
    above: QWidget | None = widget
    while above is not None:
        if above.property(OWN_ENTER):
            return True
        above = above.parentWidget()
    return False
