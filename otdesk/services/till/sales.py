"""Selling: a basket that is paid becomes a numbered receipt, and its pieces leave the stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otdesk.domain.basket import Basket
from otdesk.domain.receipts import Payment, Receipt, Seller, check_payments, lines_of
from otdesk.domain.shop_terms import ShopTerms
from otdesk.domain.vat import VatRates, VatRegime
from otdesk.services.till.guard import ready
from otdesk.services.till.post import TillPost
from otdesk.store.till_records import receipt_payload
from otdesk.store.till_state import next_number
from otdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SaleGrounds:
    """What a sale is told besides its basket: who sells, and the VAT rates of the law."""

    seller: Seller
    rates: VatRates


def seller_of(name: str, address: str, terms: ShopTerms, siret: str) -> Seller:
    """Return who sells, as receipts say it; the terms' SIRET goes before the profile's."""
    return Seller(name, address, terms.siret or siret, terms.regime, terms.vat_number)


def sell(
    transaction: Transaction,
    post: TillPost,
    basket: Basket,
    payments: Sequence[Payment],
    grounds: SaleGrounds,
) -> tuple[str, Receipt]:
    """Record a paid basket; return the receipt's uid and the receipt, with its number.

    Sale, lines, payments and stock movements are the projection of one signed entry. Raises
    EarlierDayOpen, and DataFault where the payments are not the basket's total.
    """
    check_payments(payments, basket.total)
    ready(transaction, post)
    day = post.day(transaction)
    codes = {line.product.vat for line in basket.lines}
    exempt = grounds.seller.regime is VatRegime.FRANCHISE
    rates = {code: 0 if exempt else grounds.rates.basis_points(code, day) for code in codes}
    receipt = Receipt(
        office=post.office,
        till=post.stream,
        till_name=post.name,
        number=next_number(transaction.connection, post.stream, "receipt"),
        day=day,
        minute=post.minute(transaction),
        sold_at=transaction.now,
        operator=transaction.author,
        seller=grounds.seller,
        lines=lines_of(basket, rates),
        payments=tuple(payments),
        visit=basket.visit,
        training=post.training,
    ).check()
    uid = transaction.put_signed(post.stream, post.key, "receipt", receipt_payload(receipt))
    return uid, receipt
