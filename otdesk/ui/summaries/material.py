"""What the screen shows, read in one go on the reading thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from otdesk import paths
from otdesk.documents.maps import DepartmentMap, load_departments
from otdesk.documents.pdf.render import render_pdf
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tally import tally_sheet
from otdesk.domain.period import Period
from otdesk.reports.context import ReportContext
from otdesk.reports.extent import extent
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Summary
from otdesk.services.workplace import Workplace
from otdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Material:
    """A summary, the map that some of its charts need, and from when to when there is anything."""

    summary: Summary
    departments: DepartmentMap
    extent: Period | None

    @property
    def is_empty(self) -> bool:
        """Tell that nothing at all was noted in the period."""
        summary = self.summary
        counted = summary.acts + summary.persons + summary.walk_ins + summary.outing_persons
        sold = summary.sales is not None and (summary.sales.receipts or summary.sales.refunds)
        return not (counted or sold or summary.open_days or summary.closed_days)


class Reader:
    """Reads summaries and makes their documents; all of it on the reading thread alone.

    Fonts and map are read the first time and kept: the counter must not wait for them at start.
    """

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._style: PrintStyle | None = None
        self._departments: DepartmentMap | None = None

    def context(self) -> ReportContext:
        """Return the grounds of a report, now."""
        workplace = self._workplace
        return ReportContext(
            workplace.lists,
            workplace.profile,
            workplace.calendar,
            workplace.zone,
            workplace.clock.now(),
        )

    def read(self, store: Store, period: Period, offices: Sequence[str]) -> Material:
        """Read the summary of a period."""
        if self._departments is None:
            self._departments = load_departments(paths.resources() / "maps")
        with store.reading() as connection:
            summary = summarise(connection, self.context(), period, offices)
            return Material(summary, self._departments, extent(connection, offices))

    def read_latest(self, store: Store, offices: Sequence[str]) -> Material:
        """Read the last month of which anything was noted, this one at most and without any."""
        today = self.context().today
        with store.reading() as connection:
            held = extent(connection, offices)
        last = today if held is None else min(held.last, today)
        return self.read(store, Period.month(last.year, last.month), offices)

    def summary_pdf(self, summary: Summary) -> bytes:
        """Return the summary's pages."""
        out = BytesIO()
        render_pdf(summary, self._print_style(), out)
        return out.getvalue()

    def tally_pdf(self) -> bytes:
        """Return the blank tally sheet of the office."""
        workplace, out = self._workplace, BytesIO()
        tally_sheet(workplace.profile, workplace.office, workplace.lists, self._print_style(), out)
        return out.getvalue()

    def _print_style(self) -> PrintStyle:
        if self._style is None:
            self._style = PrintStyle.shipped(reconstruction=self._workplace.identity.reconstruction)
        return self._style
