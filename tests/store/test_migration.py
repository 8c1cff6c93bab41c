"""Earlier databases come up to this version, after a backup, all the way or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from otdesk import paths
from otdesk.store import engine, faults, migration, schema, tables
from otdesk.store.backup import BACKUPS, FaultyDatabase
from otdesk.store.integrity import verify
from otdesk.store.occupancy import FolderLock
from otdesk.store.store import DATABASE
from tests.store.desk import DAY, VISIT, Desk, record, work

DUMPS = Path(__file__).parent.parent / "data" / "schemas"
EARLIER = [f"{version:04d}" for version in range(1, tables.SCHEMA_VERSION + 1)]
NEXT = tables.SCHEMA_VERSION + 1

ADDS_A_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down}"


def upgrade():
    op.add_column("journal", sa.Column("witness", sa.LargeBinary))
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("mood", sa.Text))
    op.execute("UPDATE visit SET mood = 'content'")
"""
FAILS = (
    ADDS_A_COLUMN
    + """
    op.execute("CREATE TABLE half (a)")
    raise RuntimeError("in the middle")
"""
)


def rebuilt(version: str, folder: Path) -> Path:
    """Return a folder's database made from the dump of a version."""
    folder.mkdir(parents=True)
    path = folder / DATABASE
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((DUMPS / f"{version}.sql").read_text("utf-8"))
    return path


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """Return migrations that go one step further than this program."""
    target = tmp_path / "migrations"
    shutil.copytree(paths.database_files() / "migrations", target)
    text = ADDS_A_COLUMN.format(revision=f"{NEXT:04d}", down=f"{NEXT - 1:04d}")
    (target / "versions" / f"{NEXT:04d}_next.py").write_text(text, "utf-8")
    return target


def test_the_migrations_end_at_what_a_new_database_is(tmp_path: Path) -> None:
    migrated = tmp_path / "migrated.sqlite"
    migration.upgrade(migrated)
    with closing(sqlite3.connect(migrated)) as connection:
        assert schema.objects(connection) == schema.expected_objects()
    assert engine.identify(migrated).schema == tables.SCHEMA_VERSION


def test_the_head_of_the_migrations_is_the_version_of_the_models() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(paths.database_files() / "migrations"))
    revisions = [int(script.revision) for script in scripts.walk_revisions()]
    assert revisions == list(range(tables.SCHEMA_VERSION, 0, -1))


def test_alembic_sees_no_difference_between_the_head_and_the_models(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    path = tmp_path / "migrated.sqlite"
    migration.upgrade(path)
    database = engine.connect(path)
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    database.dispose()


@pytest.mark.parametrize("version", EARLIER)
def test_a_database_of_every_earlier_version_comes_up_with_all_its_rows(
    version: str, tmp_path: Path
) -> None:
    path = rebuilt(version, tmp_path / "data")
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("SELECT digest FROM journal ORDER BY id").fetchall()
    desk = Desk(tmp_path)
    done = migration.prepare(desk.folder, desk.clock)
    assert (done is None) == (int(version) == tables.SCHEMA_VERSION)
    with desk.opened() as store:
        record(store, replace(VISIT, day=DAY + timedelta(days=1)))
    with desk.raw() as connection:
        after = connection.execute("SELECT digest FROM journal ORDER BY id").fetchall()
        assert schema.objects(connection) == schema.expected_objects()
    assert after[: len(before)] == before
    assert len(before) > 10
    assert desk.faults() == ()


def test_the_dump_of_this_version_is_in_step(tmp_path: Path) -> None:
    """See tests/data/schemas/README.md where it is not."""
    path = rebuilt(f"{tables.SCHEMA_VERSION:04d}", tmp_path / "data")
    with closing(sqlite3.connect(path)) as connection:
        assert schema.objects(connection) == schema.expected_objects()


def test_a_migration_takes_a_backup_first_and_keeps_every_row_and_trigger(
    desk: Desk, next_version: Path
) -> None:
    with desk.opened() as store:
        work(store)
    entries = desk.count("journal")
    done = migration.prepare(desk.folder, desk.clock, migrations=next_version, target=NEXT)
    assert done is not None
    assert (done.before, done.after) == (tables.SCHEMA_VERSION, NEXT)
    assert done.backup.name.endswith("-migration.sqlite")
    assert verify(done.backup).is_clean
    with desk.raw() as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT,)
        assert connection.execute("SELECT DISTINCT mood FROM visit").fetchall() == [("content",)]
        triggers = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        assert triggers.fetchone() == (len(schema.TRIGGERS),)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("DELETE FROM journal")
    assert desk.count("journal") == entries
    with pytest.raises(faults.NewerDatabase):
        desk.open()


def test_a_migration_that_fails_leaves_the_file_as_it_was(desk: Desk, next_version: Path) -> None:
    with desk.opened() as store:
        work(store)
    text = FAILS.format(revision=f"{NEXT:04d}", down=f"{NEXT - 1:04d}")
    (next_version / "versions" / f"{NEXT:04d}_next.py").write_text(text, "utf-8")
    before = desk.path.read_bytes()
    with pytest.raises(RuntimeError, match="in the middle"):
        migration.prepare(desk.folder, desk.clock, migrations=next_version, target=NEXT)
    assert desk.path.read_bytes() == before
    assert len(list((desk.folder / BACKUPS).iterdir())) == 1
    with desk.opened() as store:
        record(store)
    assert desk.faults() == ()


def test_a_faulty_database_is_not_migrated(desk: Desk, next_version: Path) -> None:
    with desk.opened() as store:
        work(store)
    with desk.unguarded() as connection:
        connection.execute("DELETE FROM journal WHERE seq = 3")
    before = desk.path.read_bytes()
    with pytest.raises(FaultyDatabase):
        migration.prepare(desk.folder, desk.clock, migrations=next_version, target=NEXT)
    assert desk.path.read_bytes() == before


def test_a_migration_needs_other_windows_closed(desk: Desk, next_version: Path) -> None:
    desk.create().close()
    lock = FolderLock(desk.folder)
    with lock:
        with pytest.raises(faults.FolderOccupied):
            migration.prepare(desk.folder, desk.clock, migrations=next_version, target=NEXT)
        assert migration.prepare(
            desk.folder, desk.clock, lock=lock, migrations=next_version, target=NEXT
        )


def test_migrations_that_drop_a_trigger_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "TRIGGERS", (*schema.TRIGGERS, _ONE_MORE))
    with pytest.raises(RuntimeError, match="one_more"):
        migration.upgrade(tmp_path / "migrated.sqlite")
    assert (tmp_path / "migrated.sqlite").stat().st_size == 0


_ONE_MORE = "CREATE TRIGGER one_more BEFORE DELETE ON visit BEGIN SELECT 1; END"


def test_going_back_is_restoring_the_backup(desk: Desk, next_version: Path) -> None:
    from otdesk.store.restore import restore

    with desk.opened() as store:
        work(store)
    entries = desk.count("journal")
    done = migration.prepare(desk.folder, desk.clock, migrations=next_version, target=NEXT)
    assert done is not None
    now = desk.clock.now().replace(tzinfo=None)
    restore(done.backup, desk.folder, now)
    with desk.opened() as store:
        record(store)
    assert desk.count("journal") >= entries + 1
    assert desk.faults() == ()


def test_an_earlier_backup_is_checked_as_what_its_migrations_make_of_it(
    desk: Desk, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.opened() as store:
        work(store)
    with desk.raw() as connection:
        connection.execute("PRAGMA user_version=0")
    upgraded: list[Path] = []

    def upgrade(path: Path) -> None:
        upgraded.append(path)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version={tables.SCHEMA_VERSION}")

    monkeypatch.setattr(migration, "upgrade", upgrade)
    before = desk.path.read_bytes()
    assert desk.verify().is_clean
    (copied,) = upgraded
    assert copied != desk.path
    assert desk.path.read_bytes() == before
    with pytest.raises(faults.OlderDatabase):
        desk.open()
