"""Take in many entries, or insert their rows bare, and tell the seconds and the peak of memory.

`python -m tests.benchmarks.million ours|bare FOLDER ENTRIES`: a process of its own, so that the
peak is that of the import. The entries are made as they are asked for; making them is not counted.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from otdesk.journal.chain import StoredEntry
from otdesk.store import received
from otdesk.store.store import Store
from tests.benchmarks.test_reception import SOURCE, journal_of, make_folder, rows_of

# What an office sends in one packet, and what is made ahead of the clock.
PACKET = 100_000
_AHEAD = 5_000


class Making:
    """Entries that are made ahead, and the seconds that went into making them."""

    def __init__(self, entries: Iterator[StoredEntry]) -> None:
        self._entries = entries
        self.seconds = 0.0

    def slices(self) -> Iterator[list[StoredEntry]]:
        """Yield the entries, some at a time."""
        while made := self._next():
            yield made

    def flat(self, most: int) -> Iterator[StoredEntry]:
        """Yield so many of them one by one."""
        for _slice in range(most // _AHEAD):
            yield from self._next()

    def _next(self) -> list[StoredEntry]:
        began = time.perf_counter()
        made = list(islice(self._entries, _AHEAD))
        self.seconds += time.perf_counter() - began
        return made


def take(store: Store, making: Making, entries: int) -> None:
    """Receive and project, a transaction for each packet."""
    for _packet in range(entries // PACKET):
        with store.writing_local() as connection:
            taken = received.receive(connection, making.flat(PACKET), SOURCE, at_once=True)
            assert taken.new == PACKET


def insert(store: Store, making: Making, entries: int) -> float:
    """Insert the rows of as many entries, as many a transaction; return the seconds."""
    spent = 0.0
    slices = making.slices()
    for _packet in range(entries // PACKET):
        with store.writing_local() as connection:
            cursor = connection.connection.cursor()
            for made in islice(slices, PACKET // _AHEAD):
                written = rows_of(made)
                began = time.perf_counter()
                for statement, rows in written:
                    cursor.executemany(statement, rows)
                spent += time.perf_counter() - began
            began = time.perf_counter()
        spent += time.perf_counter() - began
    return spent


def main(what: str, folder: Path, entries: int) -> dict[str, float]:
    """Run one of the two in a new folder."""
    with closing(make_folder(folder)) as store:
        making = Making(journal_of("0123456789abcdef", entries))
        if what == "bare":
            seconds = insert(store, making, entries)
        else:
            began = time.perf_counter()
            take(store, making, entries)
            seconds = time.perf_counter() - began - making.seconds
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
