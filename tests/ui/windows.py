"""The real window on a real folder, typed into as a hand would."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import Table, func, select

from otdesk import paths, settings
from otdesk.services.workplace import Workplace
from otdesk.store.occupancy import FolderLock
from otdesk.ui.application import Session
from otdesk.ui.theme.apply import Theme, apply_theme
from otdesk.ui.theme.palette import palette_named
from otdesk.ui.theme.scale import Scale

NAMED = {
    "Space": (Qt.Key.Key_Space, " "),
    "Back": (Qt.Key.Key_Backspace, "\b"),
    "Esc": (Qt.Key.Key_Escape, "\x1b"),
    "Enter": (Qt.Key.Key_Return, "\r"),
    **{f"F{n}": (Qt.Key(int(Qt.Key.Key_F1) + n - 1), "") for n in range(1, 13)},
}


class OfficeSession(Session):
    """A session on the screen of the offices: that of the tests is smaller."""

    screen = 1366, 697

    def _themed(self) -> Theme:
        percent = self._preferences.get(settings.TEXT_PERCENT)
        palette = palette_named(self._preferences.get(settings.THEME))
        scale = Scale.for_screen(*self.screen, percent)
        return apply_theme(self._app, palette, scale, paths.resources())


def open_window(qtbot: QtBot, workplace: Workplace, made: type[Session] = Session) -> Session:
    """Open the program's window on a folder and wait until its counter is ready."""
    lock = FolderLock(workplace.folder)
    assert lock.acquire()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    session = made(app, workplace, lock)
    session.window.resize(1366, 768)
    session.window.show()
    session.window.counter.arrive()
    qtbot.waitUntil(lambda: session.ready)
    return session


def close_window(session: Session) -> None:
    """Close the window as its user does; what is on its way reaches the disk.

    The widgets go too: a theme that is put on later would dress them all again.
    """
    if not shiboken6.isValid(session):
        # A test that closes by itself, and its fixture after it.
        return
    session.window.close()
    session.window.deleteLater()
    session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def strike(widget: QWidget, text: str) -> int:
    """Type keys parted by blanks, one event each, and return how many they were."""
    count = 0
    for word in text.split():
        for key, typed in [NAMED[word]] if word in NAMED else [_character(c) for c in word]:
            target = QApplication.focusWidget() or widget
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, typed)
                QApplication.sendEvent(target, event)
            count += 1
    return count


def _character(character: str) -> tuple[Qt.Key, str]:
    upper = character.upper()
    known = upper.isascii() and upper.isalnum()
    return (Qt.Key(ord(upper)) if known else Qt.Key.Key_unknown, character)


def rows_of(workplace: Workplace, table: Table) -> int:
    """Count the rows of a table, as another program would read them."""
    store = workplace.open_store()
    try:
        with store.reading() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()
    finally:
        store.close()
