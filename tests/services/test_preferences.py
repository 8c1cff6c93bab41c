from __future__ import annotations

import pytest

from otdesk import settings
from otdesk.errors import DataFault
from otdesk.services import preferences
from otdesk.services.preferences import Preferences
from otdesk.store.store import Store


def load(store: Store) -> Preferences:
    with store.reading() as connection:
        return preferences.load(connection)


def set_pin(store: Store, pin: str) -> None:
    with store.writing_local() as connection:
        preferences.set_pin(connection, pin)


def test_every_setting_has_a_default_before_anything_is_chosen(store: Store) -> None:
    loaded = load(store)
    assert loaded.values == {}
    assert all(setting.parse(None) == setting.default for setting in settings.ALL)
    assert loaded.get(settings.THEME) == "jour"


def test_a_setting_is_read_back_as_it_was_saved(store: Store) -> None:
    with store.writing_local() as connection:
        preferences.save(connection, settings.TEXT_PERCENT, 150)
        preferences.save(connection, settings.TEXT_PERCENT, 200)
        preferences.save(connection, settings.FAVOURITES, ("FR-48", "BE"))
        preferences.save(connection, settings.SINGLE_KEYS, False)
    loaded = load(store)
    assert loaded.get(settings.TEXT_PERCENT) == 200
    assert loaded.get(settings.FAVOURITES) == ("FR-48", "BE")
    assert loaded.get(settings.SINGLE_KEYS) is False


@pytest.mark.parametrize("stored", ["abc", "37", ""])
def test_a_damaged_setting_does_not_keep_the_counter_shut(stored: str) -> None:
    assert Preferences({"text_percent": stored}).get(settings.TEXT_PERCENT) == 100


def test_changing_a_value_leaves_the_others(store: Store) -> None:
    changed = Preferences({"theme": "nuit"}).with_value(settings.KEYBOARD, "bepo")
    assert changed.get(settings.THEME) == "nuit"
    assert changed.get(settings.KEYBOARD) == "bepo"


def test_settings_are_never_journalled(store: Store) -> None:
    with store.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar()
    set_pin(store, "1234")
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() == before


def test_a_pin_opens_to_itself_alone_and_is_not_stored(store: Store) -> None:
    set_pin(store, "4805")
    loaded = load(store)
    assert preferences.pin_is_set(loaded)
    assert preferences.pin_matches(loaded, "4805")
    assert not preferences.pin_matches(loaded, "4806")
    assert "4805" not in loaded.get(settings.PIN_DIGEST)


def test_the_same_pin_twice_has_two_digests(store: Store) -> None:
    set_pin(store, "4805")
    first = load(store).get(settings.PIN_DIGEST)
    set_pin(store, "4805")
    assert load(store).get(settings.PIN_DIGEST) != first


def test_an_empty_pin_removes_the_guard(store: Store) -> None:
    set_pin(store, "4805")
    set_pin(store, "")
    assert not preferences.pin_is_set(load(store))
    assert preferences.pin_matches(load(store), "anything")


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "١٢٣٤", "12 34"])
def test_a_pin_has_four_to_eight_digits(store: Store, pin: str) -> None:
    with pytest.raises(DataFault):
        set_pin(store, pin)


@pytest.mark.parametrize("stored", ["zz:zz", "00", "00:11:22"])
def test_a_damaged_pin_lets_nobody_in(stored: str) -> None:
    assert not preferences.pin_matches(Preferences({"pin_digest": stored}), "1234")
