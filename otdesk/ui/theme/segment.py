"""One choice among a few, side by side: the chosen one is filled and bears a check mark."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from otdesk.ui.theme.apply import Theme


class SegmentButton(QPushButton):
    """A checkable button; put several in an exclusive QButtonGroup.

    The mark stands in the padding the style sheet keeps on both sides, so that the text neither
    moves nor is cut when the choice changes. `tone` is origin, or demand for what is demanded or
    paid.
    """

    def __init__(
        self, text: str, theme: Theme, tone: str = "origin", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._tone = tone
        self.setProperty("role", "segment")
        self.setProperty("tone", tone)
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and its mark if it is the chosen one."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        side = self._theme.scale.icon_small
        colour = self._theme.palette.hue(self._tone).on_fill
        mark = self._theme.icons.pixmap("check", colour, side, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(
            self.width() - side - self._theme.scale.space(8), (self.height() - side) // 2, mark
        )
        painter.end()
