"""A copy of a database that is in use, made without making anyone wait."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from otdesk.store import faults
from otdesk.store.engine import open_raw

PREFIX = "otdesk-check-"
# 8 MB: some ten milliseconds under a read lock, then a commit may pass.
_STEP_PAGES = 2000
# Such a copy costs a quarter of one on the disk, and no more memory than a picture.
_SMALL_BYTES = 16 * 1024 * 1024
# A commit of another connection makes the copy start again; that often is a bulk import, which
# will not stop for us, and can wait for one copy in a single step.
_PATIENCE = 5
_LOCKED_SECONDS = 30.0
_PAUSE_SECONDS = 0.005


class _RestartedTooOften(Exception):
    pass


def copy(source: Path, target: Path) -> None:
    """Copy one consistent state of `source` to the new file `target`.

    A few megabytes at a time: the counter's commits pass in between. Raises an
    EnvironmentFault.
    """
    _copied(source, target, lambda: sqlite3.connect(target)).close()


def is_small(source: Path) -> bool:
    """Tell whether a copy of a database may lie in memory."""
    return source.stat().st_size <= _SMALL_BYTES


def copy_in_memory(source: Path) -> sqlite3.Connection:
    """Return a connection on a copy in memory of a small database, which goes when it is closed.

    Raises an EnvironmentFault.
    """

    def memory() -> sqlite3.Connection:
        return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)

    return _copied(source, source, memory)


def _copied(
    source: Path, target: Path, opened: Callable[[], sqlite3.Connection]
) -> sqlite3.Connection:
    """Return a connection on a copy; a fault in writing it is one of the folder of `target`."""
    with faults.explained(source, opening=True), closing(_open_source(source)) as origin:
        for pages in (_STEP_PAGES, -1):
            # Which may be on another disk than the source.
            with faults.explained(target), ExitStack() as undo:
                copied = undo.enter_context(closing(opened()))
                # Whoever keeps the copy flushes it; most are thrown away.
                copied.execute("PRAGMA synchronous=OFF")
                with suppress(_RestartedTooOften):
                    origin.backup(copied, pages=pages, progress=_Watch(pages), sleep=0.05)
                    undo.pop_all()
                    return copied
    raise AssertionError("a copy in one step never starts again")


@contextmanager
def snapshot(path: Path) -> Iterator[Path]:
    """Give a private copy of a database, which goes away at the end of the block.

    It lies beside the original, where there is room for it or for nothing at all; for a folder
    that cannot be written (an archive, a stick), among the system's temporary files.
    """
    try:
        place = tempfile.TemporaryDirectory(prefix=PREFIX, dir=path.parent)
    except OSError:
        place = tempfile.TemporaryDirectory(prefix=PREFIX)
    with place as folder:
        copied = Path(folder) / path.name
        copy(path, copied)
        yield copied


def _open_source(path: Path) -> sqlite3.Connection:
    # Writable first: a database that was cut off in a commit takes its rollback from it.
    with suppress(sqlite3.OperationalError), ExitStack() as undo:
        connection = undo.enter_context(closing(open_raw(path)))
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        undo.pop_all()
        return connection
    return open_raw(path, mode="ro")


class _Watch:
    """Follow a copy: end it where it restarts too often or where the file stays locked."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._remaining = -1
        self._restarts = 0
        self._moved = time.monotonic()

    def __call__(self, status: int, remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            if time.monotonic() - self._moved > _LOCKED_SECONDS:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise error
            return
        if 0 <= self._remaining <= remaining and remaining:
            self._restarts += 1
            if self._restarts > _PATIENCE and self._pages > 0:
                raise _RestartedTooOften
        self._remaining = remaining
        self._moved = time.monotonic()
        if self._pages > 0 and remaining:
            # SQLite gives no commit a chance unless the lock is really let go for a moment.
            time.sleep(_PAUSE_SECONDS)
