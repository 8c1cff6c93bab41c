"""What the window notes in the till: its start, who is at the desk, its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otdesk.store.engine import open_raw
from otdesk.store.store import DATABASE
from otdesk.ui.preferences.pin_gate import PinGate
from otdesk.ui.window import SETTINGS
from tests.keyrings import using
from tests.shop import Shop
from tests.ui.day_desk import set_pin
from tests.ui.windows import close_window, open_window


@pytest.fixture(autouse=True)
def _no_keystore() -> Iterator[None]:
    with using():
        yield


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with closing(Shop(tmp_path)) as made:
        yield made


def noted(shop: Shop) -> list[tuple[str, str]]:
    with closing(open_raw(shop.workplace.folder / DATABASE)) as connection:
        return connection.execute("SELECT event, author FROM till_event ORDER BY seq").fetchall()


def events_of(shop: Shop) -> list[str]:
    return [event for event, _author in noted(shop)]


def test_a_session_notes_its_start_its_counsellors_and_its_end(qtbot: QtBot, shop: Shop) -> None:
    session = open_window(qtbot, shop.workplace)
    session._open_store()
    qtbot.waitUntil(lambda: "start" in events_of(shop))
    session.window.counsellor_chosen.emit("LM")
    qtbot.waitUntil(lambda: "login" in events_of(shop))
    close_window(session)
    assert [pair for pair in noted(shop) if pair[0] != "backup"] == [
        ("start", "?"),
        ("login", "LM"),
        ("stop", "LM"),
    ]


def test_a_wrong_code_of_the_settings_is_noted(qtbot: QtBot, shop: Shop) -> None:
    set_pin(shop.workplace, "4321")
    session = open_window(qtbot, shop.workplace)
    session.window.show_screen(SETTINGS)
    gate = session.window.screen_named(SETTINGS).findChild(PinGate)
    assert isinstance(gate, PinGate)
    gate.field.setText("1111")
    gate.enter.click()
    qtbot.waitUntil(lambda: "login_failed" in events_of(shop))
    close_window(session)


def test_a_folder_without_a_till_notes_nothing(qtbot: QtBot, shop: Shop) -> None:
    with shop.store.writing_local() as connection:
        connection.exec_driver_sql("DELETE FROM till_here")
    session = open_window(qtbot, shop.workplace)
    session.window.counsellor_chosen.emit("LM")
    close_window(session)
    assert noted(shop) == []
