"""The comparison with the year before, or why it is refused and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from otdesk.documents.pdf import comparison_words as told
from otdesk.documents.pdf import words
from otdesk.domain.period import PeriodKind
from otdesk.i18n import _
from otdesk.reports import labels
from otdesk.reports.summary import Comparison, Measure, PublishedTotal, Summary
from otdesk.typography import capitalised, integer, long_date, month_name
from otdesk.ui.days.controls import card, label
from otdesk.ui.summaries.chart_spec import TableContent, TableRow
from otdesk.ui.summaries.data_table import DataTable
from otdesk.ui.theme.apply import Theme


def comparison_table(summary: Summary, comparison: Comparison) -> TableContent:
    """Return the lines of a comparison that stands."""
    single = summary.period.kind is PeriodKind.DAY
    this, before = str(summary.period.first.year), str(comparison.period.first.year)
    return TableContent(
        ("", before, this, _("écart")),
        tuple(
            TableRow(
                (
                    _short(row.measure),
                    told.figure(row.measure, row.before),
                    told.figure(row.measure, row.this),
                    told.change(row),
                )
            )
            for row in comparison.rows
            # One day is one day on both sides.
            if not (single and row.measure is Measure.OPEN_DAYS)
        ),
        strong=2,
    )


def _short(measure: Measure) -> str:
    """Return the words of a line in the room that a third of the screen leaves."""
    return {
        Measure.PERSONS: _("Visiteurs"),
        Measure.COUNTER_ACTS: _("Au comptoir"),
        Measure.WRITTEN: _("Écrits reçus"),
        Measure.PERSONS_PER_OPEN_HOUR: _("Par heure"),
        Measure.FOREIGN_SHARE: _("Part de l’étranger"),
        Measure.ORIGIN_KNOWN_SHARE: _("Origine connue"),
        Measure.TURNOVER: _("Boutique, €"),
    }.get(measure, labels.measure(measure))


class ComparisonCard(QFrame):
    """Says what the period is beside the year before."""

    def __init__(self, summary: Summary, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "card")
        self.setAccessibleName(_("Comparaison"))
        column = QVBoxLayout(self)
        scale = theme.scale
        column.setContentsMargins(
            scale.margin_side, scale.space(14), scale.margin_side, scale.space(12)
        )
        column.setSpacing(scale.space(8))
        self._column = column
        comparison = summary.comparison
        if comparison is None:
            column.addWidget(label(_("Comparer"), "title"))
            column.addWidget(label(_("Rien à comparer."), "note", wrap=True))
        elif comparison.refusal is not None:
            self._refuse(comparison, comparison.refusal)
        else:
            self._compare(summary, comparison)
        column.addStretch(1)

    def _compare(self, summary: Summary, comparison: Comparison) -> None:
        title = _facing(comparison)
        self._column.addWidget(label(title, "title", wrap=True))
        note = _("mêmes bureaux, mêmes mois")
        if summary.period.kind is not PeriodKind.DAY:
            note += _(" · écarts par jour ouvert")
        self._column.addWidget(label(note, "note", wrap=True))
        table = DataTable(comparison_table(summary, comparison), title, self._theme)
        table.setFixedHeight(table.whole_height(rows=table.content.rowCount()))
        self._column.addWidget(table)
        if comparison.context:
            text = capitalised(" · ".join(comparison.context)) + "."
            self._column.addWidget(label(text, "note", wrap=True))
        self._notes(comparison)

    def _refuse(self, comparison: Comparison, refusal: str) -> None:
        title = _facing(comparison)
        self._column.addWidget(label(title, "title", wrap=True))
        frame, inside = card(self._theme, "banner")
        frame.setProperty("tone", "refused")
        row = QHBoxLayout()
        row.setSpacing(self._theme.scale.space(8))
        sign = label("")
        side = self._theme.scale.icon
        sign.setPixmap(
            self._theme.icons.pixmap(
                "circle-slash", self._theme.palette.refused.ink, side, self.devicePixelRatioF()
            )
        )
        row.addWidget(sign)
        row.addWidget(label(_("Comparaison refusée"), "heading", "refused"), 1)
        inside.addLayout(row)
        inside.addWidget(label(capitalised(refusal), wrap=True))
        if comparison.way_out:
            inside.addWidget(label(comparison.way_out, "heading", wrap=True))
        frame.setAccessibleName(f"{_('Comparaison refusée')} : {refusal}")
        self._column.addWidget(frame)
        if comparison.published:
            self._column.addWidget(label(_("Publié à part, sans comparer :"), "heading"))
            for total in comparison.published[:6]:
                self._column.addWidget(label(_published(total), "note", wrap=True))
        self._notes(comparison)

    def _notes(self, comparison: Comparison) -> None:
        for note in comparison.notes:
            text = f"{note.subject}\u00a0: {note.text}"
            self._column.addWidget(label(text, "note", wrap=True))


def _facing(comparison: Comparison) -> str:
    if comparison.period.kind is PeriodKind.DAY:
        return _("Face au {}").format(long_date(comparison.period.first))
    return _("Face à {}").format(words.short_title(comparison.period))


def _published(total: PublishedTotal) -> str:
    unit = {"persons": _("personnes"), "acts": _("accueils")}.get(total.unit, _("unité inconnue"))
    measures = {
        "persons": _("visiteurs"),
        "visitors": _("visiteurs"),
        "acts": _("accueils"),
        "calls": _("appels"),
    }
    measure = measures.get(total.measure, total.measure)
    return _("{month} : {measure} {value} ({unit}), {source}").format(
        month=capitalised(month_name(total.month)),
        measure=measure,
        value=integer(total.value),
        unit=unit,
        source=total.source,
    )
