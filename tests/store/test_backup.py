"""A backup is whole, checked and on the disk before it has its name."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from otdesk.store import backup, durable, engine, faults, retention, snapshot
from otdesk.store.backup import BACKUPS, FaultyDatabase, SecondPlaceFault, back_up
from otdesk.store.integrity import verify
from tests.store.desk import PRIVATE, Desk, record, work


def names(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def journal_of(path: Path) -> list[tuple[object, ...]]:
    """Return the journal of a database."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM journal ORDER BY id").fetchall()


def test_a_backup_holds_everything_and_is_named_by_local_time_and_reason(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
        made = back_up(store, "daily", desk.clock)
    assert names(desk.folder / BACKUPS) == ["otdesk-20220714-184415-daily.sqlite"]
    assert journal_of(made) == journal_of(desk.path)
    assert verify(made).is_clean
    assert engine.identify(made) == engine.identify(desk.path)


def test_two_backups_of_one_second_have_two_names(desk: Desk) -> None:
    with desk.opened() as store:
        made = [back_up(store, "manual", desk.clock) for _ in range(3)]
    assert [path.name[-10:] for path in made] == ["ual.sqlite", "l-2.sqlite", "l-3.sqlite"]


def test_a_backup_goes_to_a_second_place_too(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with desk.opened() as store:
        work(store)
        made = back_up(store, "daily", desk.clock, stick)
    assert names(stick) == [made.name]
    assert (stick / made.name).read_bytes() == made.read_bytes()


def test_a_second_place_that_is_gone_is_said_and_the_backup_stays(
    desk: Desk, tmp_path: Path
) -> None:
    refused = pytest.raises(SecondPlaceFault, match="La sauvegarde elle-même est faite")
    with desk.opened() as store, refused:
        back_up(store, "daily", desk.clock, tmp_path / "no stick")
    (made,) = names(desk.folder / BACKUPS)
    assert verify(desk.folder / BACKUPS / made).is_clean


def test_a_faulty_database_gives_no_backup_and_costs_none(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
        good = back_up(store, "daily", desk.clock)
        with desk.unguarded() as connection:
            connection.execute("UPDATE journal SET author = 'XX' WHERE seq = 3")
        desk.clock.instant += timedelta(days=900)
        with pytest.raises(FaultyDatabase, match=r"La base a 1 défaut : .*n° 3"):
            back_up(store, "daily", desk.clock)
    assert names(desk.folder / BACKUPS) == [good.name]


def test_old_backups_are_thinned_and_other_files_are_not_touched(desk: Desk) -> None:
    with desk.opened() as store:
        back_up(store, "hourly", desk.clock)
        folder = desk.folder / BACKUPS
        (folder / "notes.txt").touch()
        for _ in range(4):
            desk.clock.instant += timedelta(minutes=1)
            back_up(store, "hourly", desk.clock)
    assert names(folder) == ["notes.txt", "otdesk-20220714-184812-hourly.sqlite"]
    assert [b.reason for b in backup.listing(folder)] == ["hourly"]
    assert backup.listing(desk.folder / "nowhere") == []


def test_a_backup_that_is_cut_short_leaves_no_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with desk.opened() as store:
        with monkeypatch.context() as patch:
            patch.setattr("otdesk.store.durable.publish", fail)
            with pytest.raises(faults.DiskFull):
                back_up(store, "daily", desk.clock)
        assert names(desk.folder / BACKUPS) == []
        assert names(desk.folder) == ["backups", "otdesk.sqlite"]
        back_up(store, "daily", desk.clock)


def test_an_erased_text_is_not_in_the_next_backup(desk: Desk) -> None:
    with desk.opened() as store:
        uid = work(store)
        before = back_up(store, "daily", desk.clock)
        with store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
        desk.clock.instant += timedelta(hours=1)
        after = back_up(store, "manual", desk.clock)
    assert PRIVATE.encode() in before.read_bytes()
    assert PRIVATE.encode() not in after.read_bytes()


def test_the_counter_writes_while_a_backup_is_made(desk: Desk) -> None:
    stop = threading.Event()
    made: list[Path] = []

    def keep_backing_up() -> None:
        with desk.opened() as store:
            while not made or not stop.is_set():
                made.append(back_up(store, "manual", desk.clock))

    with desk.opened() as store:
        thread = threading.Thread(target=keep_backing_up)
        thread.start()
        for _ in range(150):
            record(store)
        stop.set()
        thread.join()
    assert desk.count() == 150
    assert made
    assert desk.faults() == ()
    assert retention.parse(made[-1].name) is not None


def test_a_disk_without_links_keeps_the_former_file_as_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(1, "Operation not permitted")

    path = tmp_path / "one"
    path.write_bytes(b"content")
    monkeypatch.setattr("os.link", refuse)
    durable.keep_aside(path, tmp_path / "other")
    assert (tmp_path / "other").read_bytes() == path.read_bytes() == b"content"
    assert names(tmp_path) == ["one", "other"]


def test_what_a_kill_left_of_a_backup_is_cleared_away_a_day_later(
    desk: Desk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    desk.create().close()
    (desk.folder / BACKUPS).mkdir()
    stick.mkdir()
    part = "otdesk-20220713-090000-daily.sqlite.part"
    left = [desk.folder / BACKUPS / part, stick / part]
    kept = [stick / "otdesk-photos.part", desk.folder / BACKUPS / part.replace("0713", "0714")]
    checked = [desk.folder / f"{snapshot.PREFIX}{n}" for n in "ab"]
    for path in [*left, *kept]:
        path.write_bytes(b"half")
    for path in checked:
        path.mkdir()
        (path / "otdesk.sqlite").write_bytes(b"half")
    for path in [*left, kept[0], checked[0]]:
        os.utime(path, (0, 0))
    with desk.opened() as store:
        back_up(store, "daily", desk.clock, stick)
    assert not any(path.exists() for path in [*left, checked[0]])
    assert all(path.exists() for path in [*kept, checked[1]])
