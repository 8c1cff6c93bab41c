"""A part of a page that scrolls where the text is large."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolling(inside: QWidget) -> QScrollArea:
    """Return an area around a widget, without a frame or a ground of its own."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def show_inside(area: QScrollArea, widget: QWidget, margin: int) -> None:
    """Scroll to a widget once it has its place."""
    QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget, 0, margin))
