"""A card with a chart and, one key away, the table of its figures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.drawing_painter import ScreenMeasure
from otdesk.ui.summaries.chart_spec import ChartSpec
from otdesk.ui.summaries.data_table import DataTable
from otdesk.ui.summaries.drawing_view import DrawingView
from otdesk.ui.theme.apply import Theme


class ChartCard(QFrame):
    """Shows a chart or its table; `opened` carries the Target of a row or of a part."""

    opened = Signal(object)

    def __init__(
        self, spec: ChartSpec, measure: ScreenMeasure, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._theme = theme
        self.setProperty("role", "card")
        self.setAccessibleName(spec.title)
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(
            scale.margin_side, scale.space(4), scale.space(6), scale.space(12)
        )
        column.setSpacing(scale.space(4))
        column.addLayout(self._head())
        self.picture = DrawingView(spec.draw, spec.spots, measure, theme)
        self.picture.setAccessibleName(spec.title)
        self.picture.setAccessibleDescription(spec.spoken)
        self.picture.picked.connect(self._on_row)
        self._table: DataTable | None = None
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, scale.space(10), 0)
        self._body.addWidget(self.picture)
        column.addLayout(self._body)
        if spec.foot:
            column.addWidget(label(spec.foot, "note", wrap=True))
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.scale.space(8))
        title = label(self.spec.title, "title")
        note = label(self.spec.note, "note")
        note.setMinimumWidth(1)
        note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        note.setToolTip(self.spec.note)
        name = _("Tableau : {}").format(self.spec.title)
        self.toggle = IconButton("list", name, self._theme)
        self.toggle.setProperty("role", "ghost")
        self.toggle.setCheckable(True)
        # It says by its icon and its name what it would show, so that it needs no filled state.
        self.toggle.setStyleSheet("QPushButton { padding: 0; background: transparent; }")
        self.toggle.toggled.connect(self._on_toggled)
        row.addWidget(title)
        row.addWidget(note, 1)
        row.addWidget(self.toggle)
        return row

    def _toggle_name(self) -> str:
        pattern = _("Graphique : {}") if self.shows_table else _("Tableau : {}")
        return pattern.format(self.spec.title)

    @property
    def table(self) -> DataTable:
        """Return the table, made the first time it is wanted."""
        if self._table is None:
            self._table = DataTable(self.spec.table, self.spec.title, self._theme)
            self._table.setFixedHeight(self._table.whole_height())
            self._table.opened.connect(self._on_row)
            self._table.hide()
            self._body.addWidget(self._table)
        return self._table

    @property
    def shows_table(self) -> bool:
        """Tell whether the table stands in the chart's place."""
        return self.toggle.isChecked()

    def show_table(self, on: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Show the table, or the chart."""
        self.toggle.setChecked(on)

    def _on_toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        palette = self._theme.palette
        icon = self._theme.icons.icon(
            "chart-column" if on else "list",
            palette.ink,
            self._theme.scale.icon,
            self.devicePixelRatioF(),
            checked=palette.ink,
        )
        self.toggle.setIcon(icon)
        self.toggle.setAccessibleName(self._toggle_name())
        self.toggle.setToolTip(self._toggle_name())
        self.table.setVisible(on)
        self.picture.setVisible(not on)
        if on and self.toggle.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(0)

    def _on_row(self, row: int) -> None:
        self.opened.emit(self.spec.table.rows[row].target)
