"""What comes from elsewhere is verified, taken once, and set aside where it cannot be chained."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otdesk.journal import canonical
from otdesk.journal.chain import FaultKind, StoredEntry
from otdesk.journal.entry import GENESIS, Head, Header, Op, seal
from otdesk.store import exchange_state, projection_queue, received, tables
from otdesk.store.anchor import Anchors
from otdesk.store.driver import insert_rows
from otdesk.store.integrity import verify
from otdesk.store.received import Gap, Reception
from otdesk.store.records import KINDS, visit_payload
from otdesk.store.report import AnchorState
from otdesk.store.store import Store
from tests.store.desk import PRIVATE, VISIT, ZONE, Desk, record, work
from tests.store.exchange import SOURCE, carry, make_siege, project, rows, take, to_send
from tests.store.shop_rows import trade

Address = Callable[[], str | None]
# What is verified and inserted together, and entries enough for several such.
_SLICE = 900
_SEVERAL = 2 * _SLICE + 20


@pytest.fixture
def siege(tmp_path: Path, siege_address: Address) -> Iterator[Store]:
    """Give an empty folder of the head office."""
    with closing(make_siege(tmp_path, siege_address())) as store:
        yield store


@pytest.fixture
def worked(desk: Desk) -> list[StoredEntry]:
    """Return the journal of an office that worked for a day."""
    with desk.opened() as store:
        work(store)
        (entries,) = to_send(store)
    return entries


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return every projected row but the folders', by table."""
    return {
        table.name: sorted(rows(store, f"SELECT * FROM {table.name}"), key=repr)
        for table in tables.PROJECTED
        if table is not tables.folder
    }


def test_the_head_office_has_what_the_office_wrote(desk: Desk, siege: Store) -> None:
    with desk.opened() as store:
        work(store)
        trade(store)
        receptions = carry(store, siege)
        assert content(siege) == content(store)
    assert sum(reception.new for reception in receptions) == desk.count("journal")
    assert verify(siege.folder, siege.anchors).faults == ()


def test_what_is_known_is_ignored(siege: Store, worked: list[StoredEntry]) -> None:
    assert take(siege, worked) == Reception(new=len(worked))
    before = rows(siege, "SELECT * FROM journal")
    assert take(siege, worked) == Reception(known=len(worked))
    assert take(siege, worked[3:]) == Reception(known=len(worked) - 3)
    assert rows(siege, "SELECT * FROM journal") == before


def test_what_comes_too_early_waits_and_names_what_is_missing(
    siege: Store, worked: list[StoredEntry]
) -> None:
    stream = worked[0].header.stream
    take(siege, worked[:2])
    assert take(siege, worked[6:]) == Reception(waits=Gap(stream, 3, 6))
    assert take(siege, worked[4:6]) == Reception(waits=Gap(stream, 3, 4))
    with siege.reading() as connection:
        assert exchange_state.offices_gaps(connection, SOURCE.office) == (Gap(stream, 3, 4),)
    assert len(rows(siege, f"SELECT 1 FROM journal WHERE stream = '{stream}'")) == 2
    take(siege, worked[2:])
    with siege.reading() as connection:
        assert exchange_state.offices_gaps(connection, SOURCE.office) == ()


@pytest.mark.no_cover
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_parts_in_any_order_end_at_the_same_tables(
    tmp_path_factory: pytest.TempPathFactory,
    siege_address: Address,
    worked: list[StoredEntry],
    data: st.DataObject,
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(worked) - 1), max_size=3)))
    bounds = [0, *cuts, len(worked)]
    parts = [worked[a:b] for a, b in itertools.pairwise(bounds)]
    order = data.draw(st.permutations(parts * 2))
    with closing(make_siege(tmp_path_factory.mktemp("order"), siege_address())) as store:
        for _round in parts:
            for part in order:
                take(store, part, at_once=data.draw(st.booleans()))
                project(store)
        shuffled = content(store)
    with closing(make_siege(tmp_path_factory.mktemp("order"), siege_address())) as store:
        take(store, worked)
        project(store)
        assert content(store) == shuffled


def altered(entry: StoredEntry, what: str) -> StoredEntry:
    """Return an entry in which one thing is not what was sealed."""
    changes: dict[str, StoredEntry] = {
        "payload": replace(entry, payload=entry.payload.replace(b"2022", b"2023")),
        "header": replace(entry, header=replace(entry.header, author="XX")),
        "digest": replace(entry, digest=bytes(32)),
        "previous": replace(entry, prev=bytes(32)),
        "emptied": replace(entry, payload=b"", salt=b""),
        "signed": replace(entry, signature=b"x"),
        "stream": replace(entry, header=replace(entry.header, stream="0" * 16)),
    }
    return changes[what]


@pytest.mark.parametrize(
    "what", ["payload", "header", "digest", "previous", "emptied", "signed", "stream"]
)
def test_one_altered_entry_refuses_them_all(
    siege: Store, worked: list[StoredEntry], what: str
) -> None:
    before = rows(siege, "SELECT * FROM journal")
    worked[2] = altered(worked[2], what)
    with pytest.raises(received.BrokenEntries, match=r"n° [34]"):
        take(siege, worked)
    assert rows(siege, "SELECT * FROM journal") == before
    assert rows(siege, "SELECT * FROM unprojected") == []


def test_a_source_that_breaks_off_leaves_nothing(siege: Store, worked: list[StoredEntry]) -> None:
    before = rows(siege, "SELECT * FROM journal")

    def cut() -> Iterator[StoredEntry]:
        yield from worked[:3]
        raise OSError("the stick was pulled")

    with pytest.raises(OSError, match="stick"):
        take(siege, cut())
    assert rows(siege, "SELECT * FROM journal") == before
    assert take(siege, worked).new == len(worked)


def test_a_second_history_is_kept_whole_beside_the_first(tmp_path: Path, siege: Store) -> None:
    one, other = Desk(tmp_path / "a"), Desk(tmp_path / "b")
    with one.opened() as store:
        record(store)
    shutil.copytree(one.folder, other.folder)
    with one.opened() as store, other.opened() as copy:
        for folder, times in ((store, 2), (copy, 3)):
            for _time in range(times):
                record(folder)
        (first,), (second,) = to_send(store), to_send(copy)
    take(siege, first)
    assert take(siege, second) == Reception(known=2, forks=3, fork=_head(second[2]))
    # What comes behind a fork belongs to it, even where the part that forks is not sent again.
    assert take(siege, second[4:]) == Reception(forks=1, fork=_head(second[4]))
    kept = rows(siege, "SELECT header, salt, payload, prev, digest FROM forked_entry ORDER BY seq")
    assert kept == [(e.header_bytes, e.salt, e.payload, e.prev, e.digest) for e in second[2:]]
    project(siege)
    assert len(rows(siege, "SELECT 1 FROM visit")) == 3
    assert verify(siege.folder, siege.anchors).faults == ()


def _head(entry: StoredEntry) -> Head:
    return Head(entry.header.stream, entry.header.seq, entry.digest)


def test_a_stream_that_is_written_here_is_not_continued_from_elsewhere(tmp_path: Path) -> None:
    one, other = Desk(tmp_path / "a"), Desk(tmp_path / "b")
    with one.opened() as store:
        record(store)
    shutil.copytree(one.folder, other.folder)
    with one.opened() as store, other.opened() as copy:
        record(store)
        (entries,) = to_send(store)
        with pytest.raises(received.StreamWrittenHere):
            take(copy, entries)
        assert take(copy, entries[:2]) == Reception(known=2)


def test_signatures_are_verified_on_the_way_whatever_the_part(desk: Desk, siege: Store) -> None:
    with desk.opened() as store:
        trade(store)
        _office, till = to_send(store)
    assert till[0].header.kind == "till"
    take(siege, till[:4])
    forged = replace(till[6], signature=till[5].signature)
    with pytest.raises(received.BrokenEntries) as caught:
        take(siege, [*till[4:6], forged])
    assert caught.value.fault.kind is FaultKind.SIGNATURE
    with pytest.raises(received.BrokenEntries):
        take(siege, [*till[4:6], replace(till[6], signature=None)])
    assert take(siege, till[4:]).new == len(till) - 4
    assert verify(siege.folder, siege.anchors).faults == ()


def test_an_erasure_empties_what_came_before_and_after_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.opened() as store:
        uid = work(store)
        (early,) = to_send(store)
        with store.writing("JD") as transaction:
            transaction.erase("day_reason", uid)
        (late,) = to_send(store)
    assert PRIVATE.encode() in early[-1].payload
    assert late[len(early) - 1].payload == b""
    for name, parts in (("sent before", (early, late)), ("sent after", (late, early))):
        with closing(make_siege(tmp_path / name)) as siege:
            for part in parts:
                take(siege, part)
            project(siege)
            report = verify(siege.folder, siege.anchors)
            content = siege.path.read_bytes()
        assert report.faults == ()
        assert PRIVATE.encode() not in content


def test_personal_content_that_is_not_sent_along_is_no_fault(
    siege: Store, worked: list[StoredEntry]
) -> None:
    assert worked[-1].header.kind == "day_reason"
    take(siege, [*worked[:-1], replace(worked[-1], payload=b"", salt=b"")])
    project(siege)
    assert rows(siege, "SELECT * FROM day_reason") == []
    assert verify(siege.folder, siege.anchors).faults == ()


def test_projection_goes_on_where_it_was_cut_short(
    siege: Store, worked: list[StoredEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection_queue, "_BATCH", 3)
    take(siege, worked)
    assert rows(siege, "SELECT * FROM visit") == []
    assert verify(siege.folder, siege.anchors).faults == ()
    done = 0
    while True:
        with siege.writing_local() as connection:
            step = projection_queue.project_pending(connection, most=3)
        done += step.entries
        if step.is_done:
            break
        assert verify(siege.folder, siege.anchors).faults == ()
    assert done == len(worked)
    assert len(rows(siege, "SELECT 1 FROM visit")) == 3
    assert verify(siege.folder, siege.anchors).faults == ()


def test_an_entry_that_gives_no_row_is_named_and_the_others_go_in(siege: Store) -> None:
    payloads: list[canonical.Payload] = [{"tail": 1}, visit_payload(VISIT)]
    entries = list(chained("f" * 16, payloads))
    take(siege, entries)
    result = project(siege)
    assert [refused.header.seq for refused in result.refused] == [1]
    assert result.is_done
    assert len(rows(siege, "SELECT 1 FROM visit")) == 1


def test_what_is_projected_at_once_is_what_the_queue_gives(tmp_path: Path, siege: Store) -> None:
    with Desk(tmp_path).opened() as store:
        work(store)
        trade(store)
        streams = to_send(store)
    for entries in streams:
        take(siege, entries)
    project(siege)
    with closing(make_siege(tmp_path / "other")) as other:
        for entries in streams:
            take(other, entries, at_once=True)
        assert project(other).entries == 0
        assert content(other) == content(siege)
        assert verify(other.folder, other.anchors).faults == ()


def test_at_once_an_entry_that_gives_no_row_takes_all_back(siege: Store) -> None:
    payloads: list[canonical.Payload] = [visit_payload(VISIT), {"tail": 1}]
    before = rows(siege, "SELECT * FROM journal")
    with pytest.raises(projection_queue.Unprojectable):
        take(siege, chained("f" * 16, payloads), at_once=True)
    assert rows(siege, "SELECT * FROM journal") == before
    assert rows(siege, "SELECT * FROM visit") == []


def test_a_folder_of_many_streams_knows_its_own_identity(siege: Store, desk: Desk) -> None:
    with desk.opened() as store:
        record(store)
        carry(store, siege)
    folder, anchors, clock = siege.folder, siege.anchors, siege.clock
    assert len(rows(siege, "SELECT 1 FROM folder")) == 2
    # A rebuild changes the order of rows, and with it what a bare LIMIT 1 would find.
    with closing(sqlite3.connect(siege.path)) as raw, raw:
        raw.execute("UPDATE folder SET rowid = rowid + 10 WHERE office = 'SIEGE'")
    siege.close()
    with closing(Store.open(folder, clock, ZONE, anchors)) as again:
        assert again.identity.office == "SIEGE"
        assert again.identity.role == "siege"


def test_the_marks_of_an_offices_machine_are_not_the_head_offices_affair(
    tmp_path: Path, desk: Desk, siege_address: Address
) -> None:
    """The demonstration has all its folders, and their marks, on one machine."""
    with desk.opened() as store, closing(make_siege(tmp_path, siege_address())) as siege:
        record(store)
        carry(store, siege)
        record(store)
        marks = Anchors(desk.root / "state")
        report = verify(siege.folder, marks)
        assert report.faults == ()
        found = {stream.stream: stream.anchor for stream in report.streams}
        assert found[store.stream] is AnchorState.RECEIVED


def test_what_an_office_left_may_come_after_what_it_went_on_with(
    tmp_path: Path, siege: Store
) -> None:
    desk = Desk(tmp_path)
    with desk.opened() as store:
        record(store)
        (old,) = to_send(store)
    backup = desk.path.read_bytes()
    with desk.opened() as store:
        record(store)
    desk.path.write_bytes(backup)
    with desk.opened() as store:
        record(store)
        _parent, child = to_send(store)
    take(siege, child)
    project(siege)
    assert verify(siege.folder, siege.anchors).faults == ()
    take(siege, old)
    project(siege)
    assert verify(siege.folder, siege.anchors).faults == ()
    assert len(rows(siege, "SELECT 1 FROM visit")) == 2


@pytest.mark.no_cover
@pytest.mark.parametrize("at_once", [False, True])
def test_memory_stays_flat_over_an_iterator(siege: Store, *, at_once: bool) -> None:
    peaks = []
    for count in (2_000, 12_000):
        tracemalloc.start()
        entries = chained(f"{count:016d}", itertools.repeat(visit_payload(VISIT), count))
        take(siege, entries, at_once=at_once)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize("uid", ["0181fbb9-3d30-728f-ba14-00000000", "line\nbreak", "é'\"\\,{}"])
def test_a_record_of_two_streams_is_one_whatever_its_uid(siege: Store, uid: str) -> None:
    for stream in ("a" * 16, "b" * 16):
        entries = chained(stream, [visit_payload(VISIT)] * 3, lambda seq: f"{uid}{seq:04x}")
        take(siege, entries, at_once=True)
    of_visits = "FROM journal WHERE kind = 'visit'"
    assert rows(siege, f"SELECT count(*), count(DISTINCT uid) {of_visits}") == [(6, 3)]
    assert rows(siege, "SELECT uid FROM visit ORDER BY uid") == [
        (f"{uid}{seq:04x}",) for seq in (1, 2, 3)
    ]


def test_a_record_that_comes_again_in_a_later_slice_is_one(siege: Store) -> None:
    """A server has not taken in all of the slices before when the next one is looked at."""
    again = {_SEVERAL - number: 2 * _SLICE - number for number in range(10)}
    entries = list(
        chained(
            "f" * 16,
            [visit_payload(VISIT)] * _SEVERAL,
            lambda seq: f"0181fbb9-3d30-728f-ba14-{again.get(seq, seq):012x}",
        )
    )
    assert take(siege, entries, at_once=True).new == _SEVERAL
    assert rows(siege, "SELECT count(*), count(DISTINCT visit_uid) FROM visit_demand") == [
        ((_SEVERAL - 10) * len(VISIT.demands), _SEVERAL - 10)
    ]
    assert rows(siege, "SELECT count(*) FROM visit") == [(_SEVERAL - 10,)]


def test_what_is_broken_after_slices_that_were_sent_takes_all_back(siege: Store) -> None:
    entries = list(chained("f" * 16, [visit_payload(VISIT)] * _SEVERAL))
    broken = [*entries[:-1], replace(entries[-1], digest=bytes(32))]
    before = rows(siege, "SELECT * FROM journal")
    with pytest.raises(received.BrokenEntries):
        take(siege, broken, at_once=True)
    assert rows(siege, "SELECT * FROM journal") == before
    assert rows(siege, "SELECT * FROM visit") == []
    assert take(siege, entries, at_once=True) == Reception(new=_SEVERAL)
    assert rows(siege, "SELECT count(*) FROM visit") == [(_SEVERAL,)]


def test_a_row_without_an_entry_takes_all_back_at_once_and_is_made_anew_by_the_queue(
    siege: Store,
) -> None:
    entries = list(chained("f" * 16, [visit_payload(VISIT)] * _SEVERAL))
    with siege.writing_local() as connection:
        stray = KINDS["visit"].full_row(entries[3].header, visit_payload(VISIT))
        insert_rows(connection, tables.visit, [stray | {"note": "stray"}])
    before = rows(siege, "SELECT * FROM journal")
    with pytest.raises(projection_queue.Unprojectable):
        take(siege, entries, at_once=True)
    assert rows(siege, "SELECT * FROM journal") == before
    take(siege, entries)
    assert project(siege).refused == ()
    assert rows(siege, "SELECT count(*) FROM visit WHERE note <> 'stray'") == [(_SEVERAL,)]


def chained(
    stream: str, payloads: Iterable[canonical.Payload], uid_of: Callable[[int], str] | None = None
) -> Iterator[StoredEntry]:
    """Yield the journal of an office that recorded accueils with these payloads.

    `uid_of` names the record of an entry by its number; each is one of its own without it.
    """
    prev = GENESIS
    for seq, payload in enumerate(payloads, 1):
        uid = uid_of(seq) if uid_of else f"{stream[-8:]}-3d30-728f-ba14-{seq:012x}"
        moment = f"2022-07-14T18:44:{seq % 60:02d}.000+02:00"
        header = Header(stream, seq, uid, "visit", 1, Op.PUT, 1, moment, "JD")
        sealed = seal(header, canonical.encode(payload), prev=prev, salt=bytes(16))
        prev = sealed.digest
        yield StoredEntry(
            header=header,
            header_bytes=sealed.header_bytes,
            salt=sealed.salt,
            payload=sealed.payload,
            payload_digest=sealed.payload_digest,
            prev=sealed.prev,
            digest=sealed.digest,
        )


def test_the_source_of_a_stream_is_noted(siege: Store, worked: list[StoredEntry]) -> None:
    take(siege, worked)
    assert rows(siege, "SELECT stream, office FROM received_stream") == [
        (worked[0].header.stream, SOURCE.office)
    ]
