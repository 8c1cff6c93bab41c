"""A copy of a database in use is one consistent state, whatever is written meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from otdesk.store import faults, snapshot
from otdesk.store.integrity import verify
from tests.store.desk import Desk, record, work


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy a page at a time, as a large database is copied."""
    monkeypatch.setattr(snapshot, "_STEP_PAGES", 1)
    monkeypatch.setattr(snapshot, "_PAUSE_SECONDS", 0.001)


@pytest.fixture
def written(desk: Desk) -> Iterator[Desk]:
    """Return a folder that is written again and again, fifty times as fast as at a counter."""
    stop = threading.Event()
    with desk.opened() as store:
        work(store)

    def write() -> None:
        with desk.opened() as store:
            while not stop.wait(0.01):
                record(store)

    thread = threading.Thread(target=write)
    thread.start()
    yield desk
    stop.set()
    thread.join()


def test_a_copy_in_small_steps_is_whole(desk: Desk, tmp_path: Path, small_steps: None) -> None:
    with desk.opened() as store:
        work(store)
    snapshot.copy(desk.path, tmp_path / "copy.sqlite")
    report = verify(tmp_path / "copy.sqlite")
    assert report.is_clean
    assert report.entries == desk.count("journal")


def test_a_copy_that_starts_again_and_again_is_made_in_one_step(
    written: Desk, tmp_path: Path, small_steps: None
) -> None:
    for turn in range(3):
        target = tmp_path / f"copy-{turn}.sqlite"
        snapshot.copy(written.path, target)
        assert verify(target).is_clean


def test_a_file_that_stays_locked_is_said_to_be_busy(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_LOCKED_SECONDS", 0.1)
    monkeypatch.setattr("otdesk.store.database_file.BUSY_MILLISECONDS", 20)
    desk.create().close()
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(faults.DatabaseBusy):
            snapshot.copy(desk.path, tmp_path / "copy.sqlite")


def test_a_snapshot_leaves_nothing_behind(desk: Desk) -> None:
    desk.create().close()
    with snapshot.snapshot(desk.path) as copied:
        assert copied.parent.parent == desk.folder
        assert verify(copied, in_place=True).is_clean
    assert [path.name for path in desk.folder.iterdir()] == ["otdesk.sqlite"]


@pytest.mark.parametrize("small_bytes", [0, 1 << 24])
def test_what_is_read_aside_is_one_state_and_makes_nobody_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, small_bytes: int
) -> None:
    monkeypatch.setattr(snapshot, "_SMALL_BYTES", small_bytes)
    with desk.opened() as store:
        work(store)
        here = sorted(desk.folder.iterdir())
        before = desk.count("journal")
        with store.database.aside() as connection:
            on_disk = sorted(desk.folder.iterdir()) != here
            record(store)
            rows = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
        assert (rows, on_disk) == (before, small_bytes == 0)
        assert desk.count("journal") > before
        assert sorted(desk.folder.iterdir()) == here
