"""The Caisse page on a real folder: real threads, a real till, a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk.domain.changes import Changes
from otdesk.services.till.keystore import FirstOf, Keystore
from otdesk.services.workplace import Workplace
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.counter.controller import Notice
from otdesk.ui.shop.page import TILL
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.shop.till.page import TillPage
from otdesk.ui.theme.apply import Theme
from tests.shop import Shop
from tests.ui.day_desk import stored


@dataclass
class TillDesk:
    """A Boutique screen whose Caisse page is in front, and what it told."""

    qtbot: QtBot
    screen: ShopScreen
    page: TillPage
    context: ScreenContext
    told: list[Notice] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def settled(self) -> None:
        """Wait until what was asked is on the disk, and the shop was read after it."""
        self.qtbot.waitUntil(lambda: not self.screen.desk.link.is_writing)
        # Not its signal: that may tell of a reading that was on its way before.
        self.screen.desk.refresh()
        self.read()
        # What the page asks once the shop was read is behind it.
        self.read()

    def read(self) -> None:
        """Wait until the page shows what the desk has read."""
        done: list[object] = []
        self.screen.desk.link.run(lambda _store: None, done.append)
        self.qtbot.waitUntil(lambda: bool(done))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(holds)

    @property
    def said(self) -> str:
        """Return the last notice."""
        return self.told[-1].text if self.told else ""


@contextmanager
def opened(
    qtbot: QtBot,
    workplace: Workplace,
    theme: Theme,
    keystore: Callable[[], Keystore],
    *,
    size: tuple[int, int] = (1262, 712),
    events: list[tuple[str, str]] | None = None,
) -> Iterator[TillDesk]:
    """Open the page; its threads end with the block."""
    link, reading = StoreLink(workplace.open_store), StoreLink(workplace.open_store)
    noted = events if events is not None else []
    context = ScreenContext(
        workplace,
        link,
        reading,
        lambda: "CA",
        lambda: stored(workplace),
        lambda event, detail: noted.append((event, detail)),
    )
    screen = ShopScreen(context, theme, keystore)

    def on_changes(changes: Changes) -> None:
        screen.on_changes(changes)

    link.changed.connect(on_changes)
    page = screen.page_named(TILL)
    assert isinstance(page, TillPage)
    desk = TillDesk(qtbot, screen, page, context)
    screen.noticed.connect(desk.told.append)
    screen.tagged.connect(desk.tags.append)
    screen.resize(*size)
    with qtbot.waitExposed(screen):
        screen.show()
    with qtbot.waitSignal(screen.desk.refreshed):
        screen.desk.refresh()
    screen.show_page(TILL)
    desk.read()
    # Keys go to what has the focus, and only a window in front has one.
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    try:
        yield desk
    finally:
        screen.close()
        link.close()
        reading.close()
        QApplication.processEvents()
        screen.deleteLater()
        QApplication.processEvents()


def file_keystore(shop: Shop) -> Callable[[], Keystore]:
    """Return how the shop of the tests finds its key."""
    return lambda: FirstOf(None, shop.keystore)


def without_till(shop: Shop) -> None:
    """Have the folder forget its till, as a folder where none was begun."""
    with shop.store.writing_local() as connection:
        connection.exec_driver_sql("DELETE FROM till_here")


def keys(shop: Shop) -> list[Path]:
    """Return the files of the keys."""
    return sorted((shop.root / "state" / "keys").iterdir())
