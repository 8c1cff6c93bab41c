"""A field for a time of day, typed as people write it: 950, 9h50, 9:50, 9."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from otdesk.domain.openings import MINUTES_A_DAY
from otdesk.typography import clock_time
from otdesk.ui.days.whole_field import WholeField
from otdesk.ui.theme.apply import Theme

_TIME = re.compile(r"(\d{1,2})(?:\s*[h:.,]\s*(\d{1,2})?)?", re.ASCII | re.IGNORECASE)
_STEP = 5


def read_time(text: str) -> int | None:
    """Return the minutes since midnight of a typed time, None where it is none."""
    plain = text.strip()
    if plain.isdecimal() and len(plain) in {3, 4}:
        plain = f"{plain[:-2]}:{plain[-2:]}"
    found = _TIME.fullmatch(plain)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= MINUTES_A_DAY else None


class TimeField(WholeField):
    """A time of day; up and down move it by five minutes. `moved` follows each change."""

    moved = Signal()

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText("–:–")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumWidth(theme.scale.em(5))
        self.textChanged.connect(self._on_text)

    @property
    def minute(self) -> int | None:
        """Return the time, None where the field is empty or cannot be read."""
        return read_time(self.text())

    @property
    def is_faulty(self) -> bool:
        """Tell whether something is typed that is no time."""
        return bool(self.text().strip()) and self.minute is None

    def show_minute(self, minute: int | None) -> None:
        """Show a time, or nothing."""
        self.setText("" if minute is None else clock_time(minute))

    def step(self, minutes: int) -> None:
        """Move the time, on whole five minutes."""
        current = self.minute
        if current is not None:
            moved = (current + minutes) // _STEP * _STEP
            self.show_minute(min(max(moved, 0), MINUTES_A_DAY - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move by five minutes."""
        steps = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.step(step)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the time as it was understood."""
        super().focusOutEvent(event)
        if self.minute is not None:
            self.show_minute(self.minute)

    def _on_text(self, _text: str) -> None:
        faulty = self.is_faulty
        if bool(self.property("faulty")) != faulty:
            self.setProperty("faulty", faulty)
            self.style().unpolish(self)
            self.style().polish(self)
        self.moved.emit()
