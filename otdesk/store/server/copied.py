"""A server's database as a SQLite file: for `verify`, for a backup, for whoever moves away."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect

from otdesk.store import engine as engines
from otdesk.store import faults
from otdesk.store import schema as file_schema
from otdesk.store.server import schema
from otdesk.store.tables import SCHEMA_VERSION

_SLICE = 2000


def copy_to_file(connection: Connection, target: Path) -> None:
    """Copy every row to the new file `target`, whose tables are of the same version.

    `connection` sees one state of the server. Memory stays flat.
    """
    with faults.explained(target):
        _make_tables(target, schema.version(connection) or SCHEMA_VERSION)
        with closing(sqlite3.connect(target, isolation_level=None)) as made:
            # Whoever keeps the copy flushes it; most are thrown away.
            made.execute("PRAGMA synchronous=OFF")
            made.execute("PRAGMA journal_mode=MEMORY")
            made.execute("BEGIN")
            names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            # One that is missing is named by `schema.differences`, and its rows by `verify`.
            there = set(inspect(connection).get_table_names())
            for (name,) in made.execute(names).fetchall():
                if name in there:
                    _copy_table(connection, made, name)
            made.execute("COMMIT")


def _make_tables(target: Path, version: int) -> None:
    if version != SCHEMA_VERSION:
        from otdesk.store import migration

        migration.upgrade(target, target=version)
        return
    engine = engines.connect(target)
    try:
        with closing(engine.connect()) as connection, connection.begin():
            file_schema.create(connection)
    finally:
        engine.dispose()


def _copy_table(connection: Connection, made: sqlite3.Connection, name: str) -> None:
    columns = [row[1] for row in made.execute(f'PRAGMA table_info("{name}")')]
    listed = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" for _column in columns)
    found = connection.execution_options(stream_results=True).exec_driver_sql(
        f'SELECT {listed} FROM "{name}"'  # noqa: S608 - names of our own tables
    )
    while rows := found.fetchmany(_SLICE):
        made.executemany(
            f'INSERT INTO "{name}" ({listed}) VALUES ({places})',  # noqa: S608 - as above
            [tuple(row) for row in rows],
        )
