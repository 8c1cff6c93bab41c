"""What every page of the siège's screen is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from otdesk.errors import DeskError
from otdesk.ui.counter.controller import Notice
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.theme.apply import Theme

T = TypeVar("T")
# What comes in one round is shown once.
_SETTLE_MILLISECONDS = 150


class SiegePage(QWidget):
    """One page. What it shows is read again after each change, at once or when it is looked at.

    `page_wanted` asks for another page, with something to show. `noticed` and `go_to` are the
    screen's; `counted` tells how much waits there, for its tab.
    """

    page_wanted = Signal(str, object)
    noticed = Signal(object)
    go_to = Signal(str, object)
    counted = Signal(int)

    def __init__(self, desk: SiegeDesk, theme: Theme) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self.setProperty("role", "screen")
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE_MILLISECONDS)
        self._soon.timeout.connect(self._reread)
        desk.changed.connect(self._on_changed)

    def arrive(self, argument: object = None) -> None:
        """Come to the front, perhaps with something to show."""

    def place(self) -> object:
        """Return what `arrive` takes to come back here once the window was made again."""
        return None

    def read(self) -> None:
        """Ask for what the page shows."""

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        self._reread()

    def then(self, act: Callable[[T], None]) -> Callable[[T], None]:
        """Return `act`, done only while the page is there: the window may be made anew."""

        def guarded(result: T) -> None:
            if shiboken6.isValid(self):
                act(result)

        return guarded

    def fault(self, error: Exception) -> None:
        """Tell a fault of the store's thread; one of our own has the window's way."""
        if isinstance(error, DeskError):
            if shiboken6.isValid(self):
                self.noticed.emit(Notice(str(error), "refused"))
        else:
            self.desk.context.link.failed.emit(error)

    def tell(self, text: str, tone: str = "ok") -> None:
        """Say in the window's banner what was done."""
        self.noticed.emit(Notice(text, tone))

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _reread(self) -> None:
        if self._stale:
            self._stale = False
            self.read()
