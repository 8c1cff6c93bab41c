"""A restore loses nothing, whatever cuts it short."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import pytest

from otdesk.store import faults
from otdesk.store.backup import BACKUPS, back_up
from otdesk.store.integrity import verify
from otdesk.store.occupancy import FolderLock
from otdesk.store.report import AnchorState
from otdesk.store.restore import UnfitBackup, restore
from otdesk.store.store import DATABASE, Identity, Store
from tests.store.desk import ZONE, Desk, record, work

NOW = datetime(2022, 7, 15, 9, 0, 0)  # noqa: DTZ001 - local, as names of backups are


def entries(path: Path) -> int:
    """Return how many entries a database holds."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])


@pytest.fixture
def backed_up(desk: Desk) -> tuple[Desk, Path]:
    """Return a folder and a backup that is three accueils behind."""
    with desk.opened() as store:
        work(store)
        made = back_up(store, "daily", desk.clock)
        for _ in range(3):
            record(store)
    return desk, made


def test_a_restored_folder_is_the_backup_and_the_former_database_is_kept(
    backed_up: tuple[Desk, Path],
) -> None:
    desk, made = backed_up
    former = desk.path.read_bytes()
    with closing(sqlite3.connect(made)) as connection:
        kept = connection.execute("SELECT digest FROM journal ORDER BY id").fetchall()
    done = restore(made, desk.folder, NOW)
    assert done.report.is_clean
    with desk.raw() as connection:
        assert connection.execute("SELECT digest FROM journal ORDER BY id").fetchall() == kept
    assert done.aside == desk.folder / BACKUPS / "otdesk-20220715-090000-replaced.sqlite"
    assert done.aside.read_bytes() == former


def test_a_restored_folder_goes_on_in_a_new_stream(backed_up: tuple[Desk, Path]) -> None:
    desk, made = backed_up
    with desk.opened() as store:
        old = store.stream
    count = entries(made)
    restore(made, desk.folder, NOW)
    with desk.opened() as store:
        assert store.stream != old
        record(store)
    report = desk.verify()
    assert report.faults == ()
    assert {s.stream == old: s.anchor for s in report.streams} == {
        True: AnchorState.LEFT,
        False: AnchorState.AGREES,
    }
    assert entries(desk.path) == count + 2


def test_a_dead_disk_is_replaced_by_an_empty_folder(
    backed_up: tuple[Desk, Path], tmp_path: Path
) -> None:
    _desk, made = backed_up
    other = Desk(tmp_path, "new disk")
    assert restore(made, other.folder, NOW).aside is None
    with other.opened() as store:
        record(store)
    assert other.faults() == ()


@pytest.mark.parametrize("sqlite_recovers", [True, False])
def test_a_damaged_database_is_replaced_and_kept(
    backed_up: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch, *, sqlite_recovers: bool
) -> None:
    desk, made = backed_up
    damaged = b"SQLite format 3\x00" + bytes(5000)
    desk.path.write_bytes(damaged)
    journal = desk.path.with_name(f"{DATABASE}-journal")
    journal.write_bytes(b"what a cut left")
    if not sqlite_recovers:
        for name in ("_roll_back", "_owner"):
            monkeypatch.setattr(f"otdesk.store.restore.{name}", lambda _path: None)
    done = restore(made, desk.folder, NOW)
    assert done.aside is not None
    assert done.aside.read_bytes() == damaged
    if not sqlite_recovers:
        kept = done.aside.with_name(f"{done.aside.name}-journal")
        assert kept.read_bytes() == b"what a cut left"
    # Played into the restored database, it would be the next damage.
    assert not journal.exists()
    with desk.opened() as store:
        record(store)
    assert desk.faults() == ()


def test_a_damaged_backup_is_refused_and_nothing_changes(backed_up: tuple[Desk, Path]) -> None:
    desk, made = backed_up
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("UPDATE visit SET party_size = 50")
        connection.commit()
    before = desk.path.read_bytes()
    with pytest.raises(UnfitBackup, match=r"a [0-9]+ défauts?[ ,].*party_size"):
        restore(made, desk.folder, NOW)
    assert desk.path.read_bytes() == before
    assert not list(desk.folder.glob("*.new*"))


def test_a_backup_of_another_office_is_refused(
    backed_up: tuple[Desk, Path], tmp_path: Path
) -> None:
    desk, made = backed_up
    identity = Identity("cevennes", "FLO")
    Store.create(tmp_path / "FLO", identity, desk.clock, ZONE, desk.anchors).close()
    with pytest.raises(UnfitBackup, match="cevennes/PDM"):
        restore(made, tmp_path / "FLO", NOW)


@pytest.mark.parametrize("real", [False, True])
def test_demonstration_data_and_real_data_never_replace_each_other(
    backed_up: tuple[Desk, Path], tmp_path: Path, real: bool
) -> None:
    desk, backup_of_real = backed_up
    demo = tmp_path / "demo"
    identity = Identity("cevennes", "PDM", reconstruction=True)
    with closing(Store.create(demo, identity, desk.clock, ZONE, desk.anchors)) as store:
        backup_of_demo = back_up(store, "daily", desk.clock)
    file, folder = (backup_of_demo, desk.folder) if real else (backup_of_real, demo)
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(UnfitBackup, match="reconstitution"):
        restore(file, folder, NOW)
    assert (folder / DATABASE).read_bytes() == before


def test_the_database_itself_is_no_backup(desk: Desk) -> None:
    desk.create().close()
    with pytest.raises(UnfitBackup, match="la base elle-même"):
        restore(desk.path, desk.folder, NOW)


def test_another_programs_file_and_a_missing_one_are_refused(desk: Desk, tmp_path: Path) -> None:
    desk.create().close()
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"JFIF" * 100)
    with pytest.raises(faults.ForeignDatabase):
        restore(photo, desk.folder, NOW)
    with pytest.raises(faults.MissingDatabase):
        restore(tmp_path / "nothing", desk.folder, NOW)


def test_the_window_must_be_closed_unless_it_asks_itself(backed_up: tuple[Desk, Path]) -> None:
    desk, made = backed_up
    window = FolderLock(desk.folder)
    with window:
        with pytest.raises(faults.FolderOccupied):
            restore(made, desk.folder, NOW)
        restore(made, desk.folder, NOW, lock=window)
        assert window.is_mine
    assert not window.is_held


def test_a_command_in_the_middle_of_a_write_is_waited_for_then_respected(
    backed_up: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, made = backed_up
    monkeypatch.setattr("otdesk.store.database_file.BUSY_MILLISECONDS", 50)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as command:
        command.execute("BEGIN IMMEDIATE")
        with pytest.raises(faults.DatabaseBusy):
            restore(made, desk.folder, NOW)
    assert not list(desk.folder.glob("*.new*"))


def test_a_restore_killed_at_any_moment_leaves_one_whole_database(
    backed_up: tuple[Desk, Path],
) -> None:
    """Thirty times: under its name stands the former database or the restored one, whole."""
    desk, made = backed_up
    former, restored = entries(desk.path), entries(made)
    original = desk.path.read_bytes()
    script = f"""
import os, sys
from datetime import datetime
from pathlib import Path
from otdesk.store.restore import restore
import otdesk.store.comparison
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        now = datetime.fromisoformat(line.strip())
        restore(Path({str(made)!r}), Path({str(desk.folder)!r}), now)
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
    rng = random.Random(48)
    nursery = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        whole, cuts = 0.0, 0
        for turn in range(30):
            desk.path.write_bytes(original)
            print(f"2022-07-15T09:00:{turn:02d}", file=nursery.stdin, flush=True)
            child = int(nursery.stdout.readline())
            started = time.monotonic()
            if turn > 0:
                # Anywhere in the length of the first one, which was left to finish.
                time.sleep(rng.uniform(0, whole))
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            status = int(nursery.stdout.readline())
            whole = whole or time.monotonic() - started
            cuts += status != 0
            found = entries(desk.path)
            assert found in {former, restored}
            assert verify(desk.path).is_clean
            if found == restored:
                asides = list((desk.folder / BACKUPS).glob("*-replaced.sqlite"))
                assert former in {entries(aside) for aside in asides}
        nursery.stdin.close()
    assert cuts > 0
    desk.path.write_bytes(original)
    restore(made, desk.folder, NOW)
    assert not list(desk.folder.glob("*.new*"))
