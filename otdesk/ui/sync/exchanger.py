"""The exchanges of a session: what is known, what runs now, and when the next one comes by itself.

It outlives the screen and the window's look. A counter never waits for it: reading is done on the
reading thread, everything else in a process, and a failure is told on the screen alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy import Connection, select

from otdesk import paths
from otdesk.domain.changes import Changes
from otdesk.services.till.keystore import Keystore
from otdesk.services.workplace import REFERENCE
from otdesk.store import tables
from otdesk.store.store import Store
from otdesk.sync import rhythm
from otdesk.sync.office_state import OfficeState, read_state
from otdesk.sync.pairing.spoken_key import read_words, spoken_key
from otdesk.sync.post_keys import keys_of
from otdesk.ui.context import ScreenContext
from otdesk.ui.sync.exchange_process import Ended, ExchangeProcess
from otdesk.ui.sync.volumes import Plugged, VolumeWatch

_BEAT_MILLISECONDS = 60_000
# The first exchange comes once the counter is at work.
_FIRST_MILLISECONDS = 15_000


class Job(StrEnum):
    """What a run does."""

    EXCHANGE = "exchange"
    EXPORT = "export"
    IMPORT = "import"
    MAIL = "mail"
    VERIFY = "verify"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Run:
    """What runs now; `total` is 0 where nothing can be measured yet. `is_own`: nobody asked."""

    job: Job
    done: int = 0
    total: int = 0
    is_own: bool = False
    giving_up: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The four words of this post's key and of the siège's; empty where there is none yet."""

    post: tuple[str, ...] = ()
    siege: tuple[str, ...] = ()


class Exchanger(QObject):
    """Knows the state, runs the exchanges, keeps their rhythm.

    `state_read` after each reading; `turned` as a run begins, goes on or ends; `plugged` as sticks
    come and go; `ended` (a Job, an Ended) after a run; `beaten` once a minute.
    """

    state_read = Signal()
    turned = Signal()
    plugged_changed = Signal()
    ended = Signal(object, object)
    beaten = Signal()

    def __init__(
        self,
        context: ScreenContext,
        keystore: Callable[[], Keystore],
        parent: QObject | None = None,
        *,
        volumes: VolumeWatch | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._keystore = keystore
        self.state: OfficeState | None = None
        self.words = Words()
        self.run: Run | None = None
        self.last: tuple[Job, Ended] | None = None
        self._plugged: tuple[Plugged, ...] = ()
        self._process = ExchangeProcess(context.workplace, self)
        self._process.progressed.connect(self._on_progress)
        self._process.ended.connect(self._on_ended)
        self._volumes = volumes or VolumeWatch(context.workplace.identity.office, parent=self)
        self._volumes.changed.connect(self._on_plugged)
        self._tried: datetime | None = None
        self._failures = 0
        self._reading = self._stale = self._stopped = False
        self._siege_key = ""
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MILLISECONDS)
        self._beat.timeout.connect(self.beat)

    # The life of it ------------------------------------------------------------------------

    def begin(self) -> None:
        """Read where the office stands, and keep the rhythm from now on."""
        self._context.link.changed.connect(self.on_changes)
        self._volumes.begin()
        self.refresh()
        self._beat.start()
        QTimer.singleShot(_FIRST_MILLISECONDS, self, self.keep_rhythm)

    def stop(self) -> None:
        """End everything with the session."""
        self._stopped = True
        self._beat.stop()
        self._volumes.stop()
        self._process.stop()

    def beat(self) -> None:
        """Read anew where something was written since, and exchange where it is time."""
        if self._stale:
            self.refresh()
        self.keep_rhythm()
        self.beaten.emit()

    def on_changes(self, changes: Changes) -> None:
        """Remember that something was written; send the day once it is closed."""
        self._stale = True
        workplace = self._context.workplace
        office, today = workplace.identity.office, workplace.today()
        if "business_day" in changes.kinds and changes.touches(office, today):
            self._context.reading.read(
                lambda connection: _is_closed(connection, office, today.isoformat()),
                self._on_day,
            )

    def _on_day(self, closed: bool) -> None:  # noqa: FBT001 - an answer of the store's thread
        if closed:
            self._exchange_by_itself()

    # What is known -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read where the office stands."""
        if self._reading or self._stopped:
            self._stale = True
            return
        self._reading, self._stale = True, False
        workplace = self._context.workplace
        self._context.reading.read(
            lambda connection: read_state(connection, workplace), self._on_state, self._on_unread
        )

    def _on_state(self, state: OfficeState) -> None:
        self._reading = False
        if self._stopped:
            return
        self.state = state
        self.state_read.emit()
        key = "" if state.known is None else state.known.public_key
        if key and key != self._siege_key:
            self._siege_key = key
            self._context.reading.run(lambda store: self._spoken(store, key), self._on_words)
        if self._stale:
            self.refresh()

    def _on_unread(self, fault: Exception) -> None:
        self._reading = False
        self._context.reading.failed.emit(fault)

    def _spoken(self, store: Store, siege: str) -> Words:
        words = read_words(paths.database_files() / REFERENCE)
        own = keys_of(store, self._keystore()).signing.public.raw
        return Words(spoken_key(own, words), spoken_key(bytes.fromhex(siege), words))

    def _on_words(self, words: Words) -> None:
        if not self._stopped:
            self.words = words
            self.state_read.emit()

    @property
    def plugged(self) -> tuple[Plugged, ...]:
        """Return what is plugged in, without the replies that were taken in already."""
        known = frozenset() if self.state is None else self.state.fetched
        return tuple(
            Plugged(
                each.volume,
                tuple(path for path in each.replies if path.name not in known),
                each.invitations,
            )
            for each in self._plugged
        )

    def _on_plugged(self, plugged: tuple[Plugged, ...]) -> None:
        if not self._stopped:
            self._plugged = plugged
            self.plugged_changed.emit()

    # Runs ----------------------------------------------------------------------------------

    def exchange(self, *, accepted: str = "") -> None:
        """Exchange with the mailbox; `accepted` is a server's fingerprint that was compared."""
        words = ["sync"]
        if accepted:
            words += ["--accept-host", accepted]
        self._start(Run(Job.EXCHANGE), words)

    def look(self) -> None:
        """Look whether the siège answered, and send what it does not have, once it did."""
        self._start(Run(Job.EXCHANGE), ["sync", "--if-new"])

    def export(self, folder: Path) -> None:
        """Write the next packet into a folder, encrypted."""
        self._start(Run(Job.EXPORT), ["export", "--output", str(folder)])

    def take_in(self, files: Iterable[Path]) -> None:
        """Take in replies of the siège that came as files."""
        self._start(Run(Job.IMPORT), ["import", *map(str, files)])

    def send_mail(self) -> None:
        """Send the next packet by e-mail, encrypted."""
        if self.state is not None and self.state.mail:
            self._start(Run(Job.MAIL), ["sync", "--mailbox", self.state.mail])

    def deliver_answer(self, *, accepted: str = "") -> None:
        """Leave the answer to the invitation in the mailbox."""
        more = ["--accept-host", accepted] if accepted else []
        self._start(Run(Job.ANSWER), ["pair", "--deliver", *more])

    def verify(self) -> None:
        """Check the whole folder."""
        self._start(Run(Job.VERIFY), ["verify"])

    def give_up(self) -> None:
        """Ask the run to stop where it leaves everything whole."""
        if self.run is not None and not self.run.giving_up:
            self.run = Run(
                self.run.job, self.run.done, self.run.total, self.run.is_own, giving_up=True
            )
            self._process.give_up()
            self.turned.emit()

    def keep_rhythm(self) -> None:
        """Exchange where it is time to: at the start, then as often as `rhythm` says."""
        if self.state is None or self._stopped:
            return
        wait = rhythm.pause(self.state, self._failures)
        if wait is None:
            return
        now = self._context.workplace.clock.now()
        # A clock that was set back: one more exchange harms nobody.
        if self._tried is None or abs(now - self._tried) >= wait:
            self._exchange_by_itself()

    def _exchange_by_itself(self) -> None:
        if self.state is not None and rhythm.pause(self.state, 0) is not None:
            self._start(Run(Job.EXCHANGE, is_own=True), ["sync", "--if-new"])

    def _start(self, run: Run, words: list[str]) -> None:
        if self.run is not None or self._stopped:
            return
        if run.job is Job.EXCHANGE:
            self._tried = self._context.workplace.clock.now()
        self.run = run
        self._process.start(*words)
        self.turned.emit()

    def _on_progress(self, done: int, total: int) -> None:
        if self.run is not None:
            run = self.run
            self.run = Run(run.job, done, total, run.is_own, run.giving_up)
            self.turned.emit()

    def _on_ended(self, ended: Ended) -> None:
        run, self.run = self.run, None
        if run is None:
            return
        if run.job is Job.EXCHANGE and not ended.cancelled:
            self._failures = 0 if ended.fault is None else self._failures + 1
        self.last = run.job, ended
        self.turned.emit()
        self.ended.emit(run.job, ended)
        self.refresh()


def _is_closed(connection: Connection, office: str, day: str) -> bool:
    table = tables.business_day
    found = connection.execute(
        select(table.c.closed_at).where(
            table.c.office == office, table.c.day == day, table.c.void_reason.is_(None)
        )
    ).scalar()
    return found is not None
