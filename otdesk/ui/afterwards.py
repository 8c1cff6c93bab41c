"""What the first key does not need: communes, second starts, clock, backups, others' entries.

Begun once the window is shown. Nothing here runs on the thread that paints but short answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from otdesk import paths, settings, typography
from otdesk.domain.changes import Changes
from otdesk.domain.list_items import ListItem
from otdesk.domain.openings import Ranges
from otdesk.domain.reference import Commune, Lists
from otdesk.domain.search import OriginIndex
from otdesk.errors import DeskError
from otdesk.i18n import _
from otdesk.reports.opening_today import OpeningToday, opening_today
from otdesk.reports.written_since import WrittenSince, written_since
from otdesk.services import days
from otdesk.services.workplace import REFERENCE
from otdesk.store.clock_check import clock_warning
from otdesk.store.list_items import list_items
from otdesk.store.reading import data_version
from otdesk.store.reference import load_communes
from otdesk.store.store import SYSTEM
from otdesk.ui.backup_upkeep import BackupUpkeep
from otdesk.ui.counter.layout import counter_layout
from otdesk.ui.posts_exchange import PostsExchange
from otdesk.ui.summons import Summons

if TYPE_CHECKING:
    from otdesk.store.store import Store
    from otdesk.ui.application import Session

_FOLLOW_MILLISECONDS = 2_000
# Who tells that the day is to be opened, and of the clock: the banner knows them by these names.
_OPENING, _CLOCK = "opening", "clock"
# Entries remembered as our own: more than can be written between two looks.
_OWN_UIDS = 2_000


class Afterwards(QObject):
    """The upkeep of a session; `stop` before its threads end.

    `indexed` carries the whole index of origins from the thread that made it, None where it
    could not, and the lists that it was made of.
    """

    indexed = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._workplace = session.workplace
        self._stopped = False
        self._version: int | None = None
        # From what the window shows: what was written since its first picture is news.
        self._last_id = session.shown_to
        self._own: dict[str, None] = {}
        self._looked = date.min
        self._offers_opening = False
        self._backup = BackupUpkeep(session.context, lambda: session.window.banner, self)
        self._posts = PostsExchange(session)
        self._summons: Summons | None = None
        self._reader: threading.Thread | None = None
        self._indexing = False
        self._follow = self._timer(_FOLLOW_MILLISECONDS, self.look)
        self.indexed.connect(self._on_indexed)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def begin(self) -> None:
        """Start everything."""
        self._check_clock()
        self._session.note_event("start")
        self._session.reading.start()
        self._session.link.changed.connect(self._on_own_changes)
        self._summons = Summons(self._workplace.folder, self)
        self._summons.called.connect(self._come_to_front)
        self._read_communes()
        self.look()
        self._backup.begin()
        self._session.exchanger.begin()
        self._follow.start()
        self._posts.begin()

    def stop(self) -> None:
        """Stop everything; what is being read meanwhile is thrown away."""
        self._stopped = True
        self._follow.stop()
        if self._summons is not None:
            self._summons.close()
        self._backup.stop()
        self._posts.stop()
        if self._reader is not None:
            self._reader.join()

    def _come_to_front(self) -> None:
        # The window of now: the settings may have made another one since.
        self._session.window.come_to_front()

    # The communes --------------------------------------------------------------------------

    def _read_communes(self) -> None:
        folder = paths.database_files() / REFERENCE
        work = self._workplace

        def read() -> None:
            lists = work.lists
            index = None
            try:
                communes = _communes(folder)
            except DeskError as fault:
                self._session.link.failed.emit(fault)
            else:
                index = OriginIndex.of_office(lists, work.profile, work.office, communes)
            self.indexed.emit(index, lists)

        self._indexing = True
        self._reader = threading.Thread(target=read, name="otdesk-communes", daemon=True)
        self._reader.start()

    def _on_indexed(self, index: OriginIndex | None, lists: Lists) -> None:
        self._indexing = False
        if self._stopped or index is None:
            return
        self._session.take_index(index)
        if self._workplace.lists.countries != lists.countries:
            # The siège's came while it was being made.
            self._read_communes()

    # The clock -----------------------------------------------------------------------------

    def _check_clock(self) -> None:
        if self._workplace.identity.reconstruction:
            # A season of the past is far from any clock, and nobody's is wrong for it.
            return
        now = self._workplace.clock.now()
        # On the thread that writes, before it writes: what the start itself notes is dated by the
        # clock that may be wrong, and would be the entry that it is measured by.
        self._session.link.run(lambda store: clock_warning(store, now), self._on_clock)

    def _on_clock(self, warning: str | None) -> None:
        if warning is not None and not self._stopped:
            self._session.window.banner.tell(warning, teller=_CLOCK, stays=True)

    # What another program wrote ------------------------------------------------------------

    def look(self) -> None:
        """Ask whether anyone wrote since the last time; and whether a new day has begun."""
        self._session.link.read(data_version, self._on_version)
        today = self._workplace.today()
        if today != self._looked:
            self._looked = today
            self._look_at_day(today)

    def _on_version(self, version: int) -> None:
        if self._stopped or version == self._version:
            return
        self._version = version
        last = self._last_id
        self._session.reading.read(
            lambda connection: written_since(connection, last), self._on_written
        )

    def _on_written(self, written: WrittenSince) -> None:
        if self._stopped:
            return
        self._last_id = written.last
        # An accueil of ours that another post corrects has our uid, and is news.
        others = [e for e in written.entries if e.is_received or e.uid not in self._own]
        if not others:
            return
        office = self._workplace.identity.office
        touched = {entry.day for entry in others if entry.day is not None}
        touched.add(self._workplace.today())
        changes = Changes(
            frozenset(entry.kind for entry in others),
            frozenset((office, day) for day in touched),
        )
        self._session.link.changed.emit(changes)
        if "list_item" in changes.kinds:
            self._session.reading.read(list_items, self._on_lists)
        if "price" in changes.kinds:
            self._note_prices()

    def _note_prices(self) -> None:
        """Note in the till what the siège has changed of the prices."""
        session, author = self._session, self._session.context.author()

        def work(store: Store) -> None:
            from otdesk.services.till.siege_prices import note_siege_prices

            note_siege_prices(store, session.keystore, author)

        session.link.run(work)

    def _on_lists(self, items: tuple[ListItem, ...]) -> None:
        """Put what the siège says of the lists under the keys; the drafts stay as they are."""
        workplace = self._workplace
        countries = workplace.lists.countries
        if self._stopped or not workplace.lists_in_use.take(items):
            return
        if workplace.lists.countries != countries and not self._indexing:
            # The search knows them by name.
            self._read_communes()
        chosen = self._session.context.preferences().get(settings.FAVOURITES)
        self._session.controller.replace_layout(
            counter_layout(workplace.lists, workplace.profile, workplace.office, chosen)
        )
        self._session.window.counter.use_lists(workplace.lists)

    def _on_own_changes(self, changes: Changes) -> None:
        for uid in changes.uids:
            self._own[uid] = None
        while len(self._own) > _OWN_UIDS:
            del self._own[next(iter(self._own))]
        office, today = self._workplace.identity.office, self._workplace.today()
        if self._offers_opening and changes.touches(office, today):
            # However it was opened: nobody asks for it any more.
            self._session.link.read(
                lambda connection: opening_today(connection, office, today), self._on_day_changed
            )

    # The day -------------------------------------------------------------------------------

    def _look_at_day(self, today: date) -> None:
        office = self._workplace.office
        self._session.link.write(
            SYSTEM,
            lambda transaction: days.plan_ahead(transaction, office, today),
            lambda _changes: self._look_at_opening(today),
        )

    def _look_at_opening(self, today: date) -> None:
        office = self._workplace.identity.office
        self._session.link.read(
            lambda connection: opening_today(connection, office, today), self._on_day
        )

    def _on_day(self, found: OpeningToday) -> None:
        now = self._workplace.minute(self._workplace.clock.now())
        if self._stopped or not found.wants_opening or now >= (found.planned[-1].end or 0):
            return
        self._session.window.banner.tell(
            _("La journée n’est pas encore ouverte."),
            _("Prévu aujourd’hui : {}. Les accueils s’enregistrent déjà.").format(
                ranges_text(found.planned)
            ),
            action=(_("Ouvrir la journée"), self.open_day),
            teller=_OPENING,
        )
        self._offers_opening = True

    def _on_day_changed(self, found: OpeningToday) -> None:
        if not self._stopped and not found.wants_opening:
            self._offers_opening = False
            self._session.window.banner.withdraw(_OPENING)

    def open_day(self) -> None:
        """Open the office now."""
        workplace = self._workplace
        now = workplace.clock.now()
        office, today, minute = workplace.identity.office, workplace.today(), workplace.minute(now)
        self._session.link.write(
            self._session.context.author(),
            lambda transaction: days.open_range(transaction, office, today, minute),
            lambda _changes: self._session.window.banner.tell(
                _("Journée ouverte à {}.").format(typography.clock_time(minute)), tone="ok"
            ),
        )

    # Backups -------------------------------------------------------------------------------

    @property
    def is_backing_up(self) -> bool:
        """Tell whether a backup is being made, or looked for."""
        return self._backup.is_busy

    def keep(self) -> None:
        """Make the backup that is due: the day's first, then one an hour."""
        self._backup.keep()


def ranges_text(ranges: Ranges) -> str:
    """Return `9:30–12:30 et 14:00–18:00`."""
    return _(" et ").join(
        f"{typography.clock_time(r.start)}{typography.DASH}{typography.clock_time(r.end)}"
        for r in ranges
        if r.end is not None
    )


@cache
def _communes(folder: Path) -> tuple[Commune, ...]:
    """Read the communes that are shipped, once a process: the index holds most of them anyway."""
    return load_communes(folder)
