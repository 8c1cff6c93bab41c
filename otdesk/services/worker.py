"""One thread that owns a store: the counter asks, it never waits.

The window and the headless writer use the same thread. Callbacks run on it; a screen hands
them over to its own thread by a queued signal.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from otdesk.domain.changes import Changes
from otdesk.services import drafts
from otdesk.services.drafts import DraftSet

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.store.store import Store
    from otdesk.store.transaction import Transaction

# A key is on the disk within this time, whatever else is typed (`interface.md`).
DRAFT_DELAY_SECONDS = 0.2

T = TypeVar("T")
UseCase: TypeAlias = "Callable[[Transaction], Changes]"
OnDone = Callable[[Changes], None]
OnFault = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """What to run; it returns what to tell once it is done."""

    run: Callable[[Store], Callable[[], None]]
    on_fault: OnFault


@dataclass(frozen=True, slots=True)
class _Kept:
    """Drafts to save, numbered in the order in which the screen gave them."""

    number: int
    drafts: DraftSet


class Worker:
    """Runs use cases and short queries in the order in which they were asked.

    `open_store` is called on the thread itself: a SQLite connection belongs to one thread.
    A fault of one job is given to that job's `on_fault`; the thread goes on. A fault in what is
    told afterwards is not the job's: it goes to the worker's own `on_fault`.
    """

    def __init__(self, open_store: Callable[[], Store], on_fault: OnFault) -> None:
        self._open_store = open_store
        self._on_fault = on_fault
        self._jobs: queue.Queue[_Job] = queue.Queue()
        self._drafts: _Kept | None = None
        self._drafts_due = 0.0
        self._given = 0
        self._settling = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="otdesk-store", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, patience: float | None = None) -> bool:
        """Finish what was asked, save the drafts, close the store, end the thread.

        Tell whether it ended within `patience` seconds, None for however long it takes. Otherwise
        it ends by itself after the job it is at, or with the program as if it had been killed.
        """
        self._jobs.put(_STOP)
        if self._thread.ident is None:
            return True
        self._thread.join(patience)
        return not self._thread.is_alive()

    def write(
        self,
        author: str,
        use_case: UseCase,
        on_done: OnDone,
        on_fault: OnFault,
        *,
        remaining: DraftSet | None = None,
    ) -> None:
        """Run a use case in one transaction; `on_done` means that it is on the disk.

        `remaining` are the drafts left once this accueil is recorded. They are saved in the same
        transaction: after a power cut it is an accueil or a draft, never both, never neither.
        """
        kept = None if remaining is None else self._number(remaining)

        def run(store: Store) -> Callable[[], None]:
            newest = None if kept is None else self._newest(kept)
            with store.writing(author) as transaction:
                changes = use_case(transaction)
                if newest is not None:
                    drafts.save(transaction.connection, newest.drafts, transaction.now)
            if newest is not None:
                self._forget(newest)
            return lambda: on_done(changes)

        self._jobs.put(_Job(run, on_fault))

    def read(
        self,
        query: Callable[[Connection], T],
        on_done: Callable[[T], None],
        on_fault: OnFault,
    ) -> None:
        """Run a short query on one consistent state."""

        def run(store: Store) -> Callable[[], None]:
            with store.reading() as connection:
                result = query(connection)
            return lambda: on_done(result)

        self._jobs.put(_Job(run, on_fault))

    def with_store(self, work: Callable[[Store], None], on_fault: OnFault) -> None:
        """Run something that needs the store itself: settings, a backup, a check."""

        def run(store: Store) -> Callable[[], None]:
            work(store)
            return _nothing

        self._jobs.put(_Job(run, on_fault))

    def keep_drafts(self, kept: DraftSet) -> None:
        """Have the drafts saved within 250 ms; only the newest of a burst is written."""
        numbered = self._number(kept, settles=False)
        with self._lock:
            if self._drafts is None:
                self._drafts_due = time.monotonic() + DRAFT_DELAY_SECONDS
            self._drafts = numbered
        # Wakes the thread, so that it learns when the drafts are due.
        self._jobs.put(_Job(lambda _store: _nothing, self._on_fault))

    def _number(self, kept: DraftSet, *, settles: bool = True) -> _Kept:
        with self._lock:
            self._given += 1
            self._settling += settles
            return _Kept(self._given, kept)

    def _newest(self, remaining: _Kept) -> _Kept:
        """Return the drafts to save with an accueil: never older, never newer than it allows.

        Keys typed after its validation are newer than `remaining`. But where another accueil
        waits behind it, they may already lack that one's draft, which is not recorded yet.
        """
        with self._lock:
            self._settling -= 1
            pending = self._drafts
            if pending is None or self._settling or pending.number < remaining.number:
                return remaining
            return pending

    def _forget(self, saved: _Kept) -> None:
        with self._lock:
            if self._drafts is not None and self._drafts.number <= saved.number:
                self._drafts = None

    def _run(self) -> None:
        try:
            store = self._open_store()
        except Exception as error:  # noqa: BLE001 - handed to the screen, which reports it
            self._refuse(_Job(lambda _store: _nothing, self._on_fault), error)
            self._refuse_all(error)
            return
        try:
            while (job := self._next_job()) is not _STOP:
                if job is None:
                    self._save_drafts(store)
                else:
                    self._do(job, store)
            self._save_drafts(store)
        finally:
            store.close()

    def _refuse_all(self, error: Exception) -> None:
        """Answer each job with the fault that keeps the store shut: nobody waits for ever."""
        while (job := self._jobs.get()) is not _STOP:
            self._refuse(job, error)

    def _refuse(self, job: _Job, error: Exception) -> None:
        self._tell(lambda: job.on_fault(error))

    def _next_job(self) -> _Job | None:
        """Return the next job, or None once the drafts are due.

        Drafts never overtake an accueil that was validated before them: after a power cut in
        between, its draft would be gone and the accueil not there.
        """
        with self._lock:
            due = None if self._drafts is None or self._settling else self._drafts_due
        remaining = None if due is None else due - time.monotonic()
        if remaining is not None and remaining <= 0:
            return None
        try:
            return self._jobs.get(timeout=remaining)
        except queue.Empty:
            return None

    def _save_drafts(self, store: Store) -> None:
        with self._lock:
            pending, self._drafts = self._drafts, None
        if pending is None:
            return

        def save(target: Store) -> Callable[[], None]:
            with target.writing_local() as connection:
                drafts.save(connection, pending.drafts, target.clock.now())
            return _nothing

        self._do(_Job(save, self._on_fault), store)

    def _do(self, job: _Job, store: Store) -> None:
        try:
            told = job.run(store)
        except Exception as error:  # noqa: BLE001 - each fault goes to the one who asked
            self._refuse(job, error)
        else:
            self._tell(told)

    def _tell(self, message: Callable[[], None]) -> None:
        """Tell what came of a job. What is on the disk stays so, whatever the listener does."""
        try:
            message()
        except Exception as error:  # noqa: BLE001 - a listener's fault may not end the thread
            with suppress(Exception):
                self._on_fault(error)


def _nothing() -> None:
    """Tell nothing."""


_STOP = _Job(lambda _store: _nothing, lambda _error: None)
