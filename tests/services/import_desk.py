"""A folder, a file for it, and what becomes of them: for the tests of the import."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from otdesk.domain.openings import TimeRange
from otdesk.domain.visits_file import COLUMNS, LineFault
from otdesk.services import days, visits_import
from otdesk.services.visits_import import Cancelled, FileRefused, ImportPlan, Progress
from otdesk.services.workplace import Workplace
from otdesk.store.store import Store
from tests.services.rows import counts

HEADER = ";".join(COLUMNS)
GOOD = {
    "office": "PDM",
    "date": "14/07/2022",
    "time": "10h05",
    "channel": "comptoir",
    "party_size": "2",
    "origin": "FR-48",
}
CLOSED = date(2022, 7, 14)


def line(**cells: str) -> str:
    values = {**GOOD, **cells}
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerow(values.get(c, "") for c in COLUMNS)
    return out.getvalue().removesuffix("\n")


class Desk:
    """A folder, and a file for it."""

    def __init__(self, workplace: Workplace, store: Store, path: Path) -> None:
        self.workplace = workplace
        self.store = store
        self.path = path

    def file(self, *lines: str, header: str = HEADER, end: str = "\n") -> Path:
        self.path.write_bytes((end.join((header, *lines)) + end).encode())
        return self.path

    def plan(
        self,
        *,
        again: bool = False,
        reason: str = "",
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> ImportPlan:
        with self.store.reading() as connection:
            target = visits_import.target_of(self.workplace, connection)
        return visits_import.read(
            self.path, target, again=again, reason=reason, progress=progress, cancelled=cancelled
        )

    def take(self, *, again: bool = False, reason: str = "") -> ImportPlan:
        plan = self.plan(again=again, reason=reason)
        visits_import.write(self.store, plan, "otdesk")
        return plan

    def faults(self, *, again: bool = False, reason: str = "") -> list[LineFault]:
        """Return the faults of the file, which leave every table as it was."""
        before = counts(self.store)
        with pytest.raises(FileRefused) as refused:
            self.take(again=again, reason=reason)
        assert counts(self.store) == before
        assert refused.value.count == len(refused.value.faults)
        return refused.value.faults

    def places(self, *, again: bool = False, reason: str = "") -> list[tuple[int, str]]:
        return [(fault.line, fault.column) for fault in self.faults(again=again, reason=reason)]

    def close(self, day: date = CLOSED) -> None:
        with self.store.writing("ANA") as transaction:
            days.close(transaction, "PDM", day, ranges=(TimeRange(570, 750),))
