"""A page of goods alone, on a real folder: no window, two real threads, a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.frame import GoodsPage
from otdesk.ui.theme.apply import Theme
from tests.shop import Shop
from tests.ui.day_desk import stored

P = TypeVar("P", bound=GoodsPage)


@dataclass
class GoodsDesk(Generic[P]):
    """A page and what is typed into it."""

    qtbot: QtBot
    desk: ShopDesk
    page: P

    @property
    def focus(self) -> QWidget:
        """Return what has the focus."""
        return QApplication.focusWidget() or self.page

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        """Type a text where the focus is, accents too; a line feed is Enter, as scanners send."""
        for character in text:
            if character == "\n":
                self.press(Qt.Key.Key_Return)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                nothing = Qt.KeyboardModifier.NoModifier
                event = QKeyEvent(kind, Qt.Key.Key_unknown, nothing, character)
                QApplication.sendEvent(self.focus, event)

    def save(self) -> None:
        """Press Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(condition)

    def told(self, words: str) -> None:
        """Wait until the page says something."""
        self.until(lambda: words in self.page.told.text)


@contextmanager
def opened(
    qtbot: QtBot,
    shop: Shop,
    theme: Theme,
    make: Callable[[ShopDesk, Theme], P],
    size: tuple[int, int] = (1262, 712),
) -> Iterator[GoodsDesk[P]]:
    """Open a page on a shop; its threads end with the block."""
    workplace = shop.workplace
    link, reading = StoreLink(workplace.open_store), StoreLink(workplace.open_store)
    context = ScreenContext(workplace, link, reading, lambda: "CA", lambda: stored(workplace))
    desk = ShopDesk(context, lambda: shop.keystore)
    page = make(desk, theme)
    link.changed.connect(desk.on_changes)
    failed: list[Exception] = []
    link.failed.connect(failed.append)
    reading.failed.connect(failed.append)
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    with qtbot.waitSignal(desk.refreshed):
        desk.refresh()
    page.arrive()
    try:
        yield GoodsDesk(qtbot, desk, page)
    finally:
        page.close()
        link.close()
        reading.close()
        # Answers that are still on their way must find their receiver alive.
        QApplication.processEvents()
        page.deleteLater()
        desk.deleteLater()
        QApplication.processEvents()
        assert failed == []
