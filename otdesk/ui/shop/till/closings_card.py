"""The closings by kind and by year, the newest first; a row opens its page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.period import Period
from otdesk.domain.till import ClosingSpan
from otdesk.i18n import _
from otdesk.reports.shop.closings import ClosingChoice, ClosingList, ClosingRecord
from otdesk.ui.days.controls import card, label
from otdesk.ui.preferences.cards import Choice, row
from otdesk.ui.shop.till import words
from otdesk.ui.summaries.chart_spec import TableContent, TableRow
from otdesk.ui.summaries.data_table import DataTable
from otdesk.ui.theme.apply import Theme

_LEAST_ROWS = 2
_ALL = "all"


class ClosingsCard(QWidget):
    """`opened` carries the ClosingRecord of a row; `chosen` follows another kind or year.

    `choice` is what is looked at: every kind in the newest year, until a hand picks.
    """

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        frame, self._column = card(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.choice = ClosingChoice()
        self._column.addWidget(self._made_head())
        self._none = label(
            _("Aucune encore. Chaque Z reste ici : il ne se supprime ni ne se rouvre."),
            "note",
            wrap=True,
        )
        self._column.addWidget(self._none)
        self._column.addStretch(1)
        self.records: tuple[ClosingRecord, ...] = ()
        self.table: DataTable | None = None

    def _made_head(self) -> QWidget:
        theme = self._theme
        self.kinds = Choice(
            theme,
            _("Clôtures"),
            (
                (_ALL, _("Toutes")),
                (ClosingSpan.DAY.value, _("Z")),
                (ClosingSpan.MONTH.value, _("Mois")),
                (ClosingSpan.YEAR.value, _("Années")),
            ),
            _ALL,
            self._on_kind,
        )
        self.years = QComboBox()
        self.years.setAccessibleName(_("Année des clôtures"))
        self.years.setMinimumHeight(theme.scale.target)
        self.years.hide()
        self.years.activated.connect(lambda _index: self._on_year())
        return row(theme, (label(_("Clôtures"), "title"), self.kinds, self.years))

    def _on_kind(self, value: str) -> None:
        span = None if value == _ALL else ClosingSpan(value)
        # The year stays where this kind has one of it.
        self._choose(ClosingChoice(span, self.years.currentText()))

    def _on_year(self) -> None:
        self._choose(ClosingChoice(self.choice.span, self.years.currentText()))

    def _choose(self, choice: ClosingChoice) -> None:
        if choice != self.choice:
            self.choice = choice
            self.chosen.emit()

    def show_closings(self, found: ClosingList) -> None:
        """Show the closings; the same ones keep the row in hand."""
        self._show_years(found)
        records = found.records
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
        table.opened.connect(lambda place: self.opened.emit(self.records[place]))
        self.table = table
        self._column.insertWidget(1, table, 100)

    def _show_years(self, found: ClosingList) -> None:
        shown = [self.years.itemText(at) for at in range(self.years.count())]
        if shown != list(found.years):
            self.years.clear()
            self.years.addItems(found.years)
        self.years.setCurrentText(found.year)
        # One year leaves nothing to choose.
        self.years.setVisible(len(found.years) > 1)


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
