"""The window's life: one folder, one lock, one theme, two threads of the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    Qt,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtWidgets import QApplication

from otdesk import paths, settings
from otdesk.domain.counter.grammar import Layout
from otdesk.domain.search import OriginIndex
from otdesk.errors import DeskError
from otdesk.services import preferences as stored
from otdesk.services import workplace as workplaces
from otdesk.services.workplace import Grounds, Workplace
from otdesk.store import faults
from otdesk.store.database import has_database
from otdesk.store.occupancy import FolderLock
from otdesk.ui import on_screen
from otdesk.ui.background import StoreLink
from otdesk.ui.bugs import BugWatch
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.counter.controller import CounterController
from otdesk.ui.counter.layout import counter_layout
from otdesk.ui.counter.screen import CounterScreen
from otdesk.ui.enter_key import EnterKey
from otdesk.ui.first_look import FirstLook, first_look
from otdesk.ui.qt_words import QtWords
from otdesk.ui.theme.apply import Theme
from otdesk.ui.window import DAY, HELP, SETTINGS, SHOP, SUMMARIES, SYNC, MainWindow, MakeScreen

if TYPE_CHECKING:
    from otdesk.services.till.keystore import Keystore
    from otdesk.store.store import Store
    from otdesk.ui.afterwards import Afterwards
    from otdesk.ui.shop.sale.controller import SaleController
    from otdesk.ui.siege.session import SiegeSession
    from otdesk.ui.sync.exchanger import Exchanger

# Where nothing is painted, as on a locked screen, the upkeep begins all the same.
_UPKEEP_MILLISECONDS = 3_000


def run(
    grounds: Grounds,
    folder: Path,
    *,
    profile: str | None,
    office: str | None,
    smoke_test: bool = False,
) -> int:
    """Open the window on a data folder and return the exit code.

    A folder without a database is made on the first start, for the profile and office that were
    named or are picked then. A folder that another window holds brings that one to the front.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("the window needs a QApplication")
    app.setApplicationName("otdesk")
    app.setDesktopFileName("otdesk")
    speak_french(app)
    while True:
        try:
            opened = _opened(app, grounds, folder, profile, office)
            break
        except DeskError as fault:
            if not _tries_again(app, fault, folder, quiet=smoke_test):
                return 2
    if opened is None:
        return 0
    if smoke_test:
        QTimer.singleShot(0, lambda: _leave_when_painted(opened, app))
    return app.exec()


def speak_french(app: QApplication) -> QTranslator:
    """Have Qt's own buttons and menus in French, and its dates and numbers."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    words = QTranslator(app)
    if words.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    app.installTranslator(QtWords(app))
    return words


def _opened(
    app: QApplication, grounds: Grounds, folder: Path, profile: str | None, office: str | None
) -> Session | SiegeSession | None:
    """Return the session of a folder; None where another window has it, or nobody chose."""
    if not has_database(folder):
        chosen = _first_start(app, grounds, folder, profile, office)
        if chosen is None:
            return None
        # An existing folder may have been opened instead, or another place chosen.
        folder = chosen.folder
    lock = FolderLock(folder)
    if not lock.acquire():
        from otdesk.ui.summons import call_first

        if call_first(folder):
            return None
        raise faults.occupied(folder)
    try:
        workplace = workplaces.open_folder(grounds, folder, lock=lock)
        session = _session(app, workplace, lock)
    except BaseException:
        # Or trying again would find the folder held, by ourselves.
        lock.release()
        raise
    session.show()
    return session


def _session(app: QApplication, workplace: Workplace, lock: FolderLock) -> Session | SiegeSession:
    """Return the window's life for the role of a folder."""
    if workplace.is_siege:
        from otdesk.ui.siege.session import SiegeSession

        return SiegeSession(app, workplace, lock)
    return Session(app, workplace, lock)


def _first_start(
    app: QApplication, grounds: Grounds, folder: Path, profile: str | None, office: str | None
) -> Workplace | None:
    if office is not None:
        return workplaces.create(grounds, folder, profile_code=profile or "cevennes", office=office)
    from otdesk.ui.first_start import ask_office

    return ask_office(app, grounds, folder, profile)


def _tries_again(app: QApplication, fault: DeskError, folder: Path, *, quiet: bool) -> bool:
    if quiet:
        raise fault
    from otdesk.ui.first_start import show_refusal

    return show_refusal(app, fault, folder)


def _leave_when_painted(session: Session | SiegeSession, app: QApplication) -> None:
    if session.ready:
        session.window.close()
        app.quit()
    else:
        QTimer.singleShot(20, lambda: _leave_when_painted(session, app))


class Session(QObject):
    """Everything that lives as long as the window.

    `painted`: the window was painted for the first time, with its drafts and figures; it is
    `ready` then. Nothing before asks for the store's threads (decision 0008).
    """

    painted = Signal()

    def __init__(self, app: QApplication, workplace: Workplace, lock: FolderLock) -> None:
        super().__init__(app)
        self._app = app
        self._enter = EnterKey(app)
        self.workplace = workplace
        self._lock = lock
        self.ready = False
        look = first_look(workplace)
        self._preferences = look.preferences
        self.shown_to = look.shown_to
        self._counsellor = self._preferences.get(settings.COUNSELLOR)
        self.link = StoreLink(workplace.open_store, self)
        self.reading = StoreLink(workplace.open_store, self)
        self._keystore: Keystore | None = None
        self.context = ScreenContext(
            workplace,
            self.link,
            self.reading,
            self._author,
            lambda: self._preferences,
            self.note_event,
        )
        self.theme = self._themed()
        self.controller = CounterController(
            workplace, self.link, self._layout(), self._author, self
        )
        self._index = OriginIndex.of_office(workplace.lists, workplace.profile, workplace.office)
        self.window = self._make_window(look)
        self._bugs = BugWatch(paths.state_folder(), workplace.clock, lambda: self.window.banner)
        for link in (self.link, self.reading):
            link.failed.connect(self._bugs.tell)
        self._bugs.begin()
        self.controller.restore(look.drafts)
        self.window.head.installEventFilter(self)
        self._begun = self._closed = False
        self._later: Afterwards | None = None
        self._sale: SaleController | None = None
        self._exchanger: Exchanger | None = None
        self._reminders: QObject | None = None

    def show(self) -> None:
        """Show the window, maximised on the small screens of the offices."""
        on_screen.show_whole(self.window, self.theme.scale)
        self.window.counter.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._counsellor:
            self.window.pick_counsellor()
        # What is not needed for the first picture comes after it.
        self.painted.connect(self._open_store)
        QTimer.singleShot(_UPKEEP_MILLISECONDS, self._open_store)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first painting, of which the head is a part whatever is in front."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_painted)
        return False

    # The shop ------------------------------------------------------------------------------

    @property
    def sale(self) -> SaleController:
        """Return the sale in hand: made when first wanted, it outlives any window."""
        if self._sale is None:
            from otdesk.ui.shop.desk import ShopDesk
            from otdesk.ui.shop.sale.controller import SaleController

            desk = ShopDesk(self.context, self.keystore, self)
            self._sale = SaleController(desk, self)
            self._sale.changed.connect(self._on_basket)
            # What went well at the till was read by then, and its room is the tiles'.
            self._sale.sold.connect(lambda _sold: self.window.banner.turn_page())
        return self._sale

    def _on_basket(self) -> None:
        self.window.show_basket(*self.sale.in_short())

    def _on_scanned(self, barcode: str) -> None:
        self.sale.scan(barcode)

    def _shop_screen(self, context: ScreenContext, theme: Theme) -> Screen:
        from otdesk.ui.shop.screen import ShopScreen

        return ShopScreen(context, theme, self.keystore, sale=self.sale)

    # The exchange --------------------------------------------------------------------------

    @property
    def exchanger(self) -> Exchanger:
        """Return what exchanges with the siège: made when first wanted, it outlives any window."""
        if self._exchanger is None:
            from otdesk.ui.sync.exchanger import Exchanger
            from otdesk.ui.sync.reminders import Reminders

            self._exchanger = Exchanger(self.context, self.keystore, self)
            self._exchanger.state_read.connect(self._on_exchange)
            self._exchanger.turned.connect(self._on_exchange)
            self._reminders = Reminders(self.context, self._exchanger, lambda: self.window)
        return self._exchanger

    def _on_exchange(self) -> None:
        state = self.exchanger.state
        if state is not None:
            self.window.show_exchange(state, is_running=self.exchanger.run is not None)

    def _sync_screen(self, context: ScreenContext, theme: Theme) -> Screen:
        from otdesk.ui.sync.screen import SyncScreen

        return SyncScreen(context, theme, self.exchanger, self.keystore)

    # ---------------------------------------------------------------------------------------

    def keystore(self) -> Keystore:
        """Return what keeps the till's key; on a store's thread: it may ask the system."""
        if self._keystore is None:
            from otdesk.services.till.keystore import keystore

            self._keystore = keystore(self.workplace.anchors.folder)
        return self._keystore

    def note_event(self, event: str, detail: str = "") -> None:
        """Note a technical event in the folder's till, where it has one."""
        author = self._author()

        def work(store: Store) -> None:
            from otdesk.services.till import events

            if event == events.START:
                events.note_start(store, self.keystore, author)
            else:
                events.note_here(store, self.keystore, author, event, detail)

        self.link.run(work)

    def _author(self) -> str:
        return self._counsellor or "?"

    def _layout(self) -> Layout:
        workplace = self.workplace
        return counter_layout(
            workplace.lists,
            workplace.profile,
            workplace.office,
            self._preferences.get(settings.FAVOURITES),
        )

    def _themed(self) -> Theme:
        return on_screen.dress(self._app, self._preferences)

    def _make_window(self, look: FirstLook) -> MainWindow:
        counter = CounterScreen(self.context, self.theme, self.controller, self._index)
        makers = {**_makers(), SHOP: self._shop_screen, SYNC: self._sync_screen}
        window = MainWindow(self.context, self.theme, self.controller, counter, makers)
        window.scanned.connect(self._on_scanned)
        window.closing.connect(self._close)
        window.restyle_wanted.connect(self._restyle)
        window.reread_wanted.connect(self._reread)
        window.counsellor_chosen.connect(self._on_counsellor)
        everyone = look.counsellors
        name = next((c.name for c in everyone if c.initials == self._counsellor), "")
        window.head.show_counsellor(self._counsellor, name)
        counter.show_view(look.view)
        return window

    def _on_painted(self) -> None:
        self.ready = True
        self.painted.emit()

    def _open_store(self) -> None:
        if not self._begun:
            self._begun = True
            # The thread imports SQLAlchemy meanwhile, while keys are painted.
            self.link.run(_nothing, lambda _: self._afterwards(), self._afterwards_despite)

    def _on_counsellor(self, initials: str) -> None:
        self._counsellor = initials
        self._preferences = self._preferences.with_value(settings.COUNSELLOR, initials)

        self.link.run(lambda store: stored.keep(store, settings.COUNSELLOR, initials))
        self.note_event("login", initials)

    def _reread(self) -> None:
        """Take a setting of which nothing in the window is made: who types goes on."""
        self._preferences = first_look(self.workplace).preferences

    def _restyle(self) -> None:
        """Make the window again in another theme or size; drafts live in the controller."""
        look = first_look(self.workplace)
        self._preferences = look.preferences
        self.theme = self._themed()
        self.controller.replace_layout(self._layout())
        old = self.window
        place = old.current
        where = old.screen_named(place).place() if place else None
        old.closing.disconnect(self._close)
        self.window = self._make_window(look)
        old.banner.hand_on(self.window.banner)
        on_screen.take_place(self.window, old)
        self.window.show_screen(place or "counter", where)
        self.window.counter.use_index(self._index)
        if self._sale is not None:
            self._on_basket()
        if self._exchanger is not None:
            self._on_exchange()

    def _afterwards_despite(self, fault: Exception) -> None:
        self.link.failed.emit(fault)
        self._afterwards()

    def _afterwards(self) -> None:
        if self._closed:
            return
        if self.workplace.profile.has_shop:
            # A basket that a power cut left is shown at once, whatever is in front: asked before
            # anything that waits for the system's keystore, which may want to be unlocked first.
            self.sale.restore()
        from otdesk.ui.afterwards import Afterwards

        self._later = Afterwards(self)
        self._later.begin()

    def take_index(self, index: OriginIndex) -> None:
        """Take the index with the communes, once it is ready."""
        self._index = index
        self.window.counter.use_index(index)

    def _close(self) -> None:
        self._closed = True
        self._enter.deleteLater()
        if self._later is not None:
            self._later.stop()
            self.note_event("stop")
        if self._exchanger is not None:
            self._exchanger.stop()
        if self._sale is not None:
            self._sale.flush()
        self.link.close()
        self.reading.close()
        self._lock.release()
        self._bugs.stop()


def _nothing(_store: Store) -> None:
    """Have the store open."""


def _makers() -> dict[str, MakeScreen]:
    """Return how each screen but the counter is made: imported when first wanted."""

    def day(context: ScreenContext, theme: Theme) -> Screen:
        from otdesk.ui.days.screen import DayScreen

        return DayScreen(context, theme)

    def summaries(context: ScreenContext, theme: Theme) -> Screen:
        from otdesk.ui.summaries.screen import SummariesScreen

        return SummariesScreen(context, theme)

    def preferences(context: ScreenContext, theme: Theme) -> Screen:
        from otdesk.ui.preferences.screen import PreferencesScreen

        return PreferencesScreen(context, theme)

    def manual(context: ScreenContext, theme: Theme) -> Screen:
        from otdesk.ui.manual.screen import ManualScreen

        return ManualScreen(context, theme)

    return {DAY: day, SUMMARIES: summaries, SETTINGS: preferences, HELP: manual}
