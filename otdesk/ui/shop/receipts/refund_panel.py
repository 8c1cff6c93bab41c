"""A refund from its receipt: which pieces, how, why; then once more, in large figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.domain.money import ONE, Cents, Thousandths
from otdesk.domain.receipts import Payment, PaymentMethod, refunded_line
from otdesk.i18n import _
from otdesk.reports.shop.receipts import ReceiptFile
from otdesk.ui.days.controls import IconButton, empty, label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.shop.sale.line_row import quantity_text
from otdesk.ui.shop.sale.payment_panel import method_inside, method_words
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

Quantities = Mapping[int, Thousandths]
# What is given back, how, why, and whether the pieces go back on the shelf.
Give = Callable[[Quantities, Sequence[Payment], str, bool], None]

_USUAL = (PaymentMethod.CASH, PaymentMethod.CARD, PaymentMethod.CHEQUE, PaymentMethod.TRANSFER)


class RefundPanel(SidePanel):
    """`give` is called once the amount was confirmed; faults are shown by `tell`."""

    confirmed = Signal()

    def __init__(self, theme: Theme, give: Give, parent: QWidget | None = None) -> None:
        super().__init__(_("Rembourser"), theme, parent)
        self._give = give
        self._file: ReceiptFile | None = None
        self._quantities: dict[int, Thousandths] = {}
        self._shown: dict[int, QLabel] = {}
        # The buttons that give one more back, in the order of the lines.
        self._more: list[IconButton] = []
        self.methods: dict[PaymentMethod, SegmentButton] = {}
        scale = theme.scale
        self._lines = QVBoxLayout()
        self._lines.setSpacing(scale.space(4))
        self.body.addLayout(self._lines)
        self.all_button = KeyButton(theme, _("Tout ce qui reste"), "")
        self.all_button.clicked.connect(self.take_all)
        self.body.addWidget(self.all_button)
        self.body.addWidget(label(_("Rendu par"), "heading"))
        self._methods = QWidget()
        self._method_flow = FlowLayout(scale.space(8), self._methods)
        self._group = QButtonGroup(self)
        self.body.addWidget(self._methods)
        self.restock = QCheckBox(_("Remettre les articles en rayon"))
        self.restock.setMinimumHeight(scale.target)
        self.body.addWidget(self.restock)
        self.body.addWidget(label(_("Motif"), "heading"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Motif du remboursement"))
        self.reason.setPlaceholderText(_("pourquoi ; il est écrit sur le remboursement"))
        self.reason.setMaxLength(120)
        self.reason.textChanged.connect(lambda _text: self._follow())
        self.reason.returnPressed.connect(self._ask)
        self.body.addWidget(self.reason)
        self.body.addWidget(self._usual_reasons())
        self.body.addStretch(1)
        self._build_foot()

    def _build_foot(self) -> None:
        self._question = label("", "heading", wrap=True)
        self.amount = QLabel()
        self.amount.setProperty("role", "main-figure")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.fault = label("", "heading", "refused", wrap=True)
        self.go = KeyButton(self.theme, _("Rembourser"), "", "soft")
        self.go.clicked.connect(self._ask)
        self.yes = KeyButton(self.theme, _("Oui, rendre cette somme"), _("Entrée"), "primary")
        self.yes.clicked.connect(self._on_yes)
        self.no = KeyButton(self.theme, _("Non, corriger"), "", "ghost")
        self.no.clicked.connect(lambda: self._confirm(asked=False))
        for widget in (self._question, self.amount, self.fault, self.go, self.yes, self.no):
            self.foot.addWidget(widget)
        # Before it was opened the panel asks nothing, and takes no room for it.
        for widget in (self.yes, self.no):
            widget.hide()

    def _usual_reasons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(self.theme.scale.space(8), holder)
        for words in (_("article abîmé"), _("erreur de saisie"), _("échange"), _("doublon")):
            button = KeyButton(self.theme, words, "")
            button.clicked.connect(lambda _on=False, words=words: self.reason.setText(words))
            flow.addWidget(button)
        return holder

    # What is given back --------------------------------------------------------------------

    def open(self, file: ReceiptFile) -> None:
        """Come up for a receipt; one line alone is given back whole."""
        self._file = file
        self.say_title(_("Rembourser le ticket n° {}").format(file.receipt.number))
        self._quantities = dict.fromkeys(
            (place for place, left in enumerate(file.remaining) if left), 0
        )
        self._show_lines()
        self._show_methods(file)
        self.restock.setChecked(True)
        self.reason.clear()
        self.fault.hide()
        if len(self._quantities) == 1:
            self.take_all()
        self._confirm(asked=False)

    def begin(self) -> None:
        """Take the keys where the next question is: how many, or why where one line is left."""
        asked = self._more[0] if len(self._more) > 1 else self.reason
        asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lines(self) -> None:
        empty(self._lines)
        self._shown, self._more = {}, []
        file = self._file
        if file is None:
            return
        for place in self._quantities:
            line = file.receipt.lines[place]
            row = QHBoxLayout()
            row.setSpacing(0)
            minus = IconButton("minus", _("Moins un : {}").format(line.label), self.theme)
            plus = IconButton("plus", _("Plus un : {}").format(line.label), self.theme)
            for button in (minus, plus):
                button.setProperty("role", "ghost")
            minus.clicked.connect(lambda _on=False, at=place: self._count(at, -ONE))
            plus.clicked.connect(lambda _on=False, at=place: self._count(at, ONE))
            shown = label("0", "title")
            shown.setFixedWidth(self.theme.scale.em(2.4))
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._shown[place] = shown
            self._more.append(plus)
            words = label(
                _("{label} · reste {left} sur {sold}").format(
                    label=line.label,
                    left=quantity_text(file.remaining[place]),
                    sold=quantity_text(line.quantity),
                ),
                "",
                wrap=True,
            )
            for widget in (minus, shown, plus):
                row.addWidget(widget)
            row.addSpacing(self.theme.scale.space(8))
            row.addWidget(words, 1)
            self._lines.addLayout(row)

    def _show_methods(self, file: ReceiptFile) -> None:
        for button in self.methods.values():
            self._group.removeButton(button)
            self._method_flow.removeWidget(button)
            button.deleteLater()
        self.methods = {}
        paid = sorted(file.paid, key=lambda method: -file.paid[method])
        for method in dict.fromkeys((*paid, *_USUAL)):
            button = SegmentButton(method_words(method), self.theme, "demand")
            button.clicked.connect(lambda _on=False: self._follow())
            self._group.addButton(button)
            self._method_flow.addWidget(button)
            self.methods[method] = button
        next(iter(self.methods.values())).setChecked(True)

    def take_all(self) -> None:
        """Give back all that remains."""
        if self._file is not None:
            self._quantities = {place: self._file.remaining[place] for place in self._quantities}
        self._follow()

    def _count(self, place: int, step: int) -> None:
        if self._file is None:
            return
        left = self._file.remaining[place]
        self._quantities[place] = min(max(self._quantities[place] + step, 0), left)
        self._confirm(asked=False)

    @property
    def method(self) -> PaymentMethod:
        """Return how it is given back."""
        return next(m for m, button in self.methods.items() if button.isChecked())

    @property
    def total(self) -> Cents:
        """Return what is given back, at the price of the sale."""
        file = self._file
        if file is None:
            return 0
        total = 0
        for place, quantity in self._quantities.items():
            line = file.receipt.lines[place]
            if quantity:
                already = line.quantity - file.remaining[place]
                total += refunded_line(line, already, quantity).amount
        return total

    # Asking once more ----------------------------------------------------------------------

    def _follow(self) -> None:
        for place, shown in self._shown.items():
            shown.setText(quantity_text(self._quantities[place]))
        self.amount.setText(typography.cents(self.total))
        some = any(self._quantities.values())
        self.go.setEnabled(some and bool(self.reason.text().strip()))
        self.go.say(_("Rembourser {}").format(typography.cents(self.total)))
        if some and not self.reason.text().strip():
            self._question.setText(_("Il manque le motif."))
        else:
            self._question.setText("")
        self._question.setVisible(bool(self._question.text()))

    def _ask(self) -> None:
        if self.go.isEnabled():
            self._confirm(asked=True)

    def _confirm(self, *, asked: bool) -> None:
        self._follow()
        self.go.setVisible(not asked)
        self.yes.setVisible(asked)
        self.no.setVisible(asked)
        if asked:
            self._question.setText(
                _("À rendre par {} :").format(method_inside(self.method))
                if self.method is not PaymentMethod.CASH
                else _("À rendre en espèces :")
            )
            self._question.show()
            self.fault.hide()
            self.setAccessibleDescription(f"{self._question.text()} {self.amount.text()}")
            self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_yes(self) -> None:
        self.yes.setEnabled(False)
        given = {place: quantity for place, quantity in self._quantities.items() if quantity}
        payments = (Payment(self.method, self.total),)
        self._give(given, payments, self.reason.text().strip(), self.restock.isChecked())

    def settle(self, fault: Exception | None = None) -> None:
        """Say what went wrong, or be ready for another refund."""
        self.yes.setEnabled(True)
        if fault is not None:
            self._confirm(asked=False)
            self.fault.setText(str(fault))
            self.fault.show()
