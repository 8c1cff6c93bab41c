"""Technical events: noted where there is a till that can be written, and nowhere else."""

from __future__ import annotations

from datetime import date

from otdesk import __version__
from otdesk.domain.catalogue import Price
from otdesk.domain.shop_terms import ShopTerms
from otdesk.services.till import events
from otdesk.store.integrity import verify
from tests.shop import Shop


def noted(shop: Shop) -> list[tuple[str, str]]:
    with shop.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT event, detail FROM till_event ORDER BY seq")
        return [(row[0], row[1]) for row in rows]


def test_an_event_is_a_signed_record_of_the_till(shop: Shop) -> None:
    assert events.note_here(shop.store, lambda: shop.keystore, "CA", events.DRAWER, "monnaie")
    assert noted(shop) == [("drawer", "monnaie")]
    assert verify(shop.store.path, shop.workplace.anchors).is_clean


def test_an_event_owes_no_z(shop: Shop) -> None:
    events.note_here(shop.store, lambda: shop.keystore, "CA", events.DRAWER)
    assert shop.scalar("SELECT count(*) FROM till_closing") == 0
    shop.next_day()
    shop.sell()


def test_a_folder_without_a_till_notes_nothing_and_asks_for_no_key(shop: Shop) -> None:
    with shop.store.writing_local() as connection:
        connection.exec_driver_sql("DELETE FROM till_here")

    def never() -> object:
        raise AssertionError("the keystore was asked")

    assert not events.note_here(shop.store, never, "CA", events.DRAWER)  # type: ignore[arg-type]
    assert not events.note_start(shop.store, never, "CA")  # type: ignore[arg-type]


def test_a_till_whose_key_is_lost_notes_nothing(shop: Shop) -> None:
    for key in (shop.root / "state" / "keys").iterdir():
        key.unlink()
    assert not events.note_here(shop.store, lambda: shop.keystore, "CA", events.DRAWER)
    assert noted(shop) == []


def test_a_start_says_its_version_and_another_version_is_an_update(shop: Shop) -> None:
    events.note_start(shop.store, lambda: shop.keystore, "CA")
    events.note_start(shop.store, lambda: shop.keystore, "CA")
    assert noted(shop) == [("start", __version__)] * 2
    events.note_here(shop.store, lambda: shop.keystore, "CA", events.START, "0.0.1")
    events.note_start(shop.store, lambda: shop.keystore, "CA")
    assert noted(shop)[-2:] == [("update", f"0.0.1 -> {__version__}"), ("start", __version__)]


def test_a_price_or_a_term_that_changes_is_noted_once(shop: Shop) -> None:
    price = Price("cp", date(2022, 8, 1), 90)
    terms = ShopTerms(date(2022, 8, 1), siret="50123456700018")
    for _time in range(2):
        with shop.store.writing("CA") as transaction:
            events.set_prices(transaction, shop.post, (price,))
            events.set_terms(transaction, shop.post, terms)
    assert noted(shop) == [
        ("price", "cp 90 2022-08-01"),
        ("terms", "2022-08-01 franchise 50123456700018"),
    ]


def test_only_what_changed_is_noted_of_several_in_one_transaction(shop: Shop) -> None:
    first, later = ShopTerms(date(2022, 8, 1)), ShopTerms(date(2022, 9, 1))
    with shop.store.writing("CA") as transaction:
        events.set_terms(transaction, shop.post, first)
    with shop.store.writing("CA") as transaction:
        for terms in (later, first, later):
            events.set_terms(transaction, shop.post, terms)
    assert noted(shop) == [("terms", "2022-08-01 franchise"), ("terms", "2022-09-01 franchise")]


def test_a_price_that_changes_twice_in_one_transaction_is_noted_twice(shop: Shop) -> None:
    with shop.store.writing("CA") as transaction:
        for cents in (90, 95, 95):
            events.set_prices(transaction, shop.post, (Price("cp", date(2022, 8, 1), cents),))
    assert noted(shop) == [("price", "cp 90 2022-08-01"), ("price", "cp 95 2022-08-01")]


def test_without_a_till_prices_change_all_the_same(shop: Shop) -> None:
    with shop.store.writing("CA") as transaction:
        events.set_prices(transaction, None, (Price("cp", date(2022, 8, 1), 90),))
    assert noted(shop) == []
    assert shop.scalar("SELECT count(*) FROM price WHERE cents = 90") == 1
