"""« Réglages »: the list of pages, the page in front, and the door where a code guards them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _
from otdesk.services import preferences as stored
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.preferences.nav import NavButton
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.preferences.pin_gate import PinGate
from otdesk.ui.theme.apply import Theme

MakePage = Callable[[ScreenContext, Theme], PreferencesPage]

# What `go_to` asks for where no screen is: the settings are to be read again.
NOTED = "noted"
APPEARANCE = "appearance"
KEYBOARD = "keyboard"
FAVOURITES = "favourites"
COUNSELLORS = "counsellors"
SHOP = "shop"
PRINTER = "printer"
BACKUPS = "backups"
POSTS = "posts"
IMPORT = "import"
PIN = "pin"
ABOUT = "about"


@dataclass(frozen=True, slots=True)
class PreferencesPlace:
    """Where one was before the window was made anew: the page, the control, the open door."""

    page: str
    control: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list; `make` makes it, one of this module's own by its name unless told."""

    name: str
    text: str
    icon: str
    make: MakePage | None = None


def entries() -> tuple[Entry, ...]:
    """Return the pages in the order of the list."""
    return (
        Entry(APPEARANCE, _("Affichage"), "monitor"),
        Entry(KEYBOARD, _("Clavier"), "keyboard"),
        Entry(FAVOURITES, _("Provenances"), "star"),
        Entry(COUNSELLORS, _("Conseillers"), "users"),
        Entry(SHOP, _("Boutique"), "shopping-bag"),
        Entry(PRINTER, _("Impression"), "printer"),
        Entry(BACKUPS, _("Sauvegardes"), "save"),
        Entry(POSTS, _("Postes"), "link"),
        Entry(IMPORT, _("Importer"), "file-spreadsheet"),
        Entry(PIN, _("Code"), "lock"),
        Entry(ABOUT, _("À propos"), "info"),
    )


class PreferencesScreen(Screen):
    """Every setting of this post. Pages are made when they are first looked at.

    `listed` are the pages that a role has, those of an office unless told.
    """

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        listed: tuple[Entry, ...] = (),
    ) -> None:
        super().__init__(context, theme, parent)
        self._entries = {entry.name: entry for entry in listed or entries()}
        self.setAccessibleName(_("Réglages"))
        self._opened = False
        self.pages: dict[str, PreferencesPage] = {}
        self.current = APPEARANCE
        across = QHBoxLayout(self)
        scale = theme.scale
        across.setContentsMargins(
            scale.margin_side, scale.margin_top, scale.margin_side, scale.margin_top
        )
        self._stack = QStackedWidget()
        across.addWidget(self._stack)
        self.gate = PinGate(context, theme)
        self.gate.refused.connect(lambda: context.note_event("login_failed", _("réglages")))
        self.gate.opened.connect(self._open)
        self.gate.left.connect(lambda: self.go_to.emit("counter", None))
        self._stack.addWidget(self.gate)
        self._inside = QWidget()
        inside = QHBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(scale.gap_wide)
        inside.addWidget(self._list())
        self._front = QStackedWidget()
        inside.addWidget(self._front, 1)
        self._stack.addWidget(self._inside)

    def _list(self) -> QWidget:
        scale = self.theme.scale
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*(scale.space(8),) * 4)
        column.setSpacing(scale.space(2))
        self.buttons: dict[str, NavButton] = {}
        for entry in self._entries.values():
            made = NavButton(self.theme, entry.text, entry.icon, entry.name)
            made.clicked.connect(lambda _on=False, name=entry.name: self.show_page(name))
            self.buttons[entry.name] = made
            column.addWidget(made)
        column.addStretch(1)
        # At large text eleven pages are higher than a small screen.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(card)
        bar = scroll.verticalScrollBar().sizeHint().width()
        scroll.setFixedWidth(card.minimumSizeHint().width() + bar)
        return scroll

    # Arriving ------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front at a page; the code is asked each time, where there is one."""
        place = argument if isinstance(argument, PreferencesPlace) else None
        if place is not None:
            self.current = place.page
            self._opened = place.opened
        elif isinstance(argument, str) and argument in self.buttons:
            self.current = argument
        if self._opened or not stored.pin_is_set(self.context.preferences()):
            self._open()
            self._focus(place.control if place is not None else "")
        else:
            self._stack.setCurrentWidget(self.gate)
            self.gate.open()

    def place(self) -> object:
        """Return the page, the control and the open door, for the window made anew."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        control = focused.objectName() if inside and focused is not None else ""
        return PreferencesPlace(self.current, control, self._opened)

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the door behind who leaves."""
        self._opened = False
        super().hideEvent(event)

    def _open(self) -> None:
        self._opened = True
        self._stack.setCurrentWidget(self._inside)
        self.show_page(self.current)

    def _focus(self, control: str) -> None:
        wanted = self.findChild(QWidget, control) if control else None
        target = wanted or self.buttons[self.current]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    # Pages ---------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Bring a page to the front, made now where it was not yet."""
        if name not in self.pages:
            make = self._entries[name].make or _MAKERS[name]
            page = make(self.context, self.theme)
            page.changed.connect(lambda: self.go_to.emit("preferences", None))
            page.noted.connect(lambda: self.go_to.emit(NOTED, None))
            page.go_to.connect(self.go_to)
            self.pages[name] = page
            self._front.addWidget(page)
        self.current = name
        self.buttons[name].setChecked(True)
        self._front.setCurrentWidget(self.pages[name])
        self.pages[name].arrive()


def _appearance(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.appearance import AppearancePage

    return AppearancePage(context, theme)


def _keyboard(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.keyboard import KeyboardPage

    return KeyboardPage(context, theme)


def _favourites(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.favourites import FavouritesPage

    return FavouritesPage(context, theme)


def _counsellors(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.counsellors import CounsellorsPage

    return CounsellorsPage(context, theme)


def _shop(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.shop import ShopPage

    return ShopPage(context, theme)


def _printer(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.printer import PrinterPage

    return PrinterPage(context, theme)


def _backups(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.backups import BackupsPage

    return BackupsPage(context, theme)


def _posts(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.posts import PostsPage

    return PostsPage(context, theme)


def _import(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.imports.panel import ImportPage

    return ImportPage(context, theme)


def _pin(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.pin import PinPage

    return PinPage(context, theme)


def _about(context: ScreenContext, theme: Theme) -> PreferencesPage:
    from otdesk.ui.preferences.about import AboutPage

    return AboutPage(context, theme)


_MAKERS: dict[str, MakePage] = {
    APPEARANCE: _appearance,
    KEYBOARD: _keyboard,
    FAVOURITES: _favourites,
    COUNSELLORS: _counsellors,
    SHOP: _shop,
    PRINTER: _printer,
    BACKUPS: _backups,
    POSTS: _posts,
    IMPORT: _import,
    PIN: _pin,
    ABOUT: _about,
}
