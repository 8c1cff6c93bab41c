"""The starter catalogue becomes the records of a shop, once."""

from __future__ import annotations

from pathlib import Path

from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.services.shop.starter import put_starter
from otdesk.store.starter_catalogue import load_starter
from tests.shop import OFFICE, SINCE, opened

FOLDER = Path(__file__).parents[3] / "db" / "reference"


def test_the_starter_is_sold_from_its_day_on_and_taken_twice_changes_nothing(
    tmp_path: Path,
) -> None:
    starter = load_starter(FOLDER)
    with opened(tmp_path) as shop:
        with shop.store.writing("CA") as transaction:
            put_starter(transaction, starter, SINCE)
        entries = shop.scalar("SELECT count(*) FROM journal")
        with shop.store.writing("CA") as transaction:
            put_starter(transaction, starter, SINCE)
        assert shop.scalar("SELECT count(*) FROM journal") == entries
        with shop.store.reading() as connection:
            catalogue = read_catalogue(connection, OFFICE, shop.workplace.today())
    for product, cents in starter.products:
        article = catalogue.article(product.code)
        assert article is not None
        assert (article.product, article.price) == (product, cents)
