"""A part of a page that scrolls where the text is large."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_MARGIN = 10


def scrolling(inside: QWidget) -> QScrollArea:
    """Return an area around a widget, without a frame or a ground of its own."""
    area = QScrollArea()
    _bare(area, inside)
    return area


class FieldsArea(QScrollArea):
    """Fields that scroll, the one in hand always in sight."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        _bare(self, inside)
        # What is told under the fields takes their room, some of it only once it was laid out.
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.show_focus())

    def show_focus(self) -> None:
        """Scroll to the field in hand once it has its place."""
        QTimer.singleShot(0, self, self._show_focus)

    def _show_focus(self) -> None:
        field = self._inside.focusWidget()
        if field is not None:
            # Of a field that is typed into, `ensureWidgetVisible` shows the caret alone.
            middle = field.mapTo(self._inside, field.rect().center())
            self.ensureVisible(middle.x(), middle.y(), 0, field.height() // 2 + _MARGIN)


def _bare(area: QScrollArea, inside: QWidget) -> None:
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
