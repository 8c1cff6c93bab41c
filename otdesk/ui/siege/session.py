"""The life of the siège's window: one folder, one lock, one theme, three threads of the store."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from otdesk import paths, settings
from otdesk.i18n import _
from otdesk.reports.counsellors import Counsellor, present
from otdesk.services import preferences as stored
from otdesk.services.preferences import Preferences
from otdesk.services.till.keystore import Keystore, keystore
from otdesk.services.workplace import Workplace
from otdesk.store.occupancy import FolderLock
from otdesk.ui import on_screen
from otdesk.ui.background import StoreLink
from otdesk.ui.bugs import BugWatch
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.enter_key import EnterKey
from otdesk.ui.posts_exchange import PATIENCE_SECONDS
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.places import HELP, SETTINGS, SIEGE, SUMMARIES
from otdesk.ui.siege.upkeep import SiegeUpkeep
from otdesk.ui.siege.window import MakeScreen, SiegeWindow
from otdesk.ui.theme.apply import Theme

_PAGE_OF_THE_SIEGE = "13-siege"


class SiegeSession(QObject):
    """Everything that lives as long as the window; `ready` once it was painted."""

    painted = Signal()

    def __init__(self, app: QApplication, workplace: Workplace, lock: FolderLock) -> None:
        super().__init__(app)
        self._app = app
        self._enter = EnterKey(app)
        self.workplace = workplace
        self._lock = lock
        self.ready = False
        self._preferences, self._people = self._look()
        self._counsellor = self._preferences.get(settings.COUNSELLOR)
        self.link = StoreLink(workplace.open_store, self)
        self.reading = StoreLink(workplace.open_store, self)
        # A round that is left behind is as one that was killed: each packet is whole or untaken,
        # and what was not noted as fetched is fetched again.
        self.exchange = StoreLink(workplace.open_store, self, patience=PATIENCE_SECONDS)
        self.context = ScreenContext(
            workplace, self.link, self.reading, self._author, lambda: self._preferences
        )
        self._keystore: Keystore | None = None
        self.desk = SiegeDesk(self.context, self.exchange, self.keystore, self)
        self.theme = self._themed()
        self.window = self._make_window()
        self._bugs = BugWatch(
            paths.state_folder(),
            workplace.clock,
            lambda: self.window.banner,
            safe=_("Ce que le siège a reçu et décidé est intact, et la fenêtre continue."),
        )
        for link in (self.link, self.reading, self.exchange):
            link.failed.connect(self._bugs.tell)
        self._bugs.begin()
        self.window.head.installEventFilter(self)
        self._upkeep = SiegeUpkeep(self.context, self.desk, lambda: self.window, self)

    def show(self) -> None:
        """Show the window, maximised on small screens; the upkeep begins once it was painted."""
        self.painted.connect(self._upkeep.begin)
        on_screen.show_whole(self.window, self.theme.scale)
        self.begin()

    def begin(self) -> None:
        """Show the first screen; ask who is there where nobody has said it."""
        if self._counsellor:
            self.window.show_screen(SIEGE)
        else:
            self.window.pick_counsellor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first painting."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self.ready = True
        self.painted.emit()

    def keystore(self) -> Keystore:
        """Return what keeps the siège's keys; on a store's thread: it may ask the system."""
        if self._keystore is None:
            self._keystore = keystore(self.workplace.anchors.folder)
        return self._keystore

    def _author(self) -> str:
        return self._counsellor or "?"

    def _look(self) -> tuple[Preferences, tuple[Counsellor, ...]]:
        store = self.workplace.open_store()
        try:
            with store.reading() as connection:
                return stored.load(connection), present(connection)
        finally:
            store.close()

    def _themed(self) -> Theme:
        return on_screen.dress(self._app, self._preferences)

    def _make_window(self) -> SiegeWindow:
        window = SiegeWindow(self.context, self.theme, self._makers())
        window.closing.connect(self._close)
        window.restyle_wanted.connect(self._restyle)
        window.reread_wanted.connect(self._reread)
        window.counsellor_chosen.connect(self._on_counsellor)
        name = next((c.name for c in self._people if c.initials == self._counsellor), "")
        window.head.show_counsellor(self._counsellor, name)
        return window

    def _on_counsellor(self, initials: str) -> None:
        self._counsellor = initials
        self._preferences = self._preferences.with_value(settings.COUNSELLOR, initials)

        self.link.run(lambda store: stored.keep(store, settings.COUNSELLOR, initials))

    def _reread(self) -> None:
        """Take a setting of which nothing in the window is made: who types goes on."""
        self._preferences, self._people = self._look()

    def _restyle(self) -> None:
        """Make the window again in another theme or size."""
        self._preferences, self._people = self._look()
        self.theme = self._themed()
        old = self.window
        place = old.current or SIEGE
        where = old.screen_named(place).place()
        old.closing.disconnect(self._close)
        self.window = self._make_window()
        old.banner.hand_on(self.window.banner)
        on_screen.take_place(self.window, old)
        self.window.show_screen(place, where)

    def _close(self) -> None:
        self._enter.deleteLater()
        self._upkeep.stop()
        self.desk.stop()
        for link in (self.exchange, self.link, self.reading):
            link.close()
        self._lock.release()
        self._bugs.stop()

    def _makers(self) -> dict[str, MakeScreen]:
        """Return how each screen is made: imported when first wanted."""
        desk = self.desk

        def siege(_context: ScreenContext, theme: Theme) -> Screen:
            from otdesk.ui.siege.screen import SiegeScreen

            return SiegeScreen(desk, theme)

        def summaries(context: ScreenContext, theme: Theme) -> Screen:
            from otdesk.ui.summaries.screen import SummariesScreen

            return SummariesScreen(context, theme, offices=context.workplace.profile.offices)

        def preferences(context: ScreenContext, theme: Theme) -> Screen:
            from otdesk.ui.siege.preferences import preferences_screen

            return preferences_screen(desk, context, theme)

        def manual(context: ScreenContext, theme: Theme) -> Screen:
            from otdesk.ui.manual.screen import ManualScreen

            screen = ManualScreen(context, theme)
            screen.open(_PAGE_OF_THE_SIEGE)
            return screen

        return {SIEGE: siege, SUMMARIES: summaries, SETTINGS: preferences, HELP: manual}
