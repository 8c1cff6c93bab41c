"""The choices over the table: as many as the width holds, the others in a menu, counts on each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from otdesk.i18n import _, ngettext
from otdesk.ui.days.lines import LineFilter, filter_label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import BOLD, SEMIBOLD
from otdesk.ui.theme.scale import SMALL

# What stays in sight the longest when the room is short.
_PRIORITY = (
    LineFilter.ALL,
    LineFilter.UNFINISHED,
    LineFilter.COUNTER,
    LineFilter.CALLS,
    LineFilter.WALK_INS,
    LineFilter.REVISED,
    LineFilter.VOIDED,
    LineFilter.WRITTEN,
    LineFilter.SHEETS,
    LineFilter.OUTINGS,
)


class FilterButton(QAbstractButton):
    """One choice with its count; the chosen one is filled and bears a check mark."""

    def __init__(self, chosen: LineFilter, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.filter = chosen
        self.count = 0
        self.setText(filter_label(chosen))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many lines it keeps."""
        self.count = count
        told = ngettext("{} ligne", "{} lignes", count).format(count)
        self.setAccessibleName(f"{self.text()}, {told}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of mark, label and count."""
        scale = self._theme.scale
        words = self._words_width() + self._count_width() + scale.space(5)
        return QSize(words + self._mark + 2 * scale.space(9), scale.target)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, mark, label and count."""
        palette, scale = self._theme.palette, self._theme.scale
        urgent = self.filter is LineFilter.UNFINISHED and self.count > 0
        hue = palette.genet if urgent else palette.origin
        fill, edge, ink, note = palette.surface, palette.border, palette.ink, palette.ink_secondary
        if urgent:
            fill, edge, ink, note = hue.soft, hue.ink, hue.ink, hue.ink
        if self.isChecked():
            fill, edge, ink, note = hue.fill, hue.fill, hue.on_fill, hue.on_fill
        elif self.underMouse():
            edge = palette.ink
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(fill))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        left = scale.space(9)
        if self.isChecked():
            side = self._mark - scale.space(3)
            mark = self._theme.icons.pixmap("check", ink, side, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - side) // 2, mark)
        else:
            left += self._mark // 2
        left += self._mark if self.isChecked() else 0
        painter.setPen(QColor(ink))
        painter.setFont(self._theme.font(SMALL, SEMIBOLD))
        width = self._words_width()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(left, 0, width + 2, self.height()), middle, self.text())
        painter.setPen(QColor(note))
        painter.setFont(self._theme.font(SMALL, BOLD if self.isChecked() else SEMIBOLD))
        left += width + scale.space(5)
        painter.drawText(QRect(left, 0, self.width(), self.height()), middle, str(self.count))
        painter.end()

    @property
    def _mark(self) -> int:
        # Kept in both states, so that nothing moves under the finger.
        return self._theme.scale.em(1.0)

    def _words_width(self) -> int:
        metrics = QFontMetrics(self._theme.font(SMALL, SEMIBOLD))
        return metrics.horizontalAdvance(self.text())

    def _count_width(self) -> int:
        metrics = QFontMetrics(self._theme.font(SMALL, BOLD))
        return metrics.horizontalAdvance(str(self.count))


class FilterBar(QWidget):
    """All filters in one line. `chosen` follows a click, a key or the menu."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gap = theme.scale.space(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.buttons = {each: FilterButton(each, theme, self) for each in LineFilter}
        for button in self.buttons.values():
            button.clicked.connect(self._on_clicked)
        self.more = KeyButton(theme, _("Autres…"), "")
        self.more.setParent(self)
        self.more.setAccessibleName(_("Autres filtres"))
        self._menu = QMenu(self.more)
        self._menu.setAccessibleName(_("Autres filtres"))
        self._group = QActionGroup(self)
        self.more.setMenu(self._menu)
        self.setFixedHeight(max(theme.scale.target, self.more.minimumSizeHint().height()))
        self._menu.triggered.connect(lambda action: self.choose(action.data()))
        self.buttons[LineFilter.ALL].setChecked(True)

    @property
    def current(self) -> LineFilter:
        """Return the filter in force."""
        return next(each for each, button in self.buttons.items() if button.isChecked())

    def choose(self, chosen: LineFilter) -> None:
        """Put a filter in force."""
        self.buttons[chosen].setChecked(True)
        self._arrange()
        self.chosen.emit(chosen)

    def show_counts(self, counts: Mapping[LineFilter, int]) -> None:
        """Show how many lines each filter keeps."""
        for each, button in self.buttons.items():
            button.show_count(counts.get(each, 0))
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the room of the first choice and of the menu."""
        first = self.buttons[LineFilter.ALL].sizeHint().width()
        width = first + self._gap + self.more.sizeHint().width()
        return QSize(width, self._theme.scale.target)

    def sizeHint(self) -> QSize:
        """Return the room of every choice."""
        width = sum(button.sizeHint().width() + self._gap for button in self.buttons.values())
        return QSize(width, self._theme.scale.target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what the new width holds."""
        super().resizeEvent(event)
        self._arrange()

    def _on_clicked(self) -> None:
        self._arrange()
        self.chosen.emit(self.current)

    def _arrange(self) -> None:
        widths = {each: button.sizeHint().width() for each, button in self.buttons.items()}
        kept = self._kept(widths)
        x = 0
        for each, button in self.buttons.items():
            button.setVisible(each in kept)
            if each in kept:
                button.setGeometry(x, 0, widths[each], self.height())
                x += widths[each] + self._gap
        hidden = [each for each in LineFilter if each not in kept]
        self.more.setVisible(bool(hidden))
        self.more.setGeometry(x, 0, self.more.sizeHint().width(), self.height())
        self._fill_menu(hidden)

    def _kept(self, widths: Mapping[LineFilter, int]) -> set[LineFilter]:
        """Return what is shown: the one in force always, empty choices only where there is room."""
        counted = {each: button.count > 0 for each, button in self.buttons.items()}
        order = sorted(
            _PRIORITY,
            key=lambda each: (
                each is not LineFilter.ALL,
                each is not self.current,
                not counted[each],
                _PRIORITY.index(each),
            ),
        )
        if sum(widths.values()) + self._gap * (len(widths) - 1) <= self.width():
            return set(order)
        room = self.width() - self.more.sizeHint().width()
        kept: set[LineFilter] = set()
        for each in order:
            room -= widths[each] + self._gap
            if room < 0 and kept:
                break
            kept.add(each)
        return kept

    def _fill_menu(self, hidden: list[LineFilter]) -> None:
        self._menu.clear()
        for each in hidden:
            action = QAction(f"{filter_label(each)}  {self.buttons[each].count}", self._menu)
            action.setData(each)
            action.setCheckable(True)
            self._group.addAction(action)
            self._menu.addAction(action)
