"""Training: another database, another chain, and nothing of it anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import pytest

from otdesk import paths
from otdesk.domain.basket import Basket
from otdesk.domain.catalogue import pieces
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.errors import DataFault
from otdesk.reports.shop.catalogue import read_catalogue
from otdesk.services import workplace as workplaces
from otdesk.services.till import sales, training
from otdesk.services.till.post import TillPost
from otdesk.services.till.start import find
from otdesk.services.workplace import Grounds
from otdesk.store import backup
from otdesk.store.integrity import verify
from otdesk.store.restore import UnfitBackup, restore
from otdesk.store.store import DATABASE, Store, is_empty
from tests.shop import OFFICE, Shop

NOW = datetime(2022, 7, 20, 12, 0)  # noqa: DTZ001 - a local time, as a backup's name is


def prepare(shop: Shop) -> None:
    training.prepare(shop.workplace, shop.store, shop.keystore, "Caisse 1")


@pytest.fixture
def school(shop: Shop) -> Iterator[Store]:
    prepare(shop)
    with closing(training.workplace_for(shop.workplace).open_store()) as store:
        yield store


def post_of(shop: Shop, store: Store) -> TillPost:
    with store.reading() as connection:
        found = find(connection, shop.keystore, store.anchors, OFFICE, store.zone)
    assert isinstance(found, TillPost)
    return found


def sell(shop: Shop, store: Store) -> None:
    with store.reading() as connection:
        known = read_catalogue(connection, OFFICE, shop.workplace.today())
    basket = Basket().add(known, "cp", pieces(1))
    with store.writing("CA") as transaction:
        _uid, receipt = sales.sell(
            transaction,
            post_of(shop, store),
            basket,
            (Payment(PaymentMethod.CASH, basket.total),),
            shop.grounds(),
        )
    assert receipt.training


def test_training_has_the_catalogue_the_prices_and_the_stock(shop: Shop, school: Store) -> None:
    with school.reading() as connection:
        copied = read_catalogue(connection, OFFICE, shop.workplace.today())
    assert copied == shop.catalogue()


def test_training_signs_with_a_till_and_a_key_of_its_own(shop: Shop, school: Store) -> None:
    post = post_of(shop, school)
    assert post.training
    assert post.stream != shop.post.stream
    assert post.key.public_pem != shop.post.key.public_pem


def test_a_training_sale_leaves_the_real_shop_as_it_was(shop: Shop, school: Store) -> None:
    before = shop.scalar("SELECT max(id) FROM journal")
    sell(shop, school)
    assert shop.scalar("SELECT max(id) FROM journal") == before
    assert shop.scalar("SELECT count(*) FROM receipt") == 0
    assert verify(school.path, shop.workplace.anchors).is_clean
    assert verify(shop.store.path, shop.workplace.anchors).is_clean


def test_training_is_made_once(shop: Shop, school: Store) -> None:
    post = post_of(shop, school)
    prepare(shop)
    assert post_of(shop, school).stream == post.stream


def test_a_training_whose_key_is_lost_begins_another_till(shop: Shop, school: Store) -> None:
    lost = post_of(shop, school)
    (shop.root / "state" / "keys" / f"{lost.stream}.pem").unlink()
    prepare(shop)
    assert post_of(shop, school).stream != lost.stream


def test_a_training_folder_that_was_cut_short_is_filled(shop: Shop) -> None:
    place = training.workplace_for(shop.workplace)
    Store.create(place.folder, place.identity, place.clock, place.zone, place.anchors).close()
    prepare(shop)
    with closing(place.open_store()) as store:
        sell(shop, store)


def test_training_disturbs_no_backup(shop: Shop, school: Store) -> None:
    made = backup.back_up(shop.store, "manual", shop.clock)
    assert [each.name for each in backup.listing(shop.workplace.folder / backup.BACKUPS)] == [
        made.name
    ]
    assert (training.folder_of(shop.workplace) / DATABASE).exists()
    shop.close()
    restored = restore(made, shop.workplace.folder, NOW)
    assert restored.report.is_clean
    assert (training.folder_of(shop.workplace) / DATABASE).exists()


def test_training_never_takes_the_place_of_the_real_shop(shop: Shop, school: Store) -> None:
    theirs = backup.back_up(school, "manual", shop.clock)
    ours = backup.back_up(shop.store, "manual", shop.clock)
    for store in (school, shop.store):
        store.close()
    with pytest.raises(UnfitBackup, match="formation"):
        restore(theirs, shop.workplace.folder, NOW)
    with pytest.raises(UnfitBackup, match="formation"):
        restore(ours, training.folder_of(shop.workplace), NOW)


def test_a_data_folder_with_training_is_opened_and_refused_as_any(
    shop: Shop, school: Store
) -> None:
    grounds = Grounds(paths.database_files(), shop.root / "state", shop.clock)
    assert not is_empty(shop.workplace.folder)
    assert workplaces.open_folder(grounds, shop.workplace.folder).identity.office == OFFICE
    with pytest.raises(Exception, match="déjà") as refused:
        workplaces.create(grounds, shop.workplace.folder, profile_code="cevennes", office=OFFICE)
    assert not isinstance(refused.value, DataFault)


def test_a_folder_that_holds_nothing_but_training_is_not_empty(shop: Shop, school: Store) -> None:
    """What was learned on stays where it is: a new office does not begin around it."""
    shop.close()
    (shop.workplace.folder / DATABASE).unlink()
    assert not is_empty(shop.workplace.folder)
