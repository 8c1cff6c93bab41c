"""What was done, or why not, in its place on the page, with the way back beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.ui.days.controls import IconButton, label, set_tone
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class Told(QFrame):
    """One sentence and at most one action; hidden while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "banner")
        scale = theme.scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.gap, scale.space(4), scale.space(4), scale.space(4))
        row.setSpacing(scale.gap)
        self.words = label("", "heading", wrap=True)
        self.button = KeyButton(theme, "", "")
        self.button.clicked.connect(self._on_act)
        self._act: Callable[[], None] | None = None
        close = IconButton("x", _("Fermer"), theme)
        close.setProperty("role", "ghost")
        close.clicked.connect(self.hide)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """Return what is said, empty where nothing is."""
        return "" if self.isHidden() else self.words.text()

    def tell(
        self,
        text: str,
        tone: str = "ok",
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Say something; `action` is a button's words and what it does."""
        set_tone(self, tone)
        set_tone(self.words, tone)
        self.words.setText(text)
        self.setAccessibleName(text)
        self._act = None if action is None else action[1]
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.say(action[0])
        self.setVisible(bool(text))

    def tell_fault(self, fault: Exception) -> None:
        """Say what went wrong, in three sentences where the fault has them."""
        if isinstance(fault, EnvironmentFault):
            self.tell(f"{fault.what} {fault.safe} {fault.todo}", "refused")
        else:
            self.tell(str(fault) or type(fault).__name__, "refused")

    def _on_act(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
