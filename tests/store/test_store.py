"""A folder is made whole or not at all, and a copy of it never goes on under its name."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import literal, select
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import CacheStats

from otdesk.errors import DataFault
from otdesk.journal.entry import Head
from otdesk.services import counsellors
from otdesk.store import faults, tables
from otdesk.store.anchor import Anchors
from otdesk.store.clock_check import clock_warning
from otdesk.store.occupancy import LOCK_FILE, FolderLock
from otdesk.store.report import AnchorState
from otdesk.store.store import Identity, Store
from otdesk.store.transaction import Transaction
from tests.store.desk import OFFICE, START, Desk, record


def states(desk: Desk) -> list[AnchorState]:
    """Return what the marks say of each stream of a clean folder."""
    report = desk.verify()
    assert report.faults == ()
    return sorted(stream.anchor for stream in report.streams)


def add_two(store: Store) -> None:
    """Add a counsellor, then one without a name, in one transaction."""
    with store.writing("JD") as transaction:
        counsellors.add(transaction, "JD", "Jeanne")
        counsellors.add(transaction, "AB", "")


def test_a_new_folder_knows_who_it_is(desk: Desk) -> None:
    with desk.opened() as store:
        stream = store.stream
    with desk.opened() as store:
        assert store.identity == Identity("cevennes", OFFICE, "office", reconstruction=False)
        assert store.stream == stream
    assert [path.name for path in desk.folder.iterdir()] == ["otdesk.sqlite"]


def test_another_store_finds_the_statements_of_the_first_one_compiled(desk: Desk) -> None:
    hits = []
    for _ in range(2):
        with desk.opened() as store, store.reading() as connection:
            result = connection.execute(select(tables.journal.c.seq).where(literal(1) == 1))
            assert isinstance(result.context, DefaultExecutionContext)
            hits.append(result.context.cache_hit)
    assert hits == [CacheStats.CACHE_MISS, CacheStats.CACHE_HIT]


def test_a_folder_that_holds_anything_is_not_taken(desk: Desk) -> None:
    desk.folder.mkdir()
    (desk.folder / "photo.jpg").touch()
    with pytest.raises(faults.FolderTaken):
        desk.create()
    assert [path.name for path in desk.folder.iterdir()] == ["photo.jpg"]


def test_the_windows_lock_and_an_unfinished_creation_are_nothing(desk: Desk) -> None:
    desk.folder.mkdir()
    (desk.folder / LOCK_FILE).touch()
    (desk.folder / "otdesk.sqlite.new").write_bytes(b"half")
    (desk.folder / "otdesk.sqlite.new-journal").write_bytes(b"half")
    with desk.opened() as store:
        record(store)
    assert desk.faults() == ()


def test_a_creation_that_fails_leaves_no_database(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "put", fail)
        with pytest.raises(faults.DiskFull):
            desk.create()
    assert list(desk.folder.iterdir()) == []
    desk.create().close()


def test_a_refused_use_case_leaves_nothing(desk: Desk) -> None:
    with desk.opened() as store:
        record(store)
        before = desk.content(), desk.count("journal")
        with pytest.raises(DataFault):
            add_two(store)
        assert (desk.content(), desk.count("journal")) == before
        record(store)
    assert desk.faults() == ()


def test_opening_a_store_does_not_import_alembic(desk: Desk) -> None:
    desk.create().close()
    script = f"""
import sys
from pathlib import Path
from zoneinfo import ZoneInfo
from otdesk.clock import SystemClock
from otdesk.store import migration
from otdesk.store.anchor import Anchors
from otdesk.store.store import Store
folder = Path({str(desk.folder)!r})
assert migration.prepare(folder, SystemClock()) is None
anchors = Anchors(folder.parent / "state")
store = Store.open(folder, SystemClock(), ZoneInfo("Europe/Paris"), anchors)
with store.writing("JD") as transaction:
    transaction.put("counsellor", {{"initials": "JD", "name": "Jeanne"}})
store.close()
print([name for name in sys.modules if name.split(".")[0] in ("alembic", "mako", "babel")])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# ------------------------------------------------------------------------- marks and copies


def test_the_mark_follows_each_commit(desk: Desk) -> None:
    with desk.opened() as store:
        for _ in range(11):
            record(store)
            with store.reading() as connection:
                seq = connection.exec_driver_sql("SELECT max(seq) FROM journal").scalar_one()
            mark = desk.anchors.read(store.stream)
            assert mark is not None
            assert mark.seq == seq


def test_a_database_ahead_of_its_mark_goes_on_in_its_stream(desk: Desk) -> None:
    with desk.opened() as store:
        stream = store.stream
        mark = desk.anchors.read(stream)
        record(store)
    assert mark is not None
    desk.anchors.write(mark)
    with desk.opened() as store:
        assert store.stream == stream
    assert states(desk) == [AnchorState.AGREES]


def test_a_database_without_a_mark_is_without_anchor_and_no_fault(desk: Desk) -> None:
    with desk.opened() as store:
        record(store)
    shutil.rmtree(desk.root / "state")
    assert states(desk) == [AnchorState.NONE]
    assert AnchorState.NONE.label == "sans ancre"


def test_a_database_behind_its_mark_goes_on_in_a_new_stream_that_names_the_old(desk: Desk) -> None:
    with desk.opened() as store:
        old = store.stream
        record(store)
    earlier = desk.path.read_bytes()
    with desk.opened() as store:
        record(store)
    desk.path.write_bytes(earlier)
    with desk.opened() as store:
        assert store.stream != old
        record(store)
        new = store.stream
    with desk.raw() as connection:
        row = connection.execute("SELECT stream, parent, kept_seq, seen_seq FROM stream_origin")
        assert row.fetchall() == [(new, old, 2, 3)]
    assert states(desk) == [AnchorState.AGREES, AnchorState.LEFT]
    assert desk.count() == 2


def test_a_copied_folder_begins_a_stream_when_it_is_the_second_to_write(tmp_path: Path) -> None:
    one, other = Desk(tmp_path, "one"), Desk(tmp_path, "other")
    one.create().close()
    shutil.copytree(one.folder, other.folder)
    with one.opened() as first, other.opened() as second:
        # Both are open, and neither has seen the other write.
        assert first.stream == second.stream
        record(first)
        record(second)
        record(first)
        record(second)
        record(second)
        assert first.stream != second.stream
    assert (one.count(), other.count()) == (2, 3)
    assert states(one) == [AnchorState.AGREES]
    assert states(other) == [AnchorState.AGREES, AnchorState.LEFT]


def test_another_process_on_the_folder_follows_the_new_stream(tmp_path: Path) -> None:
    one, other = Desk(tmp_path, "one"), Desk(tmp_path, "other")
    one.create().close()
    shutil.copytree(one.folder, other.folder)
    with one.opened() as first, other.opened() as window, other.opened() as command:
        record(first)
        record(window)
        record(command)
        assert command.stream == window.stream
    with other.raw() as connection:
        streams = connection.execute("SELECT count(DISTINCT stream) FROM journal").fetchone()
    assert streams == (2,)
    assert other.faults() == ()


def test_a_folder_that_cannot_be_marked_still_writes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "state").write_text("a file where the folder of marks should be", "utf-8")
    with desk.opened() as store:
        record(store)
    assert desk.count() == 1
    assert states(desk) == [AnchorState.NONE]


@pytest.mark.parametrize("text", [b"", b"12", b"\xff\xfe", b"3 zz\n", b"0" * 400])
def test_a_mark_that_cannot_be_read_is_no_mark(tmp_path: Path, text: bytes) -> None:
    anchors = Anchors(tmp_path)
    (tmp_path / "abc.mark").write_bytes(text)
    assert anchors.read("abc") is None
    assert anchors.read_all() == {}


def test_a_stream_name_never_leads_out_of_the_folder_of_marks(tmp_path: Path) -> None:
    anchors = Anchors(tmp_path / "state")
    assert anchors.write(Head("../escaped", 1, bytes(32))) is False
    assert anchors.read("../escaped") is None
    assert list(tmp_path.rglob("*.mark")) == []


# ------------------------------------------------------------------------------- occupancy


def test_one_window_at_a_time(tmp_path: Path) -> None:
    window, second = FolderLock(tmp_path), FolderLock(tmp_path)
    assert (window.is_mine, window.is_held) == (False, False)
    assert window.acquire()
    assert window.acquire()
    assert (window.is_mine, window.is_held) == (True, True)
    assert (second.is_mine, second.is_held) == (False, True)
    assert not second.acquire()
    with pytest.raises(faults.FolderOccupied, match="Fermer sa fenêtre"), second:
        pass
    window.release()
    assert not second.is_held
    with second:
        assert window.is_held


def test_the_lock_of_a_killed_window_is_free(tmp_path: Path) -> None:
    script = f"""
import time
from pathlib import Path
from otdesk.store.occupancy import FolderLock
lock = FolderLock(Path({str(tmp_path)!r}))
print(lock.acquire(), flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"True\n"
        assert FolderLock(tmp_path).is_held
        window.kill()
        window.wait()
    assert not FolderLock(tmp_path).is_held


def test_commands_write_beside_the_window(desk: Desk) -> None:
    with desk.opened() as store, FolderLock(desk.folder), desk.opened() as command:
        record(store)
        record(command)
    assert desk.count() == 2


# ----------------------------------------------------------------------------------- clock


@pytest.mark.parametrize("minutes", [-4, 0, 60, 60 * 24 * 399])
def test_a_plausible_clock_is_not_spoken_of(desk: Desk, minutes: int) -> None:
    with desk.opened() as store:
        assert clock_warning(store, START + timedelta(minutes=minutes)) is None


@pytest.mark.parametrize("days", [-365, -1, 401, 3650])
def test_a_clock_that_is_off_is_said_and_refuses_nothing(desk: Desk, days: int) -> None:
    with desk.opened() as store:
        now = START + timedelta(days=days)
        warning = clock_warning(store, now)
        assert warning is not None
        assert "14/07/2022" in warning
        assert "Rien n’est perdu" in warning
        desk.clock.instant = now
        record(store)
        desk.clock.instant = START
        record(store)
    assert desk.count() == 2
    assert desk.faults() == ()


def test_order_never_depends_on_the_clock(desk: Desk) -> None:
    with desk.opened() as store:
        written = []
        for days in (0, -365, 365, 1):
            desk.clock.instant = START + timedelta(days=days)
            written.append(record(store))
    with desk.raw() as connection:
        rows = connection.execute("SELECT uid FROM journal WHERE kind = 'visit' ORDER BY seq")
        assert [uid for (uid,) in rows] == written


def test_a_folder_without_any_entry_in_its_stream_has_no_clock_to_compare(desk: Desk) -> None:
    with desk.opened() as store:
        with desk.raw() as connection:
            connection.execute("UPDATE writing SET stream = 'fresh'")
        assert clock_warning(store, START + timedelta(days=3650)) is None
        record(store)
    assert desk.faults() == ()
