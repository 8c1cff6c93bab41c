"""The screen of the summaries: a period, its figures, its pages; print it, export it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.domain.period import Period, PeriodKind
from otdesk.domain.profile import OfficeProfile
from otdesk.i18n import _
from otdesk.reports.records_behind import Behind
from otdesk.store.store import Store
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.pages import page_sizes
from otdesk.ui.printing.panel import PrintPanel, Spooler
from otdesk.ui.printing.side_panel import Outcome, SidePanel
from otdesk.ui.printing.tasks import NewestOnly
from otdesk.ui.summaries import periods
from otdesk.ui.summaries.choices import KIND_KEYS, ChoiceBar
from otdesk.ui.summaries.empty_card import EmptyCard
from otdesk.ui.summaries.export_panel import ExportPanel
from otdesk.ui.summaries.material import Material, Reader
from otdesk.ui.summaries.office_picker import OfficePicker, offices_words
from otdesk.ui.summaries.overview import Overview
from otdesk.ui.summaries.panels import Panels, Paper, paper_title, tally_title
from otdesk.ui.summaries.preview import Preview
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

# Shorter waits show no sign of waiting: a bar that flashes worries more than it tells.
_PATIENCE_MS = 250
_REFRESH_MS = 400


class View(StrEnum):
    """What stands under the sentence."""

    FIGURES = "figures"
    PAGES = "pages"
    TALLY = "tally"


class SummariesScreen(Screen):
    """Reads on `context.reading`; a period that is left before its answer came is forgotten.

    `arrive` takes a Period; without one the screen stays where it was, at first on this month, at
    the siège on the last one of which anything came. `device` is what it prints with, the
    system's printers unless told. The siège gives its `offices`: one, several or all of them are
    then chosen, at first all.
    """

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        device: Spooler | None = None,
        offices: Sequence[OfficeProfile] = (),
    ) -> None:
        super().__init__(context, theme, parent)
        self._known = tuple(offices)
        own = (context.workplace.identity.office,)
        self._offices = tuple(office.code for office in offices) or own
        self._picker: OfficePicker | None = None
        self._reader = Reader(context.workplace)
        self._questions = NewestOnly(context.reading)
        self._documents = NewestOnly(context.reading)
        for questions in (self._questions, self._documents):
            self.destroyed.connect(questions.drop)
        self.material: Material | None = None
        self.view = View.FIGURES
        self._paper: tuple[object, Paper] | None = None
        self._stale = False
        self._build(device)
        self._make_shortcuts()
        self._refresh = _single_shot(self, _REFRESH_MS, self._reread)
        self._patience = _single_shot(self, _PATIENCE_MS, self.waiting.show)
        today = context.workplace.today()
        self.choices.show_period(periods.of_kind(PeriodKind.MONTH, today), today)

    # The parts -------------------------------------------------------------------------------

    def _build(self, device: Spooler | None) -> None:
        scale, theme = self.theme.scale, self.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(
            scale.margin_side, scale.margin_top, scale.margin_side, scale.margin_top
        )
        column.setSpacing(scale.gap_wide)
        self.choices = ChoiceBar(self._whose(), theme)
        self.choices.asked.connect(self.show_period)
        self._make_actions()
        self.waiting = QProgressBar()
        self.waiting.setRange(0, 0)
        self.waiting.setTextVisible(False)
        self.waiting.setAccessibleName(_("Calcul du résumé"))
        self.waiting.hide()
        self.outcome = Outcome(theme)
        for part in (self.choices, self.waiting, self.outcome):
            column.addWidget(part)
        across = QHBoxLayout()
        across.setSpacing(scale.gap_wide)
        self.stack = self._made_stack()
        across.addWidget(self.stack, 1)
        column.addLayout(across, 1)
        self.panels = Panels(self.context, self._reader, theme, across, self.stack, device=device)
        self.panels.changed.connect(self._share_width)
        self.panels.left.connect(self._focus_period)
        self.panels.paper_wanted.connect(self._make_paper)
        self.panels.export_wanted.connect(self.open_export)
        self.panels.day_wanted.connect(lambda day: self.go_to.emit("day", day))

    def _whose(self) -> str | QWidget:
        if not self._known:
            return self.context.workplace.office.name
        words = offices_words(self._offices, self._known)
        self.whose = KeyButton(self.theme, words, "B", "soft", icon="building-2")
        self.whose.clicked.connect(self.open_offices)
        return self.whose

    def _made_stack(self) -> QStackedWidget:
        stack = QStackedWidget()
        self.overview = Overview(self.theme)
        self.overview.opened.connect(self._on_opened)
        self.preview = Preview(self.context.reading, self.theme)
        self.empty = EmptyCard(self.theme, at_siege=self.context.workplace.is_siege)
        self.empty.period_wanted.connect(self.show_period)
        self.empty.day_wanted.connect(lambda day: self.go_to.emit("day", day))
        self._blank = QFrame()
        for part in (self._blank, self.overview, self.preview, self.empty):
            stack.addWidget(part)
        return stack

    def _make_actions(self) -> None:
        theme = self.theme
        group = QButtonGroup(self)
        self.views = {
            View.FIGURES: SegmentButton(_("Chiffres"), theme),
            View.PAGES: SegmentButton(_("Pages"), theme),
            View.TALLY: SegmentButton(_("Feuille de pointage"), theme),
        }
        self.views[View.TALLY].setToolTip(
            _("La feuille vierge d’une demi-journée : marché, coupure de courant")
        )
        for view, button in self.views.items():
            group.addButton(button)
            button.clicked.connect(lambda _on=False, v=view: self.show_view(v))
        self.views[View.FIGURES].setChecked(True)
        # The blank sheet is one office's: the siège has no counter.
        self.views[View.TALLY].setVisible(not self._known)
        self.as_tables = KeyButton(theme, _("Tableaux"), "T", "ghost", icon="list")
        self.as_tables.setCheckable(True)
        self.as_tables.toggled.connect(self._on_tables)
        self.save = KeyButton(theme, _("Exporter"), _("Ctrl E"), icon="download")
        self.save.clicked.connect(self.open_export)
        self.print = KeyButton(theme, _("Imprimer"), _("Ctrl P"), "primary", icon="printer")
        self.print.clicked.connect(self.open_print)
        self.choices.add_actions((*self.views.values(), self.as_tables), (self.save, self.print))

    def _make_shortcuts(self) -> None:
        single: dict[str, Callable[[], None]] = {
            key: partial(self.choices.ask_kind, kind) for kind, key in KIND_KEYS.items()
        }
        single["C"] = self.choices.ask_now
        single["T"] = self.as_tables.toggle
        if self._known:
            single["B"] = self.open_offices
        self._single = [self._shortcut(key, act) for key, act in single.items()]
        self._shortcut("Alt+Left", lambda: self.choices.step(-1))
        self._shortcut("Alt+Right", lambda: self.choices.step(1))
        self._shortcut("Ctrl+P", self.open_print)
        self._shortcut("Ctrl+E", self.open_export)

    def _shortcut(self, keys: str, act: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        return shortcut

    # The offices -----------------------------------------------------------------------------

    def open_offices(self) -> None:
        """Open the sheet of the offices under their button."""
        if self._picker is None:
            picker = OfficePicker(self._known, self._offices, self.theme, self)
            picker.picked.connect(self._on_offices)
            picker.left.connect(self._on_offices_left)
            self._picker = picker
            picker.open_under(self.whose)

    def _on_offices(self, chosen: tuple[str, ...]) -> None:
        self._on_offices_left()
        self._offices = chosen
        self.whose.say(offices_words(chosen, self._known))
        self.show_period(self.shown)

    def _on_offices_left(self) -> None:
        self._picker = None
        self.whose.setFocus(Qt.FocusReason.OtherFocusReason)

    # The period ------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Show a period, or the one of before, read again if something changed meanwhile."""
        for shortcut in self._single:
            shortcut.setEnabled(self.context.preferences().get(settings.SINGLE_KEYS))
        if isinstance(argument, Period):
            self.show_period(argument)
        elif self.material is None and self._known:
            # What the offices noted arrives afterwards: this month may be empty for weeks.
            self._open_on_latest()
        elif self.material is None or self._stale:
            self.show_period(self.shown)
        if argument == View.TALLY.value:
            self.show_view(View.TALLY)
        self._focus_period()

    def _focus_period(self) -> None:
        self.choices.period.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown(self) -> Period:
        """Return the period that the sentence says."""
        return self.choices.shown

    def show_period(self, period: Period) -> None:
        """Read a period and show it."""
        self.choices.show_period(period, self.context.workplace.today())
        self.panels.leave_period()
        offices, reader = self._offices, self._reader
        self._ask(lambda store: reader.read(store, period, offices), self._on_material)

    def _open_on_latest(self) -> None:
        offices, reader = self._offices, self._reader

        def done(material: Material) -> None:
            period = material.summary.period
            self.choices.show_period(period, self.context.workplace.today())
            self._on_material(material)

        self._ask(lambda store: reader.read_latest(store, offices), done)

    def _ask(self, work: Callable[[Store], Material], done: Callable[[Material], None]) -> None:
        self._stale = False
        self.outcome.hide()
        self._patience.start()
        self._questions.ask(work, done, self._on_fault)

    def _settle(self) -> None:
        self._patience.stop()
        self.waiting.hide()

    def _on_material(self, material: Material) -> None:
        self._settle()
        self.material = material
        if material.is_empty:
            self.empty.show_empty(material, self.context.workplace.today())
        else:
            self.overview.show_material(material)
        self.show_view(self.view)

    def _on_fault(self, fault: Exception) -> None:
        self._settle()
        self.outcome.tell_fault(fault)

    def on_changes(self, changes: Changes) -> None:
        """Read again soon, if a day of the period changed; later, if nobody looks."""
        days = {day for office, day in changes.days if office in self._offices}
        if self.material is None or not any(day in self.shown for day in days):
            return
        self._stale = True
        if self.isVisible():
            self._refresh.start()

    def _reread(self) -> None:
        if self._stale and self.isVisible():
            self.show_period(self.shown)

    # Figures, pages, tally sheet -------------------------------------------------------------

    def show_view(self, view: View) -> None:
        """Show the figures, the pages or the blank tally sheet."""
        self.view = view
        self.views[view].setChecked(True)
        self.as_tables.setVisible(view is View.FIGURES)
        if view is View.FIGURES:
            empty = self.material is not None and self.material.is_empty
            front = self.empty if empty else self.overview
            self.stack.setCurrentWidget(front if self.material else self._blank)
        else:
            self.stack.setCurrentWidget(self.preview)
            self._make_paper()
        self._offer_again()

    def _on_tables(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.as_tables.say(_("Graphiques") if on else _("Tableaux"))
        self.overview.show_tables(on)

    def _offer_again(self) -> None:
        """Offer what is shown now in the panel that prints or saves."""
        if isinstance(self.panel, ExportPanel):
            self.open_export()
        elif isinstance(self.panel, PrintPanel) and self.view is View.FIGURES:
            self._make_paper()

    def _make_paper(self) -> None:
        """Make the pages of what is shown, once for each summary."""
        tally, material = self.view is View.TALLY, self.material
        made_from: object = View.TALLY if tally else material
        if made_from is None:
            return
        if self._paper is not None and self._paper[0] is made_from:
            self._documents.drop()
            self._show_paper(self._paper[1])
            return
        reader = self._reader

        def work(_store: Store) -> Paper:
            if tally or material is None:
                title, content = tally_title(), reader.tally_pdf()
            else:
                title = paper_title(material.summary.period)
                content = reader.summary_pdf(material.summary)
            return Paper(title, content, page_sizes(content))

        def done(paper: Paper) -> None:
            self._settle()
            self._paper = (made_from, paper)
            self._show_paper(paper)

        self._patience.start()
        self._documents.ask(work, done, self._on_fault)

    def _show_paper(self, paper: Paper) -> None:
        self.preview.show_document(paper.content, paper.sizes)
        self.panels.offer_paper(paper)

    # Panels ----------------------------------------------------------------------------------

    @property
    def panel(self) -> SidePanel | None:
        """Return the panel that is open."""
        return self.panels.panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panel the whole width where there is no room for both."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        # What the panel does needs no second button: one filled action a screen.
        self.print.setVisible(not self.panels.is_acting)
        self.save.setVisible(not self.panels.is_acting)
        self.panels.share(self.width())

    def open_print(self) -> None:
        """Open the printing of what is shown."""
        if self.material is not None or self.view is View.TALLY:
            self.panels.open_print()

    def open_export(self) -> None:
        """Open the saving of what is shown."""
        if self.view is View.TALLY:
            self.panels.open_export()
            self.panels.offer_tally(self._offices[0])
        elif self.material is not None:
            self.panels.open_export()
            self.panels.offer_summary(self.material.summary)

    def _on_opened(self, target: object) -> None:
        if isinstance(target, Period):
            self.show_period(target)
        elif isinstance(target, Behind) and self.material is not None:
            self.panels.open_records(target, self.material.summary)


def _single_shot(parent: QWidget, milliseconds: int, act: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
