"""The Journée screen alone, on a real folder: no window, two real threads, a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk.services import preferences
from otdesk.services.preferences import Preferences
from otdesk.services.workplace import Workplace
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.screen import DayScreen
from otdesk.ui.theme.apply import Theme, apply_theme
from otdesk.ui.theme.palette import JOUR
from otdesk.ui.theme.scale import Scale


def dress(scale: Scale | None = None) -> Theme:
    """Put the day's theme on the application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return apply_theme(app, JOUR, scale or Scale())


@dataclass
class Desk:
    """A screen, its threads, and where it wanted to go."""

    qtbot: QtBot
    workplace: Workplace
    context: ScreenContext
    screen: DayScreen
    asked: list[tuple[str, object]] = field(default_factory=list)

    @property
    def picture(self) -> DayPicture:
        """Return the day as it was read."""
        assert self.screen.picture is not None
        return self.screen.picture

    def show(self, day: date | None = None) -> None:
        """Show a day and wait until it is read."""
        self.screen.arrive(day)
        wanted = day or self.workplace.today()
        self.qtbot.waitUntil(
            lambda: self.screen.picture is not None and self.screen.picture.day == wanted
        )
        self._read()

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        target: QWidget | None = None,
    ) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(target or self.focus, key, modifiers)

    def type(self, text: str) -> None:
        """Type a text where the focus is, accents too: QTest's own keyClicks aborts on them."""
        for character in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                nothing = Qt.KeyboardModifier.NoModifier
                event = QKeyEvent(kind, Qt.Key.Key_unknown, nothing, character)
                QApplication.sendEvent(self.focus, event)

    @property
    def focus(self) -> QWidget:
        """Return what has the focus."""
        return QApplication.focusWidget() or self.screen

    def settled(self) -> None:
        """Wait until what was written is on the disk and read again."""
        self.qtbot.waitUntil(lambda: not self.context.link.is_writing)
        self.screen.loader.refresh()
        self._read()

    def _read(self) -> None:
        """Wait until nothing that was asked is on its way: a day shown before may be an old one."""
        self.qtbot.waitUntil(lambda: self.screen.loader._on_its_way is None)


@contextmanager
def opened(
    qtbot: QtBot, workplace: Workplace, theme: Theme, size: tuple[int, int] = (1262, 712)
) -> Iterator[Desk]:
    """Open the screen on a folder; its threads end with the block."""
    link, reading = StoreLink(workplace.open_store), StoreLink(workplace.open_store)
    link.start()
    reading.start()
    context = ScreenContext(workplace, link, reading, lambda: "CA", lambda: stored(workplace))
    screen = DayScreen(context, theme)
    link.changed.connect(screen.on_changes)
    desk = Desk(qtbot, workplace, context, screen)
    screen.go_to.connect(lambda name, argument: desk.asked.append((name, argument)))
    screen.resize(*size)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    desk.show()
    try:
        yield desk
    finally:
        screen.close()
        link.close()
        reading.close()
        # Answers that are still on their way must find their receiver alive.
        QApplication.processEvents()
        screen.deleteLater()
        QApplication.processEvents()


def stored(workplace: Workplace) -> Preferences:
    """Return the settings as they lie in the folder."""
    store = workplace.open_store()
    try:
        with store.reading() as connection:
            return preferences.load(connection)
    finally:
        store.close()


def set_pin(workplace: Workplace, pin: str) -> None:
    """Guard corrections by a PIN."""
    store = workplace.open_store()
    try:
        with store.writing_local() as connection:
            preferences.set_pin(connection, pin)
    finally:
        store.close()
