"""Asking the reading thread: only the newest answer counts, long work tells and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from otdesk.store.store import Store
from otdesk.ui.background import StoreLink

T = TypeVar("T")


def while_there(owner: QObject, act: Callable[[T], None]) -> Callable[[T], None]:
    """Return `act`, which does nothing once its owner was closed and deleted.

    An answer outlives the panel that asked for it: another theme makes the window again, Esc
    closes a panel whose printer is still asleep.
    """

    def guarded(answer: T) -> None:
        if shiboken6.isValid(owner):
            act(answer)

    return guarded


class NewestOnly:
    """One question at a time: a newer one makes the older ones void.

    Somebody who holds the arrow key asks for thirty months. Those that are no longer wanted are
    passed over on the reading thread, and an answer that comes too late is dropped.
    """

    def __init__(self, link: StoreLink) -> None:
        self._link = link
        self._number = 0

    def ask(
        self,
        work: Callable[[Store], T],
        on_done: Callable[[T], None],
        on_fault: Callable[[Exception], None],
    ) -> None:
        """Run `work` on the reading thread, and answer unless something newer was asked."""
        self._number += 1
        number = self._number

        def wanted() -> bool:
            return number == self._number

        def run(store: Store) -> T | None:
            return work(store) if wanted() else None

        def done(result: T | None) -> None:
            if wanted() and result is not None:
                on_done(result)

        def failed(error: Exception) -> None:
            if wanted():
                on_fault(error)

        self._link.run(run, done, failed)

    def drop(self) -> None:
        """Want nothing any more."""
        self._number += 1


class Task(QObject):
    """Long work under way: it tells how far it is, and stops when it is asked to.

    `progressed` carries steps done and steps in all, on the GUI thread. `tell` and
    `is_cancelled` are for the reading thread. Give it no parent: the work may outlive the panel.
    """

    progressed = Signal(int, int)
    _told = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._told.connect(self.progressed, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Tell whether it was asked to stop; any thread may ask."""
        return self._cancelled.is_set()

    def tell(self, done: int, steps: int) -> None:
        """Tell how far the work is, from any thread."""
        self._told.emit(done, steps)
