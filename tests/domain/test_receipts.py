"""Receipts and refunds: what was paid comes back to the cent, with its VAT, in any steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.basket import Basket, BasketLine
from otdesk.domain.catalogue import (
    Article,
    Catalogue,
    Product,
    ProductKind,
    least_price,
    pieces,
)
from otdesk.domain.money import times
from otdesk.domain.receipts import (
    Payment,
    PaymentMethod,
    ReceiptLine,
    check_payments,
    lines_of,
    refunded_line,
)
from otdesk.domain.vat import by_rate
from otdesk.errors import DataFault

DAY = date(2022, 7, 20)
RATES = {"normal": 2000, "reduit": 550}


def shop() -> Catalogue:
    """Return a catalogue with sheets of one sector and their set, a book, money held, others."""
    products = [
        (Product("a", "Fiche A", "A", "rando", sector="s"), 100),
        (Product("b", "Fiche B", "B", "rando", sector="s"), 120),
        (Product("c", "Fiche C", "C", "rando", sector="s"), 70),
        (Product("set", "Dix fiches", "10", "rando", ProductKind.SET, set_of="s", set_count=10),
         600),
        (Product("book", "Livre", "L", "livres", vat="reduit", publisher_price=True), 655),
        (Product("fish", "Pêche", "P", "peche", ProductKind.HELD, supplier="aappma"), 1200),
        (Product("card", "Carte", "C", "cartes"), 85),
        (Product("cloth", "Ruban au mètre", "R", "souvenirs"), 333),
    ]  # fmt: skip
    articles = {p.code: Article(p, price, 0) for p, price in products}
    return Catalogue("PDM", DAY, articles)


SHOP = shop()
PLAIN = ("a", "b", "c", "card", "book")
CODES = (*PLAIN, "fish", "set", "cloth")


@st.composite
def baskets(draw: st.DrawFn, codes: tuple[str, ...] = CODES) -> Basket:
    basket = Basket()
    for code in draw(st.lists(st.sampled_from(codes), min_size=1, max_size=5, unique=True)):
        quantity = pieces(draw(st.integers(1, 24)))
        if code == "cloth":
            quantity = draw(st.integers(1, 20_000))
        basket = basket.add(SHOP, code, quantity)
    room = sum(line.gross - line.least for line in basket.lines if not line.product.supplier_owns)
    if draw(st.booleans()) and room:
        basket = basket.discount_all(draw(st.integers(1, room)), "geste")
    return basket


@given(baskets())
def test_a_basket_becomes_lines_of_the_same_amount_and_pieces(basket: Basket) -> None:
    lines = lines_of(basket, RATES)
    assert sum(line.amount for line in lines) == basket.total
    assert all(line.amount == times(line.unit_price, line.quantity) - line.discount
               for line in lines)  # fmt: skip
    assert all(line.tax == 0 for line in lines if line.held_for)
    own = [(line.vat_basis_points, line.amount) for line in lines if line.is_turnover]
    assert sum(line.tax for line in lines) == sum(amount.vat for amount in by_rate(own))


@st.composite
def steps_of(draw: st.DrawFn, quantity: int) -> list[int]:
    """Return quantities that add up to a line's, in any number of steps."""
    left, steps = quantity, []
    while left:
        step = draw(st.integers(1, left))
        steps.append(step)
        left -= step
    return steps


@pytest.mark.no_cover
@given(baskets(), st.data())
def test_refunds_in_any_steps_give_back_exactly_what_was_paid_and_its_vat(
    basket: Basket, data: st.DataObject
) -> None:
    for line in lines_of(basket, RATES):
        given_back: list[ReceiptLine] = []
        already = 0
        for step in data.draw(steps_of(line.quantity)):
            given_back.append(refunded_line(line, already, step))
            already += step
        assert all(0 <= back.amount <= line.amount for back in given_back)
        assert all(0 <= back.tax <= line.tax for back in given_back)
        for name in ("quantity", "amount", "tax", "discount"):
            assert sum(getattr(back, name) for back in given_back) == getattr(line, name)
        stock: dict[str, int] = {}
        for back in given_back:
            for code, count in back.stock:
                stock[code] = stock.get(code, 0) + count
        assert stock == dict(line.stock)
        with pytest.raises(DataFault):
            refunded_line(line, already, 1)


@given(baskets(), st.integers(1, 10**6))
def test_more_than_was_sold_never_comes_back(basket: Basket, over: int) -> None:
    line = lines_of(basket, RATES)[0]
    for already, quantity in ((0, line.quantity + over), (line.quantity, over), (0, 0), (0, -1)):
        with pytest.raises(DataFault):
            refunded_line(line, already, quantity)


@given(baskets(PLAIN), st.data())
def test_a_set_offer_saves_what_it_says_and_moves_no_piece(
    basket: Basket, data: st.DataObject
) -> None:
    plain = replace(basket, lines=tuple(replace(line, discount=0) for line in basket.lines))
    offers = plain.offers(SHOP)
    sheets = sum(plain.quantity_of(code) for code in ("a", "b", "c"))
    assert bool(offers) <= (sheets >= pieces(10))
    for offer in offers:
        taken = plain.take_offer(offer)
        assert taken.total == plain.total - offer.saved
        assert offer.saved > 0
        assert stock_of(taken) == stock_of(plain)
        # The offer is taken once: what is left is no second set.
        assert not [o for o in taken.offers(SHOP) if o.article == offer.article]


def stock_of(basket: Basket) -> dict[str, int]:
    stock: dict[str, int] = {}
    for line in basket.lines:
        for code, count in line.stock:
            stock[code] = stock.get(code, 0) + count
    return stock


@given(baskets(), st.integers(0, 100_000))
def test_a_discount_is_taken_whole_and_never_from_what_has_none(basket: Basket, cents: int) -> None:
    plain = replace(
        basket, lines=tuple(replace(line, discount=0, discount_reason="") for line in basket.lines)
    )
    try:
        found = plain.discount_all(cents, "geste")
    except DataFault:
        return
    assert found.total == plain.total - cents
    for line in found.lines:
        assert 0 <= line.discount <= line.gross
        assert line.amount >= line.least
        if line.product.supplier_owns:
            assert line.discount == 0


@given(st.integers(0, 100_000), st.integers(1, 50), st.integers(0, 100_000))
def test_a_book_never_costs_less_than_95_percent(price: int, count: int, cents: int) -> None:
    book = SHOP.articles["book"].product
    line = BasketLine(book, price, price, pieces(count), ((book.code, pieces(count)),))
    assert 100 * least_price(book, price) >= 95 * price
    try:
        (found,) = Basket((line,)).discount_line(0, cents, "geste").lines
    except DataFault:
        assert cents > line.gross or 100 * (line.gross - cents) < 95 * line.gross + 100 * count
    else:
        assert 100 * found.amount >= 95 * found.gross


@given(st.lists(st.integers(0, 10_000), max_size=4), st.integers(-5, 40_000))
def test_payments_are_the_total_or_nothing_is_sold(parts: list[int], total: int) -> None:
    payments = [Payment(PaymentMethod.CARD, part) for part in parts]
    if sum(parts) == total and (total == 0 or all(parts)):
        check_payments(payments, total)
    else:
        with pytest.raises(DataFault):
            check_payments(payments, total)


@given(st.sampled_from(PaymentMethod), st.integers(1, 10_000), st.integers(0, 20_000))
def test_only_cash_gives_change_and_never_too_little(
    method: PaymentMethod, cents: int, received: int
) -> None:
    payment = Payment(method, cents, received)
    if method is PaymentMethod.CASH and received >= cents:
        check_payments([payment], cents)
        assert payment.change == received - cents
    else:
        with pytest.raises(DataFault):
            check_payments([payment], cents)
