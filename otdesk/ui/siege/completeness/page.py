"""« Complétude »: the sentence, the table, the chosen cell, the locks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy import Connection

from otdesk import settings, typography
from otdesk.domain.changes import Changes
from otdesk.domain.month_locks import MonthReopening
from otdesk.headquarters import month_locks
from otdesk.headquarters.locking import lock_month
from otdesk.headquarters.overview import Overview, latest_year, overview
from otdesk.headquarters.pairing import waiting_answers
from otdesk.i18n import _
from otdesk.ui.days.controls import IconButton
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import label
from otdesk.ui.siege.completeness import words
from otdesk.ui.siege.completeness.cell_panel import CellPanel, OpenLetter
from otdesk.ui.siege.completeness.grid import YearView, first_cell
from otdesk.ui.siege.completeness.legend import Legend
from otdesk.ui.siege.completeness.lock_panel import LockPanel, ReopenPanel
from otdesk.ui.siege.completeness.notes_card import NotesCard
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.front_stack import FrontStack
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.side_by_side import SideBySide
from otdesk.ui.theme.apply import Theme

_PANEL_EM = 21.5


def open_with_system(link: str) -> bool:
    """Give a link to the system's own program for it."""
    return QDesktopServices.openUrl(QUrl(link))


class CompletenessPage(SiegePage):
    """A place is a (year, office, month) triple; `arrive` takes one.

    The year follows what came until somebody chooses one, or looks at a cell of it.
    """

    def __init__(
        self, desk: SiegeDesk, theme: Theme, *, open_letter: OpenLetter = open_with_system
    ) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Complétude"))
        self.seen: Overview | None = None
        self.year = desk.chosen_year or desk.context.workplace.today().year
        self._chosen: tuple[str, int] | None = None
        self._refreshing = False
        scale = theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(scale.space(8))
        outer.addWidget(self._head())
        self._area = SideBySide(theme, self._table_card(), self._side(open_letter), _PANEL_EM)
        for panel in (self.locking, self.reopening):
            self._area.stacked.connect(panel.show_whole)
        outer.addWidget(self._area, 1)
        # Nothing is offered before there is something to act on.
        self.cell.hide()
        self.lock.hide()

    # The parts -------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        theme, scale = self.theme, self.theme.scale
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.gap)
        said = QVBoxLayout()
        said.setSpacing(0)
        self.headline = label("", "lead")
        self.sentence = label("", "note")
        said.addWidget(self.headline)
        said.addWidget(self.sentence)
        row.addLayout(said, 1)
        self.before = IconButton("chevron-left", _("Année précédente"), theme, key=_("Page ↑"))
        self.shown_year = label(str(self.year), "phrase")
        self.shown_year.setWordWrap(False)
        self.after = IconButton("chevron-right", _("Année suivante"), theme, key=_("Page ↓"))
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.receive = KeyButton(theme, _("Tout recevoir"), _("Entrée"), role="primary")
        self.receive.clicked.connect(self._on_receive)
        for part in (self.before, self.shown_year, self.after, self.receive):
            row.addWidget(part)
        return holder

    def _table_card(self) -> QWidget:
        theme, scale = self.theme, self.theme.scale
        frame = QFrame()
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(scale.space(6), scale.space(4), scale.space(6), scale.space(6))
        column.setSpacing(scale.space(6))
        self.view = YearView(theme)
        self.view.moved.connect(self._on_moved)
        self.view.entered.connect(self._on_receive)
        self.view.year_wanted.connect(self.turn)
        column.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(scale.gap)
        foot.addWidget(Legend(theme), 1)
        self.lock = KeyButton(theme, "", "V", icon="lock")
        self.lock.clicked.connect(self.open_lock)
        foot.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(foot)
        return frame

    def _side(self, open_letter: OpenLetter) -> QWidget:
        theme = self.theme
        workplace = self.desk.context.workplace
        self.panels = FrontStack()
        self.cell = CellPanel(theme, workplace, open_letter)
        self.locking = LockPanel(theme)
        self.reopening = ReopenPanel(theme)
        for part in (self.cell, self.locking, self.reopening):
            self.panels.addWidget(part)
        self.cell.told.connect(self.tell)
        self.cell.invite_wanted.connect(lambda office: self.page_wanted.emit("posts", office))
        self.locking.left.connect(self.close_panel)
        self.locking.wanted.connect(self._lock)
        self.reopening.left.connect(self.close_panel)
        self.reopening.one_wanted.connect(self._reopen)
        self.reopening.all_wanted.connect(self._unlock)
        self.reopening.again_wanted.connect(lambda month: self._lock(month, ()))
        self.notes = NotesCard(theme, self._name_of)
        self.notes.wanted.connect(lambda: self.page_wanted.emit("reception", None))
        self.notes.hide()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scale.gap)
        column.addWidget(self.panels, 1)
        column.addWidget(self.notes)
        return body

    def _name_of(self, code: str) -> str:
        office = self.desk.context.workplace.profile.office(code)
        return code if office is None else office.name

    # What is shown ---------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, at a cell where one is named."""
        if isinstance(argument, tuple):
            year, office, month = argument
            self._chosen = (office, month)
            if year != self.year or self.seen is None:
                self.year = self.desk.chosen_year = year
                self.read()
            else:
                self._show(self.seen)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> object:
        """Return the year and the cell."""
        if self._chosen is None:
            return None
        return self.year, *self._chosen

    def read(self) -> None:
        """Read the year anew."""
        chosen, context = self.desk.chosen_year, self.desk.report_context()

        def look(connection: Connection) -> Overview:
            year = latest_year(connection, context.today) if chosen is None else chosen
            return overview(connection, context, year)

        reading = self.desk.context.reading
        reading.read(look, self.then(self._show), self.fault)
        # A round told of them once: their call may wait for another day.
        reading.run(
            lambda store: len(waiting_answers(store)),
            self.then(lambda count: self.counted.emit("posts", count)),
            self.fault,
        )

    def turn(self, step: int) -> None:
        """Show the year before or after."""
        self.year += step
        self.desk.chosen_year = self.year
        self.shown_year.setText(str(self.year))
        self.read()

    def _show(self, seen: Overview) -> None:
        if self.desk.chosen_year is None:
            if seen.table.year != self.year:
                self._chosen = None
            self.year = seen.table.year
        if seen.table.year != self.year:
            # The year was turned again before this one came.
            return
        self.seen = seen
        table = seen.table
        if self._chosen is None:
            self._chosen = first_cell(table, table.today)
        self.cell.show()
        self.lock.show()
        self.shown_year.setText(str(self.year))
        self.after.setEnabled(self.year < table.today.year + 1)
        self.headline.setText(typography.spaced(words.headline(table)))
        # What is being typed beside the table stays: only a hand leaves it.
        self._refreshing = True
        self.view.show_table(table, *self._chosen)
        self._refreshing = False
        if self.panels.currentWidget() is self.cell:
            self.notes.show_overview(seen)
        self._show_cell()
        waiting = sum(line.packets.waiting for line in table.lines)
        self.counted.emit("reception", len(seen.open_aside) + waiting)

    def _on_moved(self, office: str, month: int) -> None:
        if self._refreshing:
            return
        self._chosen = (office, month)
        self.desk.chosen_year = self.year
        self._show_cell()
        self.close_panel()
        # The table scrolls by itself from side to side, the page up and down.
        box = self.view.visualRect(self.view.currentIndex())
        body = self._area.widget()
        if body is not None:
            at = self.view.viewport().mapTo(body, box.center())
            self._area.ensureVisible(at.x(), at.y(), 0, box.height())

    def _show_cell(self) -> None:
        chosen = self.view.chosen
        if self.seen is None or chosen is None:
            return
        line, cell = chosen
        month, table = cell.month.month, self.seen.table
        self.cell.show_cell(line, cell)
        self.sentence.setText(typography.spaced(words.month_sentence(self.seen, month)))
        said = typography.MONTHS[month - 1]
        locked = table.is_locked(month)
        self.lock.say((_("Rouvrir {}…") if locked else _("Verrouiller {}")).format(said))
        self.lock.setEnabled(locked or table.is_over(month))
        self.setAccessibleDescription(words.spoken(line, cell))

    # Locks -----------------------------------------------------------------------------------

    def open_lock(self) -> None:
        """Open the panel that locks the month of the cell, or opens it again."""
        chosen = self.view.chosen
        if self.seen is None or chosen is None or not self.lock.isEnabled():
            return
        line, cell = chosen
        table = self.seen.table
        if table.is_locked(cell.month.month):
            self.panels.setCurrentWidget(self.reopening)
            self.reopening.ask(line, cell, table.today)
        else:
            names = {each.office.code: each.office.name for each in table.lines}
            self.panels.setCurrentWidget(self.locking)
            self.locking.ask(table, cell.month.month, names)
        self.notes.hide()
        self._area.show_panel()

    def close_panel(self) -> None:
        """Show the cell again."""
        if self.panels.currentWidget() is not self.cell:
            self.panels.setCurrentWidget(self.cell)
            if self.seen is not None:
                self.notes.show_overview(self.seen)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lock(self, month: date, exceptions: tuple[MonthReopening, ...]) -> None:
        context = self.desk.report_context()
        said = typography.capitalised(typography.month_name(month))
        self.desk.context.link.write(
            self.desk.context.author(),
            lambda transaction: lock_month(transaction, context, month, exceptions),
            self._done(_("{} est verrouillé ; les bureaux l’apprennent à leur prochain échange.")
                       .format(said)),
            lambda fault: self._refused(self._asking, fault),
        )  # fmt: skip

    def _reopen(self, wanted: MonthReopening) -> None:
        words_done = _("{month} est rouvert pour {office} jusqu’au {until}.").format(
            month=typography.capitalised(typography.month_name(wanted.month)),
            office=self._name_of(wanted.office),
            until=words.day_words(wanted.until),
        )
        self.desk.context.link.write(
            self.desk.context.author(),
            lambda transaction: month_locks.reopen(
                transaction, wanted.office, wanted.month, wanted.until, wanted.reason
            ),
            self._done(words_done),
            partial(self._refused, self.reopening),
        )

    def _unlock(self, month: date, motive: str) -> None:
        office = self.desk.context.workplace.identity.office
        said = typography.capitalised(typography.month_name(month))
        self.desk.context.link.write(
            self.desk.context.author(),
            lambda transaction: month_locks.unlock(transaction, month, motive, office),
            self._done(_("Le verrou de {} est retiré pour tous.").format(said)),
            partial(self._refused, self.reopening),
        )

    def _done(self, text: str) -> Callable[[Changes], None]:
        def done(_changes: Changes) -> None:
            self.close_panel()
            self.tell(text)

        return self.then(done)

    @property
    def _asking(self) -> LockPanel | ReopenPanel:
        """Return the panel that asks: a changed month is locked again from the other one."""
        again = self.panels.currentWidget() is self.reopening
        return self.reopening if again else self.locking

    def _refused(self, panel: LockPanel | ReopenPanel, fault: Exception) -> None:
        self.then(lambda _none: panel.refuse(str(fault)))(None)

    # Keys ------------------------------------------------------------------------------------

    def _on_receive(self) -> None:
        self.page_wanted.emit("reception", "receive")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """R reminds, C copies, V locks, Enter receives, wherever the focus is on the page."""
        key = Qt.Key(event.key())
        singles = {
            Qt.Key.Key_R: self.cell.send_letter,
            Qt.Key.Key_C: self.cell.copy_letter,
            Qt.Key.Key_V: self.open_lock,
        }
        single = self.desk.context.preferences().get(settings.SINGLE_KEYS)
        if key in singles and single and not event.modifiers():
            singles[key]()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_receive()
        else:
            super().keyPressEvent(event)
