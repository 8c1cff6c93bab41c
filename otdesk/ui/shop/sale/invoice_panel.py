"""The customer of an invoice: it may then be paid later (« en compte »)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.invoices import Customer
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.sale.scrolling import FieldsArea
from otdesk.ui.shop.sale.text_field import TextField
from otdesk.ui.theme.apply import Theme

# What the law gives where nothing else was agreed (Code de commerce, art. L441-10).
_DUE = timedelta(days=30)


class InvoicePanel(QFrame):
    """`given` carries a Customer, or None for no invoice; `left` follows Esc."""

    given = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self.setProperty("role", "card")
        self.setAccessibleName(_("Facture"))
        scale = theme.scale
        column = QVBoxLayout(self)
        pad = scale.margin_side
        column.setContentsMargins(pad, scale.space(8), pad, scale.space(14))
        column.setSpacing(scale.space(8))
        head = QHBoxLayout()
        head.addWidget(label(_("Facture"), "title"), 1)
        back = KeyButton(theme, _("Revenir"), _("Échap"), "ghost")
        back.clicked.connect(self.left)
        head.addWidget(back)
        column.addLayout(head)
        # What is asked scrolls where text is large; the way back and the last key never go away.
        inside = QWidget()
        asked = QVBoxLayout(inside)
        ring = scale.space(4)
        # The ring of a field in hand would be cut at the edge of what scrolls.
        asked.setContentsMargins(ring, ring, scale.space(10), ring)
        asked.setSpacing(scale.space(8))
        self._asked = FieldsArea(inside)
        column.addWidget(self._asked, 1)
        self.note = label("", "note", wrap=True)
        asked.addWidget(self.note)
        self.name = self._field(asked, _("Client"), _("nom ou raison sociale"), self._on)
        self.address = self._field(asked, _("Adresse"), _("rue, code postal, commune"), self._on)
        self.siret = self._field(asked, _("SIRET"), _("facultatif"), self._apply)
        self.fault = label("", "heading", "refused", wrap=True)
        asked.addStretch(1)
        column.addWidget(self.fault)
        foot = QHBoxLayout()
        self.none = KeyButton(theme, _("Sans facture"), "", "ghost")
        self.none.clicked.connect(lambda: self.given.emit(None))
        self.go = KeyButton(theme, _("Faire une facture"), _("Entrée"), "soft")
        self.go.clicked.connect(self._apply)
        foot.addWidget(self.none)
        foot.addWidget(self.go, 1)
        column.addLayout(foot)

    def _field(
        self, column: QVBoxLayout, name: str, hint: str, on_enter: Callable[[], None]
    ) -> TextField:
        field = TextField(self._theme, name, hint, on_enter, self.left.emit)
        column.addWidget(label(name, "heading"))
        column.addWidget(field)
        return field

    def _on(self) -> None:
        self._asked.focusNextChild()

    def open(self, customer: Customer | None) -> None:
        """Come up with the customer that was typed before, if any."""
        due = typography.long_date(self._today() + _DUE, weekday=False)
        self.note.setText(
            _("Payée tout de suite, ou « en compte » : à régler avant le {}.").format(due)
        )
        self.name.setText("" if customer is None else customer.name)
        self.address.setText("" if customer is None else customer.address)
        self.siret.setText("" if customer is None else customer.siret)
        self.none.setVisible(customer is not None)
        self.fault.setText("")
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked.show_focus()

    def _apply(self) -> None:
        customer = Customer(
            self.name.text(), self.address.text(), self.siret.text(), self._today() + _DUE
        )
        try:
            customer.check()
        except DataFault as fault:
            self.fault.setText(str(fault))
            return
        self.given.emit(customer)
