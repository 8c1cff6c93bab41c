"""The stock: documents move it, a voided one gives back what it moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from otdesk.domain.catalogue import pieces
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.errors import DataFault
from otdesk.reports.shop.stock import (
    read_document,
    read_documents,
    read_ledger,
    read_levels,
    read_transfers,
)
from otdesk.services.shop import stock
from tests.shop import DAY, OFFICE, Shop


def left(shop: Shop, product: str) -> int:
    with shop.store.reading() as connection:
        return stock.on_hand(connection, OFFICE, (product,))[product] // 1000


def lose(shop: Shop, count: int) -> str:
    line = document_line(Cause.LOSS, "cp", pieces(count))
    shop.clock.instant += timedelta(seconds=5)
    with shop.store.writing("CA") as transaction:
        changes = stock.record(
            transaction, StockDocument(OFFICE, DAY, Cause.LOSS, (line,), note="pluie")
        )
    (uid,) = changes.uids
    return uid


def test_a_voided_document_gives_its_pieces_back(shop: Shop) -> None:
    uid = lose(shop, 8)
    assert left(shop, "cp") == 42
    with shop.store.writing("CA") as transaction:
        stock.void(transaction, uid, OFFICE, DAY, "compté deux fois")
    assert left(shop, "cp") == 50
    assert shop.catalogue().articles["cp"].stock == pieces(50)


def test_a_document_is_voided_with_a_motive(shop: Shop) -> None:
    uid = lose(shop, 1)
    with pytest.raises(DataFault, match="motif"), shop.store.writing("CA") as transaction:
        stock.void(transaction, uid, OFFICE, DAY, " ")
    assert left(shop, "cp") == 49


def sent(shop: Shop, count: int, office: str = "COL", to: str = OFFICE) -> str:
    line = document_line(Cause.TRANSFER_OUT, "cp", pieces(count))
    document = StockDocument(office, DAY, Cause.TRANSFER_OUT, (line,), partner=to)
    with shop.store.writing("BM") as transaction:
        (uid,) = stock.send(transaction, document).uids
    return uid


def waiting(shop: Shop) -> list[tuple[str, str]]:
    with shop.store.reading() as connection:
        found = read_transfers(connection, OFFICE, ("COL", "SEV"), DAY)
    return [(each.sender, each.reference) for each in found]


def test_what_is_sent_waits_until_it_is_received(shop: Shop) -> None:
    sent(shop, 3)
    sent(shop, 4)
    assert waiting(shop) == [("COL", "COL-20220720-1"), ("COL", "COL-20220720-2")]
    line = document_line(Cause.TRANSFER_IN, "cp", pieces(3))
    with shop.store.writing("CA") as transaction:
        stock.record(
            transaction,
            StockDocument(
                OFFICE, DAY, Cause.TRANSFER_IN, (line,), partner="COL", reference="COL-20220720-1"
            ),
        )
    assert waiting(shop) == [("COL", "COL-20220720-2")]
    assert left(shop, "cp") == 53


def test_what_goes_elsewhere_or_was_voided_is_not_waited_for(shop: Shop) -> None:
    sent(shop, 3, to="SEV")
    uid = sent(shop, 4)
    with shop.store.writing("BM") as transaction:
        stock.void(transaction, uid, "COL", DAY, "jamais parti")
    assert waiting(shop) == []


def test_a_ledger_tells_each_movement_and_what_was_left(shop: Shop) -> None:
    lose(shop, 2)
    shop.sell(shop.basket(cp=3))
    shop.close_day()
    shop.next_day()
    shop.sell(shop.basket(cp=1))
    with shop.store.reading() as connection:
        ledger = read_ledger(connection, OFFICE, "cp")
        first = read_ledger(connection, OFFICE, "cp", most=1)
    told = [(line.cause, line.quantity // 1000, line.balance // 1000) for line in ledger.lines]
    assert told == [
        (Cause.SALE, -1, 44),
        (Cause.SALE, -3, 45),
        (Cause.LOSS, -2, 48),
        (Cause.DELIVERY, 50, 50),
    ]
    assert [line.number for line in ledger.lines] == [2, 1, None, None]
    assert ledger.lines[2].note == "pluie"
    assert (ledger.more, first.more, first.lines) == (False, True, ledger.lines[:1])


def test_levels_say_what_is_low_what_it_is_worth_and_how_long_it_lasts(shop: Shop) -> None:
    shop.sell(shop.basket(magnet=48))
    catalogue = shop.catalogue()
    with shop.store.reading() as connection:
        levels = read_levels(connection, catalogue)
    by_code = {level.product.code: level for level in levels.levels}
    assert "peche-jour" not in by_code
    assert "carnet-ml" not in by_code
    magnet = by_code["magnet"]
    assert (magnet.quantity, magnet.is_low, magnet.value, magnet.days_left) == (2000, True, 400, 2)
    assert by_code["stevenson"].days_left is None
    assert by_code["cp"].value is None
    assert levels.low == 1
    assert levels.without_cost == 3
    assert levels.value == 400 + 50 * 850 + 50 * 420


def test_documents_are_listed_the_latest_first_voided_ones_too(shop: Shop) -> None:
    uid = lose(shop, 8)
    with shop.store.writing("CA") as transaction:
        stock.void(transaction, uid, OFFICE, DAY, "compté deux fois")
    with shop.store.reading() as connection:
        documents = read_documents(connection, OFFICE)
        document = read_document(connection, uid)
    assert [(d.cause, d.lines, d.void_reason) for d in documents] == [
        (Cause.LOSS, 1, "compté deux fois"),
        (Cause.DELIVERY, 6, None),
    ]
    assert document is not None
    assert document.lines[0].quantity == -8000


def test_no_query_of_the_stock_reads_a_table_whole(shop: Shop) -> None:
    uid = lose(shop, 1)
    catalogue = shop.catalogue()
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:  # noqa: ANN401
        seen.append((statement, parameters))

    with shop.store.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        read_levels(connection, catalogue)
        read_ledger(connection, OFFICE, "cp")
        read_documents(connection, OFFICE)
        read_document(connection, uid)
        read_transfers(connection, OFFICE, ("COL", "SEV"), DAY)
        event.remove(connection, "before_cursor_execute", note)
        assert len(seen) == 8
        for statement, parameters in seen:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told = [str(row[-1]) for row in plan]
            assert not [line for line in told if line.startswith("SCAN")], (statement, told)
