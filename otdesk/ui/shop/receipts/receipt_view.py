"""One receipt whole, and what may be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.domain.receipts import ReceiptLine
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.receipts import ReceiptFile
from otdesk.ui.days.controls import empty, label, rule
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import row as wrapping
from otdesk.ui.shop.receipts.words import methods_words
from otdesk.ui.shop.sale.line_row import quantity_text
from otdesk.ui.shop.sale.payment_panel import method_words
from otdesk.ui.shop.sale.scrolling import scrolling
from otdesk.ui.theme.apply import Theme


class ReceiptView(QFrame):
    """Shows a receipt; `print_wanted`, `refund_wanted` and `correction_wanted` ask for more.

    `refund_print_wanted` carries the uid of one of its refunds.
    """

    print_wanted = Signal()
    refund_print_wanted = Signal(str)
    refund_wanted = Signal()
    correction_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.file: ReceiptFile | None = None
        self._making: frozenset[str] = frozenset()
        # The buttons that print its refunds.
        self._refund_papers: dict[str, KeyButton] = {}
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        pad = scale.margin_side
        column.setContentsMargins(pad, scale.space(10), pad, scale.space(12))
        column.setSpacing(scale.space(6))
        head = QHBoxLayout()
        self.title = label("", "phrase", wrap=True)
        self.total = QLabel()
        self.total.setProperty("role", "large-figure")
        head.addWidget(self.title, 1)
        head.addWidget(self.total)
        column.addLayout(head)
        self.facts = label("", "note", wrap=True)
        column.addWidget(self.facts)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, scale.space(10), 0)
        self._body.setSpacing(scale.space(6))
        column.addWidget(scrolling(inside), 1)
        column.addWidget(self._actions())
        self.show_file(None)

    def _actions(self) -> QWidget:
        self.print_button = KeyButton(self._theme, _("Duplicata"), "Ctrl P", icon="printer")
        self.correct_button = KeyButton(self._theme, _("Payé autrement"), "")
        self.refund_button = KeyButton(self._theme, _("Rembourser"), "", "soft", icon="undo-2")
        self.print_button.clicked.connect(self.print_wanted)
        self.correct_button.clicked.connect(self.correction_wanted)
        self.refund_button.clicked.connect(self.refund_wanted)
        return wrapping(self._theme, (self.print_button, self.correct_button, self.refund_button))

    def show_file(self, file: ReceiptFile | None) -> None:
        """Show a receipt, or that none is chosen."""
        self.file = file
        empty(self._body)
        self._refund_papers = {}
        for button in (self.print_button, self.correct_button, self.refund_button):
            button.setVisible(file is not None)
        if file is None:
            self.title.setText(_("Choisir un ticket dans la liste."))
            self.total.clear()
            self.facts.clear()
            return
        receipt = file.receipt
        self.title.setText(_("Ticket n° {}").format(typography.integer(receipt.number)))
        self.total.setText(typography.cents(receipt.total))
        self.facts.setText(
            _("{day} à {time} · {till} · par {operator} · signature {signature}").format(
                day=typography.long_date(receipt.day),
                time=typography.clock_time(receipt.minute),
                till=receipt.till_name,
                operator=receipt.operator,
                signature=file.signature,
            )
        )
        self.setAccessibleName(f"{self.title.text()}, {self.total.text()}")
        self._show_lines(file)
        self._show_payments(file)
        self._show_afterwards(file)
        self._body.addStretch(1)
        self.refund_button.setEnabled(file.is_refundable)
        self.show_making(self._making)

    def show_making(self, making: frozenset[str]) -> None:
        """Offer no second paper of what is being made: it would be a duplicate too many."""
        self._making = making
        if self.file is not None:
            self.print_button.setEnabled(self.file.uid not in making)
        for uid, button in self._refund_papers.items():
            button.setEnabled(uid not in making)

    def _show_lines(self, file: ReceiptFile) -> None:
        grid = QGridLayout()
        scale = self._theme.scale
        grid.setHorizontalSpacing(scale.space(12))
        grid.setVerticalSpacing(scale.space(5))
        grid.setColumnStretch(1, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        for place, line in enumerate(file.receipt.lines):
            grid.addWidget(label(quantity_text(line.quantity)), 2 * place, 0, right)
            grid.addWidget(label(line.label, "", wrap=True), 2 * place, 1)
            grid.addWidget(label(typography.cents(line.amount)), 2 * place, 2, right)
            note = _line_note(line, file.remaining[place])
            if note:
                grid.addWidget(label(note, "note", wrap=True), 2 * place + 1, 1)
        self._body.addWidget(rule())
        self._body.addLayout(grid)
        self._body.addWidget(rule())

    def _show_payments(self, file: ReceiptFile) -> None:
        for payment in file.receipt.payments:
            said = _("{method} {cents}").format(
                method=method_words(payment.method), cents=typography.cents(payment.cents)
            )
            if payment.change:
                said = _("{payment} · reçu {received}, rendu {change}").format(
                    payment=said,
                    received=typography.cents(payment.received or 0),
                    change=typography.cents(payment.change),
                )
            self._body.addWidget(label(said, "heading", wrap=True))
        for vat in file.receipt.vat:
            if vat.basis_points:
                said = _("TVA {rate} : {vat} sur {net} hors taxe").format(
                    rate=typography.percent(vat.basis_points / 10_000),
                    vat=typography.cents(vat.vat),
                    net=typography.cents(vat.net),
                )
                self._body.addWidget(label(said, "note", wrap=True))
        if file.receipt.held:
            said = _("dont {} encaissés pour un tiers").format(typography.cents(file.receipt.held))
            self._body.addWidget(label(said, "note", wrap=True))

    def _show_afterwards(self, file: ReceiptFile) -> None:
        for change in file.corrections:
            said = _("Payé autrement : {cents} de {taken} à {given}, {reason}").format(
                cents=typography.cents(change.cents),
                taken=methods_words([change.taken]),
                given=methods_words([change.given]),
                reason=change.reason,
            )
            self._body.addWidget(label(said, "heading", "genet", wrap=True))
        for row in file.refunds:
            said = _("Remboursement n° {number} le {day} : {cents}, {reason}").format(
                number=typography.integer(row.number),
                day=typography.short_date(row.day),
                cents=typography.cents(row.total),
                reason=row.reason,
            )
            self._body.addLayout(self._refund_row(row.uid, said))
        if file.copies:
            said = ngettext("{} duplicata imprimé", "{} duplicatas imprimés", file.copies).format(
                file.copies
            )
            self._body.addWidget(label(said, "note"))
        if not file.is_refundable:
            self._body.addWidget(label(_("Tout a été remboursé."), "note"))

    def _refund_row(self, uid: str, said: str) -> QHBoxLayout:
        """Return what a refund says, and the button of its paper."""
        row = QHBoxLayout()
        row.addWidget(label(said, "heading", "refused", wrap=True), 1)
        button = KeyButton(self._theme, _("Imprimer"), "", icon="printer")
        button.setObjectName("refund-paper")
        button.setAccessibleName(_("Imprimer : {}").format(said))
        button.clicked.connect(lambda: self.refund_print_wanted.emit(uid))
        self._refund_papers[uid] = button
        row.addWidget(button)
        return row


def _line_note(line: ReceiptLine, remaining: int) -> str:
    """Return what stands under a line: its price, its reason, what is left to refund."""
    notes: list[str] = []
    if line.quantity != 1000:
        notes.append(_("{} l’une").format(typography.cents(line.unit_price)))
    if line.unit_price != line.list_price:
        notes.append(_("catalogue {}").format(typography.cents(line.list_price)))
    if line.discount:
        notes.append(_("remise {}").format(typography.cents(line.discount)))
    if line.reason:
        notes.append(line.reason)
    if remaining < line.quantity:
        notes.append(
            _("reste {left} sur {sold} à rembourser").format(
                left=quantity_text(remaining), sold=quantity_text(line.quantity)
            )
        )
    return " · ".join(notes)
