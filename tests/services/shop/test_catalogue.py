"""The catalogue: retired instead of deleted, favourites in their order."""

from __future__ import annotations

import pytest

from otdesk.domain.catalogue import Product
from otdesk.errors import DataFault
from otdesk.services.shop import catalogue
from tests.shop import Shop


def favourites(shop: Shop) -> list[str]:
    return [article.product.code for article in shop.catalogue().favourites]


def test_a_retired_article_is_kept_and_leaves_its_key(shop: Shop) -> None:
    with shop.store.writing("CA") as transaction:
        catalogue.retire(transaction, "cp")
    product = shop.catalogue().articles["cp"].product
    assert product.retired
    assert "cp" not in favourites(shop)
    with shop.store.writing("CA") as transaction:
        catalogue.restore(transaction, "cp")
    assert not shop.catalogue().articles["cp"].product.retired


def test_a_barcode_that_was_given_on_keeps_the_old_article_retired(shop: Shop) -> None:
    with shop.store.writing("CA") as transaction:
        catalogue.retire(transaction, "stevenson")
        successor = Product("ane-2", "Voyage", "Voyage", "livres", barcode="9782264044068")
        catalogue.put_product(transaction, successor)
    with (
        pytest.raises(DataFault, match="déjà celui de « Voyage »"),
        shop.store.writing("CA") as transaction,
    ):
        catalogue.restore(transaction, "stevenson")


def test_favourites_take_the_order_that_is_given(shop: Shop) -> None:
    with shop.store.writing("CA") as transaction:
        catalogue.order_favourites(transaction, ["magnet", "fiche-ml", "cp"])
    assert favourites(shop) == ["magnet", "fiche-ml", "cp"]
    before = shop.scalar("SELECT count(*) FROM journal")
    with shop.store.writing("CA") as transaction:
        catalogue.order_favourites(transaction, ["magnet", "fiche-ml", "cp"])
    assert shop.scalar("SELECT count(*) FROM journal") == before


@pytest.mark.parametrize("codes", [["cp", "cp"], ["absent"]])
def test_favourites_are_articles_on_sale_each_once(shop: Shop, codes: list[str]) -> None:
    with pytest.raises(DataFault), shop.store.writing("CA") as transaction:
        catalogue.order_favourites(transaction, codes)
