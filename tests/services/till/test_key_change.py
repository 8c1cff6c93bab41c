"""A till gets a new key: the old one signs for it, and nothing of the proof is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from otdesk.domain.period import Period
from otdesk.journal.keys import SigningKey
from otdesk.services.till import archive, archive_check, key_change
from otdesk.services.till.keystore import FileKeystore, FirstOf, KeyPlace, Keystore, SystemKeystore
from otdesk.services.till.post import TillPost, here
from otdesk.services.till.start import TillTrouble, find
from otdesk.store.till_key import KeyRenewed
from otdesk.store.transaction import TillBehind
from tests.keyrings import MemoryKeyring
from tests.shop import OFFICE, Shop
from tests.tampering import check, check_elsewhere

JULY = Period.month(2022, 7)


class PowerGone(Exception):
    """The machine stopped here."""


class Failing(FileKeystore):
    """A keystore whose machine stops when it is about to keep a key under some name."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(folder)
        self._name = name

    def save(self, stream: str, pem: str) -> None:
        """Keep a key, or stop."""
        if stream == self._name:
            raise PowerGone
        super().save(stream, pem)


def found(shop: Shop, keystore: Keystore) -> TillPost | TillTrouble:
    with shop.store.reading() as connection:
        return find(connection, keystore, shop.store.anchors, OFFICE, shop.workplace.zone)


def renew(shop: Shop, keystore: Keystore) -> None:
    shop.post, _changes = key_change.renew(shop.store, keystore, shop.post, "CA")


def test_the_old_key_signs_for_the_new_one_and_the_till_goes_on(shop: Shop) -> None:
    began = shop.post.key.public_pem
    shop.sell()
    for _time in range(2):
        renew(shop, shop.keystore)
        shop.sell()
        again = found(shop, shop.keystore)
        assert isinstance(again, TillPost)
        assert again.key.public_pem == shop.post.key.public_pem
    assert shop.post.key.public_pem != began
    assert check(shop).is_clean
    assert check_elsewhere(shop, began).is_clean


def test_a_window_that_holds_the_old_key_writes_nothing(shop: Shop) -> None:
    shop.sell()
    old = shop.post
    renew(shop, shop.keystore)
    new, shop.post = shop.post, old
    for act in (shop.sell, shop.close_day):
        with pytest.raises(KeyRenewed, match="renouvelée"):
            act()
    shop.post = new
    shop.sell()
    assert check(shop).is_clean


def test_the_key_of_now_is_found_without_a_walk_over_all_events(shop: Shop) -> None:
    queries: list[str] = []
    with shop.store.reading() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(queries.append)
        here(connection)
        raw.set_trace_callback(None)
        (query,) = [each for each in queries if "FROM till_event" in each]
        plan = [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert plan == ["SEARCH till_event USING COVERING INDEX till_event_key (till=?)"]


def test_a_key_moves_from_its_file_to_the_keystore_of_the_system(shop: Shop) -> None:
    file = shop.keystore
    kept = FirstOf(SystemKeystore(MemoryKeyring()), file)
    assert kept.holder(shop.post.stream) is KeyPlace.FILE
    renew(shop, kept)
    assert kept.holder(shop.post.stream) is KeyPlace.SYSTEM
    assert file.load(shop.post.stream) is None
    assert list((shop.root / "state" / "keys").iterdir()) == []
    again = found(shop, kept)
    assert isinstance(again, TillPost)
    assert again.key.public_pem == shop.post.key.public_pem


@pytest.mark.parametrize("when", ["-next", ""])
def test_a_change_that_the_power_cuts_short_leaves_a_till_that_sells(shop: Shop, when: str) -> None:
    failing = Failing(shop.root / "state" / "keys", shop.post.stream + when)
    with pytest.raises(PowerGone):
        renew(shop, failing)
    post = found(shop, shop.keystore)
    assert isinstance(post, TillPost)
    assert (post.key.public_pem == shop.post.key.public_pem) is bool(when)
    shop.post = post
    shop.sell()
    assert check(shop).is_clean
    assert len(list((shop.root / "state" / "keys").iterdir())) == 1


def test_another_window_finds_the_key_that_this_one_renewed(shop: Shop) -> None:
    other = FirstOf(None, FileKeystore(shop.root / "state" / "keys"))
    assert isinstance(found(shop, other), TillPost)
    renew(shop, shop.keystore)
    again = found(shop, other)
    assert isinstance(again, TillPost)
    assert again.key.public_pem == shop.post.key.public_pem


def test_a_key_that_the_journal_does_not_name_is_none(shop: Shop) -> None:
    renew(shop, shop.keystore)
    for name in (shop.post.stream, f"{shop.post.stream}-next"):
        shop.keystore.save(name, SigningKey.generate().to_pem())
    assert found(shop, shop.keystore) is TillTrouble.KEY_LOST


def test_a_till_that_is_behind_keeps_its_key(shop: Shop) -> None:
    copy = shop.store.path.read_bytes()
    shop.sell()
    shop.store.close()
    shop.store.path.write_bytes(copy)
    shop.store = shop.workplace.open_store()
    with pytest.raises(TillBehind):
        renew(shop, shop.keystore)
    assert shop.keystore.load(shop.post.stream) == shop.post.key.to_pem()


@pytest.mark.parametrize("within", [True, False])
def test_an_archive_of_a_renewed_till_proves_itself(shop: Shop, within: bool) -> None:
    began = shop.post.key.public_pem
    shop.sell()
    shop.close_day()
    if not within:
        shop.next_day(days=20)
    renew(shop, shop.keystore)
    target = shop.root / "caisse.zip"
    archive.make(shop.store, shop.post, JULY, target, "CA")
    assert archive_check.check(target).is_clean
    # Where the change lies outside the period, nothing in the archive vouches for the new key.
    assert archive_check.check(target, (began,)).is_clean is within
    assert archive_check.check(target, (began, shop.post.key.public_pem)).is_clean
