"""The SQLite engine of a data folder: pragmas and transactions.

`journal_mode=TRUNCATE, synchronous=EXTRA` lost no acknowledged row in 900 cuts of the file
system (`sync.md`, "Durability"), and a copied file is whole.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, StaticPool
from sqlalchemy.util import LRUCache

from otdesk.store import database_file
from otdesk.store.database_file import (
    APPLICATION_ID,
    FileIdentity,
    identify,
    open_raw,
)

__all__ = [
    "APPLICATION_ID",
    "FileIdentity",
    "connect",
    "connect_to",
    "for_writing",
    "identify",
    "open_raw",
    "set_pragmas",
]

_WRITES = "otdesk_writes"
# More than the program has; the least used ones go first.
_STATEMENTS = 2000


def connect(path: Path) -> Engine:
    """Return an engine on `path`; each connection keeps the durability that was measured.

    One thread keeps one connection: there is no pool to share them by accident.
    """
    seconds = database_file.BUSY_MILLISECONDS / 1000

    def opened() -> Any:  # noqa: ANN401 - DBAPI connection
        return sqlite3.connect(path, check_same_thread=False, timeout=seconds)

    return _engine(NullPool(opened, dialect=_model().dialect), path.as_posix())


def connect_to(opened: sqlite3.Connection) -> Engine:
    """Return an engine whose only connection is this one: a database in memory has no other."""
    known: Any = opened
    return _engine(StaticPool(lambda: known, dialect=_model().dialect), None)


def _engine(pool: Pool, database: str | None) -> Engine:
    model = _model()
    engine = Engine(pool, model.dialect, model.url.set(database=database))
    engine.update_execution_options(compiled_cache=_compiled())
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


@cache
def _model() -> Engine:
    """Return an engine that has met SQLite once, whose dialect all the others share.

    A statement is compiled for one dialect object. With one for each engine, every thread and
    folder of a process would compile its statements again, which takes longer than to run them.
    """
    model = create_engine("sqlite+pysqlite://")
    model.connect().close()
    model.dispose()
    return model


@cache
def _compiled() -> LRUCache[Any, Any]:
    """Return the compiled statements of this process; it is safe to share between threads."""
    return LRUCache(_STATEMENTS)


def set_pragmas(cursor: sqlite3.Cursor | sqlite3.Connection) -> None:
    """Set what every connection needs; benchmarks set the same on their bare one."""
    cursor.execute("PRAGMA journal_mode=TRUNCATE")
    cursor.execute("PRAGMA synchronous=EXTRA")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Without it, INSERT OR REPLACE slips past the triggers that refuse DELETE.
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.execute(f"PRAGMA busy_timeout={database_file.BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA cache_size=-8000")


def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI connection
    # SQLAlchemy's own BEGIN is switched off: a write must begin IMMEDIATE, see _on_begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    set_pragmas(cursor)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    # A deferred BEGIN would read the head of the chain and find it moved at the first write.
    writes = connection.get_execution_options().get(_WRITES, False)
    cursor = connection.connection.cursor()
    try:
        cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")
    finally:
        cursor.close()


def for_writing(connection: Connection) -> Connection:
    """Return the connection, whose transactions begin IMMEDIATE from now on."""
    return connection.execution_options(**{_WRITES: True})
