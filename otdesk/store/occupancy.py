"""One window at a time on a data folder; commands run beside it.

The lock is the operating system's: it goes with the process that holds it, however that ends,
and no file that is left behind means anything.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from otdesk.store import faults

LOCK_FILE = "window.lock"

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # flock, not lockf: a second window of the same process must be refused too.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """The lock of a data folder: taken by the window, and by what needs the window closed.

    Another `name` is another lock: what may not run twice beside the window takes its own.
    """

    def __init__(self, folder: Path, name: str = LOCK_FILE) -> None:
        self._folder = folder
        self._name = name
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock; tell whether it is ours now. Raises ReadOnlyFolder or DiskFull."""
        if self._descriptor is not None:
            return True
        path = self._folder / self._name
        with faults.explained(path):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not ours."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def is_mine(self) -> bool:
        """Tell whether this very object holds the lock."""
        return self._descriptor is not None

    @property
    def is_held(self) -> bool:
        """Tell whether anyone holds the lock, in this process or another."""
        if self.is_mine:
            return True
        if not (self._folder / self._name).exists():
            return False
        probe = FolderLock(self._folder, self._name)
        try:
            return not probe.acquire()
        finally:
            probe.release()

    def __enter__(self) -> Self:
        """Take the lock. Raises FolderOccupied where a window has it."""
        if not self.acquire():
            raise faults.occupied(self._folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the lock back."""
        self.release()
