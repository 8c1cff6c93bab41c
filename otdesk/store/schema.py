"""A new database in one go, and the triggers that make the journal append-only."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any

from sqlalchemy import URL, Connection, Table, create_engine, create_mock_engine
from sqlalchemy.pool import StaticPool

from otdesk.store.engine import APPLICATION_ID
from otdesk.store.table_metadata import metadata
from otdesk.store.tables import SCHEMA_VERSION

# The erasure of a personal payload is the one change that an entry may undergo, once an
# `erase` entry speaks of it (`sync.md`, "Personal data").
# `INSERT OR REPLACE` deletes without a word where `recursive_triggers` is off, which is SQLite's
# default and so any other program's: journal_no_replace sees to that.
TRIGGERS = (
    """
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal AS e WHERE e.stream = NEW.stream AND e.seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM journal AS e WHERE e.id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END
""",
    """
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END
""",
    """
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (
    NEW.payload IS x'' AND NEW.salt IS x'' AND OLD.op IS NOT 'erase'
    AND OLD.id IS NEW.id AND OLD.stream IS NEW.stream AND OLD.seq IS NEW.seq
    AND OLD.uid IS NEW.uid AND OLD.kind IS NEW.kind AND OLD.rev IS NEW.rev
    AND OLD.op IS NEW.op AND OLD.schema IS NEW.schema
    AND OLD.recorded_at IS NEW.recorded_at AND OLD.author IS NEW.author
    AND OLD.header IS NEW.header AND OLD.payload_digest IS NEW.payload_digest
    AND OLD.prev IS NEW.prev AND OLD.digest IS NEW.digest AND OLD.signature IS NEW.signature
    AND EXISTS (
        SELECT 1 FROM journal AS e WHERE e.uid = OLD.uid AND e.kind = OLD.kind AND e.op = 'erase'
    )
)
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END
""",
)


def create(connection: Connection) -> None:
    """Create every table, index and trigger, and mark the file as ours.

    Migrations are tested to end at exactly this, so a new folder needs no Alembic.
    """
    create_tables(connection, metadata.sorted_tables)
    for trigger in TRIGGERS:
        connection.exec_driver_sql(trigger.strip())
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def create_tables(connection: Connection, tables: Sequence[Table]) -> None:
    """Create some tables and their indexes in a database that has none of them."""
    dialect = connection.dialect
    for statement in _statements(f"{dialect.name}+{dialect.driver}", tuple(tables)):
        connection.exec_driver_sql(statement)


@cache
def _statements(drivername: str, tables: tuple[Table, ...]) -> tuple[str, ...]:
    """Return what creates the tables: SQLAlchemy takes ten times as long for it as SQLite."""
    found: list[str] = []

    def keep(statement: Any, *_values: object) -> None:  # noqa: ANN401 - any piece of DDL
        found.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine(URL.create(drivername), keep)
    metadata.create_all(engine, tables=list(tables), checkfirst=False)
    return tuple(found)


def objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return the SQL of each table, index and trigger by (type, name), white space levelled.

    What SQLite makes by itself has no SQL and is left out.
    """
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    return {
        (kind, name): _levelled(sql)
        for kind, name, sql in connection.execute(query)
        if not name.startswith("sqlite_")
    }


def expected_objects() -> dict[tuple[str, str], str]:
    """Return what `objects` finds in a whole database of this version."""
    return dict(_expected(TRIGGERS))


@cache
def _expected(_triggers: tuple[str, ...]) -> Mapping[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:")) as memory:
        engine = create_engine("sqlite+pysqlite://", creator=lambda: memory, poolclass=StaticPool)
        with engine.begin() as connection:
            create(connection)
        return objects(memory)


def _levelled(sql: str) -> str:
    # A column that a migration added stands on the line of the one before it.
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.split()))
