"""Offices × months: each cell with its sign, figure and days, painted and told to readers."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from otdesk import typography
from otdesk.headquarters.state_words import STATES
from otdesk.headquarters.year_table import LACKING, CellState, YearCell, YearLine, YearTable
from otdesk.i18n import _
from otdesk.ui.siege.completeness import words
from otdesk.ui.siege.completeness.look import LOOKS, paint_ground
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import LEAST, NOTE, SMALL

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = int(Qt.ItemDataRole.UserRole)
_SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_NAMES_EM = 9.6
# Between a cell and the edge of its column, and between that edge and a word.
_EDGE, _AIR = 3, 4


class YearModel(QAbstractTableModel):
    """Offices as rows, months as columns; the last row adds up the network, out of reach."""

    def __init__(self) -> None:
        super().__init__()
        self.table: YearTable | None = None

    def show_table(self, table: YearTable) -> None:
        """Show a year."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    @property
    def lines(self) -> tuple[YearLine, ...]:
        """Return the offices that are shown."""
        return () if self.table is None else self.table.lines

    def cell_at(self, index: Index) -> YearCell | None:
        """Return a cell, None in the row of the network."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        return self.lines[index.row()].cells[index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the offices and their network."""
        return 0 if parent.isValid() or not self.lines else len(self.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return twelve."""
        return 0 if parent.isValid() else 12

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the cell, or its sentence."""
        cell = self.cell_at(index)
        if cell is None:
            return self._total(index) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{STATES[cell.state]()} {words.days_words(cell)}"
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return words.spoken(self.lines[index.row()], cell)
        return cell if role == CELL_ROLE else None

    def _total(self, index: Index) -> str:
        if self.table is None or not index.isValid():
            return ""
        acts = self.table.acts(index.column() + 1)
        return typography.integer(acts) if acts else ""

    def is_partial(self, column: int) -> bool:
        """Tell whether the network's figure of a month is a least one."""
        return self.table is not None and self.table.is_partial(column + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only cells of offices be reached."""
        if self.cell_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a month, an office, or the network."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return _SHORT_MONTHS[section]
        return self.lines[section].office.name if section < len(self.lines) else _("Réseau")


class CellDelegate(QStyledItemDelegate):
    """Paints a cell over the ground of its month's column."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = -1

    @property
    def least(self) -> QSize:
        """Return the room of a sign, a figure and the days."""
        scale = self._theme.scale
        figure = QFontMetrics(self._theme.font(SMALL, SEMIBOLD))
        days = QFontMetrics(self._theme.font(LEAST, REGULAR))
        inside = max(
            figure.horizontalAdvance("1\u202f000"),
            days.horizontalAdvance(_("{received}/{due} j").format(received=15, due=22)),
            QFontMetrics(self.word_font).horizontalAdvance(_("manque")),
        )
        below = days.horizontalAdvance(_("au moins")) + scale.space(6)
        width = max(inside + 2 * (_EDGE + scale.space(_AIR)), below)
        height = scale.icon_small + figure.height() + days.height()
        return QSize(width, max(height + scale.space(9), scale.target))

    @property
    def word_font(self) -> QFont:
        """Return the type of a word that stands for a figure: it is longer than one."""
        return self._theme.font(NOTE, SEMIBOLD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell, or the sum of a column."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        palette, scale = self._theme.palette, self._theme.scale
        if index.column() == self.column:
            painter.fillRect(rect, QColor(palette.origin.soft))
        cell: YearCell | None = index.data(CELL_ROLE)
        if cell is None:
            self._paint_total(painter, rect, index)
            painter.restore()
            return
        box = QRectF(rect).adjusted(_EDGE, 2.5, -_EDGE, -2.5)
        if index.column() == self.column and not LOOKS[cell.state].filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.surface))
            painter.drawRoundedRect(box, scale.small_radius, scale.small_radius)
        paint_ground(painter, box, self._theme, cell.state)
        self._paint_words(painter, box, cell)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.focus), scale.space(3)))
            edge = scale.space(3) / 2
            painter.drawRoundedRect(
                QRectF(rect).adjusted(edge, edge, -edge, -edge),
                scale.small_radius,
                scale.small_radius,
            )
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, cell: YearCell) -> None:
        palette = self._theme.palette
        look = LOOKS[cell.state]
        hue = palette.hue(look.tone)
        if not look.icon:
            self._paint_plain(painter, box, cell)
            return
        scale = self._theme.scale
        figure = self._theme.font(SMALL, SEMIBOLD)
        days = self._theme.font(LEAST, REGULAR)
        side = scale.icon_small
        heights = (side, QFontMetrics(figure).height(), QFontMetrics(days).height())
        top = box.top() + max(0.0, (box.height() - sum(heights)) / 2)
        picture = self._theme.icons.pixmap(look.icon, hue.ink, side)
        painter.drawPixmap(round(box.center().x() - side / 2), round(top), picture)
        top += heights[0]
        is_word = cell.state is CellState.MISSING or (
            cell.state is CellState.QUARANTINED and not cell.received
        )
        ink = hue.ink if is_word else palette.ink
        painter.setFont(self.word_font if is_word else figure)
        top = self._line(painter, box, top, words.figure_words(cell), ink)
        quiet = hue.ink if cell.state in LACKING else palette.ink_secondary
        if look.tone == "ok":
            quiet = palette.ink if look.filled else palette.ink_secondary
        painter.setFont(days)
        self._line(painter, box, top, words.days_words(cell), quiet)

    def _line(self, painter: QPainter, box: QRectF, top: float, text: str, ink: str) -> float:
        """Paint a line of text in the painter's font; return where the next one begins."""
        painter.setPen(QColor(ink))
        height = painter.fontMetrics().height()
        room = QRectF(box.left() - _EDGE, top, box.width() + 2 * _EDGE, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        return top + height

    def _paint_plain(self, painter: QPainter, box: QRectF, cell: YearCell) -> None:
        palette = self._theme.palette
        text = {
            CellState.CLOSED: _("fermé"),
            CellState.OUTSIDE: typography.DASH,
        }.get(cell.state, words.days_words(cell))
        font = self._theme.font(LEAST, REGULAR)
        metrics = QFontMetrics(font)
        if cell.state is CellState.CLOSED:
            # Words are not read over a hatching.
            width = metrics.horizontalAdvance(text) + self._theme.scale.space(6)
            ground = QRectF(0, 0, width, metrics.height())
            ground.moveCenter(box.center())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.surface))
            painter.drawRoundedRect(ground, 3, 3)
        painter.setFont(font)
        painter.setPen(QColor(palette.ink_secondary))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_total(self, painter: QPainter, rect: QRect, index: Index) -> None:
        palette = self._theme.palette
        model = index.model()
        text: str = index.data(Qt.ItemDataRole.DisplayRole)
        partial = bool(text) and isinstance(model, YearModel) and model.is_partial(index.column())
        figure = self._theme.font(SMALL, SEMIBOLD)
        least = self._theme.font(LEAST, REGULAR)
        height = QFontMetrics(figure).height()
        more = QFontMetrics(least).height() if partial else 0
        top = rect.top() + (rect.height() - height - more) / 2
        painter.setFont(figure)
        top = self._line(painter, QRectF(rect), top, text, palette.ink)
        if partial:
            painter.setFont(least)
            self._line(painter, QRectF(rect), top, _("au moins"), palette.genet.ink)


class _MonthHeader(QHeaderView):
    """The months; that of the chosen cell stands out."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.column = -1
        self.now = -1
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(0, self._theme.scale.em(2.1))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one month."""
        palette = self._theme.palette
        painter.fillRect(rect, QColor(palette.surface))
        here = section == self.column
        if here:
            painter.fillRect(rect, QColor(palette.origin.soft))
        past = section <= self.now
        painter.setFont(self._theme.font(SMALL, SEMIBOLD if past else REGULAR))
        ink = palette.origin.ink if here else palette.ink if past else palette.ink_secondary
        painter.setPen(QColor(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _SHORT_MONTHS[section])
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class _OfficeHeader(QHeaderView):
    """The names of the offices, which stay in sight where the months scroll."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Return the width of the longest name on two lines."""
        return QSize(self._theme.scale.em(_NAMES_EM), 0)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one name on as many lines as it takes."""
        palette = self._theme.palette
        painter.fillRect(rect, QColor(palette.surface))
        text = self.model().headerData(section, Qt.Orientation.Vertical)
        painter.setFont(self._theme.font(SMALL, SEMIBOLD))
        painter.setPen(QColor(palette.ink))
        room = rect.adjusted(self._theme.scale.space(4), 0, -self._theme.scale.space(6), 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(flags) | int(Qt.TextFlag.TextWordWrap), str(text))
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class YearView(QTableView):
    """The table. `moved` carries the (office, month) that keys, mouse or finger chose.

    `entered`: Enter was pressed there. `year_wanted` carries -1 or 1.
    """

    moved = Signal(str, int)
    entered = Signal()
    year_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.year = YearModel()
        self.year.setParent(self)
        self.setModel(self.year)
        self.delegate = CellDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.months = _MonthHeader(theme, self)
        self.names = _OfficeHeader(theme, self)
        self.setHorizontalHeader(self.months)
        self.setVerticalHeader(self.names)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(_("Complétude des bureaux, mois par mois"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.months.setMinimumSectionSize(self.delegate.least.width())
        self.names.setMinimumSectionSize(theme.scale.target)
        self.setProperty("noFocusRing", True)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_table(self, table: YearTable, office: str, month: int) -> None:
        """Show a year with a cell chosen."""
        self.year.show_table(table)
        self.months.now = table.today.month - 1 if table.today.year == table.year else 11
        if table.year > table.today.year:
            self.months.now = -1
        row = next((n for n, ln in enumerate(table.lines) if ln.office.code == office), 0)
        self.setCurrentIndex(self.year.index(row, month - 1))
        self._fit()

    @property
    def chosen(self) -> tuple[YearLine, YearCell] | None:
        """Return the cell that is pointed to, with its office."""
        cell = self.year.cell_at(self.currentIndex())
        return None if cell is None else (self.year.lines[self.currentIndex().row()], cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows by office and month, pages by year, Enter receives."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.year_wanted.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Letters are the page's own keys, not a search in the table.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the months, the height among the offices."""
        super().resizeEvent(event)
        self._fit()

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.delegate.column = self.months.column = index.column()
        self.viewport().update()
        self.months.viewport().update()
        cell = self.year.cell_at(index)
        if cell is not None:
            self.moved.emit(cell.office, cell.month.month)

    def _fit(self) -> None:
        rows = self.year.rowCount()
        if not rows:
            return
        least = self.delegate.least
        total = max(self._theme.scale.em(2.9), self._theme.scale.target - 6)
        head = self.months.sizeHint().height()
        bar = self.horizontalScrollBar().height() if self._scrolls else 0
        self.setMinimumHeight(head + (rows - 1) * least.height() + total + bar + 2)
        room = self.height() - head - total - bar - 2
        for row in range(rows - 1):
            self.setRowHeight(row, max(least.height(), room // (rows - 1)))
        self.setRowHeight(rows - 1, total)
        width = (self.viewport().width()) // 12
        for column in range(12):
            self.setColumnWidth(column, max(least.width(), width))

    @property
    def _scrolls(self) -> bool:
        return self.viewport().width() // 12 < self.delegate.least.width()


def first_cell(table: YearTable, today: date) -> tuple[str, int]:
    """Return the cell to look at first: what lacks most in the last month that ended."""
    months = [today.month - 1, today.month] if today.year == table.year else [12]
    for month in months:
        lacking = table.lacking(month) if month >= 1 else ()
        if lacking:
            worst = max(lacking, key=lambda cell: len(cell.missing))
            return worst.office, month
    return (table.lines[0].office.code if table.lines else ""), max(1, months[0])
