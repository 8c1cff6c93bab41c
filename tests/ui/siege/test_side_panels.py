"""The panels beside a list: what they are for is in sight on a low screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from otdesk.ui.siege.managed.openings_page import OpeningsPage
from tests.network import Network
from tests.ui.siege.siege_desk import a_network, siege_window


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    with a_network(tmp_path) as made:
        yield made


def is_whole(button: QWidget) -> bool:
    return button.visibleRegion().boundingRect() == button.rect()


def test_the_last_buttons_of_a_panel_are_in_sight(qtbot: QtBot, network: Network) -> None:
    with siege_window(qtbot, network) as desk:
        posts = desk.posts()
        posts.open_invitation("VIA")
        panel = posts.inviting
        desk.wait(lambda: panel.act is not None and is_whole(panel.act) and is_whole(panel._leave))
        assert not panel.is_whole
        openings = desk.page("openings")
        assert isinstance(openings, OpeningsPage)
        desk.wait(lambda: is_whole(openings.fill) and is_whole(openings.usual))


def test_large_text_shows_the_whole_panel_under_its_list(qtbot: QtBot, network: Network) -> None:
    with siege_window(qtbot, network, percent=150) as desk:
        posts = desk.posts()
        posts.open_invitation("VIA")
        panel = posts.inviting
        desk.wait(lambda: panel.is_whole and panel.column.geometry().height() > 0)
        assert panel.height() >= panel.heightForWidth(panel.width())
