"""The real hours of a day and why they differ: one form, for the hours and for the closing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.domain.openings import Ranges, TimeRange, paired
from otdesk.domain.reference import Lists
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.typography import capitalised
from otdesk.ui.days.controls import label, set_tone
from otdesk.ui.days.day_words import differences, hours_text, needs_reason
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.days.time_field import TimeField
from otdesk.ui.theme.apply import Theme

_ROWS = 2
_NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class HoursAnswer:
    """What the form says: real hours, the code of the reason, the internal wording."""

    ranges: Ranges
    motive: str | None
    internal: str


def halves(planned: Ranges, ranges: Ranges) -> tuple[TimeRange | None, TimeRange | None]:
    """Return the ranges by row, « Matin » and « Après-midi ».

    A lone range stands beside the planned one that it answers; without two of these, noon decides.
    """
    if len(ranges) != 1:
        first, second, *_more = (*ranges, None, None)
        return first, second
    lone = ranges[0]
    if len(planned) == _ROWS:
        is_second = paired(planned, ranges)[1][1] is not None
    else:
        is_second = lone.start >= _NOON
    return (None, lone) if is_second else (lone, None)


class HoursForm(QWidget):
    """Two ranges from … to …, then the reason where they differ from the plan.

    `may_run`: the last range may be left without an end, while the office is open.
    """

    changed = Signal()

    def __init__(self, lists: Lists, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lists = lists
        self._planned: Ranges = ()
        self._may_run = True
        self._now: int | None = None
        self._focused: TimeField | None = None
        self.fields = [
            (
                TimeField(_("Ouverture, plage {}").format(number), theme),
                TimeField(_("Fermeture, plage {}").format(number), theme),
            )
            for number in range(1, _ROWS + 1)
        ]
        self.reason = self._made_reason()
        self.internal = QLineEdit()
        self.internal.setPlaceholderText(_("Précision interne (facultatif)"))
        self.internal.setAccessibleName(_("Précision interne, réservée à la direction"))
        self._plan = label("", "note", wrap=True)
        self._difference = label("", "note", "refused", wrap=True)
        self.published = label("", "note", wrap=True)
        self._lay_out()

    # What it is given ----------------------------------------------------------------------

    def show_hours(
        self,
        planned: Ranges,
        real: Ranges,
        reason: str | None,
        *,
        may_run: bool,
        now: int | None,
    ) -> None:
        """Show a day's hours; `now` is None on any other day than today."""
        self._planned, self._may_run, self._now = planned, may_run, now
        self.now.setEnabled(now is not None)
        self.as_planned.setEnabled(bool(planned))
        told = hours_text(planned) if planned else _("pas d’ouverture")
        self._plan.setText(_("Prévu\u00a0: {}").format(told))
        self._show(real)
        at = self.reason.findData(reason)
        self.reason.setCurrentIndex(max(at, 0))
        self.internal.clear()
        self._on_changed()

    def enable_hours(self, enabled: bool) -> None:  # noqa: FBT001 - as QWidget.setEnabled
        """Let the hours be typed, or not: a day on which the office stayed shut has none."""
        for start, end in self.fields:
            start.setEnabled(enabled)
            end.setEnabled(enabled)
        for button in self._helps:
            button.setEnabled(enabled)
        self._difference.setVisible(enabled and bool(self._difference.text()))

    # What it says --------------------------------------------------------------------------

    def answer(self) -> HoursAnswer:
        """Return what is typed. Raises DataFault, in French, where it cannot be."""
        ranges = self._ranges()
        motive = self.reason.currentData() or None
        if motive is None and not self._only_running(ranges) and self._differs(ranges):
            raise DataFault(
                _("Les horaires réels diffèrent des horaires prévus\u00a0: dire pourquoi.")
            )
        return HoursAnswer(ranges, motive, self.internal.text().strip())

    @property
    def first(self) -> TimeField:
        """Return the field that should be typed first: an end that is missing, or the start."""
        for start, end in self.fields:
            if start.minute is not None and end.minute is None:
                return end
        typed = (start for start, _end in self.fields if start.minute is not None)
        return next(typed, self.fields[0][0])

    # ---------------------------------------------------------------------------------------

    def _made_reason(self) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(_("Motif de l’écart"))
        # A list view of our own takes rows of a finger's height; Qt's menu does not.
        view = QListView(combo)
        height = self._theme.scale.target
        view.setStyleSheet(f"QListView::item {{ min-height: {height}px; }}")
        combo.setView(view)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        combo.addItem(_("Motif de l’écart…"), None)
        for code, reason in self._lists.closure_reasons.items():
            if reason.retired is None:
                combo.addItem(reason.label, code)
        return combo

    def _lay_out(self) -> None:
        scale = self._theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(8))
        column.addWidget(self._plan)
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.space(8))
        grid.setVerticalSpacing(scale.space(6))
        names = (_("Matin"), _("Après-midi"))
        for row, (start, end) in enumerate(self.fields):
            grid.addWidget(label(names[row], "note"), row, 0)
            grid.addWidget(start, row, 1)
            grid.addWidget(label(_("à"), "note"), row, 2)
            grid.addWidget(end, row, 3)
            for field in (start, end):
                field.moved.connect(self._on_changed)
                field.installEventFilter(self)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        column.addLayout(grid)
        column.addLayout(self._made_helps())
        column.addWidget(self._difference)
        column.addWidget(self.reason)
        column.addWidget(self.published)
        column.addWidget(self.internal)
        self.reason.currentIndexChanged.connect(self._on_changed)

    def _made_helps(self) -> FlowLayout:
        flow = FlowLayout(self._theme.scale.space(6))
        self.as_planned = QPushButton(_("Prévu"))
        self.now = QPushButton(_("Maintenant"))
        self.as_planned.clicked.connect(lambda: self._show(self._planned))
        self.now.clicked.connect(self._take_now)
        self.as_planned.setAccessibleName(_("Comme prévu"))
        earlier, later = QPushButton("−5"), QPushButton("+5")
        earlier.setAccessibleName(_("Cinq minutes plus tôt"))
        later.setAccessibleName(_("Cinq minutes plus tard"))
        earlier.clicked.connect(partial(self._step, -5))
        later.clicked.connect(partial(self._step, 5))
        self._helps = (self.as_planned, self.now, earlier, later)
        for button in self._helps:
            button.setAutoDefault(False)
            # The field that is typed into keeps the focus: these buttons act on it.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            flow.addWidget(button)
        return flow

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the field that « Maintenant » and « +5 » act on."""
        if isinstance(watched, TimeField) and event.type() == QEvent.Type.FocusIn:
            self._focused = watched
        return False

    def _show(self, ranges: Ranges) -> None:
        rows = halves(self._planned, ranges)
        for (start, end), hours in zip(self.fields, rows, strict=True):
            start.show_minute(None if hours is None else hours.start)
            end.show_minute(None if hours is None else hours.end)

    def _take_now(self) -> None:
        field = self._focused or self.first
        field.show_minute(self._now)

    def _step(self, minutes: int) -> None:
        (self._focused or self.first).step(minutes)

    def _ranges(self) -> Ranges:
        ranges: list[TimeRange] = []
        for start, end in self.fields:
            if start.is_faulty or end.is_faulty:
                faulty = start.text() if start.is_faulty else end.text()
                raise DataFault(
                    _("«\u00a0{}\u00a0» n’est pas une heure\u00a0: écrire 9:30.").format(faulty)
                )
            if start.minute is None and end.minute is None:
                continue
            if start.minute is None:
                raise DataFault(_("L’heure d’ouverture manque."))
            if end.minute is None and not self._may_run:
                raise DataFault(_("L’heure de fermeture manque."))
            ranges.append(self._range(start.minute, end.minute))
        ordered = tuple(sorted(ranges, key=lambda r: r.start))
        for before, after in pairwise(ordered):
            if before.end is None or before.end > after.start:
                raise DataFault(_("Deux plages d’ouverture se chevauchent."))
        return ordered

    @staticmethod
    def _range(start: int, end: int | None) -> TimeRange:
        try:
            return TimeRange(start, end)
        except ValueError as error:
            raise DataFault(_("La fermeture vient après l’ouverture, avant minuit.")) from error

    @staticmethod
    def _only_running(ranges: Ranges) -> bool:
        # The reason of a day that still runs can wait for its closing.
        return any(r.end is None for r in ranges)

    def _differs(self, ranges: Ranges) -> bool:
        planned = self._planned
        if self._may_run and self._now is not None:
            now = self._now
            planned = tuple(p for p in planned if p.start <= now)
        return needs_reason(planned, ranges)

    def _on_changed(self) -> None:
        try:
            ranges = self._ranges()
        except DataFault:
            self._difference.setText("")
            self._difference.hide()
        else:
            told = differences(self._planned, ranges, running=self._may_run)
            self._difference.setText(capitalised(" · ".join(told)))
            self._difference.setVisible(bool(told))
            # Within the tolerance nothing is asked for: it is told, not refused.
            set_tone(self._difference, "refused" if self._differs(ranges) else "granite")
        code = self.reason.currentData()
        self.published.setVisible(code is not None)
        self.internal.setVisible(code is not None)
        if code is not None:
            self.published.setText(
                _(
                    "Publié\u00a0: «\u00a0{}\u00a0». La précision ci-dessous reste à la direction."
                ).format(self._lists.published_reason(code))
            )
        self.changed.emit()
