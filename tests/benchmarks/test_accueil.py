"""An accueil, acknowledged on the disk, beside the same rows written by sqlite3 alone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from otdesk.domain.changes import Changes
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit, VisitDemand
from otdesk.services import visits
from otdesk.services.drafts import DraftSet
from otdesk.services.worker import Worker
from otdesk.services.workplace import Workplace
from otdesk.store.database_file import DATABASE, open_raw
from otdesk.store.engine import set_pragmas
from tests.benchmarks.pairs import Pairs
from tests.benchmarks.years import OFFICE, TODAY, Years
from tests.offices import AFTERNOON, clock_of, make_office

ROUNDS = 400
Rows = dict[str, list[tuple[Any, ...]]]


class Counter:
    """The store's thread as the window uses it: asked, then told that it is on the disk."""

    def __init__(self, workplace: Workplace) -> None:
        self._clock = clock_of(workplace)
        self._done = threading.Event()
        self._fault: Exception | None = None
        self._worker = Worker(workplace.open_store, self._on_fault)
        self._worker.start()

    def record(self) -> None:
        """Record one accueil of two demands and wait until it is acknowledged."""
        self._clock.instant += timedelta(milliseconds=7)
        self._done.clear()
        self._worker.write(
            "CA",
            lambda transaction: visits.record(transaction, VISIT),
            self._on_done,
            self._on_fault,
            remaining=DraftSet(),
        )
        assert self._done.wait(10)
        assert self._fault is None, self._fault

    def close(self) -> None:
        """End the thread."""
        self._worker.stop()

    def _on_done(self, _changes: Changes) -> None:
        self._done.set()

    def _on_fault(self, fault: Exception) -> None:
        self._fault = fault
        self._done.set()


VISIT = Visit(
    office=OFFICE,
    day=TODAY,
    channel=ChannelCode.COMPTOIR,
    party_size=2,
    origin="FR-34",
    demands=(VisitDemand("pratique"), VisitDemand("sport.randonnee")),
    started_at=AFTERNOON,
    minute=975,
)


@contextmanager
def counter_of(workplace: Workplace) -> Iterator[Counter]:
    counter = Counter(workplace)
    try:
        yield counter
    finally:
        counter.close()


def written_rows(workplace: Workplace, count: int) -> Iterator[Rows]:
    """Record accueils elsewhere, and return the rows that each one wrote, in every table."""
    with counter_of(workplace) as counter:
        for _accueil in range(count):
            counter.record()
    with closing(sqlite3.connect(workplace.folder / DATABASE)) as connection:
        for number, uid in connection.execute(
            "SELECT id, uid FROM journal WHERE kind = 'visit' ORDER BY id"
        ).fetchall():
            entry = connection.execute("SELECT * FROM journal WHERE id = ?", (number,)).fetchone()
            yield {
                # The number is SQLite's to give.
                "journal": [(None, *entry[1:])],
                "visit": connection.execute("SELECT * FROM visit WHERE uid = ?", (uid,)).fetchall(),
                "visit_demand": connection.execute(
                    "SELECT * FROM visit_demand WHERE visit_uid = ?", (uid,)
                ).fetchall(),
            }


def bare_writer(connection: sqlite3.Connection, prepared: Iterator[Rows]) -> Callable[[], None]:
    """Return what writes the next prepared rows, each table by one statement, and commits."""
    set_pragmas(connection)
    marks = {
        table: ", ".join("?" * len(connection.execute(f"PRAGMA table_info({table})").fetchall()))
        for table in ("journal", "visit", "visit_demand")
    }
    statements = {table: f"INSERT INTO {table} VALUES ({m})" for table, m in marks.items()}

    def write() -> None:
        rows = next(prepared)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(statements["journal"], rows["journal"][0])
        connection.execute(statements["visit"], rows["visit"][0])
        connection.executemany(statements["visit_demand"], rows["visit_demand"])
        connection.execute("COMMIT")

    return write


def test_an_accueil_costs_at_most_two_bare_transactions(pairs: Pairs, disk: Path) -> None:
    prepared = iter(list(written_rows(make_office(disk / "rows"), ROUNDS + 10)))
    path = make_office(disk / "bare").folder / DATABASE
    with (
        closing(open_raw(path)) as connection,
        counter_of(make_office(disk / "ours")) as counter,
    ):
        pairs.compare(
            "an accueil, acknowledged on the disk / the same rows by sqlite3",
            counter.record,
            bare_writer(connection, prepared),
            rounds=ROUNDS,
            limit=2.0,
        )


def test_an_accueil_costs_the_same_after_a_million(
    pairs: Pairs, million: Years, thousand: Years
) -> None:
    with counter_of(million.workplace) as after, counter_of(thousand.workplace) as before:
        pairs.compare(
            "an accueil after 1 000 000 / after 1 000",
            after.record,
            before.record,
            rounds=2 * ROUNDS,
            limit=1.10,
        )
