"""The last closings, the newest first; a row opens its page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.period import Period
from otdesk.domain.till import ClosingSpan
from otdesk.i18n import _
from otdesk.reports.shop.closings import ClosingRecord
from otdesk.ui.days.controls import card, label
from otdesk.ui.shop.till import words
from otdesk.ui.summaries.chart_spec import TableContent, TableRow
from otdesk.ui.summaries.data_table import DataTable
from otdesk.ui.theme.apply import Theme

_LEAST_ROWS = 2


class ClosingsCard(QWidget):
    """`opened` carries the ClosingRecord of a row."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        frame, self._column = card(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._column.addWidget(label(_("Clôtures"), "title"))
        self._none = label(
            _("Aucune encore. Chaque Z reste ici : il ne se supprime ni ne se rouvre."),
            "note",
            wrap=True,
        )
        self._column.addWidget(self._none)
        self._column.addStretch(1)
        self.records: tuple[ClosingRecord, ...] = ()
        self.table: DataTable | None = None

    def show_closings(self, records: tuple[ClosingRecord, ...]) -> None:
        """Show the closings; the same ones keep the row in hand."""
        if records == self.records:
            return
        self.records = records
        self._none.setVisible(not records)
        if self.table is not None:
            self._column.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
        if not records:
            return
        heads = (
            _("Clôture"),
            _("tickets"),
            _("chiffre d’affaires"),
            _("attendu"),
            _("compté"),
            _("écart"),
            _("par"),
        )
        content = TableContent(heads, tuple(_row(each) for each in records), strong=2)
        table = DataTable(content, _("Clôtures"), self._theme)
        table.setAccessibleDescription(_("Entrée ouvre la clôture et son impression."))
        table.setMinimumHeight(table.whole_height(_LEAST_ROWS))
        table.opened.connect(lambda row: self.opened.emit(self.records[row]))
        self.table = table
        self._column.insertWidget(1, table, 100)


def _row(record: ClosingRecord) -> TableRow:
    closing = record.closing
    counted = closing.counted is not None
    when = words.closing_period(closing)
    if closing.span is ClosingSpan.DAY:
        when = typography.short_date(closing.day)
    return TableRow(
        (
            f"{words.closing_name(closing)} · {when}",
            typography.integer(closing.totals.receipts),
            typography.cents(closing.totals.turnover),
            typography.cents(closing.expected) if counted else typography.DASH,
            typography.cents(closing.counted or 0) if counted else typography.DASH,
            words.signed(closing.difference) if counted else typography.DASH,
            closing.operator if closing.span is ClosingSpan.DAY else _("seule"),
        ),
        # The table asks where a row leads; any place makes it open.
        Period.day(closing.day),
    )
