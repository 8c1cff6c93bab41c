"""The first line of the screen: which day, its state, what kind of day it is, and where to go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from otdesk.i18n import _
from otdesk.typography import WEEKDAYS, capitalised, long_date, short_date
from otdesk.ui.days.controls import IconButton, label
from otdesk.ui.days.day_words import Chip
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import SEMIBOLD
from otdesk.ui.theme.scale import NOTE


class ChipLabel(QFrame):
    """A chip with its icon."""

    def __init__(self, chip: Chip, theme: Theme) -> None:
        super().__init__()
        self.chip = chip
        hue, scale = theme.palette.hue(chip.tone), theme.scale
        edge = f"border: 1px solid {hue.ink};" if theme.palette.name == "contraste" else ""
        height = scale.em(2.0)
        self.setObjectName("chip")
        self.setStyleSheet(
            f"#chip {{ background: {hue.soft}; border-radius: {height // 2}px; {edge} }}"
        )
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.space(9), 0, scale.space(11), 0)
        row.setSpacing(scale.space(6))
        sign = QLabel()
        sign.setPixmap(theme.icons.pixmap(chip.icon, hue.ink, scale.icon_small))
        words = label(chip.text, "", chip.tone)
        words.setFont(theme.font(NOTE, SEMIBOLD))
        row.addWidget(sign)
        row.addWidget(words)
        self.setAccessibleName(chip.spoken)
        self.setToolTip(chip.long)


class StateRow(QWidget):
    """Two arrows, the date, the chips. `stepped` carries −1 or 1; `today_wanted` comes back."""

    stepped = Signal(int)
    today_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        scale = theme.scale
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.space(8))
        self.before = IconButton("chevron-left", _("Jour précédent"), theme, key="Alt ←")
        self.after = IconButton("chevron-right", _("Jour suivant"), theme, key="Alt →")
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.date = label("", "lead")
        self._dates: tuple[str, ...] = ("",)
        row.addWidget(self.before)
        row.addWidget(self.after)
        self.today = QPushButton(_("Aujourd’hui"))
        self.today.setAutoDefault(False)
        self.today.clicked.connect(self.today_wanted)
        row.addWidget(self.today)
        row.addSpacing(scale.space(8))
        self._flow = FlowLayout(scale.space(8))
        self._flow.addWidget(self.date)
        row.addLayout(self._flow, 1)

    def show_day(self, day: date, chips: Sequence[Chip], *, is_today: bool) -> None:
        """Show a day; its date is written short where the chips would go to a second line."""
        told = capitalised(long_date(day))
        short = short_date(day)
        self._dates = (told, capitalised(f"{WEEKDAYS[day.weekday()][:3]}. {short}"), short)
        self.today.setVisible(not is_today)
        self.date.setToolTip(told)
        self.date.setAccessibleName(told)
        while self._flow.count() > 1:
            item = self._flow.takeAt(1)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for chip in chips:
            made = ChipLabel(chip, self._theme)
            self._flow.addWidget(made)
            # Until it is shown, no layout reckons with it.
            made.show()
        self.setAccessibleName(", ".join([told, *(chip.spoken for chip in chips)]))
        self._write_date()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write the date as the new width has room for it."""
        super().resizeEvent(event)
        self._write_date()

    def _write_date(self) -> None:
        # Two lines take a row of the table below; where they are needed anyhow, nothing is won.
        fitting = (text for text in self._dates if self._width_with(text) <= self.width())
        self.date.setText(next(fitting, self._dates[0]))

    def _width_with(self, text: str) -> int:
        """Return the width of the whole row in one line."""
        self.date.setText(text)
        self._row.invalidate()
        return self._row.sizeHint().width()
