"""Short queries as SQLite takes them: text and parameters, no SQLAlchemy in between.

The counter asks them before SQLAlchemy is imported, and after each accueil: a statement that is
built, compiled and wrapped costs more than SQLite's answer. Reports keep SQLAlchemy, which also
speaks to the head office's PostgreSQL; the counter only ever reads its own folder.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from otdesk.store import faults
from otdesk.store.database_file import open_raw

if TYPE_CHECKING:
    from sqlalchemy import Connection

Readable: TypeAlias = "Connection | sqlite3.Connection"


def driver(connection: Readable) -> sqlite3.Connection:
    """Return SQLite's own connection under one of a Store, in the same transaction."""
    if isinstance(connection, sqlite3.Connection):
        return connection
    return cast("sqlite3.Connection", connection.connection.driver_connection)


@contextmanager
def glance(path: Path) -> Iterator[sqlite3.Connection]:
    """Give one consistent state of a database, before any Store is open; short."""
    with faults.explained(path, opening=True), closing(open_raw(path)) as connection:
        connection.execute("BEGIN DEFERRED")
        yield connection
        connection.execute("COMMIT")
