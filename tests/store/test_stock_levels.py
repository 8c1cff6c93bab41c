"""What is left is what the ledger sums up to, whatever was recorded, voided or taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from otdesk.domain.catalogue import Article, Price, Product, pieces
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.reports.shop.stock import StockLevel, read_levels
from otdesk.services.shop import stock
from otdesk.services.shop.catalogue import put_product, set_price
from otdesk.store import comparison
from otdesk.store.report import Code
from otdesk.store.stock_levels import levels
from otdesk.ui.shop.sale.article_tile import Offer, offer_of
from tests.shop import DAY, OFFICE, SINCE, Shop, opened
from tests.tampering import check, unguarded

_SUMS = "SELECT product, sum(quantity) FROM stock_move WHERE office = ? GROUP BY product"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path) as shop:
        yield shop


def deliver(shop: Shop, office: str = OFFICE) -> str:
    lines = (
        document_line(Cause.DELIVERY, "cp", pieces(7)),
        document_line(Cause.DELIVERY, "nouveau", pieces(3)),
    )
    with shop.store.writing("CA") as transaction:
        before = transaction.changes.uids
        changes = stock.record(transaction, StockDocument(office, DAY, Cause.DELIVERY, lines))
    (uid,) = set(changes.uids) - set(before)
    return uid


def held(shop: Shop, office: str = OFFICE) -> tuple[dict[str, int], dict[str, int]]:
    """Return what the levels say, and what the ledger sums up to."""
    with shop.store.reading() as connection:
        rows = connection.exec_driver_sql(_SUMS, (office,))
        return levels(connection, office), {
            str(product): int(quantity) for product, quantity in rows
        }


def test_levels_follow_sales_refunds_and_documents(shop: Shop) -> None:
    uid, _receipt = shop.sell(shop.basket(cp=3, carnet_ml=1, magnet=2, peche_jour=1))
    shop.refund(uid, {0: 1})
    deliver(shop, "COL")
    kept, summed = held(shop)
    assert kept == summed
    assert kept["cp"] == pieces(48)
    assert held(shop, "COL")[0] == {"cp": pieces(7), "nouveau": pieces(3)}


def test_a_voided_document_leaves_no_level_that_nothing_else_names(shop: Shop) -> None:
    uid = deliver(shop)
    with shop.store.writing("CA") as transaction:
        stock.void(transaction, uid, OFFICE, DAY, "livraison d’un autre bureau")
    kept, summed = held(shop)
    assert kept == summed
    assert kept["cp"] == pieces(50)
    assert "nouveau" not in kept


def test_tables_made_again_from_the_journal_have_the_same_levels(shop: Shop) -> None:
    uid = deliver(shop)
    shop.sell(shop.basket(cp=3, magnet=50))
    with shop.store.writing("CA") as transaction:
        stock.void(transaction, uid, OFFICE, DAY, "livraison d’un autre bureau")
    before, _summed = held(shop)
    assert check(shop).is_clean
    comparison.rebuild(shop.store)
    assert held(shop)[0] == before
    assert before["magnet"] == 0


def test_a_level_that_the_ledger_does_not_make_is_named(shop: Shop) -> None:
    with unguarded(shop) as connection:
        connection.execute("UPDATE stock_level SET quantity = 1 WHERE product = 'cp'")
    (fault,) = check(shop).faults
    assert (fault.code, fault.table, fault.uid, fault.column) == (
        Code.DIFFERS,
        "stock_level",
        f"{OFFICE}/cp",
        "quantity",
    )


def test_reading_the_catalogue_never_walks_the_ledger(shop: Shop) -> None:
    asked: list[str] = []
    with shop.store.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(str(told[2])))
        read_catalogue(connection, OFFICE, DAY)
    assert any("stock_level" in statement for statement in asked)
    assert not any("stock_move" in statement for statement in asked)


def test_an_article_that_was_never_counted_is_not_sold_out(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        new = Product("neuf", "Un article neuf", "Neuf", "livres", reorder_level=pieces(3))
        with shop.store.writing("CA") as transaction:
            put_product(transaction, new)
            set_price(transaction, Price("neuf", SINCE, 500))

        def known() -> tuple[Article, StockLevel, Offer]:
            with shop.store.reading() as connection:
                catalogue = read_catalogue(connection, OFFICE, DAY)
                found = read_levels(connection, catalogue).levels
            article = catalogue.articles["neuf"]
            level = next(each for each in found if each.product.code == "neuf")
            return article, level, offer_of(catalogue, article, 0)

        article, level, offer = known()
        assert article.stock is None
        assert [article.is_gone, article.is_low, level.is_gone, level.is_low] == [False] * 4
        assert (offer.left, offer.sold_out) == ("", False)
        # What went says nothing of what is left.
        shop.sell(shop.basket(neuf=2))
        article, level, offer = known()
        assert (article.stock, level.quantity, level.is_known) == (None, 0, False)
        assert [article.is_gone, article.is_low, level.is_gone, level.is_low] == [False] * 4
        assert (offer.left, offer.sold_out) == ("", False)
        # Counted, and none found: now it is known.
        with shop.store.writing("CA") as transaction:
            stock.take_inventory(transaction, OFFICE, DAY, {"neuf": 0})
        article, level, offer = known()
        assert article.stock == 0
        assert [article.is_gone, article.is_low, level.is_gone, level.is_low] == [True] * 4
        assert (offer.left, offer.sold_out) == ("épuisé", True)
