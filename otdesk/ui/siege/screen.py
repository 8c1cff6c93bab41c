"""The siège's screen: a line of pages, the page in front."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from otdesk.domain.changes import Changes
from otdesk.i18n import _
from otdesk.ui.context import Screen
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.page_tab import PageTab
from otdesk.ui.siege.places import PagePlace, pages
from otdesk.ui.theme.apply import Theme


class SiegeScreen(Screen):
    """Shows one page at a time, each made when it is first wanted.

    `arrive` takes the name of a page, or a (name, argument) pair. `waiting` tells how much asks for
    a hand on all of them; `turned` that another page is in front.
    """

    waiting = Signal(int)
    turned = Signal()

    def __init__(
        self, desk: SiegeDesk, theme: Theme, places: tuple[PagePlace, ...] | None = None
    ) -> None:
        super().__init__(desk.context, theme)
        self.desk = desk
        self.setAccessibleName(_("Siège"))
        self._places = {place.name: place for place in (pages() if places is None else places)}
        self._pages: dict[str, SiegePage] = {}
        self.front = next(iter(self._places))
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(
            scale.margin_side, scale.space(4), scale.margin_side, scale.space(10)
        )
        column.setSpacing(scale.space(8))
        column.addWidget(self._line())
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)

    def _line(self) -> QWidget:
        line = QWidget()
        flow = FlowLayout(self.theme.scale.space(4), line)
        self.tabs: dict[str, PageTab] = {}
        for place in self._places.values():
            tab = PageTab(self.theme, place.label, place.icon, place.key, place.name)
            tab.clicked.connect(lambda _on=False, name=place.name: self.show_page(name))
            self.tabs[place.name] = tab
            flow.addWidget(tab)
            shortcut = QShortcut(QKeySequence(place.key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.show_page, place.name))
        policy = line.sizePolicy()
        policy.setHeightForWidth(True)
        line.setSizePolicy(policy)
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out where the pages would need a second line for them."""
        super().resizeEvent(event)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        scale = self.theme.scale
        tabs = self.tabs.values()
        wanted = sum(tab.whole_width for tab in tabs) + scale.space(4) * (len(tabs) - 1)
        room = self.width() - 2 * scale.margin_side
        for tab in tabs:
            tab.show_key(shown=wanted <= room)

    def page_named(self, name: str) -> SiegePage:
        """Return a page, made now where it was not yet."""
        if name not in self._pages:
            page = self._places[name].make(self.desk, self.theme)
            self._pages[name] = page
            self._stack.addWidget(page)
            page.page_wanted.connect(self.show_page)
            page.noticed.connect(self.noticed)
            page.go_to.connect(self.go_to)
            page.counted.connect(self._on_counted)
        return self._pages[name]

    def _on_counted(self, name: str, count: int) -> None:
        if name in self.tabs:
            self.tabs[name].show_badge(count)
            self._fit_tabs()
            self.waiting.emit(sum(tab.badge for tab in self.tabs.values()))

    def show_page(self, name: str, argument: object = None) -> None:
        """Bring a page to the front, perhaps with something to show."""
        if name != self.front:
            self.turned.emit()
        page = self.page_named(name)
        self.front = name
        self.tabs[name].setChecked(True)
        self._stack.setCurrentWidget(page)
        page.arrive(argument)

    def arrive(self, argument: object = None) -> None:
        """Come to the front: the page that was there, or the one that is asked for."""
        if isinstance(argument, tuple):
            name, value = argument
            self.show_page(name, value)
        else:
            self.show_page(argument if isinstance(argument, str) else self.front)

    def place(self) -> object:
        """Return the page in front and what it shows."""
        page = self._pages.get(self.front)
        return self.front, None if page is None else page.place()

    def on_changes(self, changes: Changes) -> None:
        """Leave it to the desk, which tells every page."""
