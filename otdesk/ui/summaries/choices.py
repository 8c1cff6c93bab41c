"""The sentence of choices: « Résumé [du mois] de [juillet 2022] pour [Le Pont-de-Montvert] »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.summaries import periods
from otdesk.ui.summaries.period_picker import PeriodPicker
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

# Under so many ems, views and actions take two lines.
_ONE_LINE_EM = 66
KIND_KEYS = {PeriodKind.DAY: "J", PeriodKind.MONTH: "M", PeriodKind.YEAR: "A"}


class PeriodButton(KeyButton):
    """The period in words; the arrows step through time, Enter opens the sheet."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows, before Qt gives the focus away."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class ChoiceBar(QFrame):
    """Shows the period that is looked at and asks for another; `asked` carries it.

    It keeps the day that was last looked at, so that going from a year to its months and back to
    a day does not always end on the first of January. `office` is for whom: a name, or the control
    that chooses it.
    """

    asked = Signal(object)

    def __init__(self, office: str | QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(_("Période du résumé"))
        self._theme = theme
        self._picker: PeriodPicker | None = None
        self._today = date(2000, 1, 1)
        self._period = Period.day(self._today)
        self._day = self._today
        self.kinds: dict[PeriodKind, SegmentButton] = {}
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(
            scale.margin_side, scale.space(10), scale.margin_side, scale.space(10)
        )
        column.setSpacing(scale.space(8))
        sentence = FlowLayout(scale.space(8))
        self._make_sentence(sentence, office)
        column.addLayout(sentence)
        self._below = QHBoxLayout()
        self._below.setSpacing(scale.gap)
        column.addLayout(self._below)

    def _make_sentence(self, sentence: FlowLayout, office: str | QWidget) -> None:
        sentence.addWidget(label(_("Résumé"), "phrase"))
        group = QButtonGroup(self)
        for kind in periods.KINDS:
            button = SegmentButton(periods.kind_words(kind), self._theme)
            button.setAccessibleName(_("Résumé {}").format(periods.kind_words(kind)))
            button.setAccessibleDescription(KIND_KEYS[kind])
            button.setToolTip(KIND_KEYS[kind])
            button.clicked.connect(lambda _on=False, k=kind: self.ask_kind(k))
            group.addButton(button)
            self.kinds[kind] = button
            sentence.addWidget(button)
        self._group = group
        self.before = IconButton(
            "chevron-left", _("Période précédente"), self._theme, key=_("Alt ←")
        )
        self.period = PeriodButton(self._theme, "", "", role="soft", icon="calendar")
        self.after = IconButton("chevron-right", _("Période suivante"), self._theme, key=_("Alt →"))
        self.now = KeyButton(self._theme, "", "C", role="ghost")
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.period.stepped.connect(self.step)
        self.period.clicked.connect(self.open_picker)
        self.now.clicked.connect(self.ask_now)
        # The arrows never part from what they move, nor « pour » from the office.
        sentence.addWidget(self._together(self.before, self.period, self.after))
        sentence.addWidget(self.now)
        whose = label(office, "phrase", "origin") if isinstance(office, str) else office
        sentence.addWidget(self._together(label(_("pour"), "phrase"), whose))

    def _together(self, *parts: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.scale.space(8))
        for part in parts:
            row.addWidget(part)
        return holder

    def add_actions(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        """Put views at the left under the sentence, and at the right what acts on them."""
        for side in (left, right):
            holder = QWidget()
            flow = FlowLayout(self._theme.scale.space(8), holder)
            for widget in side:
                flow.addWidget(widget)
            policy = holder.sizePolicy()
            policy.setHeightForWidth(True)
            holder.setSizePolicy(policy)
            self._below.addWidget(holder, 1 if side is left else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the actions under the views where one line does not hold both."""
        super().resizeEvent(event)
        narrow = self.width() < _ONE_LINE_EM * self._theme.scale.em()
        ways = QBoxLayout.Direction
        self._below.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    # What is shown -----------------------------------------------------------------------

    @property
    def shown(self) -> Period:
        """Return the period that is looked at."""
        return self._period

    def show_period(self, period: Period, today: date) -> None:
        """Say a period; today is the last day that may be looked at."""
        self._close_picker()
        self._period, self._today = period, today
        self._day = periods.day_within(period, self._day)
        kind = period.kind
        self._group.setExclusive(False)
        for each, button in self.kinds.items():
            button.setChecked(each is kind)
        self._group.setExclusive(True)
        words = periods.title(period)
        self.period.say(words)
        self.period.setAccessibleName(_("Période : {}").format(words))
        self.period.setAccessibleDescription(
            _("Flèches : période voisine. Entrée : en choisir une.")
        )
        self.after.setEnabled(periods.may_follow(period, today))
        self.now.say(periods.now_words(kind))
        self.now.setEnabled(today not in period)
        for widget in (self.period, self.now):
            widget.updateGeometry()

    # What is asked -----------------------------------------------------------------------

    def ask_kind(self, kind: PeriodKind) -> None:
        """Ask for the day, the month or the year around where one is."""
        day = self._day
        if kind is PeriodKind.DAY and self._today in self._period:
            day = self._today
        self._ask(periods.of_kind(kind, periods.day_within(self._period, day)))

    def step(self, step: int) -> None:
        """Ask for the period before or after; none that has not begun."""
        if step < 0 or periods.may_follow(self._period, self._today):
            self._ask(periods.stepped(self._period, step))

    def ask_now(self) -> None:
        """Ask for the present day, month or year."""
        kind = self._period.kind
        wanted = PeriodKind.MONTH if kind is PeriodKind.RANGE else kind
        self._day = self._today
        self._ask(periods.of_kind(wanted, self._today))

    def open_picker(self) -> None:
        """Open the sheet under the period."""
        self._close_picker()
        over = self.parentWidget() or self
        picker = PeriodPicker(self._period, self._today, self._theme, over)
        picker.picked.connect(self._on_picked)
        picker.left.connect(self._on_left)
        self._picker = picker
        picker.open_under(self.period)

    def _close_picker(self) -> None:
        if self._picker is not None:
            self._picker.hide()
            self._picker.deleteLater()
            self._picker = None

    def _on_left(self) -> None:
        self._picker = None
        self.period.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_picked(self, period: Period) -> None:
        self._on_left()
        self._ask(period)

    def _ask(self, period: Period) -> None:
        self._day = periods.day_within(period, self._day)
        self.asked.emit(period)
