"""Reads the day that is shown: one question at a time, and only the newest answer counts."""

from __future__ import annotations

from datetime import date

import shiboken6
from PySide6.QtCore import QObject, Signal

from otdesk.reports.calendar_view import calendar_month
from otdesk.reports.context import ReportContext
from otdesk.reports.history import history
from otdesk.services.workplace import Workplace
from otdesk.ui.background import StoreLink
from otdesk.ui.days.day_picture import DayPicture, read_day


def report_context(workplace: Workplace) -> ReportContext:
    """Return what reports are told, as of now."""
    return ReportContext(
        lists=workplace.lists,
        profile=workplace.profile,
        calendar=workplace.calendar,
        zone=workplace.zone,
        now=workplace.clock.now(),
    )


class DayLoader(QObject):
    """`day_read` carries a DayPicture, `month_read` the days of a month, `history_read` revisions.

    Twenty accueils in a minute ask for one reading at a time, not for twenty in a queue.
    """

    day_read = Signal(object)
    month_read = Signal(object)
    history_read = Signal(str, object)

    def __init__(self, workplace: Workplace, reading: StoreLink, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._reading = reading
        self._day: date | None = None
        self._on_its_way: date | None = None
        self._again = False

    def ask_day(self, day: date) -> None:
        """Read a day; an answer that is on its way for another one no longer counts."""
        self._day = day
        if self._on_its_way is not None:
            self._again = True
            return
        self._on_its_way = day
        office, context = self._workplace.identity.office, report_context(self._workplace)
        self._reading.read(
            lambda connection: read_day(connection, context, office, day),
            self._on_day,
            self._on_fault,
        )

    def refresh(self) -> None:
        """Read the same day again."""
        if self._day is not None:
            self.ask_day(self._day)

    def ask_month(self, month: date) -> None:
        """Read the calendar of a month."""
        office, context = self._workplace.identity.office, report_context(self._workplace)
        self._reading.read(
            lambda connection: calendar_month(connection, context, office, month),
            self._on_month,
        )

    def ask_history(self, uid: str) -> None:
        """Read every revision of a record."""
        context = report_context(self._workplace)
        self._reading.read(
            lambda connection: history(connection, context, uid),
            lambda revisions: self._on_history(uid, revisions),
        )

    def _on_month(self, days: object) -> None:
        if shiboken6.isValid(self):
            self.month_read.emit(days)

    def _on_history(self, uid: str, revisions: object) -> None:
        if shiboken6.isValid(self):
            self.history_read.emit(uid, revisions)

    def _on_day(self, picture: DayPicture) -> None:
        # The window may have been made again, in another theme, while the thread was reading.
        if not shiboken6.isValid(self):
            return
        wanted = self._answered()
        if picture.day == wanted:
            self.day_read.emit(picture)

    def _on_fault(self, error: Exception) -> None:
        if shiboken6.isValid(self):
            self._answered()
        self._reading.failed.emit(error)

    def _answered(self) -> date | None:
        self._on_its_way = None
        if self._again and self._day is not None:
            self._again = False
            self.ask_day(self._day)
        return self._day
