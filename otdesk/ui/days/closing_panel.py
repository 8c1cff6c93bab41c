"""« Clôturer la journée »: hours, reason, what is left open, zero visitors; then it is final."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from otdesk.domain.openings import MINUTES_A_DAY, Ranges, TimeRange
from otdesk.domain.reference import Lists
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.ui.days.controls import label
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.hours_form import HoursAnswer, HoursForm
from otdesk.ui.days.side_panel import SidePanel, say
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


def proposed_hours(planned: Ranges, real: Ranges, now: int | None) -> Ranges:
    """Return the hours to begin with: the real ones, a running range ended now or as planned.

    A day without any real hour begins with the planned ones.
    """
    if not real:
        return planned
    return tuple(_ended(each, planned, now) for each in real)


def _ended(hours: TimeRange, planned: Ranges, now: int | None) -> TimeRange:
    if hours.end is not None:
        return hours
    plan = next((p.end for p in planned if p.end is not None and p.end > hours.start), None)
    end = now if now is not None else plan
    if end is None or end <= hours.start:
        return hours
    return TimeRange(hours.start, min(end, MINUTES_A_DAY))


class ClosingPanel(SidePanel):
    """Asks for what the closing needs. `answered` carries an HoursAnswer."""

    answered = Signal(object)

    def __init__(self, lists: Lists, theme: Theme) -> None:
        super().__init__(_("Clôturer la journée"), theme)
        self._persons = 0
        self._planned: Ranges = ()
        self._summary = label("", "heading", wrap=True)
        self.shut = QCheckBox(_("Bureau fermé ce jour"))
        self.form = HoursForm(lists, theme)
        self.unfinished = QCheckBox()
        self.zero = QCheckBox(_("Aucun visiteur\u00a0: je confirme"))
        for box in (self.shut, self.unfinished, self.zero):
            box.setMinimumHeight(theme.scale.target)
        for widget in (self._summary, self.shut, self.form, self.unfinished, self.zero):
            self.column.addWidget(widget)
        self.fault = self.add_fault()
        self.column.addStretch(1)
        note = _("Ensuite, tout changement demande un motif, imprimé avec la journée.")
        self.column.addWidget(label(note, "note", wrap=True))
        self.close_day = KeyButton(
            theme, _("Clôturer"), _("Ctrl Entrée"), role="primary", icon="lock"
        )
        self.close_day.setAccessibleName(_("Clôturer la journée"))
        self.close_day.clicked.connect(self.try_closing)
        self.column.addWidget(self.close_day)
        self.shut.toggled.connect(self._on_shut)
        self.form.changed.connect(lambda: say(self.fault, ""))

    def ask(self, picture: DayPicture, unfinished: int, now: int | None) -> None:
        """Show a day that is to be closed, and point to what is missing first."""
        self._persons = picture.live.persons
        self._planned = picture.office_day.planned
        told = ngettext("{} visiteur", "{} visiteurs", picture.live.persons)
        acts = ngettext("{} accueil", "{} accueils", picture.live.acts)
        self._summary.setText(
            f"{told.format(picture.live.persons)} · {acts.format(picture.live.acts)}"
        )
        self.shut.setChecked(False)
        self.shut.setVisible(not picture.live.persons)
        self.form.show_hours(
            self._planned,
            proposed_hours(self._planned, picture.office_day.ranges, now),
            picture.reason,
            may_run=False,
            now=now,
        )
        self.unfinished.setChecked(False)
        self.unfinished.setVisible(unfinished > 0)
        self.unfinished.setText(
            ngettext(
                "Clore sans compléter {} accueil",
                "Clore sans compléter {} accueils",
                unfinished,
            ).format(unfinished)
        )
        self.zero.setChecked(False)
        self.zero.setVisible(picture.live.persons == 0)
        say(self.fault, "")
        self.close_day.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, text: str) -> None:
        """Say why the day is not closed."""
        say(self.fault, text)

    def try_closing(self) -> None:
        """Close, or point to what is missing."""
        try:
            answer = self._answer()
        except DataFault as fault:
            self.refuse(str(fault))
            return
        self.answered.emit(answer)

    def _answer(self) -> HoursAnswer:
        if self.unfinished.isVisibleTo(self) and not self.unfinished.isChecked():
            self.unfinished.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(
                _("Des accueils restent à compléter\u00a0: les compléter, ou cocher la case.")
            )
        if self.shut.isChecked():
            return self._shut_answer()
        answer = self.form.answer()
        if not answer.ranges:
            self.form.first.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(
                _("Les horaires manquent\u202f; ou cocher «\u00a0Bureau fermé ce jour\u00a0».")
            )
        if self._persons == 0 and not self.zero.isChecked():
            self.zero.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(
                _("Aucun visiteur n’est noté\u00a0: le confirmer, ou saisir la feuille.")
            )
        return answer

    def _shut_answer(self) -> HoursAnswer:
        motive = self.form.reason.currentData() or None
        if motive is None and self._planned:
            self.form.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(
                _("Une ouverture était prévue\u00a0: dire pourquoi le bureau est fermé.")
            )
        return HoursAnswer((), motive, self.form.internal.text().strip())

    def _on_shut(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        self.form.enable_hours(not checked)
        self.zero.setVisible(not checked and self._persons == 0)
        say(self.fault, "")
