"""The keys of the day's screen. Single letters rest while something is typed into a panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from otdesk.ui.days.screen import DayScreen


class DayShortcuts:
    """Keys of a screen; `single` is false where the settings switch single letters off.

    Ctrl+D is the window's: it leads here from every screen.
    """

    def __init__(self, screen: DayScreen, *, single: bool) -> None:
        self._screen = screen
        self._wanted = single
        self._single = [
            self._key("H", screen.open_hours),
            self._key("C", screen.open_calendar),
            self._key("O", screen.press_door),
            self._key("P", screen.print_summary),
            self._key("R", screen.correct),
            self._key("F", screen.open_sheet),
        ]
        self._key("F3", screen.focus_filter)
        self._key("Ctrl+Return", screen.close_day)
        self._key("Ctrl+Enter", screen.close_day)
        self._key("Alt+Left", lambda: screen.step(-1))
        self._key("Alt+Right", lambda: screen.step(1))
        self.allow_single(allowed=True)

    def allow_single(self, *, allowed: bool) -> None:
        """Let single letters act, or leave them to what is typed."""
        for shortcut in self._single:
            shortcut.setEnabled(allowed and self._wanted)

    def _key(self, keys: str, act: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._screen)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
        return shortcut
