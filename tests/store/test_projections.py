"""A row is a function of the entries of its record, never of the order in which they came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otdesk.journal import canonical
from otdesk.journal.entry import GENESIS, Header, Op, seal
from otdesk.store import comparison, projections, tables
from otdesk.store.driver import insert_rows
from otdesk.store.records import visit_payload
from otdesk.store.store import Store
from tests.store.desk import DAY, OFFICE, VISIT, Desk, record, work

UID = "0181fbb9-3d30-728f-ba14-f45d5614c09c"
HISTORY: list[tuple[int, Op, dict[str, Any]]] = [
    (1, Op.PUT, dict(visit_payload(VISIT))),
    (2, Op.PUT, dict(visit_payload(replace(VISIT.with_demands("sport.baignade"), party_size=3)))),
    (3, Op.VOID, {"reason": "doublon", "office": OFFICE, "day": DAY.isoformat()}),
    (4, Op.PUT, dict(visit_payload(replace(VISIT.with_demands(), party_size=4)))),
    (5, Op.VOID, {"reason": "encore", "office": OFFICE, "day": DAY.isoformat()}),
]


def arrive(store: Store, entry: tuple[int, Op, dict[str, Any]], seq: int, stream: str) -> None:
    """Have an entry of another post come in, as an import does."""
    rev, op, payload = entry
    header = Header(
        stream, seq, UID, "visit", rev, op, 1, f"2022-07-14T18:44:{rev:02d}.000+02:00", "JD"
    )
    sealed = seal(header, canonical.encode(payload), prev=GENESIS, salt=bytes(16))
    row = {
        **{name: getattr(header, name) for name in ("stream", "seq", "uid", "kind", "rev")},
        "op": op.value,
        "schema": 1,
        "recorded_at": header.recorded_at,
        "author": "JD",
        "header": sealed.header_bytes,
        "salt": sealed.salt,
        "payload": sealed.payload,
        "payload_digest": sealed.payload_digest,
        "prev": sealed.prev,
        "digest": sealed.digest,
    }
    with store.writing_local() as connection:
        insert_rows(connection, tables.journal, [row])
        projections.project_many(connection, [(header, payload)])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(HISTORY))), kept=st.integers(1, len(HISTORY)))
def test_entries_in_any_order_give_the_same_row(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], kept: int
) -> None:
    contents = []
    for sequence in (sorted(order[:kept]), order[:kept]):
        desk = Desk(tmp_path_factory.mktemp("order"))
        with desk.opened() as store:
            for position in sequence:
                arrive(store, HISTORY[position], position + 1, "other")
        content = desk.content()
        contents.append((content["visit"], content["visit_demand"]))
    assert contents[0] == contents[1]


def test_of_two_entries_of_one_revision_the_later_stands_whichever_came_first(
    tmp_path: Path,
) -> None:
    rows = []
    for name in ("one", "other"):
        desk = Desk(tmp_path, name)
        with desk.opened() as store:
            arrive(store, HISTORY[0], 1, "aa" if name == "one" else "bb")
            arrive(store, HISTORY[0], 1, "bb" if name == "one" else "aa")
        rows.append(desk.content()["visit"])
    assert rows[0] == rows[1]
    assert len(rows[0]) == 1


def test_a_revision_replaces_the_row_and_its_lines(desk: Desk) -> None:
    with desk.opened() as store:
        uid = record(store)
        assert desk.count("visit_demand") == 2
        with store.writing("AB") as transaction:
            changed = replace(VISIT.with_demands("culture"), party_size=5)
            transaction.put("visit", visit_payload(changed), uid=uid)
    with desk.raw() as connection:
        row = connection.execute("SELECT party_size, rev, author FROM visit").fetchone()
        codes = connection.execute("SELECT code, unmet FROM visit_demand").fetchall()
    assert row == (5, 2, "AB")
    assert codes == [("culture", 0)]


def test_a_voided_record_keeps_its_content_and_says_why(desk: Desk) -> None:
    with desk.opened() as store:
        uid = record(store)
        with store.writing("AB") as transaction:
            transaction.void("visit", uid, " doublon ", office=OFFICE, day=DAY)
    with desk.raw() as connection:
        row = connection.execute("SELECT party_size, rev, author, void_reason FROM visit")
        assert row.fetchone() == (2, 2, "AB", "doublon")
    assert desk.count("visit_demand") == 2


def test_what_a_later_version_wrote_waits_in_the_journal(desk: Desk) -> None:
    with desk.opened() as store:
        later = Header("later", 1, UID, "comet", 1, Op.PUT, 1, "2030-01-01T00:00:00.000+01:00", "X")
        with store.writing_local() as connection:
            projections.project_many(connection, [(later, {"tail": 1})])
            projections.project_many(
                connection, [(replace(later, kind="visit", schema=99), {"tail": 1})]
            )
    assert desk.count() == 0


def test_many_records_go_in_as_one_by_one(tmp_path: Path) -> None:
    payloads = [(f"0181fbb9-3d30-728f-ba14-{i:012x}", visit_payload(VISIT)) for i in range(2500)]
    desk = Desk(tmp_path)
    with desk.opened() as store, store.writing("JD") as transaction:
        assert transaction.put_many("visit", payloads) == 2500
        assert transaction.changes.kinds == {"visit"}
    assert desk.count() == 2500
    assert desk.count("visit_demand") == 5000
    assert desk.faults() == ()


def test_tables_are_dropped_and_rebuilt_at_will(desk: Desk) -> None:
    with desk.opened() as store:
        work(store)
        before = desk.content()
        with desk.raw() as connection:
            for table in tables.PROJECTED:
                connection.execute(f"DELETE FROM {table.name}")
        assert comparison.rebuild(store) == desk.count("journal")
    assert desk.content() == before


def test_a_rebuild_that_cannot_be_whole_changes_nothing(desk: Desk) -> None:
    with desk.opened() as store:
        arrive(store, (1, Op.PUT, {**HISTORY[0][2], "party_size": 1}), 1, "other")
        before = desk.content()
        with desk.unguarded() as connection:
            connection.execute(
                "UPDATE journal SET payload = ? WHERE stream = 'other'", (b'{"a":1}',)
            )
        with pytest.raises(Exception, match="ne peuvent pas être refaites"):
            comparison.rebuild(store)
    assert desk.content() == before
