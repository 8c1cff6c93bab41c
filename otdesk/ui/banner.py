"""A banner over the screens: what happened, what is safe, what to do. Never in the way of a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme


@dataclass(frozen=True, slots=True)
class Said:
    """All that one message says and does; its parts are those of `Banner.tell`."""

    what: str
    more: str
    tone: str
    action: tuple[str, Callable[[], None]] | None
    teller: str
    dismissed: Callable[[], None] | None
    stays: bool

    @property
    def is_refusal(self) -> bool:
        """Tell whether something could not be done."""
        return self.tone == "refused"

    def takes_over(self, older: Said) -> bool:
        """Tell whether one that waits is void: of what passes, and of one teller, the newest."""
        if self.stays and older.stays:
            return self.teller == older.teller
        return not (self.stays or older.stays)


class Message(QFrame):
    """One message at a time, with at most one action; `turned` as it comes or goes.

    The newest one stands, but nothing lesser pushes a refusal away before it was read: it waits
    and comes up once the refusal is closed. One that `stays` comes back after what pushed it away.
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
        self._said: Said | None = None
        self._waiting: list[Said] = []
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

    def tell(self, said: Said) -> None:
        """Show a message, or keep it until the refusal that stands was read."""
        shown = self._said
        if shown is not None and shown.is_refusal and not said.is_refusal:
            self._keep(said)
            return
        if shown is not None and shown.stays and not said.takes_over(shown):
            self._keep(shown)
        if said.stays:
            self._forget(said)
        self._show(said)

    def _keep(self, said: Said) -> None:
        self._forget(said)
        self._waiting.append(said)

    def _forget(self, newer: Said) -> None:
        self._waiting = [older for older in self._waiting if not newer.takes_over(older)]

    def _show(self, said: Said) -> None:
        self._said = said
        self.setProperty("tone", said.tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._what.setText(said.what)
        self._more.setText(said.more)
        self._more.setVisible(bool(said.more))
        self.act.setVisible(said.action is not None)
        if said.action is not None:
            self.act.setText(said.action[0])
        self.setAccessibleName(self.text)
        self.show()
        self.turned.emit()

    def hand_on(self, other: Message) -> None:
        """Have another window's message say what this one does, and what waits behind it."""
        other._waiting = list(self._waiting)
        if self._said is not None:
            other._show(self._said)

    def turn_page(self) -> None:
        """Let go of what went well: another screen has its own news. What is to be done stays."""
        if self._said is not None and self._said.tone == "ok":
            self._leave()

    def withdraw(self, teller: str) -> None:
        """Let go of what a screen told, whatever it was: it concerns nobody any more."""
        self._waiting = [each for each in self._waiting if each.teller != teller]
        if self._said is not None and self._said.teller == teller:
            self._leave()

    def _leave(self) -> None:
        """Make room for what waits: a refusal first, then in the order it was told."""
        self._said = None
        self.hide()
        self.turned.emit()
        if self._waiting:
            after = next((each for each in self._waiting if each.is_refusal), self._waiting[0])
            self._waiting.remove(after)
            self._show(after)

    def _on_dismissed(self) -> None:
        said = self._said
        if said is not None and said.dismissed is not None:
            said.dismissed()
        self._leave()

    def _on_act(self) -> None:
        said = self._said
        self._leave()
        if said is not None and said.action is not None:
            said.action[1]()


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
        stays: bool = False,
    ) -> None:
        """Show a message; `action` is a button's words and what it does, `teller` a screen.

        `dismissed` is done where somebody hides it without acting. What is told only once, and
        is true until somebody does something about it, `stays`: other news come before it, and
        it comes back after them.
        """
        message = self.news if action is None else self.task
        message.tell(Said(what, more, tone, action, teller, dismissed, stays))

    def hand_on(self, other: Banner) -> None:
        """Have another window's banner say what this one does: its look alone changed."""
        self.task.hand_on(other.task)
        self.news.hand_on(other.news)

    def turn_page(self) -> None:
        """Let go of what went well: another screen has its own news. What is to be done stays."""
        for each in (self.task, self.news):
            each.turn_page()

    def withdraw(self, teller: str) -> None:
        """Let go of what a screen told, whatever it was: it concerns nobody any more."""
        for each in (self.task, self.news):
            each.withdraw(teller)

    def tell_fault(self, fault: Exception, *, teller: str = "", stays: bool = False) -> None:
        """Show a fault of the machine in its three sentences, any other in its own words."""
        what, more = str(fault) or type(fault).__name__, ""
        if isinstance(fault, EnvironmentFault):
            what, more = fault.what, f"{fault.safe} {fault.todo}"
        self.tell(what, more, tone="refused", teller=teller, stays=stays)

    def _follow(self) -> None:
        self.setVisible(bool(self._shown))
