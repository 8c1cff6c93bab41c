"""The main job, done once: July 2022 at Le Pont-de-Montvert, each day and the month, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.demo.season import DemoResult, Progress
from otdesk.documents import export_csv, export_json, export_xlsx
from otdesk.documents.pdf.render import render_pdf
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.period import Period
from otdesk.reports.context import ReportContext
from otdesk.reports.rows import DayMark
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Summary
from otdesk.store import faults
from otdesk.store.anchor import Anchors
from otdesk.store.reference import load_lists
from otdesk.store.store import Store

OFFICE = "PDM"
MONTH = Period.month(2022, 7)
PRINTS = "prints"
# The prints of a reconstruction are the same at each run: they are dated from its last day on.
PRINTED_AT = (2022, 11, 2, 9)

_ENTERED = frozenset({DayMark.OPEN, DayMark.CLOSED, DayMark.SHUT})
_FILES: tuple[tuple[str, Callable[[Summary], bytes]], ...] = (
    ("xlsx", export_xlsx.render),
    ("csv", export_csv.render),
    ("json", export_json.render),
)


def run(
    result: DemoResult, out: Path, *, anchors: Anchors, progress: Progress | None = None
) -> list[Path]:
    """Write the documents of the month into `out/prints`; return them, days first.

    One PDF for each day that was entered, then the month as PDF, spreadsheet, CSV and JSON.
    `progress` is told each file's name, how many are done and how many there are. Raises
    EnvironmentFault.
    """
    zone = ZoneInfo(result.profile.timezone)
    clock = FixedClock(datetime(*PRINTED_AT, tzinfo=zone).astimezone(UTC))
    folder = out / PRINTS
    with faults.explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        closing(Store.open(result.folders[OFFICE], clock, zone, anchors)) as store,
        store.reading() as connection,
    ):
        job = _Job(connection, _context(result, clock, zone), PrintStyle.shipped(), folder)
        return job.run(progress)


def _context(result: DemoResult, clock: FixedClock, zone: ZoneInfo) -> ReportContext:
    lists = load_lists(paths.database_files() / "reference")
    return ReportContext(
        lists=lists,
        profile=result.profile,
        calendar=DayCalendar.of(lists.public_holidays, lists.school_holidays),
        zone=zone,
        now=clock.now(),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """The documents of one month of one office."""

    connection: Connection
    context: ReportContext
    style: PrintStyle
    folder: Path

    def run(self, progress: Progress | None) -> list[Path]:
        """Write all the documents, telling each one."""
        month = self._summary(MONTH)
        days = [row.day for row in month.by_day if row.state in _ENTERED]
        steps = len(days) + 1 + len(_FILES)
        written: list[Path] = []
        for path in self._documents(month, days):
            written.append(path)
            if progress is not None:
                progress(path.name, len(written), steps)
        return written

    def _documents(self, month: Summary, days: Iterable[date]) -> Iterator[Path]:
        for day in days:
            yield self._print(self._summary(Period.day(day)), f"{day}")
        yield self._print(month, f"{MONTH.first:%Y-%m}")
        for form, render in _FILES:
            yield self._export(month, form, render)

    def _summary(self, period: Period) -> Summary:
        return summarise(self.connection, self.context, period, (OFFICE,))

    def _print(self, summary: Summary, name: str) -> Path:
        path = self.folder / f"{OFFICE}-{name}.pdf"
        render_pdf(summary, self.style, path)
        return path

    def _export(self, summary: Summary, form: str, render: Callable[[Summary], bytes]) -> Path:
        path = self.folder / f"{OFFICE}-{MONTH.first:%Y-%m}.{form}"
        with faults.explained(path):
            path.write_bytes(render(summary))
        return path
