"""What the siège's window does by itself: follows other programs, makes the backups that are due.

A scheduler's `otdesk sync` may take packets in while the window is open: the pages follow.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from otdesk.domain.changes import Changes
from otdesk.domain.list_items import ListItem
from otdesk.reports.written_since import WrittenSince, written_since
from otdesk.store.clock_check import clock_warning
from otdesk.store.list_items import list_items
from otdesk.ui.backup_upkeep import BackupUpkeep
from otdesk.ui.context import ScreenContext
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.window import SiegeWindow
from otdesk.ui.summons import Summons

_FOLLOW_MILLISECONDS = 5_000


class SiegeUpkeep(QObject):
    """Begun once the window was painted; `stop` before the store's threads end.

    `window` returns the window of now: the settings may make another one.
    """

    def __init__(
        self,
        context: ScreenContext,
        desk: SiegeDesk,
        window: Callable[[], SiegeWindow],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self._window = window
        self._stopped = False
        self._last: int | None = None
        self._summons: Summons | None = None
        self._backup = BackupUpkeep(context, lambda: window().banner, self)
        self._follow = QTimer(self)
        self._follow.setInterval(_FOLLOW_MILLISECONDS)
        self._follow.timeout.connect(self.look)

    def begin(self) -> None:
        """Start everything."""
        if self._stopped:
            return
        self._summons = Summons(self._context.workplace.folder, self)
        self._summons.called.connect(lambda: self._window().come_to_front())
        self._check_clock()
        self.look()
        self._backup.begin()
        self._follow.start()

    def stop(self) -> None:
        """Stop everything."""
        self._stopped = True
        self._follow.stop()
        if self._summons is not None:
            self._summons.close()
        self._backup.stop()

    def look(self) -> None:
        """Ask whether anything was written since the last time, whoever wrote it."""
        last = self._last
        self._context.link.read(lambda connection: written_since(connection, last), self._on_found)

    def _on_found(self, found: WrittenSince) -> None:
        if self._stopped:
            return
        grown = self._last is not None and found.last > self._last
        self._last = found.last
        if not grown:
            return
        days = frozenset(entry.day for entry in found.entries if entry.day is not None)
        offices = self._context.workplace.profile.office_codes
        changes = Changes(
            frozenset(entry.kind for entry in found.entries),
            frozenset((office, day) for office in offices for day in days),
        )
        if "list_item" in changes.kinds:
            self._context.link.read(list_items, self._on_lists)
        self._desk.changed.emit()
        self._window().tell_changes(changes)

    def _on_lists(self, items: tuple[ListItem, ...]) -> None:
        self._context.workplace.lists_in_use.take(items)

    def _check_clock(self) -> None:
        if self._context.workplace.identity.reconstruction:
            # A season of the past is far from any clock, and nobody's is wrong for it.
            return
        now = self._context.workplace.clock.now()
        self._context.reading.run(lambda store: clock_warning(store, now), self._on_clock)

    def _on_clock(self, warning: str | None) -> None:
        if warning is not None and not self._stopped:
            self._window().banner.tell(warning, teller="clock", stays=True)
