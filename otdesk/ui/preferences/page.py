"""What every page of the settings has: the context, a way to save, a line that says what came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from otdesk.services import preferences as stored
from otdesk.settings import Setting
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import label, say
from otdesk.ui.theme.apply import Theme

T = TypeVar("T")


class PreferencesPage(QScrollArea):
    """One page, as high as it needs, under a line that tells what was done or refused.

    `changed`: a setting is on the disk, and the window has to be made again by it; `noted`: one is
    there of which nothing in sight is made, and it is only read again. `go_to` asks for another
    screen.
    """

    changed = Signal()
    noted = Signal()
    go_to = Signal(str, object)

    def __init__(self, context: ScreenContext, theme: Theme, title: str, lead: str) -> None:
        super().__init__()
        self.context = context
        self.theme = theme
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        body = QWidget()
        self.column = QVBoxLayout(body)
        scale = theme.scale
        self.column.setContentsMargins(scale.space(4), scale.space(4), scale.space(8), 0)
        self.column.setSpacing(scale.gap_wide)
        self.title = label(title, "phrase")
        self.column.addWidget(self.title)
        self.column.addWidget(label(lead, "note"))
        self.outcome = label("", "heading")
        self.outcome.hide()
        self.column.addWidget(self.outcome)
        self.setWidget(body)

    def finish(self) -> None:
        """Let what stands on the page keep to its top."""
        self.column.addStretch(1)

    def arrive(self) -> None:
        """Come to the front: read what may have changed meanwhile."""

    def bring(self, part: QWidget) -> None:
        """Scroll to a part that has just appeared, once it has its size."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(part))

    def tell(self, text: str, tone: str = "ok") -> None:
        """Say what was done, or why it was not; a screen reader hears the page's description."""
        say(self.outcome, text, tone)
        self.setAccessibleDescription(text)

    def tell_fault(self, fault: Exception) -> None:
        """Say a fault in its own words."""
        self.tell(str(fault) or type(fault).__name__, "refused")

    def save(self, setting: Setting[T], value: T) -> None:
        """Write one setting and have the window take it."""
        self.context.link.run(
            lambda store: stored.keep(store, setting, value),
            self.then(lambda _none: self.changed.emit()),
            self.fault,
        )

    def then(self, act: Callable[[T], None]) -> Callable[[T], None]:
        """Return `act`, done only while the page is there: the window may be made anew."""

        def guarded(result: T) -> None:
            if shiboken6.isValid(self):
                act(result)

        return guarded

    def fault(self, error: Exception) -> None:
        """Take a fault of the store's thread."""
        if shiboken6.isValid(self):
            self.tell_fault(error)
