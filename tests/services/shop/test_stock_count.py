"""An inventory: scanned or typed, kept on the way, its differences valued before it is recorded."""

from __future__ import annotations

import pytest

from otdesk.domain.catalogue import pieces
from otdesk.errors import DataFault
from otdesk.reports.shop.stock import read_documents
from otdesk.services import preferences
from otdesk.services.shop import stock, stock_count
from otdesk.services.shop.stock_count import StockCount
from tests.shop import DAY, OFFICE, Shop


def kept(shop: Shop) -> StockCount | None:
    with shop.store.reading() as connection:
        return stock_count.load(connection)


def test_each_scan_counts_one_piece_more() -> None:
    count = StockCount(DAY).with_piece("cp").with_piece("cp").with_count("magnet", pieces(7))
    assert dict(count.counted) == {"cp": 2000, "magnet": 7000}
    assert dict(count.with_count("cp", None).counted) == {"magnet": 7000}
    with pytest.raises(DataFault):
        count.with_count("cp", -1)


def test_differences_are_valued_the_largest_loss_first() -> None:
    count = StockCount(DAY, counted={"cp": 48000, "magnet": 51000, "ign": 45000, "same": 5000})
    expected = {"cp": 50000, "magnet": 50000, "ign": 50000, "same": 5000}
    found = stock_count.differences(count, expected, {"magnet": 200, "ign": 850})
    assert [(each.product, each.quantity, each.value) for each in found] == [
        ("ign", -5000, -4250),
        ("cp", -2000, None),
        ("magnet", 1000, 200),
    ]


def test_a_count_survives_and_goes_with_its_inventory(shop: Shop) -> None:
    count = StockCount(DAY, "cartes_postales").with_count("cp", pieces(47))
    with shop.store.writing_local() as connection:
        stock_count.save(connection, count)
    assert kept(shop) == count
    with shop.store.writing("CA") as transaction:
        stock_count.validate(transaction, count, OFFICE, DAY, note="fin de saison")
    assert kept(shop) is None
    with shop.store.reading() as connection:
        assert stock.on_hand(connection, OFFICE, ("cp",)) == {"cp": 47000}
        assert "fin de saison" in {each.note for each in read_documents(connection, OFFICE)}


def test_a_sale_made_while_one_counts_is_not_lost(shop: Shop) -> None:
    count = StockCount(DAY).with_count("cp", pieces(50))
    shop.sell(shop.basket(cp=2))
    with shop.store.writing("CA") as transaction:
        stock_count.validate(transaction, count, OFFICE, DAY)
    with shop.store.reading() as connection:
        assert stock.on_hand(connection, OFFICE, ("cp",)) == {"cp": 50000}


def test_an_empty_count_is_no_inventory(shop: Shop) -> None:
    with (
        pytest.raises(DataFault, match="Rien n’a encore été compté"),
        shop.store.writing("CA") as transaction,
    ):
        stock_count.validate(transaction, StockCount(DAY), OFFICE, DAY)


@pytest.mark.parametrize("text", ["{", "[]", '{"begun": "x", "family": "", "counted": {}}'])
def test_a_damaged_draft_is_none(shop: Shop, text: str) -> None:
    from otdesk import settings

    with shop.store.writing_local() as connection:
        preferences.save(connection, settings.STOCK_COUNT, text)
    assert kept(shop) is None
