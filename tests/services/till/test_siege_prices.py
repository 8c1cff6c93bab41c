"""A price that the siège sends is a technical event of the till, once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from otdesk.domain.catalogue import Price
from otdesk.services.shop import catalogue
from otdesk.services.till.siege_prices import note_siege_prices
from otdesk.store.integrity import verify
from otdesk.store.store import Store
from tests.shop import Shop
from tests.store.exchange import SOURCE, make_siege, project, take, to_send

AUGUST = date(2022, 8, 1)


def price(siege: Store, shop: Shop, cents: int) -> list[str]:
    """Have the siège set a price and the shop's folder receive it; return what the till noted."""
    with siege.writing("CA") as transaction:
        catalogue.set_price(transaction, Price("cp", AUGUST, cents))
    for entries in to_send(siege):
        take(shop.store, entries, replace(SOURCE, office="SIEGE"))
    project(shop.store)
    for _twice in range(2):
        note_siege_prices(shop.store, lambda: shop.keystore, "otdesk")
    with shop.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT detail FROM till_event WHERE event = 'price' ORDER BY seq"
        )
        return [row[0] for row in rows]


def test_a_price_of_the_siege_is_noted_in_the_till_each_time_it_changes(
    shop: Shop, tmp_path: Path
) -> None:
    with closing(make_siege(tmp_path)) as siege:
        assert price(siege, shop, 90) == ["cp 90 2022-08-01"]
        price(siege, shop, 95)
        noted = price(siege, shop, 90)
    assert noted == [f"cp {cents} 2022-08-01" for cents in (90, 95, 90)]
    assert verify(shop.store.path, shop.workplace.anchors).is_clean
