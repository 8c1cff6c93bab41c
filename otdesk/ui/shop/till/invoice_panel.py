"""« Factures »: made from a receipt for who asks, and settled when the money comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPlainTextEdit, QVBoxLayout
from sqlalchemy import Connection, select

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.invoices import USUAL_DELAY, Invoice
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop.invoices import InvoiceState
from otdesk.store.till_tables import receipt
from otdesk.store.transaction import Transaction
from otdesk.ui.days.controls import empty, label, rule
from otdesk.ui.days.whole_field import WholeField
from otdesk.ui.preferences.cards import button, row
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import named
from otdesk.ui.shop.till.guarded import TillPanel
from otdesk.ui.theme.apply import Theme


class InvoicePanel(TillPanel):
    """Issues an invoice, or says that one was paid: a correction, from account to its payment."""

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(_("Factures"), _("Faire la facture"), desk, theme)
        self._uid = ""
        self._waiting = QVBoxLayout()
        self._waiting.setSpacing(theme.scale.space(6))
        self.body.addLayout(self._waiting)
        self.number = WholeField()
        self.number.setMaximumWidth(theme.scale.em(8))
        self.customer, self.siret = QLineEdit(), QLineEdit()
        self.address = QPlainTextEdit()
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(theme.scale.em(5.5))
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("dd/MM/yyyy")
        theme.dress_calendar(self.due.calendarWidget())
        self.body.addWidget(label(_("Nouvelle facture"), "title"))
        for name, field in (
            (_("N° du ticket"), self.number),
            (_("Client"), self.customer),
            (_("Adresse"), self.address),
            (_("SIRET (facultatif)"), self.siret),
            (_("À payer avant le"), self.due),
        ):
            field.setAccessibleName(name)
            self.body.addWidget(named(name, field, theme))
        self.number.textEdited.connect(self._forget)
        self.body.addStretch(1)

    def ask(self, unpaid: tuple[InvoiceState, ...], uid: str = "", number: int = 0) -> None:
        """Come up with the unpaid ones, and perhaps with the receipt that is invoiced."""
        self._uid = uid
        self.refuse("")
        for field in (self.number, self.customer, self.siret):
            field.clear()
        self.address.clear()
        if number:
            self.number.setText(str(number))
        due = self.desk.workplace.today() + USUAL_DELAY
        self.due.setDate(QDate(due.year, due.month, due.day))
        empty(self._waiting)
        if unpaid:
            self._waiting.addWidget(label(_("À encaisser"), "title"))
        for state in unpaid:
            self._add_unpaid(state)
        (self.customer if uid else self.number).setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        self._uid = ""

    def _add_unpaid(self, state: InvoiceState) -> None:
        invoice = state.invoice
        due = "" if invoice.due is None else typography.short_date(invoice.due)
        self._waiting.addWidget(label(invoice.customer, "heading", wrap=True))
        self._waiting.addWidget(
            label(
                _("{reference} · {sum} · avant le {due}").format(
                    reference=invoice.reference, sum=typography.cents(state.outstanding), due=due
                ),
                "note",
                wrap=True,
            )
        )
        buttons = []
        for method, words in (
            (PaymentMethod.TRANSFER, _("Virement reçu")),
            (PaymentMethod.CHEQUE, _("Chèque reçu")),
        ):
            made = button(self.theme, words, lambda m=method: self._settle(state, m))  # type: ignore[misc]
            made.setAccessibleName(f"{words} : {invoice.reference}, {invoice.customer}")
            buttons.append(made)
        paper = button(
            self.theme, _("Imprimer"), lambda: self.paper_wanted.emit(state.uid), icon="printer"
        )
        paper.setAccessibleName(f"{_('Imprimer')} : {invoice.reference}")
        self._waiting.addWidget(row(self.theme, (*buttons, paper)))
        self._waiting.addWidget(rule())

    def _settle(self, state: InvoiceState, method: PaymentMethod) -> None:
        shop = self.desk.picture
        if shop is None or shop.post is None:
            return
        post, invoice = shop.post, state.invoice

        def use_case(transaction: Transaction) -> Changes:
            from otdesk.services.shop import invoices

            invoices.settle(transaction, post, invoice.receipt, method, invoice.reference)
            return transaction.changes

        told = _("Facture {reference} payée : {sum}.").format(
            reference=invoice.reference, sum=typography.cents(state.outstanding)
        )
        self.desk.write(use_case, lambda _changes: self._tell(told), self.on_fault)

    def write(self) -> Callable[[], None]:
        """Return what records the invoice."""
        shop = self.desk.picture
        typed = self.number.text().strip()
        if shop is None or shop.post is None:
            raise DataFault(_("La caisse n’est pas ouverte."))
        if not self._uid and not typed.isdecimal():
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(_("Indiquer le numéro du ticket."))
        post, uid = shop.post, self._uid
        chosen = self.due.date()
        wanted = Invoice(
            post.office,
            self.desk.workplace.today(),
            0,
            uid or "?",
            self.customer.text(),
            self.address.toPlainText(),
            self.siret.text(),
            date(chosen.year(), chosen.month(), chosen.day()),
        ).check()
        made: list[tuple[str, Invoice]] = []

        def use_case(transaction: Transaction) -> Changes:
            from dataclasses import replace

            from otdesk.services.shop import invoices

            found = uid or _receipt(transaction.connection, post.stream, int(typed))
            made.append(invoices.issue(transaction, replace(wanted, receipt=found)))
            return transaction.changes

        def on_done(_changes: Changes) -> None:
            written, invoice = made[-1]
            self._tell(_("Facture {} faite.").format(invoice.reference))
            if shiboken6.isValid(self):
                self.paper_wanted.emit(written)

        return lambda: self.desk.write(use_case, on_done, self.on_fault)

    def _tell(self, text: str) -> None:
        if shiboken6.isValid(self):
            self.done.emit(text)


def _receipt(connection: Connection, till: str, number: int) -> str:
    """Return the uid of a receipt of this till. Raises DataFault where it has none."""
    uid = connection.execute(
        select(receipt.c.uid).where(
            receipt.c.till == till, receipt.c.refund == 0, receipt.c.number == number
        )
    ).scalar()
    if uid is None:
        raise DataFault(_("Cette caisse n’a pas de ticket n° {}.").format(number))
    return str(uid)
