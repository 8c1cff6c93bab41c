"""The foot of the selling page: the last receipt, the baskets that wait, the other pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from otdesk import typography
from otdesk.i18n import _
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import label
from otdesk.ui.shop.page import ARTICLES, RECEIPTS, STOCK, TILL
from otdesk.ui.shop.sale.controller import waiting_words
from otdesk.ui.shop.sale.last_receipt import LastReceipt, LastSale
from otdesk.ui.shop.sale.payment_panel import method_inside
from otdesk.ui.theme.apply import Theme


def sale_words(sale: LastSale) -> str:
    """Return `Dernier n° 412 · 4,80 € · espèces · rendu 0,20 €`."""
    receipt = sale.receipt
    methods = " + ".join(
        dict.fromkeys(method_inside(payment.method) for payment in receipt.payments)
    )
    said = _("Dernier n° {number} · {total} · {methods}").format(
        number=typography.integer(receipt.number),
        total=typography.cents(receipt.total),
        methods=methods,
    )
    if sale.change:
        said = _("{sale} · rendu {change}").format(sale=said, change=typography.cents(sale.change))
    return said


def sold_words(sale: LastSale) -> str:
    """Return what the hand has to do after a sale; the foot names the receipt."""
    if sale.change:
        return _("Encaissé : {total} · rendre {change}").format(
            total=typography.cents(sale.receipt.total), change=typography.cents(sale.change)
        )
    return _("Encaissé : {}").format(typography.cents(sale.receipt.total))


def before_words(sale: LastSale) -> str:
    """Return what the folder still holds of a till that cannot go on."""
    return _("Dernier du dossier : n° {number} · {total}").format(
        number=typography.integer(sale.receipt.number), total=typography.cents(sale.receipt.total)
    )


class SaleFoot(QFrame):
    """`resumed`: a basket that waits is wanted; `page_wanted` carries the name of a page."""

    resumed = Signal()
    page_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        scale = theme.scale
        lines = QVBoxLayout(self)
        lines.setContentsMargins(scale.space(12), scale.space(2), scale.space(4), scale.space(2))
        lines.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(scale.space(2))
        lines.addLayout(row)
        self.last = label("", "heading")
        self.last.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.last.setMinimumHeight(scale.target)
        self.last.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.last, 1)
        self.waiting = KeyButton(theme, "", "F10", "ghost", icon="pause")
        self.waiting.clicked.connect(self.resumed)
        row.addWidget(self.waiting)
        if scale.text_percent >= 150:
            # Large words want a line of their own.
            row = QHBoxLayout()
            row.setSpacing(scale.space(2))
            lines.addLayout(row)
        self.pages: dict[str, KeyButton] = {}
        for name, words in (
            (RECEIPTS, _("Tickets")),
            (TILL, _("Caisse")),
            (ARTICLES, _("Articles")),
            (STOCK, _("Stock")),
        ):
            button = KeyButton(theme, words, "", "ghost")
            button.clicked.connect(lambda _on=False, name=name: self.page_wanted.emit(name))
            self.pages[name] = button
            row.addWidget(button)

    def show_last(self, latest: LastReceipt, *, on_its_way: bool) -> None:
        """Show the receipt that is on the disk, or that one is on its way."""
        if on_its_way:
            text = _("Enregistrement du ticket…")
        elif latest.sale is not None:
            text = before_words(latest.sale) if latest.is_before else sale_words(latest.sale)
        elif latest.is_known:
            text = _("Aucun ticket encore à cette caisse.")
        else:
            # Not looked for yet: nothing is claimed.
            text = ""
        self.last.setText(text)

    def show_waiting(self, count: int) -> None:
        """Show how many baskets wait."""
        self.waiting.setVisible(count > 0)
        self.waiting.say(waiting_words(count))
