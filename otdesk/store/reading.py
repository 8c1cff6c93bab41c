"""Short queries as SQLite takes them: text and parameters, no SQLAlchemy in between.

The counter asks them before SQLAlchemy is imported, and after each accueil: a statement that is
built, compiled and wrapped costs more than SQLite's answer. Reports keep SQLAlchemy, which also
speaks to the head office's PostgreSQL. Where a head office runs the counter's code, the same text
is asked of its server: it keeps to what both understand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from otdesk.store import faults
from otdesk.store.database_file import open_raw

if TYPE_CHECKING:
    from sqlalchemy import Connection

Readable: TypeAlias = "Connection | sqlite3.Connection"


class Rows(Protocol):
    """What a query found: rows as tuples."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a driver's row
        """Return the next row, None after the last."""
        ...

    def fetchall(self) -> Iterable[Any]:
        """Return the rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""
        ...


class Driver(Protocol):
    """What takes a query as SQLite writes it, with `?` or `:name` for its parameters."""

    def execute(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> Rows:
        """Ask it."""
        ...

    def executemany(self, query: str, parameters: Iterable[Sequence[Any]], /) -> Rows:
        """Ask it once for each row of parameters."""
        ...


def driver(connection: Readable) -> Driver:
    """Return the driver's own connection under one of a Store, in the same transaction."""
    if isinstance(connection, sqlite3.Connection):
        return connection
    if connection.dialect.name != "sqlite":
        from otdesk.store.server.asking import ServerDriver

        return ServerDriver(connection)
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def data_version(connection: Connection) -> int:
    """Return a number that changes when another connection has written; asked again and again.

    On a server it also changes with what is written elsewhere in it: one looks once too often.
    """
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())
    query = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
    return int(connection.exec_driver_sql(query).scalar_one())


def shown_to(connection: Readable) -> int:
    """Return the place in the journal up to which the tables show what it holds."""
    asked = driver(connection)
    newest: int = asked.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()[0]
    # What was received is in the journal before it is in the tables.
    waiting: int | None = asked.execute("SELECT min(first) FROM unprojected").fetchone()[0]
    return newest if waiting is None else min(newest, waiting - 1)


@contextmanager
def glance(path: Path) -> Iterator[sqlite3.Connection]:
    """Give one consistent state of a database, before any Store is open; short."""
    with faults.explained(path, opening=True), closing(open_raw(path)) as connection:
        connection.execute("BEGIN DEFERRED")
        yield connection
        connection.execute("COMMIT")
