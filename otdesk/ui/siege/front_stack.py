"""Panels of which one is in front: as high as that one, not as the highest of all."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class FrontStack(QStackedWidget):
    """A stack that a scroll area asks for its height."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _index: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """Return what the panel in front wants."""
        front = self.currentWidget()
        return super().sizeHint() if front is None else front.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least of the panel in front, at its width."""
        front = self.currentWidget()
        if front is None:
            return super().minimumSizeHint()
        least = front.minimumSizeHint()
        if front.hasHeightForWidth() and self.width() > least.width():
            return QSize(least.width(), front.heightForWidth(self.width()))
        return least

    def hasHeightForWidth(self) -> bool:
        """Tell that words that wrap ask for a height."""
        front = self.currentWidget()
        return front is not None and front.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the panel in front at a width."""
        front = self.currentWidget()
        return super().heightForWidth(width) if front is None else front.heightForWidth(width)
