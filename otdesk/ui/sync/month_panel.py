"""Declaring a month: complete, or without activity; and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.i18n import _, ngettext
from otdesk.services import months
from otdesk.store.transaction import Transaction
from otdesk.sync.months_seen import MonthSeen, SeenState
from otdesk.sync.office_state import OfficeState
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.controls import empty, rule
from otdesk.ui.days.side_panel import SidePanel, say
from otdesk.ui.preferences.cards import button, label, row
from otdesk.ui.sync import words
from otdesk.ui.theme.apply import Theme

_SHOWN = 6
_TOLD = frozenset(
    {
        SeenState.TO_DECLARE,
        SeenState.COMPLETE,
        SeenState.NO_ACTIVITY,
        SeenState.DIFFERS,
        SeenState.LOCKED,
    }
)


class MonthPanel(SidePanel):
    """The months that may be declared, the newest first; `declared` once one is on the disk."""

    declared = Signal()

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(_("Déclarer un mois"), theme)
        self._context = context
        self.column.addWidget(
            label(_("Complet : tout y est saisi. Sans activité : rien ne s’y est passé."), "note")
        )
        self.fault = self.add_fault()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.scale.space(8))
        self.column.addLayout(self._rows)
        self.column.addStretch(1)
        self.buttons: dict[tuple[date, str], QPushButton] = {}
        self._wanted: date | None = None
        self._shown: object = None

    def ask(self, state: OfficeState, month: date | None = None) -> None:
        """Show the months, and begin at one of them."""
        say(self.fault, "")
        self._wanted = month
        self.show_state(state)
        self._rest()

    def show_state(self, state: OfficeState) -> None:
        """Show the months as they are now; the focus stays where it was, or goes to the next."""
        if (state.seen, self._wanted) == self._shown:
            return
        self._shown = state.seen, self._wanted
        focused = next((key for key, each in self.buttons.items() if each.hasFocus()), None)
        empty(self._rows)
        self.buttons = {}
        told = [each for each in reversed(state.seen) if each.state in _TOLD]
        first = [each for each in told if each.month == self._wanted]
        shown = (*first, *(each for each in told if each not in first))[:_SHOWN]
        if not shown:
            self._rows.addWidget(label(_("Aucun mois n’est à déclarer.")))
        for place, month in enumerate(shown):
            if place:
                self._rows.addWidget(rule())
            self._add(month, state.office)
        if focused is not None:
            same = (each for key, each in self.buttons.items() if key[0] == focused[0])
            target = self.buttons.get(focused) or next(same, self)
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, month: MonthSeen, office: str) -> None:
        told, tone, _icon = words.month_state(month)
        persons = ngettext("{} visiteur au siège", "{} visiteurs au siège", month.persons)
        note = " · ".join((told, persons.format(typography.integer(month.persons))))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.scale.space(3))
        column.addWidget(label(words.month_title(month.month), "heading"))
        column.addWidget(label(note, "note", tone if tone != "origin" else ""))
        acts: list[tuple[str, str, Callable[[], None]]] = []
        if month.wants_declaration:
            acts.append(("complete", _("Complet"), lambda: self._declare(office, month, True)))
            if not month.recorded:
                acts.append(
                    ("empty", _("Sans activité"), lambda: self._declare(office, month, False))
                )
        elif month.can_be_taken_back:
            acts.append(("back", _("Reprendre"), lambda: self._take_back(office, month)))
        elif month.state is SeenState.LOCKED:
            column.addWidget(
                label(_("Publié par le siège. Pour corriger : lui demander de le rouvrir."), "note")
            )
        made = []
        for name, text, act in acts:
            main = name == "empty" if not month.recorded else name == "complete"
            each = button(self.theme, text, act, role="soft" if main else "secondary")
            each.setAccessibleDescription(words.month_title(month.month))
            self.buttons[month.month, name] = each
            made.append(each)
        if made:
            column.addWidget(row(self.theme, made))
        self._rows.addWidget(holder)

    def _declare(self, office: str, month: MonthSeen, active: bool) -> None:  # noqa: FBT001
        self._write(
            lambda transaction: months.declare(transaction, office, month.month, active=active)
        )

    def _take_back(self, office: str, month: MonthSeen) -> None:
        self._write(lambda transaction: months.take_back(transaction, office, month.month))

    def _write(self, use_case: Callable[[Transaction], Changes]) -> None:
        def done(_changes: Changes) -> None:
            if shiboken6.isValid(self):
                say(self.fault, "")
                self.declared.emit()

        def fault(error: Exception) -> None:
            if shiboken6.isValid(self):
                say(self.fault, str(error))

        self._context.link.write(self._context.author(), use_case, done, fault)

    def _rest(self) -> None:
        target = next((each for each in self.buttons.values()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
