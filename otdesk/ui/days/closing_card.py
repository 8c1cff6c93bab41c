"""The lower card of the right column: what is left before closing, or what was closed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from otdesk.i18n import _, ngettext
from otdesk.reports.queries.openings import CorrectionRecord
from otdesk.reports.rows import DayMark
from otdesk.services.workplace import Workplace
from otdesk.typography import stamp
from otdesk.ui.days.closing_steps import StepState, steps
from otdesk.ui.days.controls import card, empty, label
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.day_words import hours_text
from otdesk.ui.days.step_row import StepRow
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class ClosingCard(QWidget):
    """`step_wanted` carries a StepName; the other signals are its buttons."""

    step_wanted = Signal(object)
    closing_wanted = Signal()
    printing_wanted = Signal()
    correction_wanted = Signal()

    def __init__(self, workplace: Workplace, theme: Theme) -> None:
        super().__init__()
        self._workplace = workplace
        self._theme = theme
        frame, self._column = card(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._column.setSpacing(theme.scale.space(1))
        self.rows: list[StepRow] = []
        self.main: KeyButton | None = None
        self._folded = False

    def fold(self, *, folded: bool) -> None:
        """Leave out what is optional, on a low screen: the table's keys lead there too."""
        self._folded = folded
        for row in self.rows:
            row.setVisible(not (folded and row.step.state is StepState.OPTIONAL))

    def show_day(
        self, picture: DayPicture, unfinished: int, now: int | None, *, future: bool
    ) -> None:
        """Show what is left to do, or what the closed day holds."""
        empty(self._column)
        self.rows = []
        self.main = None
        if picture.is_closed:
            self._show_closed(picture)
        elif future:
            self._head(_("Journée à venir"), "")
            planned = picture.office_day.planned
            self._say(_("Prévu {}").format(hours_text(planned)) if planned else _("Rien de prévu"))
            self._say(_("Elle se clôt le soir même, ou un autre jour depuis le calendrier."))
            self._column.addStretch(1)
        else:
            self._show_steps(picture, unfinished, now)

    # ---------------------------------------------------------------------------------------

    def _head(self, title: str, count: str) -> None:
        row = QHBoxLayout()
        row.addWidget(label(title, "title", wrap=True), 1)
        row.addWidget(label(count, "note"))
        self._column.addLayout(row)

    def _say(self, text: str, tone: str = "") -> None:
        self._column.addWidget(label(text, "note", tone, wrap=True))

    def _show_steps(self, picture: DayPicture, unfinished: int, now: int | None) -> None:
        found = steps(picture, unfinished, now)
        wanted = [step for step in found if step.state is not StepState.OPTIONAL]
        done = sum(step.state is StepState.DONE for step in wanted)
        self._head(
            _("Clôturer la journée"), _("{done} sur {all}").format(done=done, all=len(wanted))
        )
        for step in found:
            row = StepRow(step, self._theme)
            row.clicked.connect(partial(self.step_wanted.emit, step.name))
            self.rows.append(row)
            self._column.addWidget(row)
        self.fold(folded=self._folded)
        self._column.addStretch(1)
        self.main = KeyButton(self._theme, _("Clôturer la journée"), _("Ctrl Entrée"))
        self.main.clicked.connect(self.closing_wanted)
        self._column.addWidget(self.main)

    def _show_closed(self, picture: DayPicture) -> None:
        shut = picture.state in {DayMark.SHUT, DayMark.NOT_PLANNED}
        self._head(_("Bureau fermé ce jour") if shut else _("Journée clôturée"), "")
        self._say(self._closed_text(picture))
        if not shut:
            self._say(hours_text(picture.office_day.ranges))
        if picture.office_day.reason:
            self._say(_("Motif publié\u00a0: {}").format(picture.office_day.reason))
        self.main = KeyButton(
            self._theme, _("Imprimer le résumé"), "P", role="primary", icon="printer"
        )
        self.main.clicked.connect(self.printing_wanted)
        correct = KeyButton(self._theme, _("Rectifier la journée"), "R", icon="pencil")
        correct.clicked.connect(self.correction_wanted)
        self._column.addSpacing(self._theme.scale.space(6))
        self._column.addWidget(self.main)
        self._column.addSpacing(self._theme.scale.space(6))
        self._column.addWidget(correct)
        self._column.addSpacing(self._theme.scale.space(6))
        self._show_corrections(picture.corrections)

    def _closed_text(self, picture: DayPicture) -> str:
        closed_at = picture.office_day.closed_at
        if closed_at is None:
            return ""
        return _("par {who}, le {when}").format(
            who=picture.office_day.closed_by or "?", when=stamp(closed_at)
        )

    def _show_corrections(self, corrections: tuple[CorrectionRecord, ...]) -> None:
        if not corrections:
            self._say(_("Aucune rectification depuis la clôture."))
            self._column.addStretch(1)
            return
        count = len(corrections)
        title = ngettext("Rectifiée {} fois", "Rectifiée {} fois", count).format(count)
        self._column.addWidget(label(title, "heading"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(title)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, self._theme.scale.space(6), 0)
        for each in reversed(corrections):
            column.addWidget(label(self._correction_text(each), "note", wrap=True))
        column.addStretch(1)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._column.addWidget(area, 1)

    def _correction_text(self, correction: CorrectionRecord) -> str:
        when = stamp(self._workplace.local(correction.recorded_at))
        return _("rectifié le {when} par {who}\u00a0: {reason}").format(
            when=when, who=correction.author, reason=correction.reason
        )
