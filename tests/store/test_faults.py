"""When the machine is in the way: a French message, nothing lost, and work goes on afterwards."""

from __future__ import annotations

import ast
import errno
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from otdesk.errors import EnvironmentFault
from otdesk.store import database_file, engine, faults
from otdesk.store.backup import back_up
from otdesk.store.store import DATABASE, Store
from tests.store.desk import Desk, record, work


def assert_french(fault: EnvironmentFault) -> None:
    """Check that a fault says what happened, what is safe and what to do."""
    for sentence in (fault.what, fault.safe, fault.todo):
        assert sentence.endswith(".")
        assert sentence in str(fault)


def run(script: str, *arguments: object, before: tuple[str, ...] = ()) -> str:
    """Run a script in another process; return what it printed."""
    command = [*before, sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# ------------------------------------------------------------------------------- full disk

FULL_DISK = """
import subprocess, sys
from pathlib import Path
from otdesk.store import faults
from otdesk.store.backup import back_up
from tests.store.desk import Desk, record

place = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "otdesk-test", place], check=True)
try:
    desk = Desk(place)
    with desk.opened() as store:
        recorded = [record(store)]
        ballast = place / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(512))
            except OSError:
                pass
        refused = []
        while len(refused) < 3:
            try:
                recorded.append(record(store))
            except faults.DiskFull as fault:
                refused.append(str(fault))
        try:
            back_up(store, "daily", desk.clock)
        except faults.DiskFull as fault:
            refused.append(str(fault))
        present = desk.count()
        ballast.unlink()
        recorded.append(record(store))
    print(repr((refused, present, len(recorded), desk.count(), len(desk.faults()))))
finally:
    subprocess.run(["umount", place], check=True)
"""


def test_a_full_disk_refuses_the_accueil_and_takes_it_once_there_is_room(tmp_path: Path) -> None:
    """On a file system of one megabyte; an ordinary user gets one in a name space of his own."""
    place = tmp_path / "small"
    place.mkdir()
    before = () if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")
    refused, present, recorded, after, found = ast.literal_eval(
        run(FULL_DISK, place, before=before)
    )
    assert len(refused) == 4
    assert all("Le disque est plein" in text and "Libérer de la place" in text for text in refused)
    assert all("intact" in text for text in refused)
    assert present == recorded - 1
    assert after == recorded
    assert found == 0


def fill(store: Store) -> None:
    """Record accueils until one is refused."""
    for _ in range(500):
        record(store)


def test_a_database_that_may_not_grow_says_that_the_disk_is_full(desk: Desk) -> None:
    with desk.opened() as store:
        record(store)
        raw = store._writing_connection().connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA max_page_count=1")
        with pytest.raises(faults.DiskFull) as refused:
            fill(store)
        assert_french(refused.value)
        stuck = desk.count()
        record(store)
    assert desk.count() == stuck + 1
    assert desk.faults() == ()


# ------------------------------------------------------------------------- read-only folder

READ_ONLY = """
import sys
from pathlib import Path
from otdesk.store import faults
from tests.store.desk import Desk, drop_privileges, record

drop_privileges()
desk = Desk(Path(sys.argv[1]))
said = []
with desk.opened() as store:
    with store.reading() as connection:
        said.append(connection.exec_driver_sql("SELECT count(*) FROM visit").scalar_one())
    for attempt in range(2):
        try:
            record(store)
        except faults.ReadOnlyFolder as fault:
            said.append(str(fault))
said.append(len(desk.faults()))
print(repr(said))
"""
REFUSED_CREATION = """
import sys
from pathlib import Path
from otdesk.store import faults
from tests.store.desk import Desk, drop_privileges

drop_privileges()
try:
    Desk(Path(sys.argv[1]), "new").create()
except faults.ReadOnlyFolder as fault:
    print(fault)
"""


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that any user may enter, unlike pytest's own."""
    place = Path(tmp_path.anchor, "tmp", f"otdesk-{os.getpid()}-{random.randrange(10**9)}")
    place.mkdir(mode=0o755)
    yield place
    shutil.rmtree(place)


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_read_only_folder_is_read_and_checked_but_not_written(public: Path, what: str) -> None:
    desk = Desk(public)
    with desk.opened() as store:
        record(store)
    desk.path.chmod(0o444)
    desk.folder.chmod(0o555 if what == "folder" else 0o777)
    (public / "state").chmod(0o777)
    count, *refused, found = ast.literal_eval(run(READ_ONLY, public))
    assert count == 1
    assert len(refused) == 2
    assert all("lecture seule" in text and "Donner le droit" in text for text in refused)
    assert found == 0
    desk.folder.chmod(0o755)
    desk.path.chmod(0o644)
    with desk.opened() as store:
        record(store)
    assert desk.count() == 2


def test_a_folder_is_not_made_where_one_may_not_write(public: Path) -> None:
    assert "lecture seule" in run(REFUSED_CREATION, public)
    assert list(public.iterdir()) == []


# ------------------------------------------------------------------- files that are not ours


def test_a_missing_folder_is_said_and_not_made(desk: Desk) -> None:
    with pytest.raises(faults.MissingDatabase, match="otdesk init") as refused:
        desk.open()
    assert_french(refused.value)
    assert not desk.folder.exists()


@pytest.mark.parametrize(
    "content", [b"", b"x", b"PK\x03\x04" + bytes(5000), b"SQLite format 2\x00" + bytes(5000)]
)
def test_a_file_that_is_no_database_is_not_touched(desk: Desk, content: bytes) -> None:
    desk.folder.mkdir()
    desk.path.write_bytes(content)
    with pytest.raises(faults.ForeignDatabase, match="n’est pas une base d’otdesk") as refused:
        desk.open()
    assert_french(refused.value)
    assert desk.path.read_bytes() == content
    assert [path.name for path in desk.folder.iterdir()] == [DATABASE]


def test_another_programs_database_is_not_touched(desk: Desk) -> None:
    desk.folder.mkdir()
    with closing(sqlite3.connect(desk.path)) as connection:
        connection.execute("CREATE TABLE folder (a)")
        connection.commit()
    before = desk.path.read_bytes()
    with pytest.raises(faults.ForeignDatabase):
        desk.open()
    assert desk.path.read_bytes() == before


def test_a_later_versions_database_is_not_touched(desk: Desk) -> None:
    desk.create().close()
    with desk.raw() as connection:
        connection.execute("PRAGMA user_version=99")
    before = desk.path.read_bytes()
    with pytest.raises(faults.NewerDatabase, match="schéma 99") as refused:
        desk.open()
    assert_french(refused.value)
    assert desk.path.read_bytes() == before


def test_a_database_that_was_never_brought_up_to_date_is_not_opened(desk: Desk) -> None:
    desk.create().close()
    with desk.raw() as connection:
        connection.execute("PRAGMA user_version=0")
    with pytest.raises(faults.OlderDatabase) as refused:
        desk.open()
    assert_french(refused.value)


def test_a_database_without_an_identity_is_broken(desk: Desk) -> None:
    desk.create().close()
    with desk.raw() as connection:
        connection.execute("DELETE FROM folder")
    with pytest.raises(faults.BrokenDatabase, match="sans identité") as refused:
        desk.open()
    assert_french(refused.value)


# ----------------------------------------------------------------------------- broken files


def opens_or_refuses(desk: Desk) -> bool:
    """Tell whether a folder still opens and writes; it may refuse in French, and may not crash."""
    try:
        with desk.opened() as store:
            record(store)
    except EnvironmentFault as fault:
        assert_french(fault)
        return False
    return True


@pytest.mark.no_cover
def test_a_broken_file_never_gives_a_traceback(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
    whole = desk.path.read_bytes()
    page = 4096
    rng = random.Random(48)
    # The header, every page's first bytes, and a hundred places anywhere.
    places = [*range(0, 100, 3), *range(page, len(whole), page)]
    places += [rng.randrange(len(whole)) for _ in range(100)]
    outcomes = []
    for place in places:
        damaged = bytearray(whole)
        for offset in range(min(8, len(whole) - place)):
            damaged[place + offset] ^= 0xFF
        desk.path.write_bytes(damaged)
        outcomes.append(opens_or_refuses(desk))
    assert not all(outcomes)


@pytest.mark.parametrize("kept", [10, 100, 4096, 20000])
def test_a_file_cut_short_is_refused_in_french(desk: Desk, kept: int) -> None:
    with desk.opened() as store:
        work(store)
    desk.path.write_bytes(desk.path.read_bytes()[:kept])
    assert not opens_or_refuses(desk)
    assert len(desk.path.read_bytes()) == kept


# ------------------------------------------------------------------------------ two writers


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "BUSY_MILLISECONDS", 50)
    with desk.opened() as store:
        record(store)
        with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(2):
                with pytest.raises(faults.DatabaseBusy) as refused:
                    record(store)
                assert_french(refused.value)
            other.execute("ROLLBACK")
        record(store)
    assert desk.count() == 2
    assert desk.faults() == ()


def test_a_long_reader_costs_the_accueil_and_not_the_store(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit itself is refused: the hardest place to recover from."""
    monkeypatch.setattr(database_file, "BUSY_MILLISECONDS", 50)
    with desk.opened() as store:
        record(store)
        with closing(sqlite3.connect(desk.path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM visit").fetchall()
            with pytest.raises(faults.DatabaseBusy):
                record(store)
            reader.execute("ROLLBACK")
        assert desk.count() == 1
        record(store)
    assert desk.count() == 2
    assert desk.faults() == ()


def test_two_processes_that_write_at_once_lose_nothing(desk: Desk) -> None:
    desk.create().close()
    script = """
import sys
from pathlib import Path
from tests.store.desk import Desk, record
with Desk(Path(sys.argv[1])).opened() as store:
    for _ in range(60):
        record(store)
"""
    threads = [threading.Thread(target=run, args=(script, desk.root)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.count() == 180
    with desk.raw() as connection:
        assert connection.execute("SELECT count(DISTINCT stream) FROM journal").fetchone() == (1,)
    assert desk.faults() == ()


def test_opening_a_folder_does_not_drop_the_lock_of_a_write_in_the_same_process(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of one's own, opened and closed, would: POSIX locks belong to the process."""
    monkeypatch.setattr(database_file, "BUSY_MILLISECONDS", 50)
    script = f"""
import sqlite3
other = sqlite3.connect({str(desk.path)!r}, timeout=0.05, isolation_level=None)
try:
    other.execute("BEGIN IMMEDIATE")
    print("taken")
except sqlite3.OperationalError:
    print("busy")
other.close()
"""
    with desk.opened() as store:
        back_up(store, "manual", desk.clock)
        with store.writing("JD"):
            desk.open().close()
            engine.identify(desk.path)
            assert run(script) == "busy\n"
        assert run(script) == "taken\n"


# ------------------------------------------------------------------------------ translation


def sqlite_error(code: int) -> sqlite3.OperationalError:
    """Return an error as SQLite gives it."""
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "family"),
    [
        (sqlite3.SQLITE_FULL, faults.DiskFull),
        (sqlite3.SQLITE_READONLY_DBMOVED, faults.ReadOnlyFolder),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, faults.DatabaseBusy),
        (sqlite3.SQLITE_LOCKED, faults.DatabaseBusy),
        (sqlite3.SQLITE_CORRUPT_INDEX, faults.BrokenDatabase),
        (sqlite3.SQLITE_NOTADB, faults.ForeignDatabase),
        (sqlite3.SQLITE_IOERR_READ, faults.FailingDisk),
        (sqlite3.SQLITE_CANTOPEN, faults.MissingDatabase),
    ],
)
def test_each_error_of_sqlite_has_its_meaning(
    code: int, family: type[EnvironmentFault], tmp_path: Path
) -> None:
    path = tmp_path / DATABASE
    for error in (sqlite_error(code), OperationalError("SELECT", {}, sqlite_error(code))):
        fault = faults.translated(error, path)
        assert isinstance(fault, family)
        assert_french(fault)


@pytest.mark.parametrize(
    ("number", "family"),
    [
        (errno.ENOSPC, faults.DiskFull),
        (errno.EDQUOT, faults.DiskFull),
        (errno.EROFS, faults.ReadOnlyFolder),
        (errno.EIO, faults.FailingDisk),
    ],
)
def test_each_error_of_the_system_has_its_meaning(
    number: int, family: type[EnvironmentFault], tmp_path: Path
) -> None:
    path = tmp_path / DATABASE
    assert isinstance(faults.translated(OSError(number, "x"), path), family)
    assert isinstance(faults.translated(OSError(number, "x", str(path)), path), family)
    elsewhere = OSError(number, "x", "/elsewhere/report.csv")
    assert faults.translated(elsewhere, path) is None


def test_a_bug_of_ours_stays_one(desk: Desk) -> None:
    with desk.opened() as store:
        with pytest.raises(OperationalError, match="no such table"), store.reading() as connection:
            connection.exec_driver_sql("SELECT * FROM nowhere")
        with pytest.raises(KeyError), store.writing("JD") as transaction:
            transaction.put("nonsense", {})
        record(store)
    assert desk.faults() == ()
