"""What the screen has written: each action once, with the reason of the correction where one is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import QObject, Signal

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.domain.visits import WalkIn
from otdesk.services import days, preferences, tallies, visits
from otdesk.services.worker import UseCase
from otdesk.store.transaction import Transaction
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.hours_form import HoursAnswer
from otdesk.ui.days.lines import Line, LineKind
from otdesk.ui.days.tally_form import SheetAnswer

_VOIDS = {
    LineKind.VISIT: visits.void,
    LineKind.WALK_IN: visits.void_walk_in,
    LineKind.TALLY: tallies.void,
}


class DayActions(QObject):
    """Hands use cases to the store's thread; `refused` carries the fault and what was tried.

    What was tried takes a reason: a day that another post closed meanwhile asks for one.
    """

    refused = Signal(object, object)

    def __init__(self, context: ScreenContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._office = context.workplace.identity.office

    def press_door(self, day: date, minute: int, *, is_open: bool) -> None:
        """Open the office now, or shut it."""
        act = days.close_range if is_open else days.open_range
        self._write(lambda transaction: act(transaction, self._office, day, minute))

    def keep_folded(self, folded: bool) -> None:  # noqa: FBT001 - a slot
        """Remember on this post whether the time line is folded."""
        self._context.link.run(
            lambda store: preferences.keep(store, settings.DAY_PICTURE, not folded)
        )

    def set_hours(
        self, day: date, answer: HoursAnswer, reason: str, done: Callable[[], None]
    ) -> None:
        """Set the real hours, and keep the internal wording of their reason apart."""

        def run(transaction: Transaction) -> Changes:
            days.set_hours(
                transaction,
                self._office,
                day,
                answer.ranges,
                motive=answer.motive,
                reason=reason,
            )
            return days.explain(transaction, self._office, day, answer.internal)

        self._write(run, done, lambda why: self.set_hours(day, answer, why, done))

    def close_day(self, day: date, answer: HoursAnswer, done: Callable[[], None]) -> None:
        """Close the day; no hours at all say that the office stayed shut."""

        def run(transaction: Transaction) -> Changes:
            days.explain(transaction, self._office, day, answer.internal)
            return days.close(
                transaction, self._office, day, ranges=answer.ranges, motive=answer.motive
            )

        self._write(run, done)

    def void(self, day: date, line: Line, motive: str, reason: str) -> None:
        """Void an accueil, a passage or a sheet."""
        act = _VOIDS[line.kind]
        self._write(
            lambda transaction: act(
                transaction, line.uid, self._office, day, motive, reason=reason
            ),
            again=lambda why: self.void(day, line, motive, why),
        )

    def record_sheet(self, answer: SheetAnswer, reason: str, done: Callable[[], None]) -> None:
        """Record the totals of a sheet, and its passages as a record of their own."""
        tally = answer.tally

        def run(transaction: Transaction) -> Changes:
            if answer.walk_ins:
                walk_in = WalkIn(tally.office, tally.day, answer.walk_ins)
                visits.record_walk_in(transaction, walk_in, reason=reason)
            return tallies.record(transaction, tally, uid=answer.uid, reason=reason)

        self._write(run, done, lambda why: self.record_sheet(answer, why, done))

    def _write(
        self,
        run: UseCase,
        done: Callable[[], None] | None = None,
        again: Callable[[str], None] | None = None,
    ) -> None:
        def on_done(_changes: Changes) -> None:
            if done is not None and shiboken6.isValid(self):
                done()

        def on_fault(fault: Exception) -> None:
            if shiboken6.isValid(self):
                self.refused.emit(fault, again)

        self._context.link.write(self._context.author(), run, on_done, on_fault)
