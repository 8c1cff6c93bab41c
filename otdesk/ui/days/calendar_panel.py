"""« Calendrier » (C): any day, its state, its persons, and the way to its print."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _, ngettext
from otdesk.reports.calendar_view import CalendarDay
from otdesk.reports.rows import DayMark
from otdesk.typography import capitalised, day_of_month, integer, month_name
from otdesk.ui.days.calendar_grid import DayDelegate, MonthModel
from otdesk.ui.days.controls import IconButton, card, label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme

_MOST_NAMED = 6


class CalendarMode(StrEnum):
    """What a day is picked for: to look at it, or to type accueils late."""

    OPEN = "open"
    LATE = "late"


class MonthView(QTableView):
    """The grid. `moved` carries the date that the keys ask for, in this month or another."""

    moved = Signal(object)
    chosen = Signal(object)
    print_wanted = Signal(object)

    def __init__(self, model: MonthModel, theme: Theme) -> None:
        super().__init__()
        self._days = model
        self.setModel(model)
        self.delegate = DayDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("Jours du mois"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(lambda index: self._on_clicked(self._days.day_at(index)))
        self.doubleClicked.connect(lambda _index: self._choose())

    @property
    def day(self) -> date | None:
        """Return the date that is pointed to."""
        day = self._days.day_at(self.currentIndex())
        return None if day is None else day.day

    def fit(self) -> None:
        """Ask for the height of the weeks of the month."""
        weeks = max(self._days.rowCount(), 4)
        head = self.horizontalHeader().sizeHint().height()
        column = self.viewport().width() // max(self._days.columnCount(), 1)
        self.setMinimumHeight(head + weeks * self.delegate.least_height(column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words of the new width ask."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows by day and week, pages by month, Enter opens, P prints."""
        current = self.day
        if current is None:
            super().keyPressEvent(event)
            return
        target = _target(current, Qt.Key(event.key()))
        if target is not None:
            self.moved.emit(target)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        elif event.key() == Qt.Key.Key_P and not event.modifiers():
            self.print_wanted.emit(current)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, day: CalendarDay | None) -> None:
        if day is not None:
            self.moved.emit(day.day)

    def _choose(self) -> None:
        if self.day is not None:
            self.chosen.emit(self.day)


def _target(day: date, key: Qt.Key) -> date | None:
    steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
    if key in steps:
        return day + timedelta(days=steps[key])
    if key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
        return other_month(day, 1 if key == Qt.Key.Key_PageDown else -1)
    last = months.monthrange(day.year, day.month)[1]
    edges = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: last}
    return day.replace(day=edges[key]) if key in edges else None


def other_month(day: date, step: int) -> date:
    """Return the same day of another month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


class CalendarPanel(QWidget):
    """The month. `chosen` carries (CalendarMode, date); `month_wanted` a date of another month.

    `print_wanted` carries a date; `left` says that nothing was chosen.
    """

    chosen = Signal(object, object)
    month_wanted = Signal(object)
    print_wanted = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mode = CalendarMode.OPEN
        self._today = date(2000, 1, 1)
        self._wanted = date(2000, 1, 1)
        self._shown: tuple[int, int] | None = None
        self.model = MonthModel()
        self.model.setParent(self)
        self.view = MonthView(self.model, theme)
        self.view.moved.connect(self._move)
        self.view.chosen.connect(self._choose)
        self.view.print_wanted.connect(self._print)
        self._title = label("", "lead")
        self.sentence = label("", "", wrap=True)
        self._lay_out()

    def ask(self, mode: CalendarMode, day: date, today: date) -> None:
        """Show the month of a day, to look at days or to type late."""
        self._mode, self._today = mode, today
        self.view.delegate.today = today
        late = mode is CalendarMode.LATE
        self.open_day.say(_("Saisir pour ce jour") if late else _("Ouvrir la journée"))
        self.print_day.setVisible(not late)
        self._shown = None
        self._move(day)

    def show_month(self, days: Sequence[CalendarDay]) -> None:
        """Show the days that were read."""
        if not days:
            return
        first = days[0].day
        self._shown = (first.year, first.month)
        self._title.setText(capitalised(month_name(first)))
        self.sentence.setText(self._words(days))
        self.model.show_month(days)
        self.view.fit()
        self._point()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def month(self) -> date:
        """Return a date of the month that is wanted."""
        return self._wanted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        scale = self._theme.scale
        frame, column = card(self._theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        head = QHBoxLayout()
        before = IconButton("chevron-left", _("Mois précédent"), self._theme, key=_("Page ↑"))
        after = IconButton("chevron-right", _("Mois suivant"), self._theme, key=_("Page ↓"))
        before.clicked.connect(lambda: self._move(other_month(self._wanted, -1)))
        after.clicked.connect(lambda: self._move(other_month(self._wanted, 1)))
        now = KeyButton(self._theme, _("Aujourd’hui"), "")
        now.clicked.connect(lambda: self._move(self._today))
        close = IconButton("x", _("Fermer le calendrier"), self._theme, key=_("Échap"))
        close.clicked.connect(self.left)
        for widget in (before, after):
            head.addWidget(widget)
        head.addSpacing(scale.space(8))
        head.addWidget(self._title, 1)
        head.addWidget(now)
        head.addWidget(close)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self.view, 1)
        foot = FlowLayout(scale.gap)
        self.open_day = KeyButton(self._theme, "", _("Entrée"), role="primary")
        self.print_day = KeyButton(self._theme, _("Imprimer ce jour"), "P", icon="printer")
        self.open_day.clicked.connect(lambda: self._choose(self._wanted))
        self.print_day.clicked.connect(lambda: self._print(self._wanted))
        foot.addWidget(self.open_day)
        foot.addWidget(self.print_day)
        column.addLayout(foot)

    def _move(self, day: date) -> None:
        if self._mode is CalendarMode.LATE and day > self._today:
            day = self._today
        self._wanted = day
        if self._shown != (day.year, day.month):
            self.month_wanted.emit(day)
        else:
            self._point()

    def _point(self) -> None:
        index = self.model.index_of(self._wanted)
        if index.isValid():
            self.view.setCurrentIndex(index)

    def _choose(self, day: date) -> None:
        self.chosen.emit(self._mode, day)

    def _print(self, day: date) -> None:
        self.print_wanted.emit(day)

    def _words(self, days: Sequence[CalendarDay]) -> str:
        if self._mode is CalendarMode.LATE:
            return _("Saisie différée\u00a0: pour quel jour les accueils seront-ils comptés\u202f?")
        persons = sum(day.persons for day in days)
        told = ngettext("{} visiteur", "{} visiteurs", persons).format(integer(persons))
        past = [day for day in days if not day.future and day.day != self._today]
        missing = [day.day for day in past if day.state is DayMark.NOT_ENTERED]
        if not missing:
            return _("{}\u202f; aucune journée ne manque.").format(told)
        if len(missing) > _MOST_NAMED:
            lack = ngettext("{} journée non saisie", "{} journées non saisies", len(missing))
            return f"{told} ; {lack.format(len(missing))}."
        named = ", ".join(day_of_month(day) for day in missing)
        form = ngettext(
            "{}\u202f; journée non saisie\u00a0: le {}.",
            "{}\u202f; journées non saisies\u00a0: les {}.",
            len(missing),
        )
        return form.format(told, named)
