"""The siège's window: head, rail, screens; nothing in it computes or queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.period import Period
from otdesk.i18n import _
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.counter.controller import Notice
from otdesk.ui.siege.places import HELP, SETTINGS, SIEGE, SUMMARIES, rail_places
from otdesk.ui.theme.apply import Theme
from otdesk.ui.window_frame import WindowFrame

MakeScreen = Callable[[ScreenContext, Theme], Screen]
_TIME_MILLISECONDS = 15_000
# Each key with the sign that an AZERTY keyboard sends unshifted.
_KEYS = (
    (SIEGE, ("Ctrl+7", "Ctrl+è")),
    (SUMMARIES, ("Ctrl+5", "Ctrl+(")),
    (SETTINGS, ("Ctrl+8", "Ctrl+_")),
    (HELP, ("Ctrl+9", "Ctrl+ç")),
)


class SiegeWindow(QMainWindow):
    """Shows one screen at a time, each made when it is first wanted.

    `restyle_wanted`: the settings ask for another theme or text size; `reread_wanted`: one changed
    of which nothing in sight is made. `closing`: the window is about to go, and what is on its way
    must reach the disk. `counsellor_chosen`: who decides.
    """

    restyle_wanted = Signal()
    reread_wanted = Signal()
    closing = Signal()
    counsellor_chosen = Signal(str)

    def __init__(self, context: ScreenContext, theme: Theme, makers: dict[str, MakeScreen]) -> None:
        super().__init__()
        self.context = context
        self._theme = theme
        self._makers = makers
        self._screens: dict[str, Screen] = {}
        self._overlay: QWidget | None = None
        # The screen that an overlay covers, and its place, to come back to.
        self._under: tuple[str, object] = (SIEGE, None)
        self._name = _("Siège · {}").format(context.workplace.profile.name)
        # First of all « Siège »: a task bar cuts what follows.
        self.setWindowTitle(_("{} · otdesk").format(self._name))
        self._build()
        for name, keys in _KEYS:
            for sequence in keys:
                self._shortcut(sequence, partial(self.show_screen, name))
        self._shortcut("Ctrl+K", self.open_search)
        self._shortcut("Ctrl+U", self.pick_counsellor)
        context.link.changed.connect(self.tell_changes)
        self._clock = QTimer(self)
        self._clock.setInterval(_TIME_MILLISECONDS)
        self._clock.timeout.connect(self.tell_time)
        self._clock.start()
        self.tell_time()

    def _build(self) -> None:
        frame = WindowFrame(self._theme, rail_places())
        self.head, self.rail = frame.head, frame.rail
        self.banner, self.stack = frame.banner, frame.stack
        self.setCentralWidget(frame)
        self.head.search_wanted.connect(self.open_search)
        self.head.counsellor_wanted.connect(self.pick_counsellor)
        self.rail.chosen.connect(self.show_screen)

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)

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
            screen.go_to.connect(self._on_go_to)
            screen.noticed.connect(partial(self._on_noticed, name))
            screen.outdated.connect(partial(self.banner.withdraw, name))
            waiting = getattr(screen, "waiting", None)
            if name == SIEGE and waiting is not None:
                waiting.connect(self.rail.buttons[SIEGE].show_badge)
            turned = getattr(screen, "turned", None)
            if turned is not None:
                turned.connect(self.banner.turn_page)
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

    def _on_go_to(self, name: str, argument: object) -> None:
        if name == "preferences":
            self.restyle_wanted.emit()
        elif name == "day" and isinstance(argument, date):
            # No counter here: a day is looked at through its figures.
            self.show_screen(SUMMARIES, Period.day(argument))
        elif name == "noted":
            self.reread_wanted.emit()
        elif name == "counsellor":
            self.pick_counsellor()
        elif name in self._makers:
            self.show_screen(name, argument)
        else:
            self.show_screen(SIEGE)

    def _on_noticed(self, name: str, notice: Notice) -> None:
        tone = "genet" if notice.tone == "plain" else notice.tone
        self.banner.tell(notice.text, tone=tone, teller=name)

    def tell_changes(self, changes: Changes) -> None:
        """Have each screen refresh where it is concerned."""
        for screen in self._screens.values():
            screen.on_changes(changes)

    # Overlays: who is there, the search of everything ------------------------------------

    def pick_counsellor(self) -> None:
        """Ask who decides: what the siège says is signed with initials."""
        from otdesk.ui.desk.counsellor_picker import CounsellorPicker

        picker = CounsellorPicker(self.context, self._theme, question=_("Qui est au siège\u202f?"))
        picker.chosen.connect(self._on_counsellor)
        picker.left.connect(self._leave_overlay)
        self._show_overlay(picker)

    def _on_counsellor(self, initials: str, name: str) -> None:
        self.counsellor_chosen.emit(initials)
        self.head.show_counsellor(initials, name)
        self._leave_overlay()

    def open_search(self) -> None:
        """Find a page, an action, a setting, or the figures of a day, a month, a year."""
        from otdesk.ui.siege.finding import siege_search

        search = siege_search(self.context, self._theme)
        search.go_to.connect(self._on_palette)
        search.left.connect(self._leave_overlay)
        self._show_overlay(search)

    def _on_palette(self, name: str, argument: object) -> None:
        self._leave_overlay()
        self._on_go_to(name, argument)

    def _show_overlay(self, overlay: QWidget) -> None:
        if self._overlay is None and self.current:
            self._under = self.current, self.screen_named(self.current).place()
        self._close_overlay()
        self._overlay = overlay
        self.stack.addWidget(overlay)
        self.stack.setCurrentWidget(overlay)
        overlay.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_overlay(self) -> None:
        if self._overlay is not None:
            self.stack.removeWidget(self._overlay)
            self._overlay.deleteLater()
            self._overlay = None

    def _leave_overlay(self) -> None:
        """Come back to what was in front, as it was."""
        self.show_screen(*self._under)

    # Time, coming and going ----------------------------------------------------------------

    def tell_time(self) -> None:
        """Show the siège, the date and the hour."""
        workplace = self.context.workplace
        now = workplace.local(workplace.clock.now())
        when = f"{typography.long_date(now.date())} · {now.hour}:{now.minute:02d}"
        tag = _("RECONSTITUTION") if workplace.identity.reconstruction else ""
        self.head.show_place(self._name, when, tag)

    def come_to_front(self) -> None:
        """Answer a second start."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is on its way reach the disk, then go."""
        # A mailbox that does not answer is waited for some seconds: not in the way of who has left.
        self.hide()
        self.closing.emit()
        super().closeEvent(event)
