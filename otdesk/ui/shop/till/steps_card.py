"""The right column at rest: what the till waits for, and the Z as its one filled action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.i18n import _, ngettext
from otdesk.store.till_state import TillState
from otdesk.ui.days.closing_steps import StepState
from otdesk.ui.days.controls import card, empty, label
from otdesk.ui.days.step_row import StepRow
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.till.picture import TillPicture
from otdesk.ui.theme.apply import Theme


class TillStep(StrEnum):
    """What may be done with a till, in the order of the list."""

    FLOAT = "float"
    CASH = "cash"
    DEPOSIT = "deposit"
    HELD = "held"
    INVOICES = "invoices"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its words, a note under them, and its state, as `StepRow` paints it."""

    name: TillStep
    text: str
    note: str
    state: StepState


class StepsCard(QWidget):
    """`step_wanted` carries a TillStep; `closing_wanted` asks for the Z."""

    step_wanted = Signal(object)
    closing_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        frame, self._column = card(theme)
        self._column.setSpacing(theme.scale.space(1))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.rows: dict[TillStep, StepRow] = {}
        self.main: KeyButton | None = None
        self._note: QLabel | None = None
        self._back = False

    def show_steps(self, state: TillState, picture: TillPicture, today: date) -> None:
        """Show what waits; nothing but the Z where an earlier day is open."""
        # Made anew at each reading: the keys stay where they were.
        was_main = self.main is not None and self.main.hasFocus()
        was_at = next((name for name, row in self.rows.items() if row.hasFocus()), None)
        empty(self._column)
        self.rows = {}
        late = state.open_day is not None and state.open_day < today
        head = QHBoxLayout()
        head.addWidget(label(_("La caisse du jour"), "title", wrap=True), 1)
        self._column.addLayout(head)
        for step in steps(state, picture):
            row = StepRow(step, self._theme)  # type: ignore[arg-type]  # a step with another name
            row.clicked.connect(partial(self.step_wanted.emit, step.name))
            row.setEnabled(not late)
            self.rows[step.name] = row
            self._column.addWidget(row)
            # Shown before it has its place, it would come up as a window and take the keys.
            row.setVisible(not late)
        self._column.addStretch(1)
        note = closing_note(state, today)
        self._note = label(note, "note", "genet" if late else "", wrap=True)
        self._column.addWidget(self._note)
        self._column.addSpacing(self._theme.scale.space(6))
        self.main = KeyButton(
            self._theme,
            _("Compter et faire le Z"),
            _("Ctrl Entrée"),
            role="primary" if state.open_day is not None else "secondary",
        )
        self.main.setEnabled(state.open_day is not None)
        self.main.clicked.connect(self.closing_wanted)
        self._column.addWidget(self.main)
        self.step_back(back=self._back)
        kept = self.main if was_main else None if was_at is None else self.rows[was_at]
        if kept is not None and kept.isEnabled():
            kept.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self, *, back: bool) -> None:
        """Leave the filled action to the count that is open."""
        self._back = back
        if self.main is not None and self._note is not None:
            self.main.setVisible(not back)
            self._note.setVisible(not back)


def steps(state: TillState, picture: TillPicture) -> tuple[Step, ...]:
    """Return what may be done, with what waits in each."""
    fresh = state.last_z is None and state.open_day is None
    # What the last Z left was counted then, not this morning: nothing is ticked for it.
    morning = not fresh and state.open_day is None
    drawer = typography.cents(state.drawer)
    float_note = _("attendu maintenant : {}").format(drawer)
    if fresh:
        float_note = _("rien encore : compter le tiroir")
    elif morning:
        float_note = _("laissé au Z : {} ; à compter le matin").format(drawer)
    count = len(picture.cheques)
    cheques = ngettext("{n} chèque en attente, {sum}", "{n} chèques en attente, {sum}", count)
    unpaid = len(picture.unpaid)
    due = sum(each.outstanding for each in picture.unpaid)
    invoices = ngettext("{n} à payer, {sum}", "{n} à payer, {sum}", unpaid)
    return (
        Step(
            TillStep.FLOAT,
            _("Fond de caisse"),
            float_note,
            StepState.ASKED if fresh else StepState.TODO if morning else StepState.DONE,
        ),
        Step(
            TillStep.CASH,
            _("Entrée ou sortie d’espèces"),
            _moves_note(picture),
            StepState.OPTIONAL,
        ),
        Step(
            TillStep.DEPOSIT,
            _("Remise en banque"),
            cheques.format(n=count, sum=typography.cents(picture.cheque_cents))
            if count
            else _("espèces ; aucun chèque en attente"),
            StepState.TODO if count else StepState.OPTIONAL,
        ),
        Step(
            TillStep.HELD,
            _("Argent pour des tiers"),
            _("dû : {}").format(typography.cents(picture.owed))
            if picture.owed
            else _("rien à reverser"),
            StepState.TODO if picture.owed > 0 else StepState.OPTIONAL,
        ),
        Step(
            TillStep.INVOICES,
            _("Factures"),
            invoices.format(n=unpaid, sum=typography.cents(due))
            if unpaid
            else _("aucune à encaisser"),
            StepState.TODO if unpaid else StepState.OPTIONAL,
        ),
    )


def closing_note(state: TillState, today: date) -> str:
    """Return what the Z says before it is made."""
    if state.open_day is None:
        return _("Rien à clôturer : aucun mouvement depuis le dernier Z.")
    if state.open_day < today:
        return _("La journée du {} n’est pas clôturée : son Z d’abord, le reste ensuite.").format(
            typography.long_date(state.open_day, year=False)
        )
    return _("Le Z est définitif : il ne se supprime ni ne se rouvre.")


def _moves_note(picture: TillPicture) -> str:
    count = len(picture.moves)
    if not count:
        return _("appoint, achat, envoi au siège")
    total = sum(each.cents for each in picture.moves)
    return ngettext(
        "{n} mouvement depuis le Z, {sum}", "{n} mouvements depuis le Z, {sum}", count
    ).format(n=count, sum=typography.cents(total))
