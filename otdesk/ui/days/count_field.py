"""A field for a number of a paper sheet: digits, up and down, Enter goes on to the next one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeyEvent

from otdesk.ui.days.whole_field import WholeField
from otdesk.ui.theme.apply import Theme

_MOST = 9999


class CountField(WholeField):
    """A whole number; empty is « not on the sheet », which zero is not."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setValidator(QIntValidator(0, _MOST, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("–")
        self.setFixedWidth(theme.scale.em(4.6))

    @property
    def count(self) -> int | None:
        """Return the number, None where nothing is typed."""
        text = self.text().strip()
        return int(text) if text.isdecimal() else None

    def show_count(self, count: int | None) -> None:
        """Show a number, or nothing."""
        self.setText("" if count is None else str(count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down count; Enter goes on."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.show_count(min(max((self.count or 0) + step, 0), _MOST))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
