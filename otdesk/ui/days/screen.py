"""The Journée screen: one day, what it counts, what is left to do, and its closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QShowEvent

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.domain.counter.draft import Draft
from otdesk.domain.period import Period
from otdesk.domain.tallies import HalfDay
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.corrections import DayIsClosed
from otdesk.typography import long_date
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.counter.controller import Notice
from otdesk.ui.days.calendar_panel import CalendarMode
from otdesk.ui.days.closing_steps import StepName
from otdesk.ui.days.correction import Correction
from otdesk.ui.days.day_actions import DayActions
from otdesk.ui.days.day_loader import DayLoader
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.hours_form import HoursAnswer
from otdesk.ui.days.lines import Line, LineFilter, LineKind
from otdesk.ui.days.page import DayPage
from otdesk.ui.days.presenting import Moment, drafts_of, present
from otdesk.ui.days.shortcuts import DayShortcuts
from otdesk.ui.days.tally_form import SheetAnswer
from otdesk.ui.theme.apply import Theme

_NOON = 13 * 60
_TICK_MILLISECONDS = 10_000


class DayScreen(Screen):
    """One business day of the office.

    `go_to` asks for `edit` and `draft` (a uid), `late` (a date), `summaries` (a Period, or
    `tally` for the blank sheet), `shop` (`till`). Beside it, `correction_begun` carries a closed
    day and why it is corrected, for accueils that are edited at the counter; `shown` follows each
    reading.
    """

    shown = Signal(object)

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(context, theme)
        self._drafts: tuple[Draft, ...] = ()
        self._picture: DayPicture | None = None
        self._day = context.workplace.today()
        self._today = self._day
        self._said = ""
        self._fresh = True
        self.loader = DayLoader(context.workplace, context.reading, self)
        self.writing = DayActions(context, self)
        self.page = DayPage(context.workplace, theme, self)
        self.correction = Correction(context, self.page.correction, self)
        shown = context.preferences().get(settings.DAY_PICTURE)
        self.page.timeline.show_folded(folded=not shown)
        self._connect()
        self.keys = DayShortcuts(self, single=context.preferences().get(settings.SINGLE_KEYS))
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MILLISECONDS)
        self._clock.timeout.connect(self._on_tick)
        self._minute = self._now_minute()

    # What the window does ------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front: a date shows that day, « late » asks for the date of a late entry."""
        fresh, self._fresh = self._fresh, False
        if argument == "late":
            self._enter_late(already_here=not fresh)
            return
        if isinstance(argument, date):
            self.show_day(argument)
        elif self._day == self._today:
            self.show_day(self.context.workplace.today())
        else:
            self.show_day(self._day)
        self.page.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> object:
        """Return the day that is shown."""
        return self._day

    def on_changes(self, changes: Changes) -> None:
        """Read the day again where it was touched."""
        if changes.touches(self.context.workplace.identity.office, self._day):
            self.loader.refresh()

    def set_drafts(self, drafts: Sequence[Draft]) -> None:
        """Take the accueils that are still open at the counter."""
        if tuple(drafts) != self._drafts:
            self._drafts = tuple(drafts)
            self._show_picture()

    # What tests and the window look at -----------------------------------------------------

    @property
    def day(self) -> date:
        """Return the day that is shown."""
        return self._day

    @property
    def picture(self) -> DayPicture | None:
        """Return what was read of it, None before the first answer."""
        return self._picture

    def show_day(self, day: date) -> None:
        """Show a day; a correction ends with the day that it is for."""
        self._today = self.context.workplace.today()
        if day != self._day or self._picture is None:
            self.correction.end()
            self.page.table.clear_filters()
        self._day = day
        self.page.show_idle()
        self.loader.ask_day(day)

    # What hands do -------------------------------------------------------------------------

    def step(self, days: int) -> None:
        """Go to another day."""
        self.show_day(self._day + timedelta(days=days))

    def open_calendar(self, mode: CalendarMode = CalendarMode.OPEN) -> None:
        """Show the calendar, or leave it."""
        self.page.show_left(self.page.calendar)
        self.page.calendar.ask(mode, self._day, self._today)

    def press_door(self) -> None:
        """Open the office now, or shut it for the break or the evening."""
        picture = self._picture
        if picture is None or self._day != self._today or picture.is_closed:
            return
        is_open = any(r.end is None for r in picture.office_day.ranges)
        self.writing.press_door(self._day, self._now_minute(), is_open=is_open)

    def open_hours(self) -> None:
        """Show the hours."""
        if self._picture is None or self._day > self._today:
            return
        self.page.show_side(self.page.hours)
        self.page.hours.ask(self._picture, self._now)

    def close_day(self) -> None:
        """Ask what the closing needs; once it is asked, close. A sheet being typed is saved."""
        picture = self._picture
        if self.page.is_front(self.page.tally):
            self.page.tally.save_sheet()
        elif self.page.is_front(self.page.closing):
            self.page.closing.try_closing()
        elif picture is not None and not picture.is_closed and self._day <= self._today:
            self.page.show_side(self.page.closing)
            self.page.closing.ask(picture, len(self._own_drafts()), self._now)

    def correct(self) -> None:
        """Begin to correct a closed day."""
        if self._picture is not None and self._picture.is_closed:
            self._guard(lambda _reason: None)

    def print_summary(self, day: date | None = None) -> None:
        """Go to the summary of a day, to print it."""
        self.go_to.emit("summaries", Period.day(day or self._day))

    def open_sheet(self, line: Line | None = None) -> None:
        """Type the totals of a paper sheet, or correct those of a line."""
        if self._picture is None or self._day > self._today:
            return
        sheet = None if line is None else self._picture.sheets.get(line.uid)
        half = HalfDay.MORNING if (self._now or 0) < _NOON else HalfDay.AFTERNOON

        def open_form(_reason: str) -> None:
            self.page.show_left(self.page.tally)
            uid = "" if line is None else line.uid
            self.page.tally.ask(self._day, half, sheet, uid)

        self._guard(open_form)

    def enter_late(self) -> None:
        """Type accueils for the day that is shown, or for one that is picked."""
        self._enter_late(already_here=True)

    def focus_filter(self) -> None:
        """Go to the free filter."""
        self.page.table.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.page.table.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what is open."""
        if event.key() == Qt.Key.Key_Escape and not self.page.is_idle:
            self._leave_panel()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the clock while the screen is in front."""
        super().showEvent(event)
        self._fresh = True
        self._clock.start()

    def hideEvent(self, event: object) -> None:
        """Let the clock rest."""
        super().hideEvent(event)  # type: ignore[arg-type]  # object: Qt's own event
        self._clock.stop()

    # ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        page = self.page
        self.loader.day_read.connect(self._on_day_read)
        self.loader.month_read.connect(page.calendar.show_month)
        self.loader.history_read.connect(self._on_history)
        self.writing.refused.connect(self._on_refused)
        self.correction.begun.connect(lambda why: self.correction_begun.emit(self._day, why))
        self.correction.ended.connect(self._focus_table)
        page.panels_changed.connect(lambda idle: self.keys.allow_single(allowed=idle))
        page.state.stepped.connect(self.step)
        page.state.today_wanted.connect(lambda: self.show_day(self._today))
        page.calendar_button.clicked.connect(self._on_calendar)
        page.late_button.clicked.connect(self.enter_late)
        page.timeline.folded.connect(self.writing.keep_folded)
        page.strip.door_pressed.connect(self.press_door)
        page.strip.hours_wanted.connect(self.open_hours)
        page.table.edited.connect(self._on_edited)
        page.table.void_asked.connect(self._on_void_asked)
        page.table.voided.connect(self._on_voided)
        page.table.history_asked.connect(self._on_history_asked)
        page.table.sheet_wanted.connect(self.open_sheet)
        page.ending.step_wanted.connect(self._on_step)
        page.ending.closing_wanted.connect(self.close_day)
        page.ending.printing_wanted.connect(self.print_summary)
        page.ending.correction_wanted.connect(self.correct)
        page.calendar.chosen.connect(self._on_day_chosen)
        page.calendar.month_wanted.connect(self.loader.ask_month)
        page.calendar.print_wanted.connect(self.print_summary)
        page.hours.answered.connect(self._on_hours)
        page.closing.answered.connect(self._on_closing)
        page.history.edit_wanted.connect(self._on_edited)
        page.history.void_wanted.connect(self._on_void_asked)
        page.tally.answered.connect(self._on_sheet)
        page.tally.sheet_wanted.connect(lambda: self.go_to.emit("summaries", "tally"))
        for panel in (page.calendar, page.tally, page.hours, page.closing, page.history):
            panel.left.connect(self._leave_panel)

    @property
    def _now(self) -> int | None:
        """Return the local minute, None where another day than today is shown."""
        return self._now_minute() if self._day == self._today else None

    def _now_minute(self) -> int:
        workplace = self.context.workplace
        return workplace.minute(workplace.clock.now())

    def _own_drafts(self) -> list[Draft]:
        return drafts_of(self._drafts, self._day, self._today, self.context.workplace)

    def _on_calendar(self) -> None:
        self.open_calendar()

    def _on_day_read(self, picture: DayPicture) -> None:
        self._picture = picture
        self._show_picture()
        self.shown.emit(picture)

    def _show_picture(self) -> None:
        picture = self._picture
        if picture is None or picture.day != self._day:
            return
        moment = Moment(self._today, self._now_minute())
        words = present(self.page, picture, self._own_drafts(), self.context.workplace, moment)
        self._announce(words)

    def _announce(self, text: str) -> None:
        """Tell a screen reader the state of the day when it changes."""
        told = f"{long_date(self._day)} : {text}"
        if told != self._said and self.isVisible():
            self._said = told
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))

    def _on_tick(self) -> None:
        minute = self._now_minute()
        if minute != self._minute:
            self._minute = minute
            follows = self._day == self._today
            self._today = self.context.workplace.today()
            if follows and self._day != self._today:
                self.show_day(self._today)
            elif follows:
                self.loader.refresh()

    # Lines ---------------------------------------------------------------------------------

    def _on_edited(self, line: Line) -> None:
        if line.kind is LineKind.DRAFT:
            self.go_to.emit("draft", line.uid)
        elif line.kind is LineKind.TALLY:
            self.open_sheet(line)
        elif line.kind is LineKind.VISIT:
            self._guard(lambda _reason: self.go_to.emit("edit", line.uid))

    def _on_void_asked(self, line: Line) -> None:
        self.page.show_idle()
        self._guard(lambda _reason: self.page.table.ask_motive(line))

    def _on_voided(self, line: Line, motive: str) -> None:
        self.writing.void(self._day, line, motive, self.correction.reason)

    def _on_history_asked(self, line: Line) -> None:
        if line.kind is LineKind.DRAFT:
            self.go_to.emit("draft", line.uid)
        else:
            self.loader.ask_history(line.uid)

    def _on_history(self, uid: str, revisions: object) -> None:
        row = self.page.table.model.row_of(uid)
        line = self.page.table.model.line_at(row)
        if line is not None and isinstance(revisions, tuple):
            self.page.show_side(self.page.history)
            self.page.history.show_history(line, revisions)

    # Answers of the panels -----------------------------------------------------------------

    def _on_step(self, name: StepName) -> None:
        if name is StepName.DRAFTS:
            self.page.table.filters.choose(LineFilter.UNFINISHED)
            self._focus_table()
        elif name in {StepName.HOURS, StepName.REASON}:
            self.open_hours()
        elif name is StepName.SHEET:
            self.open_sheet()
        elif name is StepName.TILL:
            self.go_to.emit("shop", "till")
        elif name is StepName.PRINT:
            self.print_summary()
        else:
            self.close_day()

    def _on_day_chosen(self, mode: CalendarMode, day: date) -> None:
        if mode is CalendarMode.LATE:
            self.page.show_idle()
            self.go_to.emit("late", day)
        else:
            self.show_day(day)
            self._focus_table()

    def _on_hours(self, answer: HoursAnswer) -> None:
        self._guard(
            lambda reason: self.writing.set_hours(self._day, answer, reason, self._leave_panel)
        )

    def _on_closing(self, answer: HoursAnswer) -> None:
        self.writing.close_day(self._day, answer, self._on_closed)

    def _on_closed(self) -> None:
        self._leave_panel()
        text = _("La journée est clôturée. Imprimer le résumé\u00a0: P.")
        self.noticed.emit(Notice(text, "ok"))

    def _on_sheet(self, answer: SheetAnswer) -> None:
        self.writing.record_sheet(answer, self.correction.reason, self._leave_panel)

    def _on_refused(self, fault: Exception, again: Callable[[str], None] | None) -> None:
        """Say why nothing was written, where the eyes are; a closed day asks for its reason."""
        if isinstance(fault, DayIsClosed) and again is not None:
            self.correction.ask(again)
            self.loader.refresh()
        elif not isinstance(fault, DataFault):
            self.context.link.failed.emit(fault)
        elif not self.page.refuse(str(fault)):
            self.noticed.emit(Notice(str(fault), "refused"))

    # Ways ----------------------------------------------------------------------------------

    def _guard(self, act: Callable[[str], None]) -> None:
        """Do something to the day; a closed one asks first why it is corrected."""
        if self._picture is not None and self._picture.is_closed:
            self.correction.run(act)
        else:
            act("")

    def _enter_late(self, *, already_here: bool) -> None:
        if already_here and self._day < self._today and self.page.is_idle:
            self.go_to.emit("late", self._day)
        else:
            self.loader.ask_day(self._day)
            self.open_calendar(CalendarMode.LATE)

    def _leave_panel(self) -> None:
        self.page.show_idle()
        self._focus_table()

    def _focus_table(self) -> None:
        self.page.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
