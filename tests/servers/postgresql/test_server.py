"""What a siège's database on a server keeps to, whoever writes to it, and how it fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select

from otdesk import paths
from otdesk.store import exchange_tables, faults, migration, tables
from otdesk.store.anchor import Anchors
from otdesk.store.backup import BACKUPS, back_up
from otdesk.store.database import SERVER_FILE, SqliteFile
from otdesk.store.integrity import verify
from otdesk.store.report import Code
from otdesk.store.restore import UnfitBackup, restore
from otdesk.store.server import database as databases_on_servers
from otdesk.store.server import schema as server_schema
from otdesk.store.server.faults import DatabaseTaken, ServerUnreachable, UnfitServer
from otdesk.store.store import Store
from tests.servers.postgresql.cluster import PASSWORD, Cluster
from tests.store.desk import PRIVATE, START, VISIT, ZONE, Desk, record, work
from tests.store.exchange import carry, make_siege, project, rows, take, to_send
from tests.store.test_migration import ADDS_A_COLUMN, FAILS, NEXT

NOW = START.replace(tzinfo=None)
_OPENED = """
CREATE OR REPLACE FUNCTION journal_allow_erasure() RETURNS trigger
LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
"""
_ADDED = """
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER quiet BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION f()
"""

CHANGES = [
    "UPDATE journal SET author = 'XX'",
    "UPDATE journal SET payload = 'x' WHERE seq = 2",
    # Not erased, and not of a kind that is.
    "UPDATE journal SET payload = '', salt = '' WHERE kind = 'visit'",
    "UPDATE journal SET payload = '', salt = '' WHERE op = 'erase'",
    "UPDATE journal SET payload = '', salt = '', author = '' WHERE kind = 'day_reason'",
    "UPDATE journal SET id = 99 WHERE seq = 2",
    "DELETE FROM journal WHERE seq = 2",
    "TRUNCATE journal",
    "TRUNCATE journal RESTART IDENTITY CASCADE",
    "SET session_replication_role = replica; DELETE FROM journal",
    (
        "INSERT INTO journal SELECT * FROM journal WHERE seq = 2"
        " ON CONFLICT (stream, seq) DO UPDATE SET author = 'XX'"
    ),
]
DIFFERENCES = [
    (
        "ALTER TABLE journal DISABLE TRIGGER journal_no_delete",
        (Code.ALTERED, "journal_no_delete"),
    ),
    ("DROP TRIGGER journal_no_update ON journal", (Code.MISSING, "journal_no_update")),
    (
        _OPENED,
        (Code.ALTERED, "journal_no_update"),
    ),
    (
        _ADDED,
        (Code.EXTRA, "quiet"),
    ),
    ("DROP INDEX journal_stream_seq", (Code.MISSING, "journal_stream_seq")),
    ("ALTER TABLE unknown_code ADD COLUMN extra text", (Code.ALTERED, "unknown_code")),
    ("DROP TABLE unknown_code", (Code.MISSING, "unknown_code")),
    ("DROP VIEW lecture.ventes", (Code.MISSING, "ventes")),
]


@pytest.fixture
def siege(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Store]:
    """Give a siège that holds a day of an office, one of whose records was erased."""
    with closing(make_siege(tmp_path, siege_address())) as store:
        with Desk(tmp_path).opened() as office:
            uid = work(office)
            with office.writing("JD") as transaction:
                transaction.erase("day_reason", uid)
            carry(office, store)
        yield store


@pytest.fixture
def name(siege: Store, databases: list[str]) -> str:
    """Return the name of its database."""
    return databases[-1]


def journal(cluster: Cluster, name: str) -> list[tuple[object, ...]]:
    """Return every row of the journal, as any other program sees it."""
    return cluster.execute("SELECT * FROM journal ORDER BY id", name)


def test_the_journal_refuses_every_change(siege: Store, cluster: Cluster, name: str) -> None:
    before = journal(cluster, name)
    for statement in CHANGES:
        with pytest.raises(psycopg.errors.IntegrityError, match=r"append-only|duplicate"):
            cluster.execute(statement, name)
        assert journal(cluster, name) == before, statement


def test_what_was_erased_is_empty_and_may_be_emptied(
    siege: Store, cluster: Cluster, name: str
) -> None:
    cluster.execute(
        "UPDATE journal SET payload = '', salt = '' WHERE kind = 'day_reason' AND op <> 'erase'",
        name,
    )
    found = cluster.execute("SELECT payload FROM journal", name)
    assert not any(PRIVATE.encode() in payload for (payload,) in found)
    assert verify(siege.folder, siege.anchors).faults == ()


def test_verify_names_what_is_not_as_it_was_made(siege: Store, cluster: Cluster, name: str) -> None:
    with siege.writing_local() as connection:
        assert server_schema.differences(connection) == []
        for statement, said in DIFFERENCES:
            with connection.begin_nested() as tried:
                connection.exec_driver_sql(statement)
                found = server_schema.differences(connection)
                assert [(code, what) for _kind, what, code in found] == [said]
                tried.rollback()
    statement, said = DIFFERENCES[0]
    cluster.execute(statement, name)
    (fault,) = verify(siege.folder, siege.anchors).faults
    assert (fault.code, fault.table) == said
    cluster.execute("DROP TABLE unknown_code", name)
    assert len(verify(siege.folder, siege.anchors).faults) == 2


def test_verify_names_a_changed_row_and_a_changed_entry(
    siege: Store, cluster: Cluster, name: str
) -> None:
    cluster.execute("UPDATE visit SET party_size = 9 WHERE rev = 2 AND void_reason IS NULL", name)
    (fault,) = verify(siege.folder, siege.anchors).faults
    assert (fault.table, fault.column) == ("visit", "party_size")
    cluster.execute(
        "ALTER TABLE journal DISABLE TRIGGER ALL; UPDATE journal SET author = 'XX' WHERE seq = 3;"
        "ALTER TABLE journal ENABLE TRIGGER ALL;"
        + "".join(
            f"ALTER TABLE journal ENABLE ALWAYS TRIGGER {trigger};"
            for trigger in server_schema.TRIGGERS
        ),
        name,
    )
    found = verify(siege.folder, siege.anchors).faults
    assert any(fault.seq == 3 and fault.stream for fault in found)


def test_numbers_have_64_bits(siege: Store) -> None:
    large = 2**40
    queue, levels = exchange_tables.unprojected, tables.metadata.tables["stock_level"]
    with siege.writing_local() as connection:
        connection.execute(insert(queue).values(first=large, last=large))
        connection.execute(insert(levels).values(office="PDM", product="cp", quantity=large))
        found = connection.execute(select(queue.c.last).where(queue.c.first >= large)).scalar_one()
        connection.execute(queue.delete().where(queue.c.first == large))
        connection.execute(levels.delete())
    assert found == large


def test_a_name_that_a_server_cannot_hold_is_no_fault_of_ours(siege: Store, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "other", office="VIA")
    with desk.opened() as office:
        record(office, replace(VISIT, office="VIA", note="nul \0 !"))
        (entries,) = to_send(office)
    take(siege, entries)
    (refused,) = project(siege).refused
    assert "NUL" in refused.why


def test_a_backup_of_a_server_is_a_file_and_comes_back(
    siege: Store, tmp_path: Path, cluster: Cluster, name: str
) -> None:
    made = back_up(siege, "manual", siege.clock)
    assert verify(made).faults == ()
    before = journal(cluster, name)
    with Desk(tmp_path / "via", office="VIA").opened() as office:
        work(office)
        carry(office, siege)
    assert len(journal(cluster, name)) > len(before)
    siege.close()
    restored = restore(made, siege.folder, NOW, state=siege.anchors.folder)
    assert journal(cluster, name) == before
    assert restored.aside is not None
    assert verify(restored.aside, siege.anchors).faults == ()
    with closing(Store.open(siege.folder, siege.clock, ZONE, siege.anchors)) as again:
        with Desk(tmp_path / "via", office="VIA").opened() as office:
            carry(office, again)
        assert len(rows(again, "SELECT id FROM journal")) > len(before)
    assert verify(siege.folder, siege.anchors).faults == ()


def test_a_siege_moves_from_its_file_to_a_server_with_its_journal(
    tmp_path: Path, siege_address: Callable[[], str | None]
) -> None:
    with closing(make_siege(tmp_path)) as old, Desk(tmp_path).opened() as office:
        work(office)
        carry(office, old)
        made = back_up(old, "manual", old.clock)
        stream = old.stream
        before = rows(old, "SELECT * FROM journal ORDER BY id")
    moved = Desk(old.folder.parent, "moved", office="SIEGE", role="siege", address=siege_address())
    moved.create().close()
    restore(made, moved.folder, NOW, state=moved.anchors.folder)
    with moved.opened() as new:
        assert new.stream == stream
        assert rows(new, "SELECT * FROM journal ORDER BY id") == before
    assert moved.faults() == ()
    office_backup = tmp_path / "office.sqlite"
    shutil.copyfile(Desk(tmp_path).path, office_backup)
    with pytest.raises(UnfitBackup, match="est celle de"):
        restore(office_backup, moved.folder, NOW, state=moved.anchors.folder)


def test_a_server_that_went_is_said_and_found_again(
    siege: Store, cluster: Cluster, tmp_path: Path
) -> None:
    count = rows(siege, "SELECT count(*) FROM visit")
    cluster.stop()
    with pytest.raises(ServerUnreachable, match="ne répond pas") as caught:
        rows(siege, "SELECT 1")
    assert str(siege.path) in str(caught.value)
    with pytest.raises(ServerUnreachable), siege.writing("CA"):
        pass
    cluster.start()
    assert rows(siege, "SELECT count(*) FROM visit") == count
    with Desk(tmp_path / "via", office="VIA").opened() as office:
        work(office)
        carry(office, siege)
    assert verify(siege.folder, siege.anchors).faults == ()


def test_a_lost_password_is_said(siege: Store, tmp_path: Path) -> None:
    assert PASSWORD not in siege.path.read_text("utf-8")
    elsewhere = Anchors(tmp_path / "elsewhere")
    with pytest.raises(ServerUnreachable, match="password"):
        Store.open(siege.folder, siege.clock, ZONE, elsewhere)


def test_a_database_that_is_used_or_unfit_is_left_alone(
    siege: Store, cluster: Cluster, name: str, databases: list[str], tmp_path: Path
) -> None:
    latin = cluster.new_database()
    databases.append(latin)
    cluster.execute(f"DROP DATABASE {latin}")
    cluster.execute(f"CREATE DATABASE {latin} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    for number, (used, fault) in enumerate(((name, DatabaseTaken), (latin, UnfitServer))):
        desk = Desk(tmp_path / str(number), "siege", address=cluster.address(used))
        with pytest.raises(fault):
            desk.create()
        assert not desk.folder.exists()
        assert not desk.anchors.folder.exists() or not any(desk.anchors.folder.rglob("pgpass"))
    assert verify(siege.folder, siege.anchors).faults == ()


def test_a_writer_that_waits_too_long_says_who_is_busy(
    siege: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases_on_servers, "LOCK_SECONDS", 0.2)
    with (
        closing(Store.open(siege.folder, siege.clock, ZONE, siege.anchors)) as other,
        siege.writing_local(),
        pytest.raises(faults.DatabaseBusy, match="Un autre import"),
        other.writing("CA"),
    ):
        pass


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """Return a copy of the migrations, to go one step further than this program."""
    target = tmp_path / "migrations"
    shutil.copytree(paths.database_files() / "migrations", target)
    return target


def add_migration(folder: Path, text: str) -> None:
    """Add a migration to a copy of them."""
    made = text.format(revision=f"{NEXT:04d}", down=f"{NEXT - 1:04d}")
    (folder / "versions" / f"{NEXT:04d}_next.py").write_text(made, "utf-8")


def test_a_migration_takes_a_backup_first_and_keeps_every_row_and_trigger(
    siege: Store, cluster: Cluster, name: str, next_version: Path
) -> None:
    entries = len(journal(cluster, name))
    state = siege.anchors.folder
    siege.close()
    add_migration(next_version, ADDS_A_COLUMN)
    done = migration.prepare(
        siege.folder, siege.clock, state=state, migrations=next_version, target=NEXT
    )
    assert done is not None
    assert (done.before, done.after) == (tables.SCHEMA_VERSION, NEXT)
    assert verify(done.backup).faults == ()
    assert SqliteFile(done.backup).schema() == tables.SCHEMA_VERSION
    assert cluster.execute("SELECT DISTINCT mood FROM visit", name) == [("content",)]
    assert len(journal(cluster, name)) == entries
    with pytest.raises(psycopg.errors.IntegrityError, match="append-only"):
        cluster.execute("UPDATE journal SET witness = 'x'", name)
    with pytest.raises(faults.NewerDatabase):
        Store.open(siege.folder, siege.clock, ZONE, siege.anchors)


def test_a_migration_that_fails_leaves_all_as_it_was(
    siege: Store, cluster: Cluster, name: str, next_version: Path
) -> None:
    before = journal(cluster, name)
    siege.close()
    add_migration(next_version, FAILS.replace("CREATE TABLE half (a)", "CREATE TABLE half (a int)"))
    with pytest.raises(RuntimeError, match="in the middle"):
        migration.prepare(
            siege.folder,
            siege.clock,
            state=siege.anchors.folder,
            migrations=next_version,
            target=NEXT,
        )
    assert journal(cluster, name) == before
    assert len(list((siege.folder / BACKUPS).iterdir())) == 1
    with closing(Store.open(siege.folder, siege.clock, ZONE, siege.anchors)):
        pass
    assert (siege.folder / SERVER_FILE).exists()


def test_a_migration_is_held_to_the_models(siege: Store) -> None:
    with siege.writing_local() as connection:
        connection.exec_driver_sql("ALTER TABLE visit ADD COLUMN mood text")
        with pytest.raises(RuntimeError, match="visit"):
            server_schema.finish_migration(connection, tables.SCHEMA_VERSION)
        connection.exec_driver_sql("ALTER TABLE visit DROP COLUMN mood")
        # What a migration adds as Text or Integer ends as every other column.
        connection.exec_driver_sql(
            'ALTER TABLE visit ALTER COLUMN note TYPE text COLLATE "fr-x-icu",'
            " ALTER COLUMN minute TYPE integer"
        )
        server_schema.finish_migration(connection, tables.SCHEMA_VERSION)


def test_a_server_of_the_first_version_comes_up_to_this_one(
    siege: Store, cluster: Cluster, name: str
) -> None:
    before = journal(cluster, name)
    state = siege.anchors.folder
    siege.close()
    # Schema 4 was the first that a siège on a server could have.
    cluster.execute("DROP TABLE transfer_notice, transfer_notice_line", name)
    cluster.execute(f"UPDATE {server_schema.VERSIONS} SET version = 4", name)
    done = migration.prepare(siege.folder, siege.clock, state=state)
    assert done is not None
    assert (done.before, done.after) == (4, tables.SCHEMA_VERSION)
    assert journal(cluster, name) == before
    opened = Store.open(siege.folder, siege.clock, ZONE, siege.anchors)
    with closing(opened) as store, store.reading() as connection:
        assert server_schema.differences(connection) == []
    assert verify(siege.folder, siege.anchors).faults == ()
