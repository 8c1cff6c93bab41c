"""A row of every kind that the shop records, for the dump of a schema and for rebuilds."""

from __future__ import annotations

from datetime import timedelta

from otdesk.clock import FixedClock
from otdesk.domain.basket import Basket
from otdesk.domain.catalogue import Price, pieces
from otdesk.domain.receipts import Payment, PaymentMethod, Seller
from otdesk.domain.shop_terms import ShopTerms
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.domain.till import CashCount, CashMove, TillEvent
from otdesk.domain.vat import VatRate, VatRates, VatRegime
from otdesk.journal.keys import SigningKey
from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.services.shop import catalogue, stock
from otdesk.services.till import cash, closings, refunds, sales
from otdesk.services.till.post import TillPost, begin, note
from otdesk.store.store import Store
from otdesk.store.till_state import state_of
from tests.shop import FAMILIES, PRODUCTS, SINCE, SUPPLIERS
from tests.store.desk import DAY

_RATES = VatRates((VatRate("normal", SINCE, 2000, "normal", "20 %"),))
_SELLER = Seller("Office", "Le quai", "50123456700018", VatRegime.FRANCHISE)


def trade(store: Store, till: str = "0123456789abcdef") -> None:
    """Record a catalogue, a till, and a month of it."""
    assert isinstance(store.clock, FixedClock)
    office = store.identity.office
    with store.writing("CA") as transaction:
        catalogue.set_terms(transaction, ShopTerms(SINCE, siret="50123456700018"))
        for family in FAMILIES:
            catalogue.put_family(transaction, family)
        for supplier in SUPPLIERS:
            catalogue.put_supplier(transaction, supplier)
        for product, cents in PRODUCTS:
            catalogue.put_product(transaction, product)
            catalogue.set_price(transaction, Price(product.code, SINCE, cents))
        lines = (document_line(Cause.DELIVERY, "cp", pieces(50), 40),)
        stock.record(transaction, StockDocument(office, DAY, Cause.DELIVERY, lines, "photo"))
        stock.take_inventory(transaction, office, DAY, {"cp": pieces(48)})
        transaction.put(
            "held_payment",
            {
                "office": office,
                "day": DAY.isoformat(),
                "third_party": "aappma",
                "cents": 1200,
                "method": "transfer",
            },
        )
        transaction.put(
            "bank_deposit",
            {
                "office": office,
                "day": DAY.isoformat(),
                "number": 1,
                "method": "cash",
                "cents": 5000,
                "pieces": 0,
                "destination": "bank",
            },
        )
    post = TillPost(till, office, "Caisse 1", SigningKey.generate(), store.zone)
    with store.writing("CA") as transaction:
        begin(transaction, post)
        cash.set_float(transaction, post, 15_000)
        basket = Basket().add(read_catalogue(transaction.connection, office, DAY), "cp", pieces(2))
        paid = (Payment(PaymentMethod.CASH, 160, 200),)
        grounds = sales.SaleGrounds(_SELLER, _RATES)
        sold, _receipt = sales.sell(transaction, post, basket, paid, grounds)
        back = (Payment(PaymentMethod.CASH, 80),)
        refunds.refund(transaction, post, sold, {0: pieces(1)}, back, reason="abîmée")
        refunds.correct_payment(
            transaction,
            post,
            sold,
            taken=PaymentMethod.CASH,
            given=PaymentMethod.CARD,
            cents=160,
            reason="payé par carte",
        )
        cash.move(transaction, post, CashMove.DEPOSIT, -5_000)
        note(transaction, post, TillEvent.DRAWER)
        post.put(transaction, "duplicate", of_uid=sold, copy=1)
        post.put(
            transaction,
            "till_archive",
            first_seq=1,
            last_seq=7,
            period="2022",
            sha256="0" * 64,
        )
        transaction.put(
            "invoice",
            {
                "office": office,
                "day": DAY.isoformat(),
                "number": 1,
                "receipt_uid": sold,
                "customer": "Gîte des Cévennes",
                "address": "48220 Vialas",
            },
        )
        drawer = state_of(transaction.connection, post.stream).drawer
        closings.close_day(transaction, post, CashCount({1: drawer}))
    store.clock.instant += timedelta(days=200)
    with store.writing("CA") as transaction:
        closings.close_periods(transaction, post)
    store.clock.instant -= timedelta(days=200)
