"""The bridge between the store's thread and the window's.

Each answer comes back on the GUI thread, by one queued signal; each change is told once to
every screen, which refreshes only if it is concerned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from otdesk.domain.changes import Changes
from otdesk.services.drafts import DraftSet
from otdesk.services.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.services.worker import UseCase
    from otdesk.store.store import Store

T = TypeVar("T")
Answer = Callable[[Any], None]


class StoreLink(QObject):
    """Asks the worker and hands its answers over to the GUI thread.

    `changed` follows each committed write; `failed` each fault that nobody else takes.
    `busy_changed` tells whether anything is still on its way to the disk.

    `patience` is for a link that waits for a network and writes down nothing that a next try would
    not make again: after so many seconds `close` leaves behind what does not answer.
    """

    changed = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)
    _answered = Signal(object, object)

    def __init__(
        self,
        open_store: Callable[[], Store],
        parent: QObject | None = None,
        *,
        patience: float | None = None,
    ) -> None:
        super().__init__(parent)
        self._patience = patience
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        self._worker = Worker(open_store, lambda error: self._answered.emit(self._fail, error))
        self._writing = 0
        self._started = False
        self._closed = False

    def start(self) -> None:
        """Start the thread, unless it runs: the first question starts it as well.

        It imports SQLAlchemy, which takes longer than drawing the window: not before the first
        picture (decision 0008).
        """
        if not self._started:
            self._started = True
            self._worker.start()

    def close(self) -> None:
        """Finish what was asked and stop; what is on its way reaches the disk.

        Links that were opened below this one (the training's) end with it.
        """
        for below in self.findChildren(StoreLink):
            below.close()
        if not self._closed:
            self._closed = True
            self._worker.stop(self._patience)

    @property
    def is_writing(self) -> bool:
        """Tell whether a record is still on its way to the disk."""
        return self._writing > 0

    def write(
        self,
        author: str,
        use_case: UseCase,
        on_done: Callable[[Changes], None] | None = None,
        on_fault: Callable[[Exception], None] | None = None,
        *,
        remaining: DraftSet | None = None,
    ) -> None:
        """Run a use case; `on_done` on the GUI thread means that it is on the disk."""
        self.start()
        self._count(1)

        def done(changes: Changes) -> None:
            self._count(-1)
            if on_done is not None:
                on_done(changes)
            self.changed.emit(changes)

        def fault(error: Exception) -> None:
            self._count(-1)
            (on_fault or self._fail)(error)

        self._worker.write(
            author,
            use_case,
            lambda changes: self._answered.emit(done, changes),
            lambda error: self._answered.emit(fault, error),
            remaining=remaining,
        )

    def read(
        self,
        query: Callable[[Connection], T],
        on_done: Callable[[T], None],
        on_fault: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a short query; its result comes on the GUI thread."""
        self.start()
        self._worker.read(
            query,
            lambda result: self._answered.emit(on_done, result),
            lambda error: self._answered.emit(on_fault or self._fail, error),
        )

    def run(
        self,
        work: Callable[[Store], T],
        on_done: Callable[[T], None] | None = None,
        on_fault: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run something that needs the store itself: settings, a backup, a check."""
        self.start()

        def task(store: Store) -> None:
            result = work(store)
            if on_done is not None:
                self._answered.emit(on_done, result)

        self._worker.with_store(
            task, lambda error: self._answered.emit(on_fault or self._fail, error)
        )

    def keep_drafts(self, kept: DraftSet) -> None:
        """Have the drafts on the disk within 250 ms."""
        self.start()
        self._worker.keep_drafts(kept)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)

    def _count(self, step: int) -> None:
        before = self.is_writing
        self._writing += step
        if before != self.is_writing:
            self.busy_changed.emit(self.is_writing)

    @Slot(object, object)
    def _on_answered(self, answer: Answer, result: object) -> None:
        answer(result)
