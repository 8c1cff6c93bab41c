"""The receipt printer from the window: settled, tried, and printed on without leaving the sale."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.devices.thermal import FEED_AND_CUT, OPEN_DRAWER
from otdesk.services import preferences
from otdesk.ui.preferences.printer import PrinterPage
from otdesk.ui.preferences.screen import PreferencesScreen
from otdesk.ui.window import SETTINGS
from tests.roll_printer import Printer
from tests.shop import Shop
from tests.ui.shop.stocked import close_shop, open_shop, stocked
from tests.ui.windows import strike

EVENTS = "SELECT count(*) FROM till_event WHERE event = 'print_failed'"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked(tmp_path) as made:
        yield made


def use_roll(shop: Shop, place: str) -> None:
    with shop.store.writing_local() as connection:
        preferences.save(connection, settings.RECEIPT_PRINTER, place)


def printed_on(qtbot: QtBot, shop: Shop, keys: str) -> bytes:
    """Press keys in a window, ask for the ticket, and return what the printer got."""
    with closing(Printer({})) as printer:
        use_roll(shop, f"127.0.0.1:{printer.port.port}")
        session, page = open_shop(qtbot, shop)
        strike(page, keys)
        qtbot.waitUntil(lambda: session.sale.last is not None)
        page.print_ticket()
        qtbot.waitUntil(lambda: "imprimé" in page.bar.notice.text)
        printed = printer.printed()
        close_shop(qtbot, session)
    return printed


def test_a_receipt_is_printed_on_the_roll_and_its_reprint_is_a_duplicate(
    qtbot: QtBot, shop: Shop
) -> None:
    original = printed_on(qtbot, shop, "Q F5 Enter")
    again = printed_on(qtbot, shop, "")
    assert original.endswith(FEED_AND_CUT)
    # The drawer opens for the sale, not for a second copy.
    assert original.startswith(OPEN_DRAWER)
    assert not again.startswith(OPEN_DRAWER)
    assert b"DUPLICATA" in again
    assert b"DUPLICATA" not in original


def test_a_printer_that_is_off_is_told_and_noted_and_the_sale_stands(
    qtbot: QtBot, shop: Shop
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    use_roll(shop, f"127.0.0.1:{free}")
    session, page = open_shop(qtbot, shop)
    strike(page, "Q F5 Enter")
    qtbot.waitUntil(lambda: session.sale.last is not None)
    page.print_ticket()
    qtbot.waitUntil(lambda: "ne répond pas" in page.bar.notice.text)
    assert "La vente est enregistrée" in page.bar.notice.text
    qtbot.waitUntil(lambda: shop.scalar(EVENTS) == 1)
    assert shop.scalar("SELECT count(*) FROM receipt") == 1
    close_shop(qtbot, session)


def test_the_settings_try_a_printer_and_refuse_an_address_that_is_none(
    qtbot: QtBot, shop: Shop
) -> None:
    session, _page = open_shop(qtbot, shop)
    session.window.show_screen(SETTINGS)
    screen = session.window.screen_named(SETTINGS)
    assert isinstance(screen, PreferencesScreen)
    page = PrinterPage(session.context, session.theme, find=lambda: ())
    qtbot.addWidget(page)
    with closing(Printer({})) as printer:
        page.roll.setText(f"127.0.0.1:{printer.port.port}")
        page.try_roll()
        assert b"C\x82vennes" in printer.printed()
        qtbot.waitUntil(page.test.isEnabled)
    page.roll.setText("imprimante:abc")
    page.save_roll()
    assert "n’est pas une adresse" in page.outcome.text()
    close_shop(qtbot, session)
