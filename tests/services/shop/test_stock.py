"""The stock: documents move it, a voided one gives back what it moved."""

from __future__ import annotations

import pytest

from otdesk.domain.catalogue import pieces
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.errors import DataFault
from otdesk.services.shop import stock
from tests.shop import DAY, OFFICE, Shop


def left(shop: Shop, product: str) -> int:
    with shop.store.reading() as connection:
        return stock.on_hand(connection, OFFICE, (product,))[product] // 1000


def lose(shop: Shop, count: int) -> str:
    line = document_line(Cause.LOSS, "cp", pieces(count))
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
