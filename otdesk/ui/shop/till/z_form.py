"""« Compter et faire le Z »: the drawer, the card terminal, and the difference explained."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashCount, Closing
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.till_state import TillState
from otdesk.store.transaction import Transaction
from otdesk.ui.days.controls import label
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import AmountField, named
from otdesk.ui.shop.till.count_form import CountForm
from otdesk.ui.theme.apply import Theme


class ZForm(CountForm):
    """Makes the Z of the open day. `closed` carries the uid of the closing that is on the disk."""

    closed = Signal(str)

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Compter et faire le Z"), _("Faire le Z"), desk, theme)
        self._card = 0
        self.terminal = AmountField(_("Total du terminal de cartes"), theme)
        self.terminal.textChanged.connect(lambda _text: self.on_counted())
        self.cards_note = label("", "note", wrap=True)
        self.cheques_note = label("", "note", wrap=True)
        self.explanation = QLineEdit()
        self.explanation.setAccessibleName(_("Explication de l’écart"))
        self.explanation.setPlaceholderText(_("rendu de trop, ticket oublié, inconnu…"))
        self.explanation.setMaxLength(300)
        self.explanation.returnPressed.connect(self.act)
        self._explained = named(_("Explication de l’écart"), self.explanation, theme)
        self.side.addWidget(self._explained)
        self.side.addWidget(named(_("Total du terminal de cartes"), self.terminal, theme))
        self.side.addWidget(self.cards_note)
        self.side.addWidget(self.cheques_note)

    def ask(self, state: TillState) -> None:
        """Come up for the day that is open."""
        if state.open_day is None:
            return
        day = typography.long_date(state.open_day)
        self.title.setText(_("Z du {}").format(day))
        self.setAccessibleName(self.title.text())
        self._card = state.totals.by_method[PaymentMethod.CARD.value]
        cheques = state.totals.by_method[PaymentMethod.CHEQUE.value]
        self.explanation.clear()
        self.terminal.clear()
        self.cards_note.setText(
            _("Cartes encaissées : {}. Laisser vide sans terminal.").format(
                typography.cents(self._card)
            )
        )
        self.cheques_note.setText(
            _("Chèques du jour : {}, à joindre à la remise.").format(typography.cents(cheques))
        )
        self.cheques_note.setVisible(bool(cheques))
        self.guard.ask(wanted=True)
        self.begin(state.drawer)

    @property
    def differs(self) -> bool:
        """Tell whether cash or cards are not what they should be."""
        terminal = self.terminal.cents
        cards = terminal is not None and terminal != self._card
        return cards or (self.has_counted and self.counted != self.expected)

    def on_counted(self) -> None:
        """Ask for an explanation where there is something to explain."""
        self._explained.setVisible(self.differs)

    def write(self) -> Callable[[], None]:
        """Return what makes the Z."""
        shop = self.desk.picture
        if shop is None or shop.post is None:
            raise DataFault(_("La caisse n’est pas ouverte."))
        if not self.has_counted and self.expected:
            self.grid.begin()
            raise DataFault(_("Compter le tiroir, ou taper la somme : zéro compte aussi."))
        terminal, explanation = self.terminal.amount(), self.explanation.text()
        if self.differs and not explanation.strip():
            self.explanation.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(_("Un écart demande une explication."))
        post = shop.post
        # A sum that was typed says nothing of pieces, and the Z says none.
        typed = self.typed.typed
        count, counted = (CashCount(), self.counted) if typed else (self.grid.count, None)
        made: list[tuple[str, Closing]] = []

        def use_case(transaction: Transaction) -> Changes:
            from otdesk.services.till import closings

            made.append(
                closings.close_day(
                    transaction,
                    post,
                    count,
                    counted=counted,
                    card_terminal=terminal,
                    explanation=explanation,
                )
            )
            return transaction.changes

        def on_done(_changes: Changes) -> None:
            if shiboken6.isValid(self):
                self.closed.emit(made[-1][0])

        return lambda: self.desk.write(use_case, on_done, self.on_fault)
