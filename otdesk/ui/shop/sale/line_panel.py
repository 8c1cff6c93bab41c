"""A discount with its reason, on a line or on all; a price that is typed beside the catalogue's."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.basket import Basket
from otdesk.domain.money import Cents, parse_cents
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.sale.scrolling import FieldsArea
from otdesk.ui.shop.sale.text_field import TextField
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton


class Change(StrEnum):
    """What is changed."""

    LINE = "line"
    ALL = "all"
    PRICE = "price"


def read_discount(text: str, gross: Cents) -> Cents:
    """Return the cents of a discount: `2,50` or `10 %` of `gross`. Raises DataFault.

    A percentage takes off no more than it says: 5 % of a book stay within the law's 5 %.
    """
    kept = text.strip()
    if not kept.endswith("%"):
        return parse_cents(kept)
    # A percentage with two decimals is basis points, as an amount with two decimals is cents.
    points = parse_cents(kept.removesuffix("%"))
    return gross * points // 10_000


class LinePanel(QFrame):
    """Asks what, how much and why; what the rules of the shop refuse is said under the fields.

    `left` follows Esc and what was done.
    """

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        discount: Callable[[int | None, Cents, str], None],
        set_price: Callable[[int, Cents, str], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._discount, self._set_price = discount, set_price
        self._basket = Basket()
        self._place = -1
        self.setProperty("role", "card")
        self.setAccessibleName(_("Remise ou prix"))
        scale = theme.scale
        column = QVBoxLayout(self)
        pad = scale.margin_side
        column.setContentsMargins(pad, scale.space(8), pad, scale.space(14))
        column.setSpacing(scale.space(10))
        head = QHBoxLayout()
        head.addWidget(label(_("Remise ou prix"), "title"), 1)
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
        asked.setSpacing(scale.space(10))
        self._asked = FieldsArea(inside)
        column.addWidget(self._asked, 1)
        self.what = label("", "phrase", wrap=True)
        asked.addWidget(self.what)
        self.choices = self._choices(asked)
        self.amount = TextField(
            theme, _("Montant"), _("2,50 ou 10 %"), self._on_amount, self.left.emit
        )
        self.reason = TextField(
            theme,
            _("Motif"),
            _("pourquoi ; il est écrit sur le ticket"),
            self.apply,
            self.left.emit,
            most=80,
        )
        asked.addWidget(label(_("Montant de la remise, ou prix demandé"), "heading"))
        asked.addWidget(self.amount)
        asked.addWidget(label(_("Motif"), "heading"))
        asked.addWidget(self.reason)
        asked.addWidget(self._usual_reasons())
        asked.addStretch(1)
        self.preview = label("", "note", wrap=True)
        self.fault = label("", "heading", "refused", wrap=True)
        for told in (self.preview, self.fault):
            told.hide()
            column.addWidget(told)
        self.go = KeyButton(theme, _("Appliquer"), _("Entrée"), "soft")
        self.go.clicked.connect(self.apply)
        column.addWidget(self.go)
        self.amount.textChanged.connect(lambda _text: self._preview())

    def _choices(self, column: QVBoxLayout) -> dict[Change, SegmentButton]:
        group = QButtonGroup(self)
        holder = QWidget()
        flow = FlowLayout(self._theme.scale.space(8), holder)
        made: dict[Change, SegmentButton] = {}
        for change, words in (
            (Change.LINE, _("Remise sur cette ligne")),
            (Change.ALL, _("Remise sur tout")),
            (Change.PRICE, _("Autre prix à l’unité")),
        ):
            button = SegmentButton(words, self._theme)
            group.addButton(button)
            button.toggled.connect(lambda _on: self._preview())
            flow.addWidget(button)
            made[change] = button
        column.addWidget(holder)
        return made

    def _usual_reasons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(self._theme.scale.space(8), holder)
        for words in (
            _("article abîmé"),
            _("geste commercial"),
            _("fin de série"),
            _("partenaire"),
        ):
            button = KeyButton(self._theme, words, "")
            button.clicked.connect(lambda _on=False, words=words: self.reason.setText(words))
            flow.addWidget(button)
        return holder

    # ---------------------------------------------------------------------------------------

    @property
    def change(self) -> Change:
        """Return what is changed."""
        return next((each for each, b in self.choices.items() if b.isChecked()), Change.LINE)

    def open(self, basket: Basket, place: int, change: Change = Change.LINE) -> None:
        """Come up for a line of a basket."""
        self._basket, self._place = basket, place
        line = basket.lines[place]
        self.what.setText(
            _("{label} · {price} au catalogue").format(
                label=line.product.label, price=typography.cents(line.list_price)
            )
        )
        self.choices[change].setChecked(True)
        self.amount.clear()
        self.reason.setText(line.price_reason or line.discount_reason)
        self._tell(self.fault, "")
        self._preview()
        self._ask_in(self.amount)

    def _ask_in(self, field: QWidget) -> None:
        """Put the keys into a field, in sight."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked.show_focus()

    def _on_amount(self) -> None:
        """Ask for the reason where it is missing, or do it."""
        if self.reason.text().strip():
            self.apply()
        else:
            self._ask_in(self.reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def apply(self) -> None:
        """Change the basket, or say why not."""
        reason = self.reason.text().strip()
        try:
            cents = self._cents()
            if self.change is Change.PRICE:
                self._set_price(self._place, cents, reason)
            else:
                place = self._place if self.change is Change.LINE else None
                self._discount(place, cents, reason)
        except DataFault as fault:
            self._tell(self.fault, str(fault))
            self._ask_in(self.amount if reason else self.reason)
            return
        self.left.emit()

    def _cents(self) -> Cents:
        text = self.amount.text()
        if not text.strip():
            raise DataFault(_("Taper un montant ; 0 enlève la remise."))
        if self.change is Change.PRICE:
            return parse_cents(text)
        return read_discount(text, self._gross)

    @property
    def _gross(self) -> Cents:
        if self.change is Change.ALL:
            return sum(line.gross for line in self._basket.lines)
        return self._basket.lines[self._place].gross

    def _preview(self) -> None:
        """Say what it would come to."""
        if not 0 <= self._place < len(self._basket.lines):
            return
        try:
            cents = self._cents()
        except DataFault:
            self._tell(self.preview, "")
            return
        line = self._basket.lines[self._place]
        if self.change is Change.PRICE:
            before, after = line.list_price, cents
        else:
            before, after = self._gross, self._gross - cents
        told = _("{before} au catalogue → {after}").format(
            before=typography.cents(before), after=typography.cents(after)
        )
        self._tell(self.preview, told)

    @staticmethod
    def _tell(place: QLabel, text: str) -> None:
        """Say something; nothing takes no room."""
        place.setText(text)
        place.setVisible(bool(text))
