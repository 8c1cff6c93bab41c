"""Bringing a database of an earlier version up to this one: Alembic, in-process, after a backup.

The whole way is one transaction, in SQLite as in PostgreSQL, schema and version number included: a
migration that fails, or is killed, leaves the database as it was. There is no way down: going back
is restoring the backup. `user_version`, or a server's table `otdesk_schema`, alone says where a
database is; Alembic's own table would be a second truth.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from otdesk import paths
from otdesk.clock import Clock
from otdesk.store import faults, schema
from otdesk.store.database import Database, SqliteFile, database_of
from otdesk.store.occupancy import FolderLock
from otdesk.store.tables import SCHEMA_VERSION

MIGRATIONS = "migrations"


@dataclass(frozen=True, slots=True)
class MigrationDone:
    """From which schema to which, and the backup to go back to."""

    before: int
    after: int
    backup: Path


def prepare(
    folder: Path,
    clock: Clock,
    *,
    state: Path | None = None,
    zone: ZoneInfo | None = None,
    lock: FolderLock | None = None,
    migrations: Path | None = None,
    target: int = SCHEMA_VERSION,
) -> MigrationDone | None:
    """Bring a folder's database up to `target`; None where it is there already.

    Takes a checked backup first, named in `zone` (UTC where the zone is not known yet). A window
    that calls this gives its own `lock`. Raises FolderOccupied where another window is open, and
    FaultyDatabase or an EnvironmentFault; the file is untouched then. Alembic is imported only
    where there is something to do.
    """
    database = database_of(folder, state)
    before = database.schema()
    if before >= target:
        return None
    from otdesk.store.backup import back_up_database

    with ExitStack() as stack:
        if lock is None or not lock.is_mine:
            stack.enter_context(FolderLock(folder))
        now = clock.now().astimezone(zone or ZoneInfo("UTC")).replace(tzinfo=None)
        made = back_up_database(database, "migration", now)
        upgrade_database(database, migrations=migrations, target=target)
    return MigrationDone(before, target, made)


def upgrade(path: Path, *, migrations: Path | None = None, target: int = SCHEMA_VERSION) -> None:
    """Run every migration that the file at `path` lacks; see `upgrade_database`."""
    upgrade_database(SqliteFile(path), migrations=migrations, target=target)


def upgrade_database(
    database: Database, *, migrations: Path | None = None, target: int = SCHEMA_VERSION
) -> None:
    """Run every migration that a database lacks, all of them or none.

    No backup is taken: this is for private copies, and for `prepare`. Raises an
    EnvironmentFault, and whatever a faulty migration raises.
    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrations or paths.database_files() / MIGRATIONS))
    engine = database.connect()
    try:
        with (
            faults.explained(database.path),
            database.for_writing(engine.connect()) as connection,
            connection.begin(),
        ):
            context = MigrationContext.configure(connection)
            before = _version(connection)
            for revision in reversed(list(scripts.walk_revisions())):
                if before < int(revision.revision) <= target:
                    with Operations.context(context):
                        revision.module.upgrade()
            _end_at(connection, target)
    finally:
        engine.dispose()


def _version(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        from otdesk.store.server import schema as server_schema

        return server_schema.version(connection) or 0
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _end_at(connection: Connection, target: int) -> None:
    """Note the version that was come to, and hold it to the models where it is this program's."""
    if connection.dialect.name == "postgresql":
        from otdesk.store.server import schema as server_schema

        server_schema.finish_migration(connection, target)
        return
    connection.exec_driver_sql(f"PRAGMA user_version={target}")
    if target == SCHEMA_VERSION:
        _require_models(connection)


def _require_models(connection: Connection) -> None:
    """Raise where the migrations did not end at what `schema.create` makes.

    Alembic's batch mode drops triggers without a word: the journal would be open to changes.
    """
    raw = cast("sqlite3.Connection", connection.connection.driver_connection)
    found = schema.objects(raw)
    wrong = [
        name
        for key, sql in schema.expected_objects().items()
        if found.get(key) != sql
        for name in key[1:]
    ]
    if wrong:
        raise RuntimeError(f"the migrations do not end at the models: {', '.join(wrong)}")
