"""The plain parts that the pages of settings are made of: cards, labels, buttons that wrap."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton


def label(text: str, role: str = "", tone: str = "") -> QLabel:
    """Return a label that goes on to as many lines as its width asks."""
    made = QLabel(typography.spaced(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(True)
    policy = made.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def path_text(path: object) -> str:
    """Return a path that may go on to another line after each of its folders."""
    return str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")


def say(target: QLabel, text: str, tone: str = "") -> None:
    """Show a text in another tone; the label goes where there is nothing to say."""
    target.setText(typography.spaced(text))
    target.setVisible(bool(text))
    if target.property("tone") != tone:
        target.setProperty("tone", tone)
        target.style().unpolish(target)
        target.style().polish(target)


class Card(QFrame):
    """A titled card; what it holds goes into `column`."""

    def __init__(self, theme: Theme, title: str, note: str = "") -> None:
        super().__init__()
        scale = theme.scale
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        side, top = scale.margin_side, scale.space(12)
        self.column.setContentsMargins(side, top, side, scale.space(14))
        self.column.setSpacing(scale.space(9))
        self.title = label(title, "title")
        self.column.addWidget(self.title)
        if note:
            self.column.addWidget(label(note, "note"))

    def add(self, *widgets: QWidget) -> None:
        """Add widgets under each other."""
        for widget in widgets:
            self.column.addWidget(widget)


def row(theme: Theme, widgets: Iterable[QWidget], gap: int | None = None) -> QWidget:
    """Return widgets side by side, on a second line where the room ends."""
    holder = QWidget()
    flow = FlowLayout(theme.scale.gap if gap is None else gap, holder)
    for widget in widgets:
        flow.addWidget(widget)
    policy = holder.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


def button(
    theme: Theme, text: str, act: Callable[[], None], *, role: str = "secondary", icon: str = ""
) -> QPushButton:
    """Return a button of at least a finger's size."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setMinimumHeight(theme.scale.target)
    if icon:
        hue = {"primary": theme.palette.origin.on_fill, "danger": theme.palette.refused.ink}
        theme.set_icon(made, icon, hue.get(role))
    made.clicked.connect(lambda _on=False: act())
    return made


def set_role(made: QPushButton, role: str) -> None:
    """Make a button the filled one of its page, or one among others."""
    if made.property("role") != role:
        made.setProperty("role", role)
        made.style().unpolish(made)
        made.style().polish(made)


class Choice(QWidget):
    """One of a few, side by side; `taken` is called with the value that a hand picked."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Iterable[tuple[str, str]],
        current: str,
        taken: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        flow = FlowLayout(theme.scale.space(8), self)
        self.buttons: dict[str, SegmentButton] = {}
        self._group = QButtonGroup(self)
        for value, text in choices:
            each = SegmentButton(text, theme)
            each.setObjectName(f"{name}:{value}")
            each.setAccessibleName(f"{name} : {text}")
            each.setChecked(value == current)
            each.setMinimumHeight(theme.scale.target)
            self._group.addButton(each)
            self.buttons[value] = each
            flow.addWidget(each)
            each.clicked.connect(lambda _on=False, chosen=value: taken(chosen))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
