"""What the pages of the siège share: the store's threads, the keys, who is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from otdesk import paths, settings
from otdesk.domain.changes import Changes
from otdesk.headquarters import siege_round
from otdesk.headquarters.late_records import last_entry, late_for_locks
from otdesk.headquarters.mailroom import recount, take_file
from otdesk.headquarters.siege_round import SiegeRound
from otdesk.reports.context import ReportContext
from otdesk.services import preferences
from otdesk.services.till.keystore import Keystore
from otdesk.services.workplace import REFERENCE
from otdesk.store.store import Store
from otdesk.sync.mailbox.exchange import Box, Watch
from otdesk.sync.mailbox.kept import open_kept
from otdesk.sync.pairing.spoken_key import read_words, spoken_key
from otdesk.sync.post_keys import PostKeys, keys_of
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext


class SiegeDesk(QObject):
    """Outlives the window: another theme makes the pages again.

    `exchange` is a third thread with a store of its own, for what waits for a network: neither
    figures nor writes wait for a mailbox. `changed`: what the siège holds is no more what it was.
    """

    changed = Signal()
    # What a round or an import is doing: a share of the file at hand, 0 to 1.
    progressed = Signal(float)
    running_changed = Signal()
    # A SiegeRound, or an exception.
    finished = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        exchange: StoreLink,
        make_keystore: Callable[[], Keystore],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.exchange = exchange
        self._make_keystore = make_keystore
        self._cancelled = threading.Event()
        self.is_running = False
        # The year that somebody chose to look at, None before anybody did.
        self.chosen_year: int | None = None
        self._mailbox: str | None = None
        self._lock = threading.Lock()
        self._keys: PostKeys | None = None
        self._words: tuple[str, ...] = ()
        self._spoken: dict[bytes, tuple[str, ...]] = {}
        for link in (context.link, exchange):
            link.changed.connect(self.on_changes)

    def on_changes(self, _changes: Changes) -> None:
        """Have the pages read again what they show."""
        self.changed.emit()

    def keystore(self) -> Keystore:
        """Return what keeps keys; on a store's thread: it may ask the system."""
        return self._make_keystore()

    # The exchange ----------------------------------------------------------------------------

    @property
    def mailbox(self) -> str:
        """Return the address of the siège's mailbox, empty where none is set."""
        if self._mailbox is None:
            return self.context.preferences().get(settings.MAILBOX)
        return self._mailbox

    def set_mailbox(self, address: str) -> None:
        """Keep the address of the siège's mailbox."""
        self._mailbox = address
        self.context.link.run(
            lambda store: preferences.keep(store, settings.MAILBOX, address),
            lambda _none: self.changed.emit(),
        )

    def try_mailbox(
        self,
        address: str,
        password: str,
        accepted: str,
        done: Callable[[str], None],
        fault: Callable[[Exception], None],
    ) -> None:
        """Reach a mailbox: keep its password, and its server's key where somebody compared it.

        `done` is called with one French sentence.
        """
        state = self.context.workplace.anchors.folder

        def work(_store: Store) -> str:
            with open_kept(state, address, password=password, accepted=accepted) as box:
                return box.check(Box.FROM_SIEGE)

        self.exchange.run(work, done, fault)

    def receive(self) -> None:
        """Make one round with the mailbox; `finished` follows. One at a time."""
        address, state = self.mailbox, self.context.workplace.anchors.folder
        workplace, watch = self.context.workplace, self._watch()

        def work(store: Store) -> SiegeRound:
            with open_kept(state, address) as box:
                return siege_round.exchange(workplace, store, self.keys(store), box, watch)

        self._run(work)

    def take_in(self, files: Sequence[Path]) -> None:
        """Take in files that came by hand; `finished` follows."""
        workplace, watch = self.context.workplace, self._watch()

        def work(store: Store) -> SiegeRound:
            done = SiegeRound()
            with store.reading() as connection:
                mark = last_entry(connection)
            try:
                for number, path in enumerate(files):
                    watch.passed(number, len(files))
                    done.incoming.append(take_file(store, self.keys(store), path))
            finally:
                recount(workplace, store)
            with store.reading() as connection:
                done.late = late_for_locks(connection, mark, workplace.today())
            return done

        self._run(work)

    def answer(
        self,
        office: str,
        folder: Path,
        done: Callable[[Path], None],
        fault: Callable[[Exception], None],
    ) -> None:
        """Write the reply to an office into a folder: a stick, where there is no network."""
        self.exchange.run(
            lambda store: siege_round.answer_into(store, self.keys(store), office, folder),
            done,
            fault,
        )

    def cancel(self) -> None:
        """Give up what is under way; what was taken in stays."""
        self._cancelled.set()

    def stop(self) -> None:
        """Give up what waits for a network: the window is about to go."""
        self.cancel()

    def _watch(self) -> Watch:
        self._cancelled = threading.Event()
        return Watch(
            lambda done, total: self.progressed.emit(done / max(total, 1)),
            self._cancelled.is_set,
        )

    def _run(self, work: Callable[[Store], SiegeRound]) -> None:
        if self.is_running:
            return
        self._set_running(running=True)
        self.exchange.run(work, self._on_finished, self._on_finished)

    def _set_running(self, *, running: bool) -> None:
        self.is_running = running
        self.running_changed.emit()

    def _on_finished(self, outcome: object) -> None:
        self._set_running(running=False)
        # Whatever was taken in before a fault stands.
        self.changed.emit()
        self.finished.emit(outcome)

    def report_context(self) -> ReportContext:
        """Return the grounds of a report, now."""
        workplace = self.context.workplace
        return ReportContext(
            workplace.lists,
            workplace.profile,
            workplace.calendar,
            workplace.zone,
            workplace.clock.now(),
        )

    # On a store's thread: slow, and kept once known ---------------------------------------------

    def keys(self, store: Store) -> PostKeys:
        """Return the siège's keys, made at the first time."""
        # Two threads that made them at once would make two.
        with self._lock:
            if self._keys is None:
                self._keys = keys_of(store, self._make_keystore())
            return self._keys

    def speak_one(self, keys: Sequence[bytes]) -> int:
        """Have the words of the first key that has none yet; return how many others wait."""
        waiting = [key for key in dict.fromkeys(keys) if key not in self._spoken]
        if waiting:
            self.spoken(waiting[0])
        return max(len(waiting) - 1, 0)

    def spoken(self, key: bytes) -> tuple[str, ...]:
        """Return the four words of a key."""
        with self._lock:
            return self._spoken_words(key)

    def _spoken_words(self, key: bytes) -> tuple[str, ...]:
        if not self._words:
            self._words = read_words(paths.database_files() / REFERENCE)
        if key not in self._spoken:
            self._spoken[key] = spoken_key(key, self._words)
        return self._spoken[key]
