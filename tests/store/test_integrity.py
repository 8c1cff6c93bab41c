"""`verify` finds whatever was changed behind the program's back, and names the place."""

from __future__ import annotations

import random
import threading
from pathlib import Path
from typing import Any

import pytest

from otdesk.errors import EnvironmentFault
from otdesk.journal.chain import FaultKind
from otdesk.journal.entry import Op
from otdesk.store import integrity, tables
from otdesk.store.driver import insert_rows
from otdesk.store.integrity import verify
from otdesk.store.records import visit_payload
from otdesk.store.report import Area, Code, IntegrityFault
from otdesk.store.store import Store
from otdesk.store.transaction import journal_row
from tests.store.desk import VISIT, Desk, record, work

UID = "0181fbb9-3d30-728f-ba14-aaaaaaaaaaaa"


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Return a folder after a day's work."""
    with desk.opened() as store:
        work(store)
        for _ in range(5):
            record(store)
    return desk


def append(
    store: Store, kind: str, uid: str, op: Op, payload: dict[str, Any], *, rev: int = 1
) -> int:
    """Append an entry to the journal alone, properly chained; return its number."""
    with store.writing("JD") as transaction:
        entry = transaction._seal(kind, uid, rev, op, payload)
        insert_rows(transaction.connection, tables.journal, [journal_row(entry)])
    return entry.header.seq


def only(found: tuple[IntegrityFault, ...]) -> IntegrityFault:
    """Return the one fault, which says its place and what it is in French."""
    (fault,) = found
    assert str(fault) == f"{fault.place} : {fault.detail}"
    return fault


def test_a_sound_folder_has_no_fault_and_says_what_was_checked(worked: Desk) -> None:
    report = worked.verify()
    assert report.is_clean
    assert report.entries == worked.count("journal")
    assert report.rows["visit"] == 8
    (stream,) = report.streams
    assert stream.head == report.entries
    assert len(stream.digest) == 64
    assert report.unknown == {}


def test_a_check_leaves_the_folder_as_it_was(worked: Desk) -> None:
    before = {path.name: path.read_bytes() for path in worked.folder.iterdir()}
    worked.verify()
    assert {path.name: path.read_bytes() for path in worked.folder.iterdir()} == before


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("visit", "party_size", 99),
        ("visit", "party_size", "deux"),
        ("visit", "origin", "FR-75"),
        ("visit", "note", ""),
        ("visit", "audience", "familles"),
        ("visit_demand", "theme", "culture"),
        ("walk_in", "count", 40),
        ("tally_origin", "persons", 13),
        ("business_day", "minutes", 1),
        ("day_reason", "text", b"\xff\xfe"),
        ("folder", "office", "FLO"),
    ],
)
def test_a_changed_cell_is_named(worked: Desk, table: str, column: str, value: object) -> None:
    key = {"tally_origin": "tally_uid", "visit_demand": "visit_uid"}.get(table, "uid")
    only_one = " AND position = 0" if table == "visit_demand" else ""
    with worked.raw() as connection:
        (uid,) = connection.execute(f"SELECT {key} FROM {table}").fetchone()
        query = f"UPDATE {table} SET {column} = ? WHERE {key} = ?{only_one}"
        assert connection.execute(query, (value, uid)).rowcount == 1
    fault = only(worked.faults())
    assert (fault.area, fault.code) == (Area.TABLE, Code.DIFFERS)
    assert (fault.table, fault.column) == (table, column)
    assert fault.uid.startswith(uid)
    assert uid in fault.place


def test_a_row_too_few_and_a_row_too_many_are_named(worked: Desk) -> None:
    with worked.raw() as connection:
        (gone,) = connection.execute("SELECT uid FROM walk_in").fetchone()
        connection.execute("DELETE FROM walk_in")
        connection.execute(
            "INSERT INTO counsellor (uid, initials, name, author, rev) "
            "VALUES ('u', 'X', 'x', 'X', 1)"
        )
    found = {(fault.code, fault.table, fault.uid) for fault in worked.faults()}
    assert found == {(Code.MISSING, "walk_in", gone), (Code.EXTRA, "counsellor", "u")}


def test_an_emptied_table_is_told_in_a_thousand_lines(desk: Desk) -> None:
    many = [(f"0181fbb9-3d30-728f-ba14-{i:012x}", visit_payload(VISIT)) for i in range(1500)]
    with desk.opened() as store, store.writing("JD") as transaction:
        transaction.put_many("visit", many)
    with desk.raw() as connection:
        connection.execute("DELETE FROM visit")
    found = desk.faults()
    assert len(found) == 1001
    assert "500 autres" in found[-1].detail


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ("UPDATE journal SET payload = x'7b7d' WHERE seq = 3", {(FaultKind.PAYLOAD, 3)}),
        ("UPDATE journal SET author = 'XX' WHERE seq = 3", {(FaultKind.HEADER, 3)}),
        ("UPDATE journal SET op = 'burn' WHERE seq = 3", {(FaultKind.FORM, 3), (FaultKind.GAP, 4)}),
        ("UPDATE journal SET rev = 'x' WHERE seq = 3", {(FaultKind.FORM, 3), (FaultKind.GAP, 4)}),
        ("DELETE FROM journal WHERE seq = 3", {(FaultKind.GAP, 4)}),
        (
            "UPDATE journal SET digest = zeroblob(32) WHERE seq = 3",
            {(FaultKind.DIGEST, 3), (FaultKind.PREVIOUS, 4)},
        ),
        (
            "UPDATE journal SET author = CAST(x'ff' AS TEXT) WHERE seq = 3",
            {(FaultKind.HEADER, 3)},
        ),
    ],
)
def test_a_changed_journal_is_named_by_stream_and_number(
    worked: Desk, change: str, kinds: set[tuple[FaultKind, int]]
) -> None:
    with worked.unguarded() as connection:
        connection.execute(change)
    found = [fault for fault in worked.faults() if fault.area is Area.CHAIN]
    assert {(fault.code, fault.seq) for fault in found} == kinds
    assert all(len(fault.stream) == 16 for fault in found)


def test_the_last_entries_cut_off_are_found_by_the_mark(worked: Desk) -> None:
    last = worked.count("journal")
    with worked.unguarded() as connection:
        connection.execute("DELETE FROM journal WHERE seq > ?", (last - 2,))
        connection.execute(
            "DELETE FROM visit_demand WHERE visit_uid NOT IN (SELECT uid FROM journal)"
        )
        connection.execute("DELETE FROM visit WHERE uid NOT IN (SELECT uid FROM journal)")
    fault = only(worked.faults())
    assert (fault.code, fault.seq) == (FaultKind.ANCHOR, last)
    assert verify(worked.folder).is_clean


def test_two_rows_that_changed_places_are_found(worked: Desk) -> None:
    with worked.unguarded() as connection:
        for one, other in ((3, 9999), (4, 3), (9999, 4)):
            connection.execute("UPDATE journal SET seq = ? WHERE seq = ?", (other, one))
    found = {fault.seq for fault in worked.faults() if fault.area is Area.CHAIN}
    assert found >= {3, 4}


@pytest.mark.parametrize(
    ("change", "code", "name"),
    [
        ("DROP TRIGGER journal_no_update", Code.MISSING, "journal_no_update"),
        ("DROP INDEX visit_office_day", Code.MISSING, "visit_office_day"),
        ("ALTER TABLE visit ADD COLUMN mood TEXT", Code.ALTERED, "visit"),
        ("CREATE TABLE notes (a)", Code.EXTRA, "notes"),
        (
            "CREATE TRIGGER sly AFTER INSERT ON visit BEGIN DELETE FROM visit; END",
            Code.EXTRA,
            "sly",
        ),
    ],
)
def test_a_changed_schema_is_named(worked: Desk, change: str, code: Code, name: str) -> None:
    with worked.raw() as connection:
        connection.execute(change)
    fault = only(worked.faults())
    assert (fault.area, fault.code, fault.table) == (Area.SCHEMA, code, name)


def test_a_weakened_trigger_is_named(worked: Desk) -> None:
    with worked.raw() as connection:
        connection.execute("DROP TRIGGER journal_no_delete")
        connection.execute(
            "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT 1; END"
        )
    assert only(worked.faults()).code == Code.ALTERED


def test_a_content_emptied_without_an_erasure_is_a_fault(worked: Desk) -> None:
    with worked.unguarded() as connection:
        connection.execute("UPDATE journal SET payload = x'', salt = x'' WHERE seq = 3")
    codes = {fault.code for fault in worked.faults() if fault.area is Area.CHAIN}
    assert FaultKind.PAYLOAD in codes


def test_an_erasure_that_was_recorded_and_not_done_is_a_fault(worked: Desk) -> None:
    with worked.unguarded() as connection:
        saved = connection.execute(
            "SELECT id, payload, salt FROM journal WHERE kind = 'day_reason'"
        ).fetchone()
    with worked.opened() as store:
        with store.reading() as connection:
            uid = connection.exec_driver_sql("SELECT uid FROM day_reason").scalar_one()
        with store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
    with worked.unguarded() as raw:
        raw.execute(
            "UPDATE journal SET payload = ?, salt = ? WHERE id = ?", (saved[1], saved[2], saved[0])
        )
    assert only(worked.faults()).code == Code.ERASURE


def test_an_erasure_of_what_carries_figures_is_a_fault(worked: Desk) -> None:
    """Forged by someone who knows the program: an `erase` entry, then the emptying it allows."""
    with worked.opened() as store:
        uid = record(store)
        append(store, "visit", uid, Op.ERASE, {}, rev=2)
    with worked.raw() as connection:
        connection.execute(
            "UPDATE journal SET payload = x'', salt = x'' WHERE uid = ? AND op = 'put'", (uid,)
        )
    codes = {fault.code for fault in worked.faults()}
    assert Code.ERASURE in codes
    assert FaultKind.PAYLOAD in codes


def test_entries_of_a_later_version_are_counted_and_no_fault(worked: Desk) -> None:
    with worked.opened() as store:
        append(store, "comet", UID, Op.PUT, {"tail": 1})
    report = worked.verify()
    assert report.faults == ()
    assert report.unknown == {"comet": 1}


def test_an_entry_that_gives_no_row_is_named(worked: Desk) -> None:
    with worked.opened() as store:
        seq = append(store, "visit", UID, Op.PUT, {"office": "PDM"})
    fault = only(worked.faults())
    assert (fault.area, fault.code, fault.seq) == (Area.CHAIN, Code.UNREADABLE, seq)


def test_progress_is_told_and_a_check_can_be_stopped(
    worked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "_EVERY", 1)
    seen: list[tuple[int, int]] = []
    verify(worked.folder, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == 2 * worked.count("journal")
    with pytest.raises(integrity.Cancelled):
        verify(worked.folder, cancelled=lambda: True)
    assert sorted(path.name for path in worked.folder.iterdir()) == [
        "otdesk.sqlite",
        "otdesk.sqlite-journal",
    ]


def test_the_counter_writes_while_a_check_runs(worked: Desk) -> None:
    stop = threading.Event()
    reports = []

    def check() -> None:
        while not stop.is_set():
            reports.append(worked.verify())

    thread = threading.Thread(target=check)
    with worked.opened() as store:
        thread.start()
        written = [record(store) for _ in range(200)]
        stop.set()
        thread.join()
    assert len(written) == 200
    assert reports
    assert all(report.is_clean for report in reports)


def is_noticed(desk: Desk) -> bool:
    """Tell whether a check sees damage; it may refuse the file, in French, and may not crash."""
    try:
        return not desk.verify().is_clean
    except EnvironmentFault as fault:
        return all((fault.what, fault.safe, fault.todo))


@pytest.mark.long
@pytest.mark.no_cover
def test_damage_anywhere_is_a_fault_or_a_french_refusal(worked: Desk) -> None:
    """A byte is overwritten at 90 places: never a traceback, and mostly seen."""
    # Most of the file, beside the empty pages that each table has.
    many = [(f"0181fbb9-3d30-728f-ba14-{i:012x}", visit_payload(VISIT)) for i in range(1800)]
    with worked.opened() as store, store.writing("JD") as transaction:
        transaction.put_many("visit", many)
    whole = worked.path.read_bytes()
    rng = random.Random(20220714)
    places = [*range(0, 100, 7), *(rng.randrange(len(whole)) for _ in range(75))]
    seen = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        worked.path.write_bytes(damaged)
        seen += is_noticed(worked)
    # What stays unseen lies in the free space of pages and in SQLite's own counters.
    assert seen >= 0.6 * len(places)


def test_a_file_is_checked_where_its_folder_cannot_be_written(worked: Desk, tmp_path: Path) -> None:
    alone = tmp_path / "alone.sqlite"
    alone.write_bytes(worked.path.read_bytes())
    assert verify(alone).is_clean


def test_a_stream_that_was_left_must_still_reach_where_it_was_left(desk: Desk) -> None:
    with desk.opened() as store:
        for _ in range(3):
            record(store)
        old = store.stream
    earlier = desk.path.read_bytes()
    with desk.opened() as store:
        record(store)
    desk.path.write_bytes(earlier)
    with desk.opened() as store:
        record(store)
    assert desk.faults() == ()
    with desk.unguarded() as connection:
        connection.execute("DELETE FROM journal WHERE stream = ? AND seq = 4", (old,))
    found = [fault for fault in desk.faults() if fault.area is Area.CHAIN]
    assert [(fault.code, fault.stream, fault.seq) for fault in found] == [
        (FaultKind.ANCHOR, old, 4)
    ]
