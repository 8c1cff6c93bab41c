"""Receipts found again, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit, VisitDemand
from otdesk.errors import DataFault
from otdesk.reports.shop.conversation import last_visit
from otdesk.reports.shop.receipts import (
    day_receipts,
    find_by_number,
    last_receipt,
    matching,
    receipt_file,
)
from otdesk.services import visits
from otdesk.services.till import refunds
from otdesk.services.till.duplicates import duplicate
from tests.shop import DAY, OFFICE, Shop, opened


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as made:
        yield made


def test_the_receipts_of_a_day_come_newest_first_with_their_refunds(shop: Shop) -> None:
    first, _receipt = shop.sell(shop.basket(cp=4, magnet=1))
    shop.sell(shop.basket(ign_2739=1), Payment(PaymentMethod.CARD, 1390))
    shop.refund(first, {1: 1})
    with shop.store.reading() as connection:
        rows = day_receipts(connection, OFFICE, DAY)
        assert day_receipts(connection, OFFICE, DAY - timedelta(days=1)) == ()
    assert [(row.number, row.refund, row.total) for row in rows] == [
        (1, True, -450),
        (2, False, 1390),
        (1, False, 770),
    ]
    assert rows[2].given_back == 450
    assert rows[0].of_number == 1
    assert rows[1].methods == (PaymentMethod.CARD,)


def test_a_day_is_searched_by_number_amount_and_article(shop: Shop) -> None:
    shop.sell(shop.basket(cp=4))
    shop.sell(shop.basket(ign_2739=1))
    with shop.store.reading() as connection:
        rows = day_receipts(connection, OFFICE, DAY)
    assert [row.number for row in matching(rows, "2")] == [2]
    assert [row.number for row in matching(rows, "3,20")] == [1]
    assert [row.number for row in matching(rows, "mont ign")] == [2]
    assert [row.number for row in matching(rows, "")] == [2, 1]
    assert matching(rows, "boussole") == ()


def test_a_number_is_found_among_refunds_and_other_records(shop: Shop) -> None:
    shop.set_float()
    uids = [shop.sell()[0] for _sale in range(9)]
    shop.refund(uids[3], {0: 1})
    shop.next_day()
    with pytest.raises(DataFault):
        shop.sell()
    shop.clock.instant -= timedelta(days=1)
    uids.append(shop.sell()[0])
    with shop.store.reading() as connection:
        for place, uid in enumerate(uids):
            assert find_by_number(connection, shop.post.stream, place + 1) == uid
        assert find_by_number(connection, shop.post.stream, 11) is None
        assert find_by_number(connection, shop.post.stream, 0) is None
        last = last_receipt(connection, shop.post.stream)
    assert last is not None
    assert last[0] == uids[-1]


def test_a_file_says_what_remains_how_it_was_paid_and_how_often_it_was_printed(
    shop: Shop,
) -> None:
    uid, receipt = shop.sell(shop.basket(cp=4))
    shop.refund(uid, {0: 1})
    with shop.store.writing("CA") as transaction:
        refunds.correct_payment(
            transaction, shop.post, uid, taken=PaymentMethod.CASH, given=PaymentMethod.CARD,
            cents=320, reason="carte",
        )  # fmt: skip
        assert duplicate(transaction, shop.post, uid) == 1
    with shop.store.writing("CA") as transaction:
        assert duplicate(transaction, shop.post, uid) == 2
    with shop.store.reading() as connection:
        file = receipt_file(connection, uid)
    assert file.receipt == receipt
    assert file.remaining == (3000,)
    assert file.paid == {PaymentMethod.CARD: 320}
    assert file.copies == 2
    assert len(file.signature) == 9
    assert [row.total for row in file.refunds] == [-80]


def test_what_is_no_receipt_has_no_duplicate(shop: Shop) -> None:
    with pytest.raises(DataFault), shop.store.writing("CA") as transaction:
        duplicate(transaction, shop.post, "nobody")


def test_a_basket_is_offered_the_accueil_of_the_last_quarter_of_an_hour(shop: Shop) -> None:
    with shop.store.writing("CA") as transaction:
        came = Visit(OFFICE, DAY, ChannelCode.COMPTOIR, 2, "FR-48", (VisitDemand("pratique"),))
        visits.record(transaction, came)
    now = shop.clock.now()
    with shop.store.reading() as connection:
        found = last_visit(connection, OFFICE, DAY, now + timedelta(minutes=15))
        assert found is not None
        assert last_visit(connection, OFFICE, DAY, now + timedelta(minutes=16)) is None


def test_no_question_reads_a_whole_table(shop: Shop) -> None:
    uid, _receipt = shop.sell()
    shop.refund(uid, {0: 1})
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_r: object) -> None:  # noqa: ANN401
        seen.append((statement, parameters))

    with shop.store.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        day_receipts(connection, OFFICE, DAY)
        find_by_number(connection, shop.post.stream, 1)
        last_receipt(connection, shop.post.stream)
        receipt_file(connection, uid)
        last_visit(connection, OFFICE, DAY, shop.clock.now())
        event.remove(connection, "before_cursor_execute", note)
        for statement, parameters in seen:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            assert not [row for row in plan if str(row[-1]).startswith("SCAN")], statement
    assert len(seen) > 12
