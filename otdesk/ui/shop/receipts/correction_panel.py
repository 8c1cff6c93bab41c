"""« Payé autrement »: a payment that was typed under the wrong method, or an invoice now paid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from otdesk import typography
from otdesk.domain.money import Cents, parse_cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.reports.shop.receipts import ReceiptFile
from otdesk.ui.days.controls import label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.shop.sale.payment_panel import method_words
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

Correct = Callable[[PaymentMethod, PaymentMethod, Cents, str], None]

_GIVEN = (PaymentMethod.CASH, PaymentMethod.CARD, PaymentMethod.CHEQUE, PaymentMethod.TRANSFER)


class CorrectionPanel(SidePanel):
    """The receipt itself is never changed: the correction stands beside it, with its reason."""

    def __init__(self, theme: Theme, correct: Correct, parent: QWidget | None = None) -> None:
        super().__init__(_("Payé autrement"), theme, parent)
        self._correct = correct
        self._file: ReceiptFile | None = None
        self.taken: dict[PaymentMethod, SegmentButton] = {}
        self.given: dict[PaymentMethod, SegmentButton] = {}
        note = _("Le ticket ne change pas : la correction s’écrit à côté, avec son motif.")
        self.body.addWidget(label(note, "note", wrap=True))
        self.body.addWidget(label(_("Tapé comme"), "heading"))
        self._taken_group, self._taken_flow = self._choices()
        self.body.addWidget(label(_("Payé en vérité par"), "heading"))
        self._given_group, self._given_flow = self._choices()
        self.body.addWidget(label(_("Somme"), "heading"))
        self.amount = self._field(_("Somme payée autrement"))
        self.body.addWidget(label(_("Motif"), "heading"))
        self.reason = self._field(_("Motif de la correction"))
        self.reason.returnPressed.connect(self._apply)
        self.body.addStretch(1)
        self.fault = label("", "heading", "refused", wrap=True)
        self.go = KeyButton(theme, _("Corriger"), _("Entrée"), "primary")
        self.go.clicked.connect(self._apply)
        self.foot.addWidget(self.fault)
        self.foot.addWidget(self.go)

    def _choices(self) -> tuple[QButtonGroup, FlowLayout]:
        holder = QWidget()
        flow = FlowLayout(self.theme.scale.space(8), holder)
        self.body.addWidget(holder)
        return QButtonGroup(self), flow

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setMaxLength(120)
        self.body.addWidget(field)
        return field

    def open(self, file: ReceiptFile) -> None:
        """Come up for a receipt, with the whole of its largest payment."""
        self._file = file
        self.say_title(_("Payé autrement : ticket n° {}").format(file.receipt.number))
        paid = sorted(file.paid, key=lambda method: -file.paid[method])
        self.taken = self._fill(self._taken_group, self._taken_flow, self.taken, paid)
        for method, button in self.taken.items():
            button.clicked.connect(lambda _on=False, m=method: self._show_amount(m))
        self.given = self._fill(self._given_group, self._given_flow, self.given, _GIVEN)
        other = next(method for method in _GIVEN if method is not paid[0])
        self.given[other].setChecked(True)
        self._show_amount(paid[0])
        self.reason.clear()
        self.settle()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(
        self,
        group: QButtonGroup,
        flow: FlowLayout,
        before: dict[PaymentMethod, SegmentButton],
        methods: list[PaymentMethod] | tuple[PaymentMethod, ...],
    ) -> dict[PaymentMethod, SegmentButton]:
        for button in before.values():
            group.removeButton(button)
            flow.removeWidget(button)
            button.deleteLater()
        made: dict[PaymentMethod, SegmentButton] = {}
        for method in methods:
            button = SegmentButton(method_words(method), self.theme, "demand")
            group.addButton(button)
            flow.addWidget(button)
            made[method] = button
        next(iter(made.values())).setChecked(True)
        return made

    def _show_amount(self, method: PaymentMethod) -> None:
        if self._file is not None:
            cents = self._file.paid.get(method, 0)
            self.amount.setText(typography.cents(cents))

    def _apply(self) -> None:
        try:
            cents = parse_cents(self.amount.text())
        except DataFault as fault:
            self.settle(fault)
            return
        self.go.setEnabled(False)
        self._correct(_chosen(self.taken), _chosen(self.given), cents, self.reason.text())

    def settle(self, fault: Exception | None = None) -> None:
        """Say what went wrong, or be ready."""
        self.go.setEnabled(True)
        self.fault.setText("" if fault is None else str(fault))
        self.fault.setVisible(fault is not None)


def _chosen(buttons: dict[PaymentMethod, SegmentButton]) -> PaymentMethod:
    return next(method for method, button in buttons.items() if button.isChecked())
