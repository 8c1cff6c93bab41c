"""A field of a panel over the shelf: Enter and Esc are the panel's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from otdesk.ui.theme.apply import Theme


class TextField(QLineEdit):
    """Says its name to a screen reader and an example to the eye; at most `most` characters.

    `on_enter` and `on_leave` follow Enter and Esc, which would sell or empty behind the panel.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        hint: str,
        on_enter: Callable[[], None],
        on_leave: Callable[[], None],
        *,
        most: int = 200,
    ) -> None:
        super().__init__()
        self._on_enter, self._on_leave = on_enter, on_leave
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(most)
        self.setMinimumHeight(theme.scale.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter and Esc act."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_enter()
        else:
            super().keyPressEvent(event)
