"""Taking in a journal on PostgreSQL, beside a bare COPY of the same rows into the same tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Table

from otdesk.journal import canonical
from otdesk.journal.chain import StoredEntry
from otdesk.store import projection_queue, received, tables
from otdesk.store.records import KINDS
from otdesk.store.server.copying import type_name
from otdesk.store.store import Store
from otdesk.store.transaction import journal_row
from tests.benchmarks.pairs import Pairs
from tests.benchmarks.test_reception import MARGIN, journal_of, leave_alone
from tests.servers.postgresql.cluster import Cluster
from tests.servers.postgresql.cluster import cluster as run_cluster
from tests.store.exchange import make_siege

ENTRIES = 10_000
MILLION = 1_000_000
# A third of the rate of the bare rows. Measured on two cores that others kept busy (load 7 to 10):
# 1.7, 2.1, 2.2, 2.3; CPU seconds of both sides: 2.2. A million: 201 s / 80 s = 2.52 (load 13) and
# 117 s / 48 s = 2.45 (load 8); alone, 91 MiB at most after 50 000 and after 300 000. Others weigh
# more on two processes that wait for each other than on a COPY: 200 000 once took 3.6 (load 13).
LIMIT = 3.0
ROUNDS = 5
_PART = 50_000
_SOURCE = received.Source("PDM", "ab" * 32, "2026-01-01T00:00:00+00:00")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Run a server that flushes what it commits."""
    with run_cluster(flushes=True) as made:
        yield made


def new_siege(cluster: Cluster, folder: Path) -> tuple[Store, str]:
    """Return an open siège on an empty database, and the database's name."""
    name = cluster.new_database()
    return make_siege(folder, cluster.address(name)), name


def take_in(store: Store, entries: Iterator[StoredEntry] | Sequence[StoredEntry]) -> None:
    """Receive a journal and project it."""
    with store.writing_local() as connection:
        received.receive(connection, entries, _SOURCE, at_once=True)
        while not projection_queue.project_pending(connection).is_done:
            pass


def copy_bare(
    connection: psycopg.Connection[tuple[Any, ...]],
    written: list[tuple[Table, list[tuple[Any, ...]]]],
) -> None:
    """Send rows by COPY, one for each table, and nothing else: not even the greeting."""
    with connection.transaction():
        for table, rows in written:
            names = [c.name for c in table.columns if (table.name, c.name) != ("journal", "id")]
            listed = ", ".join(f'"{each}"' for each in names)
            statement = f'COPY "{table.name}" ({listed}) FROM STDIN (FORMAT BINARY)'
            with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
                copy.set_types([type_name(table, each) for each in names])
                for row in rows:
                    copy.write_row(row)


def bare_rows(entries: list[StoredEntry]) -> list[tuple[Table, list[tuple[Any, ...]]]]:
    """Return the rows that a reception and its projection write, as tuples."""
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
        (table, [tuple(row[c.name] for c in table.columns if c.name in row) for row in rows])
        for table, rows in written
    ]


def test_a_reception_keeps_its_rate_beside_a_bare_copy(
    pairs: Pairs, cluster: Cluster, tmp_path: Path
) -> None:
    numbers = count(1)
    measured: list[float] = []
    beside: list[float] = []

    def once() -> None:
        number = next(numbers)
        store, name = new_siege(cluster, tmp_path / str(number))
        with closing(store):
            entries = list(journal_of(f"{number:016x}", ENTRIES))
            leave_alone()
            began = time.perf_counter()
            take_in(store, entries)
            measured.append(time.perf_counter() - began)
        store, name = new_siege(cluster, tmp_path / f"{number}-bare")
        store.close()
        written = bare_rows(entries)
        with closing(cluster.connect(name)) as connection:
            leave_alone()
            began = time.perf_counter()
            copy_bare(connection, written)
            beside.append(time.perf_counter() - began)

    def run() -> None:
        for _round in range(ROUNDS):
            once()
        what = f"PostgreSQL: reception of {ENTRIES} entries / bare COPY"
        pairs.note(what, sorted(measured)[ROUNDS // 2], sorted(beside)[ROUNDS // 2], LIMIT)

    pairs.once(run)


@pytest.mark.soak
def test_a_million_entries_keep_the_rate_and_the_memory(
    pairs: Pairs, cluster: Cluster, tmp_path: Path
) -> None:
    """Twenty packets of 50 000, each beside its bare rows; memory is the peak of each reception."""

    def run() -> None:
        store, _name = new_siege(cluster, tmp_path / "ours")
        other, bare = new_siege(cluster, tmp_path / "bare")
        other.close()
        journal = journal_of("f" * 16, MILLION)
        ours = beside = 0.0
        peaks = []
        with closing(store), closing(cluster.connect(bare)) as connection:
            while part := list(islice(journal, _PART)):
                began = time.perf_counter()
                peaks.append(peak_of(partial(take_in, store, part)))
                ours += time.perf_counter() - began
                written = bare_rows(part)
                began = time.perf_counter()
                copy_bare(connection, written)
                beside += time.perf_counter() - began
        print(f"\npeaks: {', '.join(f'{kib // 1024}' for kib in peaks)} MiB")
        # The bare rows of a packet are the most of it, and the first ones warm the allocator.
        half = len(peaks) // 2
        assert max(peaks[half:]) <= max(peaks[:half]) + MARGIN
        pairs.note(f"PostgreSQL: reception of {MILLION} entries / bare COPY", ours, beside, LIMIT)

    pairs.once(run)


def peak_of(run: Callable[[], object]) -> int:
    """Run something, and return the KiB that this process held at most meanwhile."""
    # Linux forgets the peak so far.
    Path("/proc/self/clear_refs").write_text("5")
    run()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
