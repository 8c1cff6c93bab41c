"""Hours against the plan in one sentence, the door, and the way to correct them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.typography import clock_time
from otdesk.ui.days.controls import card, label
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.day_words import hours_lead, needs_reason, so_far
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class HoursStrip(QWidget):
    """`door_pressed` opens or shuts the office now; `hours_wanted` opens the panel."""

    door_pressed = Signal()
    hours_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        scale = theme.scale
        frame, column = card(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.setContentsMargins(
            scale.margin_side, scale.space(2), scale.space(10), scale.space(2)
        )
        row = QHBoxLayout()
        row.setSpacing(scale.gap)
        self._sign = QLabel()
        row.addWidget(self._sign)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.lead = label("", "heading", wrap=True)
        self.note = label("", "note", wrap=True)
        words.addWidget(self.lead)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        buttons = FlowLayout(scale.space(8))
        self.door = KeyButton(theme, "", "O", icon="door-open")
        self.door.clicked.connect(self.door_pressed)
        self.hours = KeyButton(theme, _("Horaires"), "H", icon="clock")
        self.hours.clicked.connect(self.hours_wanted)
        buttons.addWidget(self.door)
        buttons.addWidget(self.hours)
        row.addLayout(buttons)
        row.setAlignment(self._sign, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_day(self, picture: DayPicture, now: int | None, *, future: bool) -> None:
        """Show a day; `now` is None on any other day than today."""
        office_day = picture.office_day
        lead, rest = hours_lead(office_day, future=future)
        self.lead.setText(f"{lead} · {rest}" if rest else lead)
        late = bool(office_day.ranges) and needs_reason(
            so_far(office_day.planned, office_day.ranges), office_day.ranges
        )
        self.note.setText(self._reason_words(picture, late=late))
        self.note.setVisible(bool(self.note.text()))
        name, hue = ("clock-alert", "refused") if late else ("clock", "granite")
        ink = self._theme.palette.hue(hue).ink
        self._sign.setPixmap(self._theme.icons.pixmap(name, ink, self._theme.scale.icon))
        self.hours.setEnabled(not future)
        running = next((r for r in office_day.ranges if r.end is None), None)
        self.door.setVisible(now is not None and not picture.is_closed)
        if running is not None:
            self.door.say(_("Fermer"))
            self.door.setToolTip(_("Fermer le bureau à {}").format(clock_time(now or 0)))
        else:
            self.door.say(_("Ouvrir"))
            self.door.setToolTip(_("Ouvrir le bureau à {}").format(clock_time(now or 0)))

    def _reason_words(self, picture: DayPicture, *, late: bool) -> str:
        if picture.office_day.reason:
            return _("Motif publié\u00a0: {} · motif interne réservé à la direction").format(
                picture.office_day.reason
            )
        return _("Motif à indiquer, au plus tard à la clôture") if late else ""
