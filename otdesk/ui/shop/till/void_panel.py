"""« Annuler la remise »: a slip that never left is voided, with its reason and the code."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from otdesk.domain.changes import Changes
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop.deposits import DepositSlip
from otdesk.store.transaction import Transaction
from otdesk.ui.days.controls import label
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import named
from otdesk.ui.shop.till.guarded import TillPanel
from otdesk.ui.shop.till.words import slip_line
from otdesk.ui.theme.apply import Theme


class VoidSlipPanel(TillPanel):
    """Voids one slip; its money lies in the drawer again, its cheques wait again."""

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Annuler la remise"), _("Annuler la remise"), desk, theme)
        self._slip: DepositSlip | None = None
        self._what = label("", "heading", wrap=True)
        self._then = label("", "note", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Motif"))
        self.reason.setPlaceholderText(_("compté deux fois, pas parti…"))
        self.reason.setMaxLength(200)
        self.reason.returnPressed.connect(self.act)
        for widget in (self._what, self._then, named(_("Motif"), self.reason, theme)):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def ask(self, slip: DepositSlip) -> None:
        """Come up for a slip."""
        self._slip = slip
        self.say_title(_("Annuler la remise n° {}").format(slip.reference))
        self._what.setText(slip_line(slip, self.desk.workplace.zone))
        self._then.setText(
            _(
                "Seulement si rien n’est parti : les espèces reviennent dans le tiroir. Le numéro "
                "n’est pas redonné."
            )
            if slip.method is PaymentMethod.CASH
            else _(
                "Seulement si rien n’est parti : les chèques attendent de nouveau. Le numéro n’est "
                "pas redonné."
            )
        )
        self.reason.clear()
        self.refuse("")
        self.guard.ask(wanted=True)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self) -> Callable[[], None]:
        """Return what voids the slip."""
        shop, slip, reason = self.desk.picture, self._slip, self.reason.text()
        if shop is None or shop.post is None or slip is None:
            raise DataFault(_("La caisse n’est pas ouverte."))
        if not reason.strip():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(_("Une annulation demande un motif."))
        post, uid = shop.post, slip.uid

        def use_case(transaction: Transaction) -> Changes:
            from otdesk.services.shop import deposits

            return deposits.void(transaction, post, uid, reason)

        def on_done(_changes: Changes) -> None:
            if shiboken6.isValid(self):
                self.done.emit(_("Remise n° {} annulée.").format(slip.reference))

        return lambda: self.desk.write(use_case, on_done, self.on_fault)
