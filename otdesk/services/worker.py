"""One thread that owns a store: the counter asks, it never waits.

The window and the headless writer use the same thread. Callbacks run on it; a screen hands
them over to its own thread by a queued signal.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from otdesk.domain.changes import Changes
from otdesk.services import drafts
from otdesk.services.drafts import DraftSet
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction

# A key is on the disk within this time, whatever else is typed (`interface.md`).
DRAFT_DELAY_SECONDS = 0.2

T = TypeVar("T")
UseCase = Callable[[Transaction], Changes]
OnDone = Callable[[Changes], None]
OnFault = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _Job:
    run: Callable[[Store], None]
    on_fault: OnFault


class Worker:
    """Runs use cases and short queries in the order in which they were asked.

    `open_store` is called on the thread itself: a SQLite connection belongs to one thread.
    A fault of one job is given to that job's `on_fault`; the thread goes on.
    """

    def __init__(self, open_store: Callable[[], Store], on_fault: OnFault) -> None:
        self._open_store = open_store
        self._on_fault = on_fault
        self._jobs: queue.Queue[_Job] = queue.Queue()
        self._drafts: DraftSet | None = None
        self._drafts_due = 0.0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="otdesk-store", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what was asked, save the drafts, close the store, end the thread."""
        self._jobs.put(_STOP)
        self._thread.join()

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

        def run(store: Store) -> None:
            with store.writing(author) as transaction:
                changes = use_case(transaction)
                if remaining is not None:
                    drafts.save(transaction.connection, self._newest(remaining), transaction.now)
            on_done(changes)

        self._jobs.put(_Job(run, on_fault))

    def read(
        self,
        query: Callable[[Connection], T],
        on_done: Callable[[T], None],
        on_fault: OnFault,
    ) -> None:
        """Run a short query on one consistent state."""

        def run(store: Store) -> None:
            with store.reading() as connection:
                result = query(connection)
            on_done(result)

        self._jobs.put(_Job(run, on_fault))

    def with_store(self, work: Callable[[Store], None], on_fault: OnFault) -> None:
        """Run something that needs the store itself: settings, a backup, a check."""
        self._jobs.put(_Job(work, on_fault))

    def keep_drafts(self, kept: DraftSet) -> None:
        """Have the drafts saved within 250 ms; only the newest of a burst is written."""
        with self._lock:
            if self._drafts is None:
                self._drafts_due = time.monotonic() + DRAFT_DELAY_SECONDS
            self._drafts = kept
        self._jobs.put(_Job(_nothing, self._on_fault))

    def _newest(self, remaining: DraftSet) -> DraftSet:
        # Keys typed after the validation are already in `_drafts`: never go back in time.
        with self._lock:
            pending, self._drafts = self._drafts, None
        return remaining if pending is None else pending

    def _run(self) -> None:
        try:
            store = self._open_store()
        except Exception as error:  # noqa: BLE001 - handed to the screen, which reports it
            self._on_fault(error)
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

    def _next_job(self) -> _Job | None:
        """Return the next job, or None once the drafts are due."""
        with self._lock:
            due = self._drafts_due if self._drafts is not None else None
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

        def save(target: Store) -> None:
            if pending is not None:
                with target.writing_local() as connection:
                    drafts.save(connection, pending, target.clock.now())

        self._do(_Job(save, self._on_fault), store)

    def _do(self, job: _Job, store: Store) -> None:
        try:
            job.run(store)
        except Exception as error:  # noqa: BLE001 - each fault goes to the one who asked
            job.on_fault(error)


def _nothing(_store: Store) -> None:
    """Wake the thread, so that it learns when the drafts are due."""


_STOP = _Job(_nothing, lambda _error: None)
