"""A field for a code of digits: four to eight, never shown."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from otdesk.ui.theme.apply import Theme


class PinField(QLineEdit):
    """Digits alone get in; a phone's keypad or a tablet offers digits."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(8)
        self.setMaximumWidth(theme.scale.em(16))
        self.setMinimumHeight(theme.scale.target)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,8}"), self))
