"""Choosing a day, a month or a year from a sheet under the sentence."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _
from otdesk.typography import MONTHS, capitalised
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

_YEARS = 12
_ACROSS = 3


class PeriodPicker(QWidget):
    """A sheet over the screen; `picked` carries the Period.

    It covers `over` without hiding it, so that a press beside the sheet closes it. It offers
    nothing after today.
    """

    picked = Signal(object)
    left = Signal()

    def __init__(self, period: Period, today: date, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAccessibleName(_("Choisir une période"))
        self._theme = theme
        self._period = period
        self._today = today
        self._year = period.first.year
        scale = theme.scale
        self.sheet = QFrame(self)
        self.sheet.setProperty("role", "sheet")
        palette = theme.palette
        self.sheet.setStyleSheet(
            f'QFrame[role="sheet"] {{ background: {palette.surface}; '
            f"border: 1px solid {palette.border}; border-radius: {scale.radius}px; }}"
        )
        self._column = QVBoxLayout(self.sheet)
        self._column.setContentsMargins(*[scale.space(10)] * 4)
        self._column.setSpacing(scale.space(8))
        self.buttons: list[QPushButton] = []
        match period.kind:
            case PeriodKind.DAY:
                self._make_calendar()
            case PeriodKind.YEAR:
                self._make_grid(self._years())
            case _:
                self._make_year_head()
                self._make_grid(self._months())

    def open_under(self, anchor: QWidget) -> None:
        """Open with the sheet under a control, inside the screen."""
        over = self._over
        self.setGeometry(over.rect())
        self.show()
        self.raise_()
        self.sheet.adjustSize()
        corner = anchor.mapTo(over, QPoint(0, anchor.height() + self._theme.scale.space(4)))
        room = over.rect().size() - self.sheet.size()
        self.sheet.move(
            max(0, min(corner.x(), room.width())), max(0, min(corner.y(), room.height()))
        )
        self._focus_chosen()

    def leave(self) -> None:
        """Close, and give the focus back to the screen."""
        self.hide()
        self.left.emit()
        self.deleteLater()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close where the press is beside the sheet."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; the arrows walk through the grid."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_ACROSS,
            Qt.Key.Key_Down: _ACROSS,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.buttons:
            self._walk(step)
        else:
            super().keyPressEvent(event)

    # A day -------------------------------------------------------------------------------

    def _make_calendar(self) -> None:
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
        self.calendar.setMaximumDate(_to_qt(self._today))
        self.calendar.setSelectedDate(_to_qt(self._period.first))
        self._theme.dress_calendar(self.calendar)
        self.calendar.setMinimumSize(self._theme.scale.em(22), self._theme.scale.em(20))
        self.calendar.activated.connect(self._on_day)
        self.calendar.clicked.connect(self._on_day)
        self._column.addWidget(self.calendar)

    def _on_day(self, day: QDate) -> None:
        self._pick(Period.day(date(day.year(), day.month(), day.day())))

    # A month or a year -------------------------------------------------------------------

    def _make_year_head(self) -> None:
        row = QHBoxLayout()
        self.before = IconButton("chevron-left", _("Année précédente"), self._theme)
        self.after = IconButton("chevron-right", _("Année suivante"), self._theme)
        self._head = label(str(self._year), "phrase")
        self._head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.before)
        row.addWidget(self._head, 1)
        row.addWidget(self.after)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.after.setEnabled(self._year < self._today.year)
        self._column.addLayout(row)

    def _turn(self, step: int) -> None:
        self._year += step
        self._head.setText(str(self._year))
        self.after.setEnabled(self._year < self._today.year)
        for button, (_words, period) in zip(self.buttons, self._months(), strict=True):
            self._dress(button, period)

    def _months(self) -> list[tuple[str, Period]]:
        return [
            (capitalised(name), Period.month(self._year, number))
            for number, name in enumerate(MONTHS, 1)
        ]

    def _years(self) -> list[tuple[str, Period]]:
        last = self._today.year
        return [(str(year), Period.year(year)) for year in range(last - _YEARS + 1, last + 1)]

    def _make_grid(self, choices: list[tuple[str, Period]]) -> None:
        grid = QGridLayout()
        grid.setSpacing(self._theme.scale.space(6))
        for number, (words, period) in enumerate(choices):
            button = SegmentButton(words, self._theme)
            button.setAccessibleName(words)
            self._dress(button, period)
            button.clicked.connect(lambda _on=False, n=number: self._pick(self._choices()[n][1]))
            self.buttons.append(button)
            grid.addWidget(button, number // _ACROSS, number % _ACROSS)
        self._column.addLayout(grid)

    def _choices(self) -> list[tuple[str, Period]]:
        return self._years() if self._period.kind is PeriodKind.YEAR else self._months()

    def _dress(self, button: QPushButton, period: Period) -> None:
        button.setChecked(period == self._period)
        button.setEnabled(period.first <= self._today)

    def _focus_chosen(self) -> None:
        if self._period.kind is PeriodKind.DAY:
            self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        chosen = next((b for b in self.buttons if b.isChecked()), None)
        first = chosen or next((b for b in self.buttons if b.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _walk(self, step: int) -> None:
        here = next((n for n, b in enumerate(self.buttons) if b.hasFocus()), 0)
        there = here + step
        if 0 <= there < len(self.buttons) and self.buttons[there].isEnabled():
            self.buttons[there].setFocus(Qt.FocusReason.TabFocusReason)

    def _pick(self, period: Period) -> None:
        self.hide()
        self.deleteLater()
        self.picked.emit(period)


def _to_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
