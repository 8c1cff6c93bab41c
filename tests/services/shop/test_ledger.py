"""The stock's ledger beside a simple model: no piece appears, none vanishes."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from otdesk.domain.catalogue import pieces
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.services.shop import stock
from otdesk.services.till import refunds
from otdesk.store.integrity import verify
from tests.shop import OFFICE, PRODUCTS, Shop, opened

GOODS = [product.code for product, _cents in PRODUCTS if product.has_stock]
OTHER = "FLO"
COUNTS = st.integers(1, 7)
CODES = st.sampled_from(GOODS)
DOCUMENTS = st.sampled_from(
    [Cause.DELIVERY, Cause.RETURN, Cause.TRANSFER_OUT, Cause.TRANSFER_IN, Cause.LOSS, Cause.FREE,
     Cause.INTERNAL]
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.dictionaries(CODES, COUNTS, min_size=1, max_size=3)),
        st.tuples(st.just("sell"), st.just({"carnet-ml": 1, "peche-jour": 2})),
        st.tuples(st.just("refund"), st.tuples(st.booleans(), COUNTS)),
        st.tuples(st.just("move"), st.tuples(DOCUMENTS, CODES, COUNTS)),
        st.tuples(st.just("count"), st.dictionaries(CODES, st.integers(0, 60), min_size=1,
                                                     max_size=3)),
        st.tuples(st.just("void"), st.none()),
    ),
    min_size=4,
    max_size=14,
)  # fmt: skip


class Model:
    """The shelves of two offices as a child would count them."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.shelves: Counter[tuple[str, str]] = Counter(
            {(OFFICE, code): pieces(50) for code in GOODS}
        )
        self._sold: list[tuple[str, dict[str, int], list[int]]] = []
        self._documents: list[tuple[str, StockDocument]] = []

    def sell(self, wanted: dict[str, int]) -> None:
        basket = self._shop.basket(**{code.replace("-", "_"): n for code, n in wanted.items()})
        uid, receipt = self._shop.sell(basket)
        self._sold.append((uid, wanted, [line.quantity for line in receipt.lines]))
        for code, count in wanted.items():
            self._take(code, -count)

    def refund(self, how: tuple[bool, int]) -> None:
        restocked, count = how
        if not self._sold:
            return
        uid, wanted, left = self._sold[-1]
        place = next((i for i, quantity in enumerate(left) if quantity), None)
        if place is None:
            return
        back = min(count, left[place] // 1000)
        left[place] -= pieces(back)
        with self._shop.store.writing("CA") as transaction:
            lines = refunds.refund_lines(transaction.connection, uid, {place: pieces(back)})
            paid = Payment(PaymentMethod.CARD, sum(line.line.amount for line in lines))
            refunds.refund(
                transaction,
                self._shop.post,
                uid,
                {place: pieces(back)},
                (paid,),
                reason="retour",
                restocked=restocked,
            )
        if restocked:
            self._take(list(wanted)[place], back)

    def move(self, how: tuple[Cause, str, int]) -> None:
        cause, code, count = how
        document = StockDocument(
            OFFICE,
            self._shop.workplace.today(),
            cause,
            (document_line(cause, code, pieces(count)),),
            partner=OTHER,
            note="pluie",
        )
        with self._shop.store.writing("CA") as transaction:
            uid = stock.record(transaction, document).uids[-1]
        self._documents.append((uid, document))
        self.shelves[OFFICE, code] += document.lines[0].quantity

    def count(self, counted: dict[str, int]) -> None:
        with self._shop.store.writing("CA") as transaction:
            stock.take_inventory(
                transaction,
                OFFICE,
                self._shop.workplace.today(),
                {code: pieces(n) for code, n in counted.items()},
            )
        for code, n in counted.items():
            self.shelves[OFFICE, code] = pieces(n)

    def void(self, _nothing: None) -> None:
        if not self._documents:
            return
        uid, document = self._documents.pop()
        with self._shop.store.writing("CA") as transaction:
            stock.void(transaction, uid, OFFICE, document.day, "erreur")
        for line in document.lines:
            self.shelves[OFFICE, line.product] -= line.quantity

    def _take(self, code: str, count: int) -> None:
        if code == "peche-jour":
            return
        if code == "carnet-ml":
            code, count = "fiche-ml", 10 * count
        self.shelves[OFFICE, code] += pieces(count)


@pytest.mark.no_cover
@settings(
    max_examples=12,
    # A shrunk sequence takes minutes on a real file, and each step names itself.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(STEPS)
def test_the_ledger_is_what_a_simple_model_says(steps: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as shop:
        model = Model(shop)
        for name, how in steps:
            step: Callable[[Any], None] = getattr(model, name)
            step(how)
            articles = shop.catalogue().articles
            found = {code: articles[code].stock for code in GOODS}
            assert found == {code: model.shelves[OFFICE, code] for code in GOODS}, name
        assert verify(shop.workplace.folder, shop.workplace.anchors).faults == ()


def test_a_voided_document_gives_its_pieces_back(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        model = Model(shop)
        model.move((Cause.DELIVERY, "cp", 4))
        model.void(None)
        assert shop.catalogue().articles["cp"].stock == pieces(50)
        assert verify(shop.workplace.folder, shop.workplace.anchors).faults == ()
