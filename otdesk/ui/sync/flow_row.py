"""Sur ce poste → En route → Au siège: how much is where."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from otdesk import typography
from otdesk.i18n import _, ngettext
from otdesk.sync.office_state import OfficeState, PacketState
from otdesk.ui.days.controls import set_tone
from otdesk.ui.sync import words
from otdesk.ui.sync.parts import Arrow, Mark, SoftBox, text
from otdesk.ui.theme.apply import Theme


class FlowCard(SoftBox):
    """One place: its name, how much, of what, and a note."""

    def __init__(self, theme: Theme, title: str, icon: str) -> None:
        super().__init__(theme, "granite")
        self._icon = icon
        top = QHBoxLayout()
        top.setSpacing(theme.scale.gap)
        self._mark = Mark(theme, icon, "granite")
        self.title = text(title, "title")
        top.addWidget(self._mark)
        top.addWidget(self.title, 1)
        self.figure = text("", "large-figure")
        self.figure.setWordWrap(False)
        self.unit = text("", "heading")
        self.note = text("", "note")
        self.column.addLayout(top)
        for each in (self.figure, self.unit, self.note):
            self.column.addWidget(each)
        self.column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def tell(self, figure: int, unit: str, note: str, tone: str) -> None:
        """Show how much is here."""
        self.figure.setText(typography.integer(figure))
        self.unit.setText(unit)
        self.note.setText(typography.spaced(note))
        self.take_tone(tone)
        self._mark.show_mark(self._icon, tone)
        for each in (self.title, self.figure):
            set_tone(each, tone)
        self.setAccessibleName(f"{self.title.text()} : {figure} {unit}, {note}")


class FlowRow(QWidget):
    """The three places and the arrows between them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.scale.space(5))
        self.here = FlowCard(theme, _("Sur ce poste"), "monitor")
        self.under_way = FlowCard(theme, _("En route"), "send")
        self.siege = FlowCard(theme, _("Au siège"), "landmark")
        self._arrows = Arrow(theme), Arrow(theme)
        for widget in (
            self.here,
            self._arrows[0],
            self.under_way,
            self._arrows[1],
            self.siege,
        ):
            self._box.addWidget(widget, 0 if isinstance(widget, Arrow) else 1)

    def stand(self, *, down: bool) -> None:
        """Stand one under the other, where the text is large."""
        self._box.setDirection(
            QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        )
        for each in self._arrows:
            each.point(down=down)
            self._box.setAlignment(
                each, Qt.AlignmentFlag.AlignHCenter if down else Qt.AlignmentFlag(0)
            )

    def show_state(self, state: OfficeState, *, is_running: bool) -> None:
        """Show where everything is."""
        here = state.here.get("visit", 0)
        unit = ngettext("accueil à envoyer", "accueils à envoyer", here)
        note = words.content(_without_visits(state.here)) or (
            _("rien d’autre n’attend") if here else _("rien n’attend")
        )
        self.here.tell(here, unit, note, "origin" if state.here else "granite")
        self._show_under_way(state)
        self._show_siege(state)
        self._arrows[0].show_solid(solid=is_running)
        self._arrows[1].show_solid(solid=bool(state.under_way))

    def _show_under_way(self, state: OfficeState) -> None:
        count = state.under_way.get("visit", 0)
        others = words.content(_without_visits(state.under_way))
        last = next((p for p in state.packets if p.state is not PacketState.CUT), None)
        if not state.under_way:
            note = (
                _("aucun envoi encore")
                if last is None
                else _("dernier envoi : {}").format(words.moment_words(last.made_at, state.today))
            )
            self.under_way.tell(0, _("rien en attente d’un accusé"), note, "granite")
            return
        unit = ngettext("accueil sans accusé", "accueils sans accusé", count)
        left = "" if last is None else words.moment_words(last.made_at, state.today)
        note = " · ".join(part for part in (others, _("parti {}").format(left)) if part)
        self.under_way.tell(count, unit, note, "genet")

    def _show_siege(self, state: OfficeState) -> None:
        first = next((m.month for m in state.months if m.persons), None)
        unit = ngettext("visiteur reçu", "visiteurs reçus", state.persons)
        if first is not None and first.month > 1:
            since = typography.MONTHS[first.month - 1]
            unit = _("{received} depuis {month}").format(received=unit, month=since)
        if state.known is None or state.acknowledged_at is None:
            note = _("aucun accusé encore")
        else:
            note = _("accusé n° {number} · {when}").format(
                number=state.known.acknowledged,
                when=words.moment_words(state.acknowledged_at, state.today),
            )
        self.siege.tell(state.persons, unit, note, "ok" if state.is_confirmed else "granite")


def _without_visits(counts: Mapping[str, int]) -> dict[str, int]:
    return {kind: n for kind, n in counts.items() if kind != "visit"}
