"""The main job, done once: July 2022 at Le Pont-de-Montvert, each day and the month, printed.

Then the year of the network, from what the siège holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
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
from otdesk.domain.period import Period, PeriodKind
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
YEAR = Period.year(2022)
NETWORK = "reseau"
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
    """Write the documents into `out/prints`; return them, the month's days first.

    One PDF for each day that was entered, the month as PDF, spreadsheet, CSV and JSON; then the
    network's year in the same formats. `progress` is told each file's name, how many are done and
    how many there are. Raises EnvironmentFault.
    """
    zone = ZoneInfo(result.profile.timezone)
    clock = FixedClock(datetime(*PRINTED_AT, tzinfo=zone).astimezone(UTC))
    folder = out / PRINTS
    with faults.explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:

        def job_of(data: Path, offices: tuple[str, ...], name: str) -> _Job:
            store = opened.enter_context(closing(Store.open(data, clock, zone, anchors)))
            connection = opened.enter_context(store.reading())
            style = PrintStyle.shipped()
            context = _context(result, clock, zone)
            return _Job(connection, context, style, folder, offices=offices, name=name)

        office = job_of(result.folders[OFFICE], (OFFICE,), OFFICE)
        network = job_of(result.exchange.siege, result.profile.office_codes, NETWORK)
        return _told(office, network, progress)


def _told(office: _Job, network: _Job, progress: Progress | None) -> list[Path]:
    """Write all the documents, telling each one."""
    month = office.summary(MONTH)
    days = [row.day for row in month.by_day if row.state in _ENTERED]
    steps = len(days) + 2 * (1 + len(_FILES))
    written: list[Path] = []
    for path in chain(office.days(days), office.documents(month), network.documents_of(YEAR)):
        written.append(path)
        if progress is not None:
            progress(path.name, len(written), steps)
    return written


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
    """The documents of one folder: those of `offices`, under the beginning `name`."""

    connection: Connection
    context: ReportContext
    style: PrintStyle
    folder: Path
    offices: tuple[str, ...]
    name: str

    def summary(self, period: Period) -> Summary:
        """Return the figures of a period."""
        return summarise(self.connection, self.context, period, self.offices)

    def days(self, days: Iterable[date]) -> Iterator[Path]:
        """Print each day."""
        for day in days:
            yield self._print(self.summary(Period.day(day)))

    def documents(self, summary: Summary) -> Iterator[Path]:
        """Write a summary in every format."""
        yield self._print(summary)
        for form, render in _FILES:
            yield self._export(summary, form, render)

    def documents_of(self, period: Period) -> Iterator[Path]:
        """Write a period in every format; its figures are asked for once they are wanted."""
        yield from self.documents(self.summary(period))

    def _print(self, summary: Summary) -> Path:
        path = self._path(summary, "pdf")
        render_pdf(summary, self.style, path)
        return path

    def _export(self, summary: Summary, form: str, render: Callable[[Summary], bytes]) -> Path:
        path = self._path(summary, form)
        with faults.explained(path):
            path.write_bytes(render(summary))
        return path

    def _path(self, summary: Summary, form: str) -> Path:
        period = summary.period
        names = {PeriodKind.MONTH: f"{period.first:%Y-%m}", PeriodKind.YEAR: f"{period.first:%Y}"}
        return self.folder / f"{self.name}-{names.get(period.kind, period.first)}.{form}"
