"""« Horaires » (H): the real hours of a day, and why they differ from the planned ones."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from otdesk.domain.reference import Lists
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.hours_form import HoursForm
from otdesk.ui.days.side_panel import SidePanel, say
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class HoursPanel(SidePanel):
    """Edits the hours. `answered` carries an HoursAnswer."""

    answered = Signal(object)

    def __init__(self, lists: Lists, theme: Theme) -> None:
        super().__init__(_("Horaires du jour"), theme)
        self.form = HoursForm(lists, theme)
        self.column.addWidget(self.form)
        self.fault = self.add_fault()
        self.column.addStretch(1)
        self.save = KeyButton(theme, _("Enregistrer"), _("Entrée"), role="primary")
        self.save.clicked.connect(self._on_save)
        self.column.addWidget(self.save)
        for start, end in self.form.fields:
            start.returnPressed.connect(self._on_save)
            end.returnPressed.connect(self._on_save)
        self.form.internal.returnPressed.connect(self._on_save)
        self.form.changed.connect(lambda: say(self.fault, ""))

    def ask(self, picture: DayPicture, now: int | None) -> None:
        """Show a day's hours and wait for the first key."""
        office_day = picture.office_day
        self.form.show_hours(
            office_day.planned,
            office_day.ranges,
            picture.reason,
            may_run=now is not None and not picture.is_closed,
            now=now,
        )
        say(self.fault, "")
        self.form.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.first.selectAll()

    def refuse(self, text: str) -> None:
        """Say why the hours are not accepted."""
        say(self.fault, text)

    def _on_save(self) -> None:
        try:
            answer = self.form.answer()
        except DataFault as fault:
            self.refuse(str(fault))
            self.form.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(answer)
