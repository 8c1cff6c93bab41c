"""The SQLite engine of a data folder: pragmas, transactions, and what a file is.

`journal_mode=TRUNCATE, synchronous=EXTRA` lost no acknowledged row in 900 cuts of the file
system (`sync.md`, "Durability"), and a copied file is whole.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from otdesk.store import faults
from otdesk.store.tables import SCHEMA_VERSION

# "OTDK": tells our files from any other program's.
APPLICATION_ID = 0x4F54444B
_MAGIC = b"SQLite format 3\x00"
_BUSY_MILLISECONDS = 5000
_WRITES = "otdesk_writes"


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What a file says of itself, before anything else is asked of it."""

    application_id: int
    schema: int


def identify(path: Path) -> FileIdentity:
    """Read what a file is. Raises an EnvironmentFault on anything but an otdesk database.

    SQLite reads it, not `open`: closing a file of one's own drops every lock that this process
    has on it, those of a commit in another thread too (sqlite.org, "How to corrupt", §2.2).
    """
    if not path.is_file():
        raise faults.missing(path)
    with faults.explained(path, opening=True):
        try:
            with closing(open_raw(path)) as connection:
                (application,) = connection.execute("PRAGMA application_id").fetchone()
                (schema,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code == sqlite3.SQLITE_NOTADB and _was_a_database(path):
                raise faults.broken(path) from error
            raise
    if application != APPLICATION_ID:
        raise faults.foreign(path)
    if schema > SCHEMA_VERSION:
        raise faults.newer(path, schema, SCHEMA_VERSION)
    return FileIdentity(application, schema)


def open_raw(path: Path, *, mode: str = "rw") -> sqlite3.Connection:
    """Open an existing database without SQLAlchemy; `mode` is `rw` or `ro`."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
    return connection


def _was_a_database(path: Path) -> bool:
    # SQLite could not make sense of it, so no connection holds a lock that could be dropped.
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def connect(path: Path) -> Engine:
    """Return an engine on `path`; each connection keeps the durability that was measured.

    One thread keeps one connection: there is no pool to share them by accident.
    """
    engine = create_engine(
        f"sqlite+pysqlite:///{path.as_posix()}",
        poolclass=NullPool,
        connect_args={"check_same_thread": False, "timeout": _BUSY_MILLISECONDS / 1000},
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def set_pragmas(cursor: sqlite3.Cursor | sqlite3.Connection) -> None:
    """Set what every connection needs; benchmarks set the same on their bare one."""
    cursor.execute("PRAGMA journal_mode=TRUNCATE")
    cursor.execute("PRAGMA synchronous=EXTRA")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Without it, INSERT OR REPLACE slips past the triggers that refuse DELETE.
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
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
