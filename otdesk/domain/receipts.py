"""Receipts (« tickets »), refunds, and the payments of both.

What a receipt says is copied into it: renaming a product, a rate or the seller changes nothing
that was sold (`shop.md`, "The till's journal").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from otdesk.domain.basket import Basket
from otdesk.domain.money import Cents, Thousandths, portion
from otdesk.domain.vat import VatAmount, VatRegime, by_rate, line_taxes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.typography import cents as as_euros


class PaymentMethod(StrEnum):
    """How money comes or goes; the values are the codes of the journal.

    ACCOUNT is an invoice that will be paid later; TRANSFER is how it is then paid.
    """

    CASH = "cash"
    CARD = "card"
    CHEQUE = "cheque"
    ANCV = "ancv"
    TRANSFER = "transfer"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Payment:
    """A part of what was paid. `received` is the cash that was handed over, where that was more."""

    method: PaymentMethod
    cents: Cents
    received: Cents | None = None

    @property
    def change(self) -> Cents:
        """Return what was given back in cash."""
        return 0 if self.received is None else self.received - self.cents


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells, as receipts say it. `vat_number` is empty under the franchise."""

    name: str
    address: str
    siret: str
    regime: VatRegime
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line as it was sold: `amount` is paid, `tax` the VAT within it.

    `held_for` is the third party that the money belongs to, or empty. `stock` are the
    (product, thousandths) that left the shelves, positive for a sale.
    """

    product: str
    label: str
    family: str
    quantity: Thousandths
    list_price: Cents
    unit_price: Cents
    discount: Cents
    amount: Cents
    vat_code: str
    vat_basis_points: int
    tax: Cents
    reason: str = ""
    held_for: str = ""
    supplier: str = ""
    cost: Cents | None = None
    stock: tuple[tuple[str, Thousandths], ...] = ()

    @property
    def is_turnover(self) -> bool:
        """Tell whether the line counts in the turnover."""
        return not self.held_for


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sale that was paid.

    `number` is gapless in its till, `till` the till's stream, `sold_at` the instant (UTC) and
    `minute` the local minute of `day`.
    """

    office: str
    till: str
    till_name: str
    number: int
    day: date
    minute: int
    sold_at: datetime
    operator: str
    seller: Seller
    lines: tuple[ReceiptLine, ...]
    payments: tuple[Payment, ...]
    visit: str | None = None
    training: bool = False

    @property
    def total(self) -> Cents:
        """Return what was paid."""
        return sum(line.amount for line in self.lines)

    @property
    def turnover(self) -> Cents:
        """Return what of it is the office's own, tax included."""
        return sum(line.amount for line in self.lines if line.is_turnover)

    @property
    def held(self) -> Cents:
        """Return what of it belongs to third parties."""
        return self.total - self.turnover

    @property
    def vat(self) -> tuple[VatAmount, ...]:
        """Return the amounts by rate of what the office sells."""
        return by_rate(
            (line.vat_basis_points, line.amount) for line in self.lines if line.is_turnover
        )

    def check(self) -> Self:
        """Return self, or raise DataFault where the payments are not those of the lines."""
        if not self.lines:
            raise DataFault(_("Un ticket a au moins une ligne."))
        check_payments(self.payments, self.total)
        return self


@dataclass(frozen=True, slots=True)
class RefundLine:
    """So many pieces of one line of a receipt, given back. All amounts are positive."""

    position: int
    line: ReceiptLine
    restocked: bool = True


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back for a receipt, whole or in part: its amounts are positive here.

    `receipt` is the uid of the sale and `receipt_number` its number; `cents` of each payment are
    given back.
    """

    office: str
    till: str
    till_name: str
    number: int
    day: date
    minute: int
    refunded_at: datetime
    operator: str
    seller: Seller
    receipt: str
    receipt_number: int
    lines: tuple[RefundLine, ...]
    payments: tuple[Payment, ...]
    reason: str
    training: bool = False

    @property
    def total(self) -> Cents:
        """Return what is given back."""
        return sum(refunded.line.amount for refunded in self.lines)


def lines_of(basket: Basket, rates: Mapping[str, int]) -> tuple[ReceiptLine, ...]:
    """Return the lines that a basket becomes; `rates` are basis points by VAT code.

    Money held for a third party bears no VAT here: it is theirs.
    """
    codes = [0 if line.product.supplier_owns else rates[line.product.vat] for line in basket.lines]
    turnover = [i for i, line in enumerate(basket.lines) if not line.product.supplier_owns]
    taxes = dict.fromkeys(range(len(codes)), 0)
    shares = line_taxes([(codes[i], basket.lines[i].amount) for i in turnover])
    taxes.update(zip(turnover, shares, strict=True))
    return tuple(
        ReceiptLine(
            product=line.product.code,
            label=line.product.label,
            family=line.product.family,
            quantity=line.quantity,
            list_price=line.list_price,
            unit_price=line.unit_price,
            discount=line.discount,
            amount=line.amount,
            vat_code=line.product.vat,
            vat_basis_points=codes[i],
            tax=taxes[i],
            reason=line.price_reason or line.discount_reason,
            held_for=line.product.supplier if line.product.supplier_owns else "",
            supplier=line.product.supplier,
            cost=line.product.cost,
            stock=line.stock,
        )
        for i, line in enumerate(basket.lines)
    )


def check_payments(payments: Sequence[Payment], total: Cents) -> None:
    """Raise DataFault where payments do not make a total, or change would come from elsewhere."""
    paid = sum(payment.cents for payment in payments)
    if paid != total:
        raise DataFault(
            _("Il est payé {paid} pour {total}.").format(paid=as_euros(paid), total=as_euros(total))
        )
    for payment in payments:
        if payment.cents < 0 or (payment.cents == 0 and total):
            raise DataFault(_("Un règlement est plus grand que zéro."))
        if payment.received is None:
            continue
        if payment.method is not PaymentMethod.CASH:
            raise DataFault(_("Seules les espèces se rendent."))
        if payment.received < payment.cents:
            raise DataFault(_("La somme reçue est plus petite que la somme due."))


def refunded_line(line: ReceiptLine, already: Thousandths, quantity: Thousandths) -> ReceiptLine:
    """Return what `quantity` more pieces of a line give back, `already` pieces being back.

    The price and the VAT are those of the sale; whatever the steps, what is given back in all is
    what was paid. Raises DataFault where more would come back than was sold.
    """
    if not 0 < quantity <= line.quantity - already:
        raise DataFault(
            _("Il reste {left} sur {sold} de « {label} » à rembourser.").format(
                left=(line.quantity - already) // 1000, sold=line.quantity // 1000, label=line.label
            )
        )
    until = already + quantity

    def part(whole: int) -> int:
        return portion(whole, until, line.quantity) - portion(whole, already, line.quantity)

    return replace(
        line,
        quantity=quantity,
        discount=part(line.discount),
        amount=part(line.amount),
        tax=part(line.tax),
        stock=tuple((code, part(pieces)) for code, pieces in line.stock),
    )
