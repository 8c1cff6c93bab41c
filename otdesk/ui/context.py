"""What every screen is given by constructor, and what every screen offers the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from otdesk.domain.changes import Changes
from otdesk.services.preferences import Preferences
from otdesk.services.workplace import Workplace
from otdesk.ui.background import StoreLink
from otdesk.ui.theme.apply import Theme


def _note_nothing(_event: str, _detail: str) -> None:
    """Note nothing: a screen that stands alone has no till beside it."""


@dataclass(frozen=True)
class ScreenContext:
    """The workplace, the store's thread for short work, one for long reading, the counsellor.

    `link` carries writes and the counter's short queries. `reading` is a second thread with a
    store of its own: summaries, exports, lists of past days; the counter never waits for it.
    `author` returns the initials of who is at the desk; `preferences` the settings as they are.
    `note_event` notes a technical event in the folder's till, where it has one: its name
    (`services.till.events`) and a detail.
    """

    workplace: Workplace
    link: StoreLink
    reading: StoreLink
    author: Callable[[], str]
    preferences: Callable[[], Preferences]
    note_event: Callable[[str, str], None] = _note_nothing


class Screen(QWidget):
    """One screen of the window.

    `go_to(name, argument)` asks for another screen: `counter`, `day` (a date), `summaries` (a
    Period), `settings`, `help` (a page). `noticed` shows a Notice in the window's banner.
    `correction_begun` carries a closed day and why its records are corrected. `tagged` has the
    head say a word beside the office, empty for none: what is done here is no real work.
    `outdated`: what this screen told before concerns it no more.
    """

    go_to = Signal(str, object)
    noticed = Signal(object)
    correction_begun = Signal(object, str)
    tagged = Signal(str)
    outdated = Signal()

    def __init__(self, context: ScreenContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.theme = theme
        self.setProperty("role", "screen")

    def arrive(self, argument: object = None) -> None:
        """Come to the front, perhaps with something to show (a date, a period)."""

    def place(self) -> object:
        """Return what `arrive` takes to come back here once the window was made again."""
        return None

    def on_changes(self, changes: Changes) -> None:
        """Refresh where the changes concern what is shown."""

    def restyle(self, theme: Theme) -> None:
        """Take another theme or text size."""
        self.theme = theme
