"""« Conseillers » of the siège: the page of the settings, for the whole network."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from otdesk.i18n import _
from otdesk.ui.preferences.counsellors import CounsellorsPage
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.theme.apply import Theme


class SiegeCounsellorsPage(SiegePage):
    """Counsellors that the siège adds, for one office or for all."""

    def __init__(self, desk: SiegeDesk, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Conseillers"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.people = CounsellorsPage(desk.context, theme)
        self.people.go_to.connect(self.go_to)
        column.addWidget(self.people)

    def arrive(self, argument: object = None) -> None:
        """Come to the front: a name may be typed at once."""
        self.people.initials.setFocus()

    def read(self) -> None:
        """Read who is there."""
        self.people.arrive()
