"""« Boutique » in the settings: dated rules, numbers that are verified, the till's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from otdesk.domain.vat import VatRegime
from otdesk.reports.shop.catalogue import read_terms
from otdesk.services.till.post import here
from otdesk.ui.application import Session
from otdesk.ui.preferences.screen import SHOP, PreferencesScreen
from otdesk.ui.preferences.shop import ShopPage
from otdesk.ui.shop.screen import ShopScreen
from otdesk.ui.window import SETTINGS
from otdesk.ui.window import SHOP as BOUTIQUE
from tests.keyrings import using
from tests.shop import Shop
from tests.tampering import check
from tests.ui.windows import close_window, open_window

SIRET, VAT = "732 829 320 00074", "FR40303265045"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with using(), closing(Shop(tmp_path)) as made:
        yield made


@pytest.fixture
def session(qtbot: QtBot, shop: Shop) -> Iterator[Session]:
    opened = open_window(qtbot, shop.workplace)
    yield opened
    close_window(opened)


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> ShopPage:
    session.window.show_screen(SETTINGS, SHOP)
    screen = session.window.screen_named(SETTINGS)
    assert isinstance(screen, PreferencesScreen)
    found = screen.pages[SHOP]
    assert isinstance(found, ShopPage)
    qtbot.waitUntil(lambda: found.till_name.text() == "Caisse 1")
    return found


def noted(shop: Shop) -> list[str]:
    with shop.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT event, detail FROM till_event WHERE event IN ('terms', 'setting') ORDER BY seq"
        )
        return [f"{row[0]} {row[1]}" for row in rows]


def test_the_page_shows_what_is_in_force(page: ShopPage) -> None:
    assert page.siret.text() == "50123456700018"
    assert page.regime.buttons["franchise"].isChecked()
    assert not page.vat_number.isVisible()
    assert "fichier protégé" in page.till_note.text()


def test_a_regime_begins_on_its_day_and_the_till_notes_it(
    qtbot: QtBot, page: ShopPage, shop: Shop
) -> None:
    page.regime.buttons["standard"].click()
    page.since.setDate(QDate(2023, 1, 1))
    page.siret.setText(SIRET)
    page.vat_number.setText(VAT)
    page.ancv.buttons["yes"].click()
    page.save_button.click()
    qtbot.waitUntil(lambda: "1er janvier 2023" in page.outcome.text())
    with shop.store.reading() as connection:
        before = read_terms(connection, date(2022, 12, 31))
        after = read_terms(connection, date(2023, 1, 1))
    assert before.regime is VatRegime.FRANCHISE
    assert (after.regime, after.siret, after.vat_number, after.ancv) == (
        VatRegime.STANDARD,
        "73282932000074",
        VAT,
        True,
    )
    assert noted(shop) == [f"terms 2023-01-01 standard 73282932000074 {VAT}"]


def test_who_charges_vat_says_the_number(page: ShopPage, shop: Shop) -> None:
    page.regime.buttons["standard"].click()
    page.siret.setText(SIRET)
    page.save_button.click()
    assert "l’indiquer" in page.outcome.text()
    page.vat_number.setText("FR12345")
    page.save_button.click()
    assert "numéro de TVA" in page.outcome.text()
    assert noted(shop) == []


def test_a_wrong_siret_is_refused(page: ShopPage) -> None:
    page.siret.setText("123")
    page.save_button.click()
    assert "SIRET" in page.outcome.text()


def test_the_past_keeps_its_rules(page: ShopPage, shop: Shop) -> None:
    page.siret.setText(SIRET)
    page.since.setDate(QDate(2022, 7, 19))
    page.save_button.click()
    assert "ventes passées" in page.outcome.text()
    assert noted(shop) == []


def test_a_till_is_renamed_and_its_journal_notes_it(
    qtbot: QtBot, page: ShopPage, shop: Shop
) -> None:
    _uid, before = shop.sell()
    page.till_name.setText("Caisse du fond")
    page.rename_button.click()
    qtbot.waitUntil(lambda: "Caisse du fond" in page.outcome.text())
    assert before.till_name == "Caisse 1"
    with shop.store.reading() as connection:
        known = here(connection)
    assert known is not None
    assert known.name == "Caisse du fond"
    assert noted(shop) == ["setting name Caisse du fond"]


def test_a_key_is_renewed_and_the_shop_signs_with_the_new_one(
    qtbot: QtBot, session: Session, page: ShopPage, shop: Shop
) -> None:
    before = shop.post.key.public_pem
    screen = session.window.screen_named(BOUTIQUE)
    assert isinstance(screen, ShopScreen)
    desk = screen.desk
    qtbot.waitUntil(lambda: desk.picture is not None and desk.picture.post is not None)

    def key() -> str:
        assert desk.picture is not None
        assert desk.picture.post is not None
        return desk.picture.post.key.public_pem

    page.renew_button.click()
    qtbot.waitUntil(lambda: "renouvelée" in page.outcome.text())
    qtbot.waitUntil(lambda: key() != before)
    desk.note_event("drawer")
    qtbot.waitUntil(lambda: shop.scalar("SELECT count(*) FROM till_event") == 2)
    assert check(shop).is_clean


def test_a_new_till_does_not_take_the_name_of_the_one_before(
    qtbot: QtBot, page: ShopPage, shop: Shop
) -> None:
    from otdesk.services.till.start import begin_new

    page.till_name.setText("Caisse du fond")
    page.rename_button.click()
    qtbot.waitUntil(lambda: noted(shop) != [])
    begin_new(shop.store, shop.keystore, author="CA", office="PDM", name="Caisse 2")
    with shop.store.reading() as connection:
        known = here(connection)
    assert known is not None
    assert known.name == "Caisse 2"
