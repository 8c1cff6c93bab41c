"""The journal only grows; one emptying is allowed, of a personal record that was erased."""

from __future__ import annotations

import sqlite3

import pytest

from otdesk.errors import DataFault
from otdesk.store import comparison
from tests.store.desk import DAY, OFFICE, PRIVATE, VISIT, Desk, record, work

CHANGES = [
    "UPDATE journal SET author = 'XX'",
    "UPDATE journal SET payload = x'7b7d' WHERE seq = 2",
    "UPDATE journal SET payload = x'', salt = x'' WHERE seq = 2",
    "UPDATE OR IGNORE journal SET seq = 9 WHERE seq = 2",
    "UPDATE OR REPLACE journal SET seq = 2 WHERE seq = 3",
    "UPDATE journal SET id = 99 WHERE id = 1",
    "DELETE FROM journal WHERE seq = 2",
    "DELETE FROM journal",
    "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
    (
        "REPLACE INTO journal (stream, seq, uid, kind, rev, op, schema, recorded_at, author, "
        "header, salt, payload, payload_digest, prev, digest) SELECT stream, seq, uid, kind, rev, "
        "op, schema, recorded_at, 'XX', header, salt, payload, payload_digest, prev, digest "
        "FROM journal WHERE seq = 2"
    ),
    (
        "INSERT INTO journal SELECT * FROM journal WHERE seq = 2 "
        "ON CONFLICT DO UPDATE SET author = 'XX'"
    ),
]


def journal_of(desk: Desk) -> list[tuple[object, ...]]:
    """Return every row of the journal."""
    with desk.raw() as connection:
        return connection.execute("SELECT * FROM journal ORDER BY id").fetchall()


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("ours", [True, False], ids=["our pragmas", "default pragmas"])
def test_the_journal_refuses_every_change(desk: Desk, statement: str, *, ours: bool) -> None:
    with desk.opened() as store:
        work(store)
    before = journal_of(desk)
    with desk.raw() as connection:
        if ours:
            connection.execute("PRAGMA recursive_triggers=ON")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    assert journal_of(desk) == before


@pytest.mark.parametrize(
    "columns",
    [
        "payload = x''",
        "salt = x''",
        "payload = '', salt = ''",
        "payload = x'', salt = x'', rev = 9",
    ],
)
def test_after_an_erasure_only_the_exact_emptying_passes(desk: Desk, columns: str) -> None:
    with desk.opened() as store:
        uid = work(store)
        other = record(store)
        with store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
    with desk.raw() as connection:
        for refused in (uid, other):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(f"UPDATE journal SET {columns} WHERE uid = ?", (refused,))


def test_an_erasure_empties_content_and_salt_and_leaves_a_tombstone(desk: Desk) -> None:
    with desk.opened() as store:
        uid = work(store)
        with store.writing("AB") as transaction:
            transaction.erase("day_reason", uid)
            assert transaction.changes.touches(OFFICE, DAY)
    with desk.raw() as connection:
        rows = connection.execute(
            "SELECT op, rev, length(payload), length(salt) FROM journal WHERE uid = ?", (uid,)
        ).fetchall()
        stone = connection.execute("SELECT * FROM day_reason").fetchone()
    assert rows[0] == ("put", 1, 0, 0)
    assert rows[1][:2] == ("erase", 2)
    assert rows[1][3] == 16
    assert stone == (uid, OFFICE, DAY.isoformat(), "", "AB", 2, "")


def test_an_erased_text_is_nowhere_in_the_file(desk: Desk) -> None:
    with desk.opened() as store:
        uid = work(store)
        assert PRIVATE.encode() in desk.path.read_bytes()
        with store.writing("JD") as transaction:
            transaction.put(
                "day_reason", {"office": OFFICE, "day": "2022-07-14", "text": PRIVATE}, uid=uid
            )
        with store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
    assert PRIVATE.encode() not in desk.path.read_bytes()


def test_after_an_erasure_the_chain_verifies_and_a_rebuild_is_equal(desk: Desk) -> None:
    with desk.opened() as store:
        uid = work(store)
        with store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
        record(store)
        before = desk.content()
        comparison.rebuild(store)
    assert desk.content() == before
    assert desk.faults() == ()


def test_an_erased_record_changes_no_more(desk: Desk) -> None:
    with desk.opened() as store:
        uid = work(store)
        with store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
        with pytest.raises(DataFault, match="effacé"), store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
        with pytest.raises(DataFault, match="effacé"), store.writing("JD") as transaction:
            transaction.void("day_reason", uid, "motif", office=OFFICE, day=DAY)


def test_what_carries_figures_is_never_erased(desk: Desk) -> None:
    with desk.opened() as store:
        uid = record(store)
        with pytest.raises(ValueError, match="not personal"), store.writing("JD") as transaction:
            transaction.erase("visit", uid)
    assert desk.count() == 1
    assert desk.faults() == ()


def test_an_unknown_record_is_neither_revised_nor_voided_nor_erased(desk: Desk) -> None:
    with desk.opened() as store:
        uid = record(store)
        with pytest.raises(DataFault, match="existe pas"), store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
        with pytest.raises(DataFault, match="existe pas"), store.writing("JD") as transaction:
            transaction.put("walk_in", {"office": OFFICE, "day": "2022-07-14", "count": 1}, uid=uid)
        with pytest.raises(DataFault, match="motif"), store.writing("JD") as transaction:
            transaction.void("visit", uid, "  ", office=OFFICE, day=DAY)
    assert VISIT.note
    assert desk.faults() == ()
