"""A backup's rows in the place of a server's: one transaction, the file is checked before.

It is also how a head office moves from its SQLite file to a server: `init --siege --database`, then
`restore` of its last backup.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from otdesk.store import faults, tables
from otdesk.store.database_file import open_raw
from otdesk.store.server import schema
from otdesk.store.server.copying import copy_rows
from otdesk.store.server.database import ServerDatabase

_SLICE = 2000
_LAST_ID = "SELECT setval(pg_get_serial_sequence('journal', 'id'), (SELECT max(id) FROM journal))"


def fill(database: ServerDatabase, file: Path) -> None:
    """Replace every row by those of `file`, which is whole and of this version.

    Raises an EnvironmentFault; nothing has changed then.
    """
    engine = database.connect()
    try:
        with (
            faults.explained(database.path),
            closing(database.for_writing(engine.connect())) as connection,
            connection.begin(),
            closing(open_raw(file)) as origin,
        ):
            with schema.unguarded(connection):
                names = ", ".join(f'"{table.name}"' for table in tables.metadata.sorted_tables)
                connection.exec_driver_sql(f"TRUNCATE {names}")
                for table in tables.metadata.sorted_tables:
                    _fill_table(connection, origin, table)
            connection.exec_driver_sql(_LAST_ID)
    finally:
        engine.dispose()


def _fill_table(connection: Connection, origin: sqlite3.Connection, table: Table) -> None:
    for rows in _slices(origin, table):
        copy_rows(connection, table, rows)


def _slices(origin: sqlite3.Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    found = origin.execute(f'SELECT {listed} FROM "{table.name}" ORDER BY {key}')  # noqa: S608
    while rows := found.fetchmany(_SLICE):
        yield [dict(zip(names, row, strict=True)) for row in rows]
