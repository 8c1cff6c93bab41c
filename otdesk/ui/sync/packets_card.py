"""« Derniers envois »: what each packet held, by what it left, and whether it arrived."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.sync.office_state import OfficeState, PacketLine
from otdesk.ui.days.controls import empty, rule
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import Card
from otdesk.ui.sync import words
from otdesk.ui.sync.parts import Mark, text
from otdesk.ui.theme.apply import Theme

_SHOWN = 3
# Number, departure, content, way, state.
_SHARES = (0, 3, 5, 3, 6)


class PacketsCard(Card):
    """The last packets, newest first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.hide()
        self._theme = theme
        self._down = False
        self._lines: tuple[PacketLine, ...] = ()
        self._shown: object = None
        self.column.addWidget(text(_("Derniers envois"), "title"))
        self.verify = KeyButton(theme, _("Vérifier la chaîne"), "V", "ghost", icon="shield-check")
        self._rows = _SHOWN
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.scale.gap_wide)
        self._grid.setVerticalSpacing(0)
        self.column.addWidget(self._holder)
        self.foot = text("", "note")
        across = QHBoxLayout()
        across.setSpacing(theme.scale.gap)
        across.addWidget(self.foot, 1)
        across.addWidget(self.verify)
        self.column.addLayout(across)
        self.column.addStretch(1)

    def stand(self, *, down: bool) -> None:
        """Give each packet lines of its own, where the text is large."""
        self._down = down

    def show_rows(self, count: int) -> None:
        """Show so many packets, for the room there is."""
        self._rows = count

    def show_state(self, state: OfficeState) -> None:
        """Show the packets."""
        lines = state.packets[: self._rows]
        shown = lines, state.today, self._down
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._grid)
        for column, share in enumerate((0, 1, 0, 0, 0) if self._down else _SHARES):
            self._grid.setColumnStretch(column, share)
        self._holder.setVisible(bool(lines))
        if not lines:
            self.foot.setText(_("Aucun envoi n’est encore parti de ce poste."))
            return
        self.foot.setText(
            _(
                "Un envoi perdu se répare seul : le suivant reprend tout ce qui n’a pas reçu "
                "d’accusé."
            )
        )
        if not self._down:
            names = (_("n°"), _("parti"), _("contenu"), _("par"), _("état"))
            for column, name in enumerate(names):
                self._grid.addWidget(text(name, "note"), 0, column)
        for place, line in enumerate(lines):
            self._add(line, 2 * place + 1, state)

    def _add(self, line: PacketLine, row: int, state: OfficeState) -> None:
        grid, high = self._grid, self._theme.scale.row
        grid.addWidget(rule(), row, 0, 1, 5)
        told, tone, icon = words.packet_state(line, state.today)
        content = words.content(line.content) or _("écritures du programme")
        if self._down:
            lead = _("n° {number} · {when} · {way}").format(
                number=line.number,
                when=words.short_moment(line.made_at, state.today),
                way=words.packet_way(line),
            )
            both = QWidget()
            inside = QGridLayout(both)
            inside.setContentsMargins(0, self._theme.scale.space(4), 0, self._theme.scale.space(4))
            inside.addWidget(text(lead, "note"), 0, 0, 1, 2)
            inside.addWidget(text(content, "heading"), 1, 0, 1, 2)
            inside.addWidget(Mark(self._theme, icon, tone), 2, 0)
            inside.addWidget(text(told, tone=tone), 2, 1)
            inside.setColumnStretch(1, 1)
            grid.addWidget(both, row + 1, 0, 1, 5)
            return
        cells = (
            text(str(line.number), "heading"),
            text(words.short_moment(line.made_at, state.today), "note"),
            text(content, "heading"),
            text(words.packet_way(line), "note"),
        )
        for column, cell in enumerate(cells):
            grid.addWidget(cell, row + 1, column, Qt.AlignmentFlag.AlignVCenter)
        ended = QWidget()
        across = QHBoxLayout(ended)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self._theme.scale.space(8))
        across.addWidget(Mark(self._theme, icon, tone))
        across.addWidget(text(told, "heading", tone), 1)
        grid.addWidget(ended, row + 1, 4)
        grid.setRowMinimumHeight(row + 1, high)
