"""Cash that comes into the drawer or leaves it beside sales, with the code where it leaves."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.till import CashMove
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.store.transaction import Transaction
from otdesk.ui.days.controls import empty, label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import AmountField, named
from otdesk.ui.shop.till.guarded import TillPanel
from otdesk.ui.shop.till.picture import CashLine
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

IN, OUT = "in", "out"


class CashPanel(TillPanel):
    """Records a movement; a slip for the bank has a panel of its own."""

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Entrée ou sortie d’espèces"), _("Enregistrer"), desk, theme)
        self._group = QButtonGroup(self)
        self.ways: dict[tuple[str, CashMove], SegmentButton] = {}
        for title, way, choices in (
            (
                _("Sort du tiroir"),
                OUT,
                (
                    (CashMove.PURCHASE, _("Achat")),
                    (CashMove.TO_HEADQUARTERS, _("Envoi au siège")),
                    (CashMove.OTHER, _("Autre")),
                ),
            ),
            (_("Entre dans le tiroir"), IN, ((CashMove.OTHER, _("Apport")),)),
        ):
            self.body.addWidget(label(title, "heading"))
            holder = QWidget()
            flow = FlowLayout(theme.scale.space(8), holder)
            for move, words in choices:
                made = SegmentButton(words, theme)
                made.setAccessibleName(f"{title} : {words}")
                made.toggled.connect(self._on_way)
                self._group.addButton(made)
                self.ways[way, move] = made
                flow.addWidget(made)
            self.body.addWidget(holder)
        self.amount = AmountField(_("Somme"), theme)
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Motif"))
        self.note.setMaxLength(200)
        self.amount.returnPressed.connect(self.note.setFocus)
        self.note.returnPressed.connect(self.act)
        self.body.addWidget(named(_("Somme"), self.amount, theme))
        self.body.addWidget(named(_("Motif"), self.note, theme))
        self._before = QVBoxLayout()
        self._before.setSpacing(theme.scale.space(2))
        self.body.addLayout(self._before)
        self.body.addStretch(1)

    def ask(self, moves: tuple[CashLine, ...]) -> None:
        """Come up empty, with what moved since the last Z below."""
        self.ways[OUT, CashMove.PURCHASE].setChecked(True)
        self.amount.clear()
        self.note.clear()
        self.refuse("")
        empty(self._before)
        if moves:
            self._before.addWidget(label(_("Depuis le dernier Z"), "heading"))
        for move in moves:
            self._before.addWidget(label(_line(move), "note", wrap=True))
        self._on_way()
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def way(self) -> tuple[str, CashMove]:
        """Return whether cash comes or leaves, and why."""
        return next(key for key, button in self.ways.items() if button.isChecked())

    def _on_way(self) -> None:
        way = next((key for key, button in self.ways.items() if button.isChecked()), None)
        if way is None:
            return
        # Money that leaves is guarded, money that comes is not.
        self.guard.ask(wanted=way[0] == OUT)
        self.note.setPlaceholderText(
            {
                CashMove.PURCHASE: _("timbres, produit d’entretien…"),
                CashMove.TO_HEADQUARTERS: _("facultatif : qui l’emporte"),
            }.get(way[1], _("obligatoire : d’où, pourquoi"))
        )

    def write(self) -> Callable[[], None]:
        """Return what records the movement."""
        shop = self.desk.picture
        cents = self.amount.amount()
        if not cents:
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(_("Indiquer la somme."))
        if shop is None or shop.post is None:
            raise DataFault(_("La caisse n’est pas ouverte."))
        way, move = self.way
        note, post = self.note.text(), shop.post
        signed = cents if way == IN else -cents

        def use_case(transaction: Transaction) -> Changes:
            from otdesk.services.till import cash

            return cash.move(transaction, post, move, signed, note)

        told = (
            _("Entré dans le tiroir : {}.") if way == IN else _("Sorti du tiroir : {}.")
        ).format(typography.cents(cents))

        def on_done(_changes: Changes) -> None:
            if shiboken6.isValid(self):
                self.done.emit(told)

        return lambda: self.desk.write(use_case, on_done, self.on_fault)


def _line(move: CashLine) -> str:
    when = typography.clock_time(move.minute)
    what = labels.cash_move(move.move)
    said = f" ({move.note})" if move.note else ""
    return f"{when} · {what}{said} · {typography.cents(move.cents)} · {move.author}"
