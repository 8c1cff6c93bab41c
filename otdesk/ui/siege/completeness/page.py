"""« Complétude »: the sentence, the table, the chosen cell, the locks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from otdesk import settings, typography
from otdesk.domain.changes import Changes
from otdesk.domain.month_locks import MonthReopening
from otdesk.headquarters import month_locks
from otdesk.headquarters.locking import lock_month
from otdesk.headquarters.overview import Overview, overview
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
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.theme.apply import Theme

# Under so many ems the panel stands under the table.
_SIDE_BY_SIDE_EM = 66
_PANEL_EM = 19.5
_ANY_WIDTH = 16_777_215


def open_with_system(link: str) -> bool:
    """Give a link to the system's own program for it."""
    return QDesktopServices.openUrl(QUrl(link))


class CompletenessPage(SiegePage):
    """A place is a (year, office, month) triple; `arrive` takes one."""

    def __init__(
        self, desk: SiegeDesk, theme: Theme, *, open_letter: OpenLetter = open_with_system
    ) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Complétude"))
        self.seen: Overview | None = None
        self.year = desk.context.workplace.today().year
        self._chosen: tuple[str, int] | None = None
        scale = theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(scale.space(8))
        outer.addWidget(self._head())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(scale.gap_wide)
        self._across.addWidget(self._table_card(), 1)
        self._across.addWidget(self._side(open_letter))
        self._area.setWidget(body)
        outer.addWidget(self._area, 1)

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
        column.setContentsMargins(scale.gap, scale.space(4), scale.gap, scale.space(6))
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
        self.panels = _Panels()
        self.cell = CellPanel(theme, workplace, open_letter)
        self.locking = LockPanel(theme)
        self.reopening = ReopenPanel(theme)
        for part in (self.cell, self.locking, self.reopening):
            self.panels.addWidget(part)
        self.cell.reopen_wanted.connect(self.open_lock)
        self.cell.told.connect(self.tell)
        self.locking.left.connect(self.close_panel)
        self.locking.wanted.connect(self._lock)
        self.reopening.left.connect(self.close_panel)
        self.reopening.one_wanted.connect(self._reopen)
        self.reopening.all_wanted.connect(self._unlock)
        self.notes = NotesCard(theme, self._name_of)
        self.notes.wanted.connect(lambda: self.page_wanted.emit("reception", None))
        self.notes.hide()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scale.gap)
        column.addWidget(self.panels, 1)
        column.addWidget(self.notes)
        # Beside the table it scrolls by itself: the table keeps the height of the window.
        self._holder = _SideArea()
        self._holder.setWidget(body)
        return self._holder

    def _name_of(self, code: str) -> str:
        office = self.desk.context.workplace.profile.office(code)
        return code if office is None else office.name

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel under the table where one line does not hold both."""
        super().resizeEvent(event)
        scale = self.theme.scale
        narrow = self.width() < _SIDE_BY_SIDE_EM * scale.em()
        ways = QBoxLayout.Direction
        self._across.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._holder.stand_alone(narrow, scale.em(_PANEL_EM))

    # What is shown ---------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, at a cell where one is named."""
        if isinstance(argument, tuple):
            year, office, month = argument
            self._chosen = (office, month)
            if year != self.year or self.seen is None:
                self.year = year
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
        year, context = self.year, self.desk.report_context()
        self.desk.context.reading.read(
            lambda connection: overview(connection, context, year),
            self.then(self._show),
            self.fault,
        )

    def turn(self, step: int) -> None:
        """Show the year before or after."""
        self.year += step
        self.shown_year.setText(str(self.year))
        self.read()

    def _show(self, seen: Overview) -> None:
        if seen.table.year != self.year:
            # The year was turned again before this one came.
            return
        self.seen = seen
        table = seen.table
        if self._chosen is None:
            self._chosen = first_cell(table, table.today)
        self.shown_year.setText(str(self.year))
        self.after.setEnabled(self.year < table.today.year + 1)
        self.headline.setText(typography.spaced(words.headline(table)))
        self.view.show_table(table, *self._chosen)
        self.notes.show_overview(seen)
        self._show_cell()
        self.counted.emit(sum(bool(line.quarantined) for line in table.lines))

    def _on_moved(self, office: str, month: int) -> None:
        self._chosen = (office, month)
        self._show_cell()

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
        self.close_panel()

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
        self._holder.verticalScrollBar().setValue(0)
        self._area.ensureWidgetVisible(self._holder)

    def close_panel(self) -> None:
        """Show the cell again."""
        if self.panels.currentWidget() is not self.cell:
            self.panels.setCurrentWidget(self.cell)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lock(self, month: date, exceptions: tuple[MonthReopening, ...]) -> None:
        context = self.desk.report_context()
        said = typography.capitalised(typography.month_name(month))
        self.desk.context.link.write(
            self.desk.context.author(),
            lambda transaction: lock_month(transaction, context, month, exceptions),
            self._done(_("{} est verrouillé ; les bureaux l’apprennent à leur prochain échange.")
                       .format(said)),
            partial(self._refused, self.locking),
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


class _SideArea(QScrollArea):
    """The panel: beside the table it has a width and scrolls, under it it takes its height."""

    def __init__(self) -> None:
        super().__init__()
        self._alone = False
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def stand_alone(self, alone: bool, width: int) -> None:  # noqa: FBT001 - what it is called for
        """Stand under the table, or beside it at a width."""
        self._alone = alone
        self.setMaximumWidth(_ANY_WIDTH if alone else width)
        self.setMinimumWidth(0 if alone else width)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return what it holds, where the page scrolls as a whole."""
        least = super().minimumSizeHint()
        inside = self.widget()
        if not self._alone or inside is None:
            return least
        return QSize(least.width(), inside.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()


class _Panels(QStackedWidget):
    """As high as the panel in front, not as the highest of all."""

    def sizeHint(self) -> QSize:
        """Return what the panel in front wants."""
        front = self.currentWidget()
        return super().sizeHint() if front is None else front.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least of the panel in front."""
        front = self.currentWidget()
        return super().minimumSizeHint() if front is None else front.minimumSizeHint()
