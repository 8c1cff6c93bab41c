"""A list of found things that never shows a cut row."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget


class WholeRowsList(QListWidget):
    """Shows whole rows only, each `row_height` pixels; what is left over stays empty under them."""

    def __init__(self, row_height: int) -> None:
        super().__init__()
        self._row_height = row_height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the room of a part of a row under the last whole one."""
        rest = (self.height() - 2 * self.frameWidth()) % self._row_height
        if self.viewportMargins().bottom() != rest:
            self.setViewportMargins(0, 0, 0, rest)
        super().resizeEvent(event)
