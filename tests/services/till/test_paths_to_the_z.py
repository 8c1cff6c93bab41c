"""Every way in which money comes or goes moves the Z, and a simple model says by how much."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from otdesk.domain.catalogue import pieces
from otdesk.domain.money import spread
from otdesk.domain.receipts import Payment, PaymentMethod, Receipt
from otdesk.domain.till import CashMove, Closing
from otdesk.domain.vat import VatRegime
from otdesk.services.till import cash, closings, refunds
from otdesk.store.integrity import verify
from tests.shop import Shop, opened

METHODS = list(PaymentMethod)


def correct(
    shop: Shop, uid: str, taken: PaymentMethod, given_as: PaymentMethod, cents: int
) -> None:
    with shop.store.writing("CA") as transaction:
        refunds.correct_payment(
            transaction, shop.post, uid, taken=taken, given=given_as, cents=cents, reason="erreur"
        )


@pytest.mark.parametrize("method", METHODS)
def test_a_sale_moves_the_z_under_its_method(shop: Shop, method: PaymentMethod) -> None:
    shop.sell(shop.basket(cp=2), Payment(method, 160))
    closing = shop.close_day()
    assert closing.totals.by_method[method.value] == 160
    assert sum(closing.totals.by_method.values()) == closing.totals.turnover == 160
    assert closing.expected == (160 if method is PaymentMethod.CASH else 0)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("back", METHODS)
def test_a_refund_moves_the_z_under_its_own_method(
    shop: Shop, method: PaymentMethod, back: PaymentMethod
) -> None:
    shop.set_float(10_000)
    uid, _receipt = shop.sell(shop.basket(cp=2), Payment(method, 160))
    shop.refund(uid, {0: 1}, back)
    closing = shop.close_day()
    wanted: Counter[str] = Counter({method.value: 160})
    wanted[back.value] -= 80
    assert {name: c for name, c in closing.totals.by_method.items() if c} == dict(wanted)
    assert (closing.totals.sales, closing.totals.refunded) == (160, 80)
    assert (closing.perpetual.net, closing.perpetual.absolute) == (80, 240)
    assert closing.expected == 10_000 + wanted["cash"]


@pytest.mark.parametrize("taken", METHODS)
@pytest.mark.parametrize("given_as", METHODS)
def test_a_correction_moves_the_z_between_two_methods(
    shop: Shop, taken: PaymentMethod, given_as: PaymentMethod
) -> None:
    if taken is given_as:
        return
    uid, _receipt = shop.sell(shop.basket(cp=2), Payment(taken, 160))
    correct(shop, uid, taken, given_as, 50)
    totals = shop.close_day().totals
    assert (totals.by_method[taken.value], totals.by_method[given_as.value]) == (110, 50)
    assert totals.turnover == 160


def test_money_held_for_others_moves_the_z_and_no_turnover(shop: Shop) -> None:
    uid, _receipt = shop.sell(shop.basket(peche_jour=2), Payment(PaymentMethod.CHEQUE, 2400))
    shop.refund(uid, {0: 1}, PaymentMethod.CASH)
    closing = shop.close_day(counted=0, explanation="rendu de la poche")
    assert (closing.totals.held, closing.totals.turnover) == (1200, 0)
    assert closing.totals.by_third_party["aappma"] == 1200
    assert (closing.totals.by_method["cheque"], closing.totals.by_method["cash"]) == (2400, -1200)
    assert (closing.perpetual.net, closing.perpetual.absolute) == (0, 0)


@pytest.mark.parametrize("kind", list(CashMove))
def test_every_cash_movement_moves_what_is_expected_and_nothing_else(
    shop: Shop, kind: CashMove
) -> None:
    shop.set_float(10_000)
    with shop.store.writing("CA") as transaction:
        cash.move(transaction, shop.post, kind, -700, "motif")
    closing = shop.close_day()
    assert closing.expected == 9_300
    assert sum(closing.totals.by_move.values()) == 9_300
    assert closing.totals.turnover == 0


# ------------------------------------------------------------------------ any sequence of all these

BASKETS = st.dictionaries(
    st.sampled_from(["cp", "stevenson", "ign_2739", "peche_jour", "carnet_ml"]),
    st.integers(1, 4),
    min_size=1,
    max_size=3,
)
SHARES = st.dictionaries(st.sampled_from(METHODS), st.integers(1, 9), min_size=1, max_size=3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), BASKETS, SHARES),
        st.tuples(st.just("refund"), st.integers(0, 9), st.sampled_from(METHODS)),
        st.tuples(st.just("correct"), st.integers(0, 9), st.sampled_from(METHODS)),
        st.tuples(st.just("cash"), st.integers(1, 500), st.just(None)),
        st.tuples(st.just("z"), st.just(None), st.just(None)),
    ),
    min_size=3,
    max_size=16,
)


class Till:
    """A till and the model of it: plain sums, since the last Z and for ever."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.drawer = 20_000
        self.methods: Counter[str] = Counter()
        self.net = self.absolute = self.held = self.perpetual_net = self.perpetual_absolute = 0
        self.sold: list[tuple[str, Receipt, list[int]]] = []
        self.moved = True
        shop.set_float(20_000)

    def sell(self, wanted: dict[str, int], shares: dict[PaymentMethod, int]) -> None:
        basket = self.shop.basket(**wanted)
        parts = spread(basket.total, list(shares.values()))
        paid = [Payment(m, part) for m, part in zip(shares, parts, strict=True) if part]
        uid, receipt = self.shop.sell(basket, *paid)
        self.sold.append((uid, receipt, [line.quantity for line in receipt.lines]))
        for payment in paid:
            self._pay(payment.method, payment.cents)
        self._count(receipt.turnover, receipt.held)

    def refund(self, which: int, method: PaymentMethod) -> None:
        if not self.sold:
            return
        uid, receipt, left = self.sold[which % len(self.sold)]
        place = next((i for i, quantity in enumerate(left) if quantity), None)
        if place is None:
            return
        left[place] -= pieces(1)
        _uid, made = self.shop.refund(uid, {place: 1}, method)
        self._pay(method, -made.total)
        is_held = bool(receipt.lines[place].held_for)
        self._count(0 if is_held else -made.total, -made.total if is_held else 0)

    def correct(self, which: int, given_as: PaymentMethod) -> None:
        if not self.sold:
            return
        uid, receipt, _left = self.sold.pop(which % len(self.sold))
        payment = receipt.payments[0]
        if payment.method is given_as:
            return
        correct(self.shop, uid, payment.method, given_as, payment.cents)
        self._pay(payment.method, -payment.cents)
        self._pay(given_as, payment.cents)

    def cash(self, cents: int, _nothing: None) -> None:
        with self.shop.store.writing("CA") as transaction:
            cash.move(transaction, self.shop.post, CashMove.OTHER, cents, "appoint")
        self.drawer += cents
        self.moved = True

    def z(self, _one: None, _other: None) -> None:
        if not self.moved:
            with pytest.raises(closings.NothingToClose):
                self.shop.close_day()
            return
        self.check(self.shop.close_day())
        self.perpetual_net += self.net
        self.perpetual_absolute += self.absolute
        self.methods.clear()
        self.net = self.absolute = self.held = 0
        self.moved = False
        self.shop.next_day()

    def check(self, closing: Closing) -> None:
        found = {name: cents for name, cents in closing.totals.by_method.items() if cents}
        assert found == {name: cents for name, cents in self.methods.items() if cents}
        assert closing.expected == self.drawer
        assert (closing.totals.turnover, closing.totals.held) == (self.net, self.held)
        assert sum(closing.totals.by_rate.values()) == self.net
        assert sum(closing.totals.by_family.values()) == self.net
        assert closing.perpetual.net == self.perpetual_net + self.net
        assert closing.perpetual.absolute == self.perpetual_absolute + self.absolute

    def _pay(self, method: PaymentMethod, cents: int) -> None:
        self.methods[method.value] += cents
        if method is PaymentMethod.CASH:
            self.drawer += cents
        self.moved = True

    def _count(self, turnover: int, held: int) -> None:
        self.net += turnover
        self.absolute += abs(turnover)
        self.held += held


@pytest.mark.no_cover
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow],
    # A shrunk sequence takes minutes on a real file.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(STEPS, st.sampled_from(VatRegime))
def test_any_sequence_moves_the_z_as_plain_sums_do(
    steps: list[tuple[str, object, object]], regime: VatRegime
) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), regime) as shop:
        till = Till(shop)
        for name, one, other in steps:
            getattr(till, name)(one, other)
        till.z(None, None)
        assert verify(shop.workplace.folder, shop.workplace.anchors).faults == ()
