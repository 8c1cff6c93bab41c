"""Small controls that the panels of the day share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.ui.theme.apply import Theme


def label(text: str, role: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label of a role and a tone; one that wraps takes the height that its width asks."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget another tone; the style sheet reads properties only when it polishes."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def card(theme: Theme, role: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """Return an empty card and its column."""
    frame = QFrame()
    frame.setProperty("role", role)
    column = QVBoxLayout(frame)
    scale = theme.scale
    column.setContentsMargins(scale.margin_side, scale.space(12), scale.margin_side, scale.gap)
    column.setSpacing(scale.space(8))
    return frame, column


def rule() -> QFrame:
    """Return a faint line that parts two things."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            empty(inner)
        if widget is not None:
            # A layout shows what it was given at the next turn of the loop: a widget that lost its
            # parent before would come up as a window of its own, and take the keys.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def add_all(layout: QBoxLayout, *widgets: QWidget) -> None:
    """Add some widgets in order."""
    for widget in widgets:
        layout.addWidget(widget)


class IconButton(QPushButton):
    """A square button with an icon alone; its name is told and shown as a tip."""

    def __init__(self, icon: str, name: str, theme: Theme, *, key: str = "") -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)
        if key:
            self.setAccessibleDescription(key)
        theme.set_icon(self, icon)
        side = theme.scale.target
        self.setFixedSize(side, side)
        # The style sheet's padding would leave no room for the icon of a square.
        self.setStyleSheet("QPushButton { padding: 0; }")
