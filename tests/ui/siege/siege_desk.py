"""The siège's window on a real network: offices that really sent, a mailbox between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk import paths, settings
from otdesk.services import preferences
from otdesk.store.occupancy import FolderLock
from otdesk.ui.siege.completeness.page import CompletenessPage
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.places import SIEGE
from otdesk.ui.siege.posts.page import PostsPage
from otdesk.ui.siege.reception.page import ReceptionPage
from otdesk.ui.siege.screen import SiegeScreen
from otdesk.ui.siege.session import SiegeSession
from otdesk.ui.theme.apply import Theme, apply_theme
from otdesk.ui.theme.palette import palette_named
from otdesk.ui.theme.scale import Scale
from tests.keyrings import using
from tests.network import AUGUST, Network

ROOM_WIDTH, ROOM_HEIGHT = 1366, 697


class SmallSession(SiegeSession):
    """A session on the screen of an old PC: that of the tests is smaller."""

    def _themed(self) -> Theme:
        percent = self._preferences.get(settings.TEXT_PERCENT)
        palette = palette_named(self._preferences.get(settings.THEME))
        scale = Scale.for_screen(ROOM_WIDTH, ROOM_HEIGHT, percent)
        return apply_theme(self._app, palette, scale, paths.resources())


@dataclass
class SiegeDesk:
    """The window that is open, and the network that it looks at."""

    qtbot: QtBot
    network: Network
    session: SiegeSession

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for an answer of the store's threads, on a machine that runs other tests."""
        self.qtbot.waitUntil(until)

    @property
    def screen(self) -> SiegeScreen:
        screen = self.session.window.screen_named(SIEGE)
        assert isinstance(screen, SiegeScreen)
        return screen

    def page(self, name: str) -> SiegePage:
        self.session.window.show_screen(SIEGE, name)
        return self.screen.page_named(name)

    def completeness(self) -> CompletenessPage:
        page = self.page("completeness")
        assert isinstance(page, CompletenessPage)
        self.wait(lambda: page.seen is not None)
        return page

    def reception(self) -> ReceptionPage:
        page = self.page("reception")
        assert isinstance(page, ReceptionPage)
        self.wait(lambda: page.seen is not None)
        return page

    def posts(self) -> PostsPage:
        page = self.page("posts")
        assert isinstance(page, PostsPage)
        self.wait(lambda: page.seen is not None)
        return page

    @property
    def told(self) -> str:
        return self.session.window.banner.text


@contextmanager
def a_network(root: Path) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(root, stack, now=AUGUST)


@contextmanager
def siege_window(
    qtbot: QtBot, network: Network, *, percent: int = 100, mailbox: bool = False
) -> Iterator[SiegeDesk]:
    with network.siege.store.writing_local() as connection:
        preferences.save(connection, settings.COUNSELLOR, "CA")
        preferences.save(connection, settings.TEXT_PERCENT, percent)
        if mailbox:
            preferences.save(connection, settings.MAILBOX, str(network.shared))
    with using():
        # The machine's own keystore is left alone.
        yield from _opened(qtbot, network)


def _opened(qtbot: QtBot, network: Network) -> Iterator[SiegeDesk]:
    workplace = network.siege.workplace
    lock = FolderLock(workplace.folder)
    assert lock.acquire()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    session = SmallSession(app, workplace, lock)
    session.window.resize(ROOM_WIDTH, ROOM_HEIGHT)
    session.window.show()
    session.begin()
    qtbot.waitUntil(lambda: session.ready)
    try:
        yield SiegeDesk(qtbot, network, session)
    finally:
        session.window.close()
        session.window.deleteLater()
        session.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
