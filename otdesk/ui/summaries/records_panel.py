"""The panel that lists the accueils behind a figure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from otdesk import typography
from otdesk.documents.pdf import words
from otdesk.domain.period import Period
from otdesk.i18n import _, ngettext
from otdesk.reports.day_list import Line
from otdesk.reports.records_behind import Behind, Records
from otdesk.reports.summary import Summary
from otdesk.typography import DASH, WEEKDAYS, integer
from otdesk.ui.days.controls import label
from otdesk.ui.printing.side_panel import Outcome, SidePanel
from otdesk.ui.summaries.chart_spec import TableContent, TableRow
from otdesk.ui.summaries.data_table import DataTable
from otdesk.ui.theme.apply import Theme


class RecordsPanel(SidePanel):
    """Shows what a figure is made of; `day_wanted` carries the date of a line that was opened."""

    day_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Derrière le chiffre"), theme, parent)
        self._sum = label("", "note", wrap=True)
        self.outcome = Outcome(theme)
        self.table = DataTable(_content(()), _("Accueils"), theme)
        self._table_of_two_lines()
        self.table.opened.connect(self._on_row)
        self._lines: tuple[Line, ...] = ()
        self.body.addWidget(self._sum)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.table, 1)

    def _table_of_two_lines(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(self.theme.scale.em(3.4))

    def wait(self, title: str) -> None:
        """Say what is being looked for."""
        self.say_title(title)
        self._sum.setText(_("Recherche…"))
        self.outcome.hide()
        self._show(())

    def show_records(self, records: Records) -> None:
        """Show the first page of the accueils and the sums of all of them."""
        persons = records.persons + records.sheet_persons
        acts = records.acts + records.sheet_acts
        text = _("{persons}, {acts}.").format(
            persons=words.persons(persons), acts=words.accueils(acts)
        )
        if len(records.lines) < records.acts:
            shown = len(records.lines)
            text += " " + ngettext("Le premier.", "Les {} premiers.", shown).format(integer(shown))
        if records.sheets:
            text += " " + _("Feuilles papier comprises.")
        self._sum.setText(text)
        self._show((*records.lines, *records.sheets))
        if self._lines:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_fault(self, fault: Exception) -> None:
        """Say why there is no list."""
        self._sum.setText("")
        self.outcome.tell_fault(fault)

    def _show(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self.table.content.replace(_content(lines))

    def _on_row(self, row: int) -> None:
        self.day_wanted.emit(self._lines[row].day)


def _content(lines: tuple[Line, ...]) -> TableContent:
    return TableContent((_("Accueil"), _("pers."), _("Heure")), tuple(_row(line) for line in lines))


def _row(line: Line) -> TableRow:
    about = line.origin_label or _("Feuille papier")
    below = ", ".join(line.demand_labels) or line.channel_label
    when = DASH if line.minute is None else typography.clock_time(line.minute)
    persons = DASH if line.persons is None else integer(line.persons)
    return TableRow(
        (f"{about}\n{below}", persons, f"{line.day:%d/%m}\n{when}"), Period.day(line.day)
    )


def behind_words(behind: Behind, summary: Summary) -> str:
    """Return what a list of accueils is about: « Gard · juillet 2022 »."""
    parts = [
        next((r.label for r in summary.by_origin if r.code == behind.origin), ""),
        next((r.label for r in summary.by_demand if r.code == behind.demand), ""),
        _("non satisfaites") if behind.unmet else "",
        next((r.label for r in summary.by_channel if r.code == behind.channel), ""),
        "" if behind.hour is None else f"{behind.hour}\u00a0h",
        next((r.label for r in summary.by_audience if r.code == behind.audience), ""),
        next((r.label for r in summary.by_residency if r.code == behind.residency), ""),
        "" if behind.weekday is None else WEEKDAYS[behind.weekday],
    ]
    named = [part for part in parts if part] or [_("Tous les accueils")]
    return typography.capitalised(" · ".join([*named, words.short_title(behind.period)]))
