"""The chosen cell: its days, the last packet, and what the siège can do about it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from otdesk import typography
from otdesk.headquarters.state_words import STATES
from otdesk.headquarters.year_table import LACKING, CellState, YearCell, YearLine
from otdesk.i18n import _
from otdesk.services.workplace import Workplace
from otdesk.ui.days.controls import IconButton
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import label, say
from otdesk.ui.siege.completeness import words
from otdesk.ui.siege.completeness.mini_month import MiniMonth
from otdesk.ui.theme.apply import Theme

OpenLetter = Callable[[str], bool]
"""Gives a `mailto:` link to the system; tells whether anything took it."""

_TONES = {
    CellState.INCOMPLETE: "genet",
    CellState.LATE: "genet",
    CellState.MISSING: "refused",
    CellState.QUARANTINED: "refused",
    CellState.LOCKED: "ok",
    CellState.CHANGED: "refused",
    CellState.COMPLETE: "ok",
    CellState.UP_TO_DATE: "ok",
    CellState.NO_ACTIVITY: "ok",
}


class CellPanel(QFrame):
    """`told` carries what was done, `invite_wanted` the code of an office that is not paired."""

    invite_wanted = Signal(str)
    told = Signal(str)

    def __init__(self, theme: Theme, workplace: Workplace, open_letter: OpenLetter) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._workplace = workplace
        self._open_letter = open_letter
        self._shown: tuple[YearLine, YearCell] | None = None
        scale = theme.scale
        column = QVBoxLayout(self)
        side = scale.space(14)
        column.setContentsMargins(side, scale.space(10), side, scale.space(10))
        column.setSpacing(scale.space(6))
        self.name = label("", "title")
        self.month = label("", "note")
        self.figure = label("", "large-figure", "genet")
        self.figure.setWordWrap(False)
        self.days = label("", "heading")
        figures = QHBoxLayout()
        figures.setSpacing(scale.space(8))
        figures.addWidget(self.figure)
        figures.addWidget(self.days, 1)
        self.calendar = MiniMonth(theme)
        self.sentence = label("")
        self.remind = KeyButton(theme, _("Relancer par courriel"), "R", "soft", icon="mail")
        self.copy = IconButton("copy", _("Copier le texte"), theme, key="C")
        self.invite = KeyButton(theme, _("Inviter un poste"), "", icon="send")
        self.phone = label("", "note")
        self.remind.clicked.connect(self.send_letter)
        self.copy.clicked.connect(self.copy_letter)
        self.invite.clicked.connect(self._on_invite)
        column.addWidget(self.name)
        column.addWidget(self.month)
        column.addLayout(figures)
        column.addWidget(self.calendar)
        column.addWidget(self.sentence)
        letter = QHBoxLayout()
        letter.setSpacing(scale.space(6))
        letter.addWidget(self.remind, 1)
        letter.addWidget(self.copy)
        column.addLayout(letter)
        column.addWidget(self.phone)
        column.addWidget(self.invite)
        column.addStretch(1)

    def show_cell(self, line: YearLine, cell: YearCell) -> None:
        """Show a cell."""
        self._shown = line, cell
        self.name.setText(typography.spaced(line.office.name))
        state = STATES[cell.state]()
        self.month.setText(f"{words.month_words(cell)} · {state}")
        is_waited = cell.state in {CellState.AWAITED, CellState.OUTSIDE, CellState.CLOSED}
        count = cell.planned if is_waited else cell.received
        said = words.received_words(cell) if not is_waited else words.planned_words(cell)
        say(self.figure, str(count), _TONES.get(cell.state, ""))
        self.days.setText(said.partition(" ")[2])
        self.calendar.show_cell(cell)
        self.sentence.setText(
            typography.spaced(words.cell_sentence(line, cell, self._workplace.zone))
        )
        lacks = cell.state in LACKING
        for button in (self.remind, self.copy):
            button.setVisible(lacks)
        say(self.phone, self._phone(line) if lacks else "")
        self.invite.setVisible(line.begins is None)

    def _on_invite(self) -> None:
        if self._shown is not None:
            self.invite_wanted.emit(self._shown[0].office.code)

    def _phone(self, line: YearLine) -> str:
        profile = self._workplace.profile
        number = line.office.phone
        if number and number != profile.phone:
            return _("Téléphone : {}").format(number)
        return _("Ni courriel ni téléphone au profil.")

    def send_letter(self) -> None:
        """Have the system's mail program open with the letter; its address is left to write."""
        if self._shown is None or self.remind.isHidden():
            return
        line, cell = self._shown
        link = "mailto:?subject={}&body={}".format(
            quote(words.letter_title(cell)), quote(words.letter(line, cell).replace("\n", "\r\n"))
        )
        if self._open_letter(link):
            self.told.emit(_("Le courriel est prêt : il reste à écrire l’adresse du bureau."))
        else:
            self.copy_letter()

    def copy_letter(self) -> None:
        """Put the letter on the clipboard."""
        if self._shown is None or self.copy.isHidden():
            return
        line, cell = self._shown
        QGuiApplication.clipboard().setText(words.letter(line, cell))
        self.told.emit(_("Le texte pour {} est dans le presse-papiers.").format(line.office.name))
