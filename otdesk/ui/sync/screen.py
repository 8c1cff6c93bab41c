"""« Synchronisation »: what left, what arrived, what waits; one button."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.days.controls import label
from otdesk.ui.sync import words
from otdesk.ui.sync.exchanger import Exchanger
from otdesk.ui.theme.apply import Theme


class SyncScreen(Screen):
    """Shows what the exchanger knows, and asks it to run."""

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        exchanger: Exchanger,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, theme, parent)
        self.exchanger = exchanger
        self.setAccessibleName(_("Synchronisation"))
        column = QVBoxLayout(self)
        self.lead = label("", "lead", wrap=True)
        column.addWidget(self.lead)
        column.addStretch(1)
        exchanger.state_read.connect(self._show)
        self._show()

    def arrive(self, argument: object = None) -> None:
        """Come to the front."""
        self.exchanger.refresh()

    def _show(self) -> None:
        state = self.exchanger.state
        if state is not None:
            self.lead.setText(words.headline(state))
