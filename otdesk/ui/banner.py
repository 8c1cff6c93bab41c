"""A banner over the screens: what happened, what is safe, what to do. Never in the way of a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme


class Message(QFrame):
    """One message at a time, with at most one action; `turned` as it comes or goes.

    The newest one stands, but nothing lesser pushes a refusal away before it was read: it waits
    and comes up once the refusal is closed.
    """

    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        scale = theme.scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.space(14), scale.space(8), scale.space(10), scale.space(8))
        row.setSpacing(scale.gap)
        words = QVBoxLayout()
        words.setSpacing(scale.space(2))
        self._what = QLabel()
        self._what.setProperty("role", "heading")
        self._what.setWordWrap(True)
        self._more = QLabel()
        self._more.setProperty("role", "note")
        self._more.setWordWrap(True)
        words.addWidget(self._what)
        words.addWidget(self._more)
        row.addLayout(words, 1)
        self.act = QPushButton()
        self.act.setProperty("role", "secondary")
        self.act.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.act.clicked.connect(self._on_act)
        self._action: Callable[[], None] | None = None
        self._dismissed: Callable[[], None] | None = None
        self._behind: tuple[str, Callable[[], None]] | None = None
        # The screen that told what is shown, empty for the program itself.
        self._teller = ""
        self._close = QPushButton(_("Masquer"))
        self._close.setProperty("role", "ghost")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(lambda _on=False: self._on_dismissed())
        row.addWidget(self.act)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """Return all that the message says."""
        return f"{self._what.text()} {self._more.text()}".strip()

    def tell(
        self,
        what: str,
        more: str = "",
        *,
        tone: str = "genet",
        action: tuple[str, Callable[[], None]] | None = None,
        teller: str = "",
        dismissed: Callable[[], None] | None = None,
    ) -> None:
        """Show a message; `action` is a button's words and what it does, `teller` a screen.

        `dismissed` is done where somebody hides it without acting.
        """
        if not self.isHidden() and self.property("tone") == "refused" and tone != "refused":
            again = partial(
                self.tell,
                what,
                more,
                tone=tone,
                action=action,
                teller=teller,
                dismissed=dismissed,
            )
            self._behind = teller, again
            return
        self._teller = teller
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._what.setText(what)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.act.setVisible(action is not None)
        self._action = None
        self._dismissed = dismissed
        if action is not None:
            self.act.setText(action[0])
            self._action = action[1]
        self.setAccessibleName(self.text)
        self.show()
        self.turned.emit()

    def hand_on(self, other: Banner) -> None:
        """Have another window's banner say what this one does: its look alone changed."""
        if self.isHidden():
            return
        action = None if self._action is None else (self.act.text(), self._action)
        other.tell(
            self._what.text(),
            self._more.text(),
            tone=str(self.property("tone")),
            action=action,
            teller=self._teller,
            dismissed=self._dismissed,
        )

    def turn_page(self) -> None:
        """Let go of what went well: another screen has its own news. What is to be done stays."""
        if self.property("tone") == "ok":
            self._leave()

    def withdraw(self, teller: str) -> None:
        """Let go of what a screen told, whatever it was: it concerns nobody any more."""
        if self._behind is not None and self._behind[0] == teller:
            self._behind = None
        if self._teller == teller and not self.isHidden():
            self._on_closed()

    def _leave(self) -> None:
        self.hide()
        self.turned.emit()

    def _on_closed(self) -> None:
        self._leave()
        behind, self._behind = self._behind, None
        if behind is not None:
            behind[1]()

    def _on_dismissed(self) -> None:
        if self._dismissed is not None:
            self._dismissed()
        self._on_closed()

    def _on_act(self) -> None:
        self._leave()
        if self._action is not None:
            self._action()


class Banner(QWidget):
    """What is to be done, with its button, over the news: neither takes the other's place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.task, self.news = Message(theme), Message(theme)
        for message in (self.task, self.news):
            message.turned.connect(self._follow)
            column.addWidget(message)
        self.hide()

    @property
    def _shown(self) -> tuple[Message, ...]:
        return tuple(each for each in (self.task, self.news) if not each.isHidden())

    @property
    def text(self) -> str:
        """Return all that the banner says."""
        return " ".join(each.text for each in self._shown)

    def tell(
        self,
        what: str,
        more: str = "",
        *,
        tone: str = "genet",
        action: tuple[str, Callable[[], None]] | None = None,
        teller: str = "",
        dismissed: Callable[[], None] | None = None,
    ) -> None:
        """Show a message; its parts are those of `Message.tell`."""
        message = self.news if action is None else self.task
        message.tell(what, more, tone=tone, action=action, teller=teller, dismissed=dismissed)

    def hand_on(self, other: Banner) -> None:
        """Have another window's banner say what this one does: its look alone changed."""
        for each in (self.task, self.news):
            each.hand_on(other)

    def turn_page(self) -> None:
        """Let go of what went well: another screen has its own news. What is to be done stays."""
        for each in (self.task, self.news):
            each.turn_page()

    def withdraw(self, teller: str) -> None:
        """Let go of what a screen told, whatever it was: it concerns nobody any more."""
        for each in (self.task, self.news):
            each.withdraw(teller)

    def tell_fault(self, fault: Exception) -> None:
        """Show a fault of the machine in its three sentences, any other in its own words."""
        if isinstance(fault, EnvironmentFault):
            self.tell(fault.what, f"{fault.safe} {fault.todo}", tone="refused")
        else:
            self.tell(str(fault) or type(fault).__name__, tone="refused")

    def _follow(self) -> None:
        self.setVisible(bool(self._shown))
