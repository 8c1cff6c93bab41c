"""The one window: head, rail, screens; nothing in it computes or queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.visits import Visit
from otdesk.i18n import _
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.counter.controller import CounterController, Notice
from otdesk.ui.counter.screen import CounterScreen
from otdesk.ui.counter.sentence import brief
from otdesk.ui.counter.view import CounterView
from otdesk.ui.rail import RailPlace
from otdesk.ui.theme.apply import Theme
from otdesk.ui.window_frame import WindowFrame

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.sync.office_state import OfficeState
    from otdesk.ui.shop.scanner import BarcodeScanner

MakeScreen = Callable[[ScreenContext, Theme], Screen]

COUNTER = "counter"
SHOP = "shop"
DAY = "day"
SUMMARIES = "summaries"
SYNC = "sync"
SETTINGS = "settings"
HELP = "help"
# The page of the shop that sells: what is scanned goes there.
SHOP_SALE = "sale"

# On an AZERTY keyboard Ctrl+3 arrives as Ctrl+", its unshifted sign.
_DIGIT_SIGNS = {"3": '"', "5": "(", "6": "-", "8": "_", "9": "ç"}


def places(*, shop: bool) -> tuple[RailPlace, ...]:
    """Return the screens of an office, in the order of the rail; `shop`: it sells."""
    sells = (RailPlace(SHOP, _("Boutique"), "shopping-bag", "F11"),) if shop else ()
    return (
        RailPlace(COUNTER, _("Comptoir"), "store", "F12"),
        *sells,
        RailPlace(DAY, _("Journée"), "calendar-check", "Ctrl 3"),
        RailPlace(SUMMARIES, _("Résumés"), "chart-column", "Ctrl 5"),
        RailPlace(SYNC, _("Synchronisation"), "refresh-cw", "Ctrl 6"),
        RailPlace(SETTINGS, _("Réglages"), "settings", "Ctrl 8", last=True),
        RailPlace(HELP, _("Aide"), "circle-help", "Ctrl 9"),
    )


class MainWindow(QMainWindow):
    """Shows one screen at a time; each but the counter is made when it is first wanted.

    `restyle_wanted`: the settings ask for another theme, text size or keyboard; `reread_wanted`:
    one changed of which nothing in sight is made. `closing`: the window is about to go, and what is
    on its way must reach the disk. `scanned`: a barcode was read, whatever is in front.
    """

    restyle_wanted = Signal()
    reread_wanted = Signal()
    closing = Signal()
    scanned = Signal(str)

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        controller: CounterController,
        counter: CounterScreen,
        makers: dict[str, MakeScreen],
    ) -> None:
        super().__init__()
        self.context = context
        self.controller = controller
        self.counter = counter
        self._theme = theme
        self._makers = makers
        self._screens: dict[str, Screen] = {COUNTER: counter}
        self._sells = context.workplace.profile.has_shop
        self._scanner: BarcodeScanner | None = None
        self._overlay: QWidget | None = None
        # What a screen has the head say beside the office.
        self._tag = ""
        self._basket = ""
        # The screen that an overlay covers, and its place, to come back to.
        self._under: tuple[str, object] = (COUNTER, None)
        self.setWindowTitle(_("otdesk · {}").format(context.workplace.office.name))
        self._build()
        self._connect()
        self._make_shortcuts()
        self._clock = QTimer(self)
        self._clock.setInterval(15_000)
        self._clock.timeout.connect(self.tell_time)
        self._clock.start()
        self.tell_time()

    def _build(self) -> None:
        frame = WindowFrame(self._theme, places(shop=self._sells))
        self.head, self.rail = frame.head, frame.rail
        self.banner, self.stack = frame.banner, frame.stack
        self.setCentralWidget(frame)
        self.stack.addWidget(self.counter)
        self.rail.show_place(COUNTER)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_screen)
        self.head.draft_wanted.connect(lambda: self.show_screen(COUNTER))
        self.head.basket_wanted.connect(self.show_shop)
        self.head.exchange_wanted.connect(lambda: self.show_screen(SYNC))
        self.head.search_wanted.connect(self.open_search)
        self.head.counsellor_wanted.connect(self.pick_counsellor)
        self._adopt(COUNTER, self.counter)
        self.counter.figures_changed.connect(self._on_figures)
        self.counter.day_turned.connect(self.tell_time)
        self.counter.draft_changed.connect(self._on_draft)
        self.context.link.changed.connect(self._on_changes)
        # What went well was read by then, and its room is the tiles'.
        self.controller.acknowledged.connect(self.banner.turn_page)

    def _make_shortcuts(self) -> None:
        self._shortcut("F12", lambda: self.show_screen(COUNTER))
        if self._sells:
            self._shortcut("F11", self.show_shop)
        screens = ("3", DAY), ("5", SUMMARIES), ("6", SYNC), ("8", SETTINGS), ("9", HELP)
        for digit, name in screens:
            for sign in (digit, _DIGIT_SIGNS[digit]):
                self._shortcut(f"Ctrl+{sign}", partial(self.show_screen, name))
        self._shortcut("Ctrl+K", self.open_search)
        self._shortcut("Ctrl+U", self.pick_counsellor)
        self._shortcut("Ctrl+D", lambda: self.show_screen(DAY, "late"))

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)

    def _adopt(self, name: str, screen: Screen) -> None:
        screen.go_to.connect(self._on_go_to)
        screen.noticed.connect(partial(self._on_noticed, name))
        screen.outdated.connect(partial(self.banner.withdraw, name))
        screen.correction_begun.connect(self._on_correction)
        screen.tagged.connect(self._on_tagged)

    # Screens -------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """Return the name of the screen in front."""
        front = self.stack.currentWidget()
        return next((n for n, s in self._screens.items() if s is front), "")

    def screen_named(self, name: str) -> Screen:
        """Return a screen, made now where it was not yet."""
        if name not in self._screens:
            screen = self._makers[name](self.context, self._theme)
            self._screens[name] = screen
            self.stack.addWidget(screen)
            self._adopt(name, screen)
        return self._screens[name]

    def show_screen(self, name: str, argument: object = None) -> None:
        """Bring a screen to the front, perhaps with something to show."""
        self._close_overlay()
        if name != self.current:
            self.banner.turn_page()
        screen = self.screen_named(name)
        self.stack.setCurrentWidget(screen)
        self.rail.show_place(name)
        screen.arrive(argument)
        self._on_draft()

    def show_shop(self) -> None:
        """Bring the shop: its basket, where one is in hand or F11 was pressed there already."""
        sells = self.current == SHOP or not self.head.basket.isHidden()
        self.show_screen(SHOP, "sale" if sells else None)

    def _on_go_to(self, name: str, argument: object) -> None:
        if name == "edit" and isinstance(argument, str):
            self._edit(argument)
        elif name == "late" and (argument is None or isinstance(argument, date)):
            self.controller.type_for(argument)
            self.show_screen(COUNTER)
        elif name == "draft" and isinstance(argument, str):
            self.controller.bring(argument)
            self.show_screen(COUNTER)
        elif name == "preferences":
            self.restyle_wanted.emit()
        elif name == "noted":
            self.reread_wanted.emit()
        elif name == "counsellor":
            self.pick_counsellor()
        else:
            self.show_screen(name, argument)

    def _on_correction(self, day: date, reason: str) -> None:
        # The counter corrects the same day for the same reason: it is asked once.
        self.controller.give_reason(reason, day)

    def _edit(self, uid: str) -> None:
        def on_found(visit: Visit | None) -> None:
            if visit is None:
                self.banner.tell(_("Ce passage ne se modifie pas : l’annuler dans la Journée."))
                return
            self.controller.edit(uid, visit)
            self.show_screen(COUNTER)

        def find(connection: Connection) -> Visit | None:
            from otdesk.reports.last_record import visit_by_uid

            return visit_by_uid(connection, uid)

        self.context.link.read(find, on_found)

    def _on_noticed(self, name: str, notice: Notice) -> None:
        tone = "genet" if notice.tone == "plain" else notice.tone
        self.banner.tell(notice.text, tone=tone, teller=name)

    # Overlays: the picker of counsellors, the search of everything -------------------------

    def pick_counsellor(self) -> None:
        """Ask who is at the desk."""
        from otdesk.ui.desk.counsellor_picker import CounsellorPicker

        picker = CounsellorPicker(self.context, self._theme)
        picker.chosen.connect(self._on_counsellor)
        picker.left.connect(self._leave_overlay)
        self._show_overlay(picker)

    def _on_counsellor(self, initials: str, name: str) -> None:
        self.counsellor_chosen.emit(initials)
        self.head.show_counsellor(initials, name)
        self._leave_overlay()

    counsellor_chosen = Signal(str)

    def open_search(self) -> None:
        """Find a screen, an action, an origin or a past day."""
        from otdesk.ui.palette_search import PaletteSearch

        search = PaletteSearch(self.context, self._theme)
        search.go_to.connect(self._on_palette)
        search.left.connect(self._leave_overlay)
        self._show_overlay(search)

    def _on_palette(self, name: str, argument: object) -> None:
        self._leave_overlay()
        if name == "origin" and isinstance(argument, str):
            self.show_screen(COUNTER)
            self.controller.choose_origin(argument)
        else:
            self._on_go_to(name, argument)

    def _show_overlay(self, overlay: QWidget) -> None:
        if self._overlay is None:
            name = self.current or COUNTER
            self._under = name, self.screen_named(name).place()
        self._close_overlay()
        self._overlay = overlay
        self.stack.addWidget(overlay)
        self.stack.setCurrentWidget(overlay)
        overlay.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_draft()

    def _close_overlay(self) -> None:
        if self._overlay is not None:
            self.stack.removeWidget(self._overlay)
            self._overlay.deleteLater()
            self._overlay = None

    def _leave_overlay(self) -> None:
        """Come back to what was in front, as it was."""
        self.show_screen(*self._under)

    # The day -------------------------------------------------------------------------------

    def tell_time(self) -> None:
        """Show the office, the date and the hour."""
        workplace = self.context.workplace
        now = workplace.local(workplace.clock.now())
        when = f"{typography.long_date(now.date())} · {now.hour}:{now.minute:02d}"
        tag = self._tag or (_("RECONSTITUTION") if workplace.identity.reconstruction else "")
        self.head.show_place(workplace.office.name, when, tag)

    def _on_tagged(self, tag: str) -> None:
        self._tag = tag
        self.tell_time()

    def show_basket(self, words: str, pieces: int) -> None:
        """Show what is in the basket while another screen is in front; `pieces` in the rail."""
        if self._sells:
            self._basket = words
            self.rail.buttons[SHOP].show_badge(pieces)
            self._on_draft()

    def show_exchange(self, state: OfficeState, *, is_running: bool) -> None:
        """Show how it stands with the siège: a mark in the head, what wants someone in the rail."""
        from otdesk.ui.sync import words

        self.head.show_exchange(
            words.head_mark(state, is_running=is_running), words.headline(state)
        )
        self.rail.buttons[SYNC].show_badge(state.attention)

    def _on_figures(self, view: CounterView) -> None:
        self.head.show_figures(view.figures)

    def _on_draft(self) -> None:
        draft = self.controller.draft
        away = self.stack.currentWidget() is not self.counter
        text = "" if draft.is_blank or not away else brief(draft, self.context.workplace.lists)
        self.head.show_draft(text)
        self.head.show_basket("" if self.current == SHOP else self._basket)
        unfinished = self.controller.conversations.unfinished
        self.rail.buttons[DAY].show_badge(sum(1 for d in unfinished if d.aside))
        day = self._screens.get(DAY)
        show = getattr(day, "set_drafts", None)
        if show is not None:
            show(unfinished)

    def _on_changes(self, changes: Changes) -> None:
        for screen in self._screens.values():
            screen.on_changes(changes)

    # Scanning ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to a scanner once there is a window to listen at."""
        super().showEvent(event)
        if self._sells:
            if self._scanner is None:
                from otdesk.ui.shop.scanner import BarcodeScanner

                self._scanner = BarcodeScanner(self)
                self._scanner.scanned.connect(self._on_scanned)
                self._scanner.unreadable.connect(self._on_unreadable)
            self._scanner.watch(self.windowHandle())

    def _on_scanned(self, barcode: str) -> None:
        if self.current != SHOP:
            self.show_screen(SHOP, SHOP_SALE)
        self.scanned.emit(barcode)

    def _on_unreadable(self, _text: str) -> None:
        self.banner.tell(
            _("Code-barres mal lu : le scanner de nouveau."),
            _("Rien n’a été ajouté."),
            tone="genet",
        )

    # Going ---------------------------------------------------------------------------------

    def come_to_front(self) -> None:
        """Answer a second start."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is on its way reach the disk, then go."""
        # What does not answer is waited for a little: not in the way of who has left.
        self.hide()
        self.closing.emit()
        super().closeEvent(event)
