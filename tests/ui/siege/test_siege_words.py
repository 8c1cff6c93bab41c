"""What an office's window and the siège's share does not speak of a counter at the siège."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection

from otdesk.services import preferences
from otdesk.ui.preferences.appearance import AppearancePage
from otdesk.ui.preferences.theme_preview import ThemePreview
from otdesk.ui.siege.places import SETTINGS, SUMMARIES
from otdesk.ui.siege.preferences import preferences_screen
from otdesk.ui.summaries.screen import SummariesScreen
from otdesk.ui.theme.palette import PALETTES
from tests.ui.siege.siege_desk import SiegeDesk, a_network, siege_window

_OF_A_COUNTER = ("comptoir", "accueil", "tuile", "caisse", "F12", "ce bureau")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[SiegeDesk]:
    with a_network(tmp_path) as network, siege_window(qtbot, network) as opened:
        yield opened


def said_by(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel)).casefold()


def colours(widget: QWidget) -> set[str]:
    widget.resize(widget.sizeHint())
    image = widget.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in places}


def test_the_settings_of_a_siege_are_its_own(desk: SiegeDesk) -> None:
    context, theme = desk.session.context, desk.session.theme
    screen = preferences_screen(desk.session.desk, context, theme)
    desk.qtbot.addWidget(screen)
    for name in screen.buttons:
        screen.show_page(name)
    said = said_by(screen)
    assert "siège" in said
    assert [word for word in _OF_A_COUNTER if word.casefold() in said] == []


def test_a_theme_is_shown_on_the_siege_s_table_and_on_no_counter(desk: SiegeDesk) -> None:
    context, theme = desk.session.context, desk.session.theme
    page = AppearancePage(context, theme)
    desk.qtbot.addWidget(page)
    for palette in PALETTES:
        counter = ThemePreview(theme, palette, "")
        desk.qtbot.addWidget(counter)
        # What is missing is told on the table alone.
        assert palette.refused.soft.casefold() in colours(page.previews[palette.name])
        assert palette.refused.soft.casefold() not in colours(counter)


def test_a_bug_does_not_speak_of_the_counter(desk: SiegeDesk) -> None:
    def broken(_connection: Connection) -> None:
        raise ZeroDivisionError

    desk.session.link.read(broken, lambda _none: None)
    desk.wait(lambda: "c’est notre faute" in desk.told)
    assert "comptoir" not in desk.told
    assert len(list(Path(os.environ["OTDESK_STATE"]).glob("reports/*.txt"))) == 1


def test_figures_of_nothing_say_that_nothing_came(desk: SiegeDesk) -> None:
    desk.session.window.show_screen(SUMMARIES)
    screen = desk.session.window.screen_named(SUMMARIES)
    assert isinstance(screen, SummariesScreen)
    desk.wait(lambda: screen.material is not None)
    assert "n’a encore rien reçu" in screen.empty.text


def test_the_door_of_the_settings_leads_back_to_the_siege(desk: SiegeDesk) -> None:
    with desk.network.siege.store.writing_local() as connection:
        preferences.set_pin(connection, "2468")
    desk.session._restyle()
    window = desk.session.window
    window.show_screen(SETTINGS)
    assert "siège" in said_by(window.screen_named(SETTINGS))
