"""The figures and charts of a summary, laid out in three columns, two or one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.ui.drawing_painter import ScreenMeasure
from otdesk.ui.summaries.chart_card import ChartCard
from otdesk.ui.summaries.charts import leading_chart, other_charts
from otdesk.ui.summaries.comparison_card import ComparisonCard
from otdesk.ui.summaries.figures import FigureBand
from otdesk.ui.summaries.material import Material
from otdesk.ui.theme.apply import Theme

# A card under twenty-three ems cuts the words of its tables.
_COLUMN_EM = 23.0
_MOST_COLUMNS = 3


class Overview(QScrollArea):
    """Scrolls the cards of one summary; `opened` carries the Target of a figure, row or part.

    `shown` carries the Material, once it is laid out.
    """

    opened = Signal(object)
    shown = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = ScreenMeasure()
        self._tables = False
        self.cards: list[ChartCard] = []
        self._tiles: list[tuple[QWidget, int]] = []
        self._columns = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes would change the width, and with it the height again.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("Chiffres et graphiques"))
        self._page = QWidget()
        self._page.setProperty("role", "screen")
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, theme.scale.space(6), 0)
        column.setSpacing(theme.scale.gap_wide)
        self.figures = FigureBand(theme)
        self.figures.opened.connect(self.opened)
        column.addWidget(self.figures)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.scale.gap_wide)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(self._page)

    def show_material(self, material: Material) -> None:
        """Show a summary, from its top."""
        self._clear()
        self.figures.show_figures(material.summary)
        lead = ChartCard(leading_chart(material), self._measure, self._theme)
        others = [ChartCard(spec, self._measure, self._theme) for spec in other_charts(material)]
        self.cards = [lead, *others]
        comparison = ComparisonCard(material.summary, self._theme)
        self._tiles = [(lead, lead.spec.columns), (comparison, 1)]
        self._tiles += [(card, card.spec.columns) for card in others]
        for card in self.cards:
            card.opened.connect(self._on_opened)
            card.show_table(self._tables)
        self._columns = 0
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self.shown.emit(material)

    def show_tables(self, on: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Show every chart as its table, or as its picture."""
        self._tables = on
        for card in self.cards:
            card.show_table(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the cards again where the width allows more or fewer columns."""
        super().resizeEvent(event)
        self._arrange()

    def _on_opened(self, target: object) -> None:
        if target is not None:
            self.opened.emit(target)

    def _clear(self) -> None:
        for widget, _columns in self._tiles:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._tiles, self.cards = [], []

    def _arrange(self) -> None:
        room = self.viewport().width() / self._theme.scale.em()
        columns = max(1, min(_MOST_COLUMNS, int(room / _COLUMN_EM)))
        if columns == self._columns:
            return
        self._columns = columns
        for row, column, span, widget in _places(self._tiles, columns):
            self._grid.addWidget(widget, row, column, 1, span)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _places(
    tiles: Sequence[tuple[QWidget, int]], columns: int
) -> list[tuple[int, int, int, QWidget]]:
    """Return row, column, span and widget of each tile, in reading order."""
    places: list[tuple[int, int, int, QWidget]] = []
    row = column = 0
    for number, (widget, wanted) in enumerate(tiles):
        span = min(wanted, columns)
        if column + span > columns:
            row, column = row + 1, 0
        if number == len(tiles) - 1:
            # The last row has no hole.
            span = columns - column
        places.append((row, column, span, widget))
        column += span
    return places
