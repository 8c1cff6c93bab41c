"""Closings: what moves the Z, what a difference asks for, months without a sale."""

from __future__ import annotations

import pytest

from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.till import CashCount, CashMove, ClosingSpan
from otdesk.errors import DataFault
from otdesk.services.till import cash, closings, refunds
from tests.shop import Shop
from tests.tampering import check


def test_a_refund_moves_the_z(shop: Shop) -> None:
    uid, _receipt = shop.sell(shop.basket(cp=4))
    shop.refund(uid, {0: 1})
    closing = shop.close_day()
    assert (closing.totals.sales, closing.totals.refunded, closing.totals.turnover) == (
        320,
        80,
        240,
    )
    assert closing.totals.by_method["cash"] == 240
    assert (closing.perpetual.net, closing.perpetual.absolute) == (240, 400)


def test_a_payment_correction_moves_the_z_between_payments(shop: Shop) -> None:
    uid, _receipt = shop.sell(shop.basket(cp=1))
    with shop.store.writing("CA") as transaction:
        refunds.correct_payment(
            transaction,
            shop.post,
            uid,
            taken=PaymentMethod.CASH,
            given=PaymentMethod.CARD,
            cents=80,
            reason="payé par carte",
        )
    totals = shop.close_day().totals
    assert (totals.by_method["cash"], totals.by_method["card"]) == (0, 80)
    assert totals.turnover == 80


def test_cash_that_leaves_the_drawer_is_expected_less(shop: Shop) -> None:
    shop.set_float(10_000)
    shop.sell()
    with shop.store.writing("CA") as transaction:
        cash.move(transaction, shop.post, CashMove.DEPOSIT, -5_000)
    assert shop.close_day().expected == 5_080


def test_a_difference_is_recorded_once_it_is_explained_and_never_corrected(shop: Shop) -> None:
    shop.set_float(10_000)
    shop.sell()
    with pytest.raises(DataFault, match="écart"):
        shop.close_day(counted=10_000)
    closing = shop.close_day(counted=10_000, explanation="rendu de trop")
    assert closing.difference == -80
    assert closing.totals.turnover == 80


def test_what_was_counted_is_the_next_float(shop: Shop) -> None:
    shop.set_float(10_000)
    shop.sell()
    shop.close_day(counted=10_000, explanation="rendu de trop")
    shop.next_day()
    shop.sell()
    assert shop.close_day().expected == 10_080


def test_a_day_without_movement_has_no_z(shop: Shop) -> None:
    with pytest.raises(closings.NothingToClose):
        shop.close_day()


def test_months_close_without_a_sale_and_add_up_their_days(shop: Shop) -> None:
    for _ in range(2):
        shop.sell()
        shop.close_day()
        shop.next_day()
    shop.next_day(days=200)
    with shop.store.writing("CA") as transaction:
        made = closings.close_periods(transaction, shop.post)
    months = [closing for closing in made if closing.span is ClosingSpan.MONTH]
    assert [closing.period for closing in months] == [
        "2022-07", "2022-08", "2022-09", "2022-10", "2022-11", "2022-12", "2023-01",
    ]  # fmt: skip
    assert [closing.totals.turnover for closing in months] == [160, 0, 0, 0, 0, 0, 0]
    assert [closing.period for closing in made if closing.span is ClosingSpan.YEAR] == ["2022"]
    assert {closing.perpetual.net for closing in made} == {160}


def test_a_month_waits_for_the_z_of_its_last_day(shop: Shop) -> None:
    shop.sell()
    shop.next_day(days=20)
    with shop.store.writing("CA") as transaction:
        assert closings.close_periods(transaction, shop.post) == ()
    shop.close_day()
    with shop.store.writing("CA") as transaction:
        assert closings.close_periods(transaction, shop.post)[0].totals.turnover == 80


def test_each_payment_lands_under_its_own_method(shop: Shop) -> None:
    shop.sell(
        shop.basket(ign_2739=1),
        Payment(PaymentMethod.CASH, 390, received=500),
        Payment(PaymentMethod.CARD, 1000),
    )
    totals = shop.close_day().totals
    assert (totals.by_method["cash"], totals.by_method["card"]) == (390, 1000)


def test_a_sum_that_was_counted_elsewhere_says_nothing_of_pieces(shop: Shop) -> None:
    shop.sell()
    with shop.store.writing("CA") as transaction:
        _uid, closing = closings.close_day(transaction, shop.post, CashCount(), counted=80)
    assert (closing.counted, closing.difference, dict(closing.count.pieces)) == (80, 0, {})
    # Nor does the proof add up pieces that nobody named: the next backup would be refused for it.
    assert check(shop).faults == ()
