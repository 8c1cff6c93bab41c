"""« Remise en banque »: a slip of cash, or of every cheque that waits; to the bank or the siège."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.deposits import DepositSlip
from otdesk.services.shop.deposits import Deposit, Destination
from otdesk.store.shop_state import WaitingCheque
from otdesk.store.transaction import Transaction
from otdesk.ui.days.controls import empty, label, rule
from otdesk.ui.preferences.cards import Choice, button, row
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import AmountField, named
from otdesk.ui.shop.till.guarded import TillPanel
from otdesk.ui.shop.till.picture import TillPicture
from otdesk.ui.shop.till.words import slip_line
from otdesk.ui.theme.apply import Theme

_SHOWN = 5


class DepositPanel(TillPanel):
    """Makes a slip; a slip of cash takes its sum out of the drawer.

    `void_wanted` carries the slip that is to be voided.
    """

    void_wanted = Signal(object)

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Remise en banque"), _("Faire le bordereau"), desk, theme)
        self._waiting: tuple[WaitingCheque, ...] = ()
        self._drawer = 0
        self._method = PaymentMethod.CASH
        self._destination = Destination.BANK
        # The buttons that void, by the reference of their slip.
        self.voids: dict[str, QPushButton] = {}
        self.what = Choice(
            theme,
            _("Ce qui est remis"),
            ((PaymentMethod.CASH.value, _("Espèces")), (PaymentMethod.CHEQUE.value, _("Chèques"))),
            self._method.value,
            self._on_method,
        )
        self.where = Choice(
            theme,
            _("Destination"),
            ((Destination.BANK.value, _("Banque")), (Destination.HEADQUARTERS.value, _("Siège"))),
            self._destination.value,
            self._on_destination,
        )
        self.amount = AmountField(_("Somme en espèces"), theme)
        self.amount.returnPressed.connect(self.act)
        self._amount_row = named(_("Somme en espèces"), self.amount, theme)
        self._drawer_note = label("", "note", wrap=True)
        self._cheques = QWidget()
        self._list = QVBoxLayout(self._cheques)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.scale.space(2))
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Remarque"))
        self.note.setPlaceholderText(_("facultatif"))
        self.note.setMaxLength(200)
        self._before = QVBoxLayout()
        self._before.setSpacing(theme.scale.space(2))
        for widget in (
            self.what,
            self.where,
            self._amount_row,
            self._drawer_note,
            self._cheques,
            named(_("Remarque"), self.note, theme),
        ):
            self.body.addWidget(widget)
        self.body.addLayout(self._before)
        self.body.addStretch(1)

    def ask(self, picture: TillPicture, drawer: int) -> None:
        """Come up: cheques first where some wait."""
        self._waiting, self._drawer = picture.cheques, drawer
        self.amount.clear()
        self.note.clear()
        self.refuse("")
        self.guard.ask(wanted=True)
        first = PaymentMethod.CHEQUE if picture.cheques else PaymentMethod.CASH
        self.what.buttons[first.value].setChecked(True)
        self._show_cheques()
        self._show_slips(picture.slips)
        self._on_method(first.value)

    def _on_method(self, value: str) -> None:
        self._method = PaymentMethod(value)
        by_cash = self._method is PaymentMethod.CASH
        self._amount_row.setVisible(by_cash)
        self._drawer_note.setVisible(by_cash)
        self._drawer_note.setText(
            _("Dans le tiroir : {}. La somme en sort avec le bordereau.").format(
                typography.cents(self._drawer)
            )
        )
        self._cheques.setVisible(not by_cash)
        self.refuse("")
        if by_cash:
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_destination(self, value: str) -> None:
        self._destination = Destination(value)

    def _show_cheques(self) -> None:
        empty(self._list)
        if not self._waiting:
            self._list.addWidget(label(_("Aucun chèque depuis la dernière remise."), "note"))
            return
        total = sum(each.cents for each in self._waiting)
        count = sum(each.cents > 0 for each in self._waiting)
        words = ngettext("{n} chèque, {sum}", "{n} chèques, {sum}", count)
        self._list.addWidget(
            label(words.format(n=count, sum=typography.cents(total)), "phrase", "demand")
        )
        for each in self._waiting:
            self._list.addWidget(
                label(
                    _("ticket {number} du {day} · {sum}").format(
                        number=each.number,
                        day=typography.short_date(each.day),
                        sum=typography.cents(each.cents),
                    ),
                    "note",
                    wrap=True,
                )
            )

    def _show_slips(self, slips: tuple[DepositSlip, ...]) -> None:
        empty(self._before)
        self.voids = {}
        if not slips:
            return
        self._before.addWidget(rule())
        self._before.addWidget(label(_("Dernières remises"), "heading"))
        for slip in slips[:_SHOWN]:
            self._before.addSpacing(self.theme.scale.space(8))
            line = slip_line(slip, self.desk.workplace.zone)
            self._before.addWidget(label(line, "note", wrap=True))
            if slip.void_reason is None:
                self._before.addWidget(self._made_buttons(slip))

    def _made_buttons(self, slip: DepositSlip) -> QWidget:
        paper = button(
            self.theme,
            _("Imprimer"),
            lambda: self.paper_wanted.emit(slip.uid),
            icon="printer",
        )
        paper.setAccessibleName(_("Imprimer la remise n° {}").format(slip.reference))
        void = button(self.theme, _("Annuler"), lambda: self.void_wanted.emit(slip), icon="x")
        void.setAccessibleName(_("Annuler la remise n° {}").format(slip.reference))
        self.voids[slip.reference] = void
        return row(self.theme, (paper, void))

    def write(self) -> Callable[[], None]:
        """Return what records the slip."""
        shop = self.desk.picture
        if shop is None or shop.post is None:
            raise DataFault(_("La caisse n’est pas ouverte."))
        post, destination, note = shop.post, self._destination, self.note.text()
        made: list[Deposit] = []
        if self._method is PaymentMethod.CASH:
            cents = self.amount.amount() or 0
        else:
            cents = sum(each.cents for each in self._waiting)
        if not cents:
            raise DataFault(
                _("Indiquer la somme.")
                if self._method is PaymentMethod.CASH
                else _("Aucun chèque à remettre.")
            )
        by_cash = self._method is PaymentMethod.CASH

        def use_case(transaction: Transaction) -> Changes:
            from otdesk.services.shop import deposits

            make = deposits.deposit_cash if by_cash else deposits.deposit_cheques
            made.append(make(transaction, post, destination, cents, note=note))
            return transaction.changes

        def on_done(_changes: Changes) -> None:
            if shiboken6.isValid(self):
                told = _("Remise n° {number} : {sum}.").format(
                    number=made[-1].reference, sum=typography.cents(cents)
                )
                self.done.emit(told)
                self.paper_wanted.emit(made[-1].uid)

        return lambda: self.desk.write(use_case, on_done, self.on_fault)
