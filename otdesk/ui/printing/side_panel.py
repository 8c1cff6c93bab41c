"""A panel that opens beside what it is about: a title, a close button, Esc, a message."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.ui.days.controls import IconButton, label, set_tone
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class SidePanel(QFrame):
    """A card at the right of a screen; `left` follows its close button and Esc.

    What it holds scrolls where the text is large; `body` is the column to fill, and `foot` the
    one under it that never scrolls away: what is to be pressed.
    """

    left = Signal()

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(
            scale.margin_side, scale.space(6), scale.space(6), scale.space(12)
        )
        column.setSpacing(scale.space(4))
        head = QHBoxLayout()
        self._title = label(title, "title", wrap=True)
        self.close_button = IconButton("x", _("Fermer"), theme, key=_("Échap"))
        self.close_button.setProperty("role", "ghost")
        self.close_button.clicked.connect(self.left)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self.body = QVBoxLayout(page)
        # The ring of what has the focus would be cut at the edge of what scrolls.
        ring = scale.space(4)
        self.body.setContentsMargins(ring, ring, scale.space(10), ring)
        self.body.setSpacing(scale.space(10))
        area.setWidget(page)
        area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        column.addWidget(area, 1)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(0, scale.space(6), scale.space(10), 0)
        self.foot.setSpacing(scale.space(8))
        column.addLayout(self.foot)

    def say_title(self, title: str) -> None:
        """Say what the panel is about now."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def abandon(self) -> None:
        """Stop what is under way: the panel is about to go."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Progress(QFrame):
    """A bar with its words and the button that stops the work; `cancelled` follows the button."""

    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scale.space(8))
        self._words = label("", "note", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = KeyButton(theme, _("Annuler"), "")
        self.stop.clicked.connect(self.cancelled)
        column.addWidget(self._words)
        column.addWidget(self.bar)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def begin(self, text: str) -> None:
        """Show that work has begun."""
        self._words.setText(text)
        self.bar.setAccessibleName(text)
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.show()

    def show_step(self, done: int, steps: int) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, steps)
        self.bar.setValue(done)


class Outcome(QFrame):
    """What came of the work: a sentence, or what happened, what is safe and what to do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        scale = theme.scale
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[scale.space(12)] * 4)
        self._column.setSpacing(scale.space(6))
        self._what = label("", "heading", wrap=True)
        self._more = label("", "", wrap=True)
        self._more.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(self._what)
        self._column.addWidget(self._more)
        self.hide()

    @property
    def text(self) -> str:
        """Return all that is said."""
        return f"{self._what.text()} {self._more.text()}".strip()

    def tell(self, what: str, more: str = "", *, tone: str = "ok") -> None:
        """Say what came of it."""
        set_tone(self, tone)
        set_tone(self._what, tone)
        self._fill(self._what, what)
        self._fill(self._more, more)
        self.setAccessibleName(self.text)
        self.show()

    def tell_fault(self, fault: Exception) -> None:
        """Say what went wrong, in three sentences where the fault has them."""
        if isinstance(fault, EnvironmentFault):
            self.tell(fault.what, f"{fault.safe} {fault.todo}", tone="refused")
        else:
            self.tell(str(fault) or type(fault).__name__, tone="refused")

    @staticmethod
    def _fill(part: QLabel, text: str) -> None:
        part.setText(text)
        part.setVisible(bool(text))
