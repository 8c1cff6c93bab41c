"""Taking in another folder's journal, beside a bare `executemany` of the same rows."""

from __future__ import annotations

import gc
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from otdesk.clock import FixedClock
from otdesk.headquarters import mailroom
from otdesk.journal import canonical
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import GENESIS, Header, Op, seal
from otdesk.store import projection_queue, received, tables
from otdesk.store.anchor import Anchors
from otdesk.store.pairing_state import partner
from otdesk.store.records import KINDS
from otdesk.store.store import Identity, Store
from otdesk.store.transaction import journal_row
from otdesk.sync.outbox import write_next
from tests.benchmarks.pairs import Pairs
from tests.benchmarks.years import accueils
from tests.network import Network
from tests.store.desk import ZONE

ENTRIES = 20_000
# A third of the rate of the bare rows. Measured on two cores that others kept busy: 2.3, 2.6, 2.6,
# 2.3, 2.4, 1.7; CPU seconds alone: 2.1. A million: 370 s / 188 s, 81 MiB at most, as at 100 000.
LIMIT = 3.0
ROUNDS = 5
# Beyond the reception that the third is asked of: unpacking, sums, signature, and each line proven
# before anything is written, then read again. 3.8 where it was 6 while lines were read one by one.
WHOLE_LIMIT = 5.0
PACKET = 10_000
MILLION = 1_000_000
# KiB: what the allocator keeps from one packet to the next.
MARGIN = 16 * 1024
ROOT = Path(__file__).parents[2]
NOTHING_LEFT = projection_queue.Projected(0, (), is_done=True)
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = received.Source("PDM", "ab" * 32, _BEGAN.isoformat())


def journal_of(stream: str, entries: int) -> Iterator[StoredEntry]:
    """Yield the journal of an office, as a packet gives it: sealed and chained, nothing else."""
    prev = GENESIS
    for seq, (uid, payload) in enumerate(accueils(("PDM",), _BEGAN.date(), 365, entries), 1):
        header = Header(stream, seq, uid, "visit", 1, Op.PUT, 1, _BEGAN.isoformat(), "CA")
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


def rows_of(entries: list[StoredEntry]) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Return the rows that a reception writes, ready for the driver, and their statements."""
    kind = KINDS["visit"]
    visits: list[dict[str, Any]] = []
    demands: list[dict[str, Any]] = []
    for entry in entries:
        payload = canonical.decode(entry.payload)
        visits.append(kind.full_row(entry.header, payload))
        assert kind.children is not None
        for _table, lines in kind.children(entry.header.uid, payload):
            demands += lines
    journal = [journal_row(entry) for entry in entries]
    written = ((tables.journal, journal), (tables.visit, visits), (tables.visit_demand, demands))
    return [
        (inserting(table, rows[0]), [tuple(row.values()) for row in rows])
        for table, rows in written
    ]


def inserting(table: Table, row: dict[str, Any]) -> str:
    """Return the statement that inserts such rows."""
    columns = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(row))})"


def leave_alone() -> None:
    """Have the collector pass over what the measurement itself keeps: a packet is read flat."""
    gc.collect()
    gc.freeze()


def make_folder(folder: Path) -> Store:
    """Return an open folder of a head office."""
    return Store.create(
        folder,
        Identity("cevennes", "SIEGE", "siege"),
        FixedClock(_BEGAN),
        ZONE,
        Anchors(folder.with_name(f"{folder.name}-state")),
    )


def insert_bare(folder: Path, stream: str, entries: int) -> float:
    """Insert the rows of so many entries into a new folder, and return the seconds of it."""
    with closing(make_folder(folder)) as store:
        written = rows_of(list(journal_of(stream, entries)))
        leave_alone()
        began = time.perf_counter()
        with store.writing_local() as connection:
            cursor = connection.connection.cursor()
            for statement, rows in written:
                cursor.executemany(statement, rows)
        return time.perf_counter() - began


def test_a_reception_keeps_its_rate_beside_the_bare_rows(pairs: Pairs, disk: Path) -> None:
    folders = (disk / f"siege-{number}" for number in itertools.count())
    streams = (f"{number:016x}" for number in itertools.count(1))

    def ours() -> None:
        with closing(make_folder(next(folders))) as store:
            entries = list(journal_of(next(streams), ENTRIES))
            leave_alone()
            began = time.perf_counter()
            with store.writing_local() as connection:
                taken = received.receive(connection, entries, SOURCE, at_once=True)
                assert taken.new == ENTRIES
                assert projection_queue.project_pending(connection) == NOTHING_LEFT
            measured.append(time.perf_counter() - began)

    measured: list[float] = []
    beside: list[float] = []

    def run() -> None:
        for _round in range(ROUNDS):
            beside.append(insert_bare(next(folders), next(streams), ENTRIES))
            ours()
        what = f"reception of {ENTRIES} entries / bare rows"
        pairs.note(what, sorted(measured)[ROUNDS // 2], sorted(beside)[ROUNDS // 2], LIMIT)

    pairs.once(run)


def test_a_packet_is_opened_proven_and_taken_in(pairs: Pairs, disk: Path) -> None:
    """The whole way of a file, from the mailbox to the figures."""
    measured: list[float] = []
    beside: list[float] = []

    def ours(root: Path) -> None:
        with ExitStack() as stack:
            root.mkdir()
            network = Network(root, stack, now=_BEGAN)
            office = network.office("PDM")
            with office.store.writing("CA") as transaction:
                transaction.put_many("visit", accueils(("PDM",), _BEGAN.date(), 365, PACKET))
            with office.store.reading() as connection:
                siege = partner(connection)
            assert siege is not None
            written = write_next(office.store, office.keys, siege, root)
            assert written is not None
            leave_alone()
            began = time.perf_counter()
            came = mailroom.take_file(network.siege.store, network.siege.keys, written.path)
            measured.append(time.perf_counter() - began)
            assert came.taken.new > PACKET

    def run() -> None:
        for number in range(3):
            beside.append(insert_bare(disk / f"bare-{number}", "a" * 16, PACKET))
            ours(disk / f"whole-{number}")
        what = f"a packet of {PACKET} entries taken in / bare rows"
        pairs.note(what, sorted(measured)[1], sorted(beside)[1], WHOLE_LIMIT)

    pairs.once(run)


@pytest.mark.soak
def test_a_million_entries_keep_the_rate_and_the_memory(disk: Path) -> None:
    """Packets of 100 000 entries, as an office makes them; each run is a process of its own."""
    few = run_alone("ours", disk / "few", 100_000)
    many = run_alone("ours", disk / "many", MILLION)
    beside = run_alone("bare", disk / "bare", MILLION)
    ratio = many["seconds"] / beside["seconds"]
    print(f"\n{MILLION} entries: {many['seconds']:.0f} s / {beside['seconds']:.0f} s = {ratio:.2f}")
    print(f"peak: {few['peak'] / 1024:.0f} MiB at 100 000, {many['peak'] / 1024:.0f} MiB")
    assert ratio <= LIMIT
    assert many["peak"] <= few["peak"] + MARGIN


def run_alone(what: str, folder: Path, entries: int) -> dict[str, float]:
    """Run `million.py`, and return its seconds and its peak of memory in KiB."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.million", what, str(folder), str(entries)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout)
    return found
