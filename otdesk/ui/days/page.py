"""The parts of the screen and their places: two columns, or one where the text is large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.services.workplace import Workplace
from otdesk.ui.days.calendar_panel import CalendarPanel
from otdesk.ui.days.closing_card import ClosingCard
from otdesk.ui.days.closing_panel import ClosingPanel
from otdesk.ui.days.controls import add_all
from otdesk.ui.days.correction_bar import CorrectionBar
from otdesk.ui.days.history_panel import HistoryPanel
from otdesk.ui.days.hours_panel import HoursPanel
from otdesk.ui.days.hours_strip import HoursStrip
from otdesk.ui.days.live_card import LiveCard
from otdesk.ui.days.state_row import StateRow
from otdesk.ui.days.tally_form import TallyForm
from otdesk.ui.days.timeline_card import TimelineCard
from otdesk.ui.days.visits_table import VisitsTable
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme

# Under this width the right column goes below: two columns would cut both.
_TWO_COLUMNS_EM = 66
# Under the first height the line of time is low; under the second the closing is too, and a past
# day, which is read by its lines, folds its line of time; under the third nothing helps, and the
# page scrolls.
_LOW_EM, _LOWER_EM, _SCROLLING_EM = 50, 48, 43


class DayPage(QObject):
    """Makes and places every part. `panels_changed` tells whether none of the panels is open."""

    panels_changed = Signal(bool)

    def __init__(self, workplace: Workplace, theme: Theme, screen: QWidget) -> None:
        super().__init__(screen)
        self._theme = theme
        self._screen = screen
        lists = workplace.lists
        self.state = StateRow(theme)
        self.calendar_button = KeyButton(theme, _("Calendrier"), "C", icon="calendar")
        self.late_button = KeyButton(theme, _("Saisie différée"), _("Ctrl D"))
        self.correction = CorrectionBar(theme)
        self.timeline = TimelineCard(theme)
        self.strip = HoursStrip(theme)
        self.table = VisitsTable(theme)
        self.calendar = CalendarPanel(theme)
        self.tally = TallyForm(workplace, theme)
        self.live = LiveCard(theme)
        self.ending = ClosingCard(workplace, theme)
        self.hours = HoursPanel(lists, theme)
        self.closing = ClosingPanel(lists, theme)
        self.history = HistoryPanel(theme)
        self._left_idle: tuple[QWidget, ...] = (self.timeline, self.strip, self.table)
        self._right_idle: tuple[QWidget, ...] = (self.live, self.ending)
        self._left_panels: tuple[QWidget, ...] = (self.calendar, self.tally)
        self._right_panels: tuple[QWidget, ...] = (self.hours, self.closing, self.history)
        self._front: QWidget | None = None
        self._two: bool | None = None
        self._past = False
        self._lay_out()
        self.show_idle()
        self.correction.asked.connect(lambda: self._bring_in_sight(self.correction))
        screen.installEventFilter(self)

    # What is shown -------------------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        """Tell whether no panel is open."""
        return self._front is None

    def is_front(self, panel: QWidget) -> bool:
        """Tell whether a panel is open."""
        return self._front is panel

    def show_idle(self) -> None:
        """Show the day itself."""
        self._show(None)

    def show_left(self, panel: CalendarPanel | TallyForm) -> None:
        """Show a panel in place of the time line and the table."""
        self._show(panel)

    def show_side(self, panel: HoursPanel | ClosingPanel | HistoryPanel) -> None:
        """Show a panel in the right column."""
        self._show(panel)

    def show_past(self, *, past: bool) -> None:
        """Take whether the day that is shown is over."""
        if past != self._past:
            self._past = past
            self._fit(self._screen.size())

    def refuse(self, text: str) -> bool:
        """Say in the open panel why something is not accepted; tell whether there is one."""
        if isinstance(self._front, HoursPanel | ClosingPanel | TallyForm):
            self._front.refuse(text)
            return True
        return False

    def _show(self, panel: QWidget | None) -> None:
        self._front = panel
        left = panel if panel in self._left_panels else None
        right = panel if panel in self._right_panels else None
        for widget in self._left_idle:
            widget.setVisible(left is None)
        for widget in self._left_panels:
            widget.setVisible(widget is left)
        for widget in self._right_idle:
            widget.setVisible(right is None)
        for widget in self._right_panels:
            widget.setVisible(widget is right)
        self.panels_changed.emit(panel is None)
        if panel is not None:
            self._bring_in_sight(panel)

    def _bring_in_sight(self, widget: QWidget) -> None:
        # Its place is known once the layout has run.
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget, 0, 0))

    # Places --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        scale = self._theme.scale
        outer = QVBoxLayout(self._screen)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self.area)
        inside = QWidget()
        inside.setProperty("role", "page")
        self._grid = QGridLayout(inside)
        side, top = scale.margin_side, scale.margin_top
        self._grid.setContentsMargins(side, top, side, top)
        self._grid.setHorizontalSpacing(scale.gap_wide)
        self._grid.setVerticalSpacing(scale.gap_wide)
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.space(8))
        row.addWidget(self.calendar_button)
        row.addWidget(self.late_button, 1)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.gap)
        add_all(column, self.correction, self.timeline, self.strip)
        column.addWidget(self.table, 1)
        column.addWidget(self.calendar, 1)
        column.addWidget(self.tally, 1)
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.gap)
        column.addWidget(self.live)
        column.addWidget(self.ending, 1)
        for panel in self._right_panels:
            column.addWidget(panel, 1)
        self.area.setWidget(inside)
        self._place(two=True)

    def _place(self, *, two: bool) -> None:
        if self._two is two:
            return
        self._two = two
        grid, scale = self._grid, self._theme.scale
        for widget in (self.state, self._actions, self._left, self._right):
            grid.removeWidget(widget)
        right = max(scale.space(330), scale.em(21))
        self._right.setFixedWidth(right) if two else self._right.setMaximumWidth(16_777_215)
        if not two:
            self._right.setMinimumWidth(0)
        self._actions.setMaximumWidth(right if two else scale.em(30))
        places = ((0, 0), (0, 1), (1, 0), (1, 1)) if two else ((0, 0), (1, 0), (2, 0), (3, 0))
        parts = (self.state, self._actions, self._left, self._right)
        for widget, (line, at) in zip(parts, places, strict=True):
            grid.addWidget(widget, line, at)
        for line in range(4):
            grid.setRowStretch(line, 1 if line == (1 if two else 2) else 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 0)

    def _fit(self, size: QSize) -> None:
        em = self._theme.scale.em
        two = size.width() >= em(_TWO_COLUMNS_EM)
        low = two and size.height() < em(_LOW_EM)
        self._place(two=two)
        self.timeline.line.fold(folded=low)
        lower = two and size.height() < em(_LOWER_EM)
        self.ending.fold(folded=lower)
        self.timeline.give_way(yields=lower and self._past)
        # Where the page scrolls anyway, the table may take a hand's height of rows.
        scrolls = size.height() < em(_SCROLLING_EM) or not two
        self.table.rows.ask_rows(5 if scrolls else 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place the parts again when the window changes its size."""
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self._fit(event.size())
        return False
