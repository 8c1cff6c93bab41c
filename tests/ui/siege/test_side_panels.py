"""The panels beside a list: what they are for is in sight on a low screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from otdesk.ui.siege.managed.lists_page import ListsPage
from otdesk.ui.siege.managed.openings_page import OpeningsPage
from otdesk.ui.siege.posts.page import PostsPage
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


def test_nothing_is_offered_before_the_lists_are_read(qtbot: QtBot, network: Network) -> None:
    with siege_window(qtbot, network) as desk:
        desk.screen.show_page("lists")
        lists = desk.screen.page_named("lists")
        assert isinstance(lists, ListsPage)
        assert lists.seen is None
        assert lists.form.isHidden()
        desk.qtbot.keyClick(lists, Qt.Key.Key_N)
        assert lists.form.isHidden()
        desk.wait(lists.form.isVisible)


def test_the_words_of_keys_let_other_readings_come_between(qtbot: QtBot, network: Network) -> None:
    for code in ("VIA", "SGC", "COL"):
        network.office(code)
    with siege_window(qtbot, network) as desk:
        early: list[bool] = []
        desk.screen.show_page("posts")
        posts = desk.screen.page_named("posts")
        assert isinstance(posts, PostsPage)
        # The list is not an empty card meanwhile.
        assert posts.headline.text() == "Les postes se lisent…"
        assert posts.waiting.isVisible()
        assert not posts.view.isVisible()
        # Asked for after them: it does not wait until all four keys are spoken.
        desk.session.reading.read(
            lambda _connection: None, lambda _none: early.append(posts.seen is None)
        )
        desk.wait(lambda: posts.seen is not None)
        assert early == [True]
        assert (posts.spoken.value(), posts.spoken.maximum()) == (4, 4)
        assert posts.view.isVisible()
        assert not posts.waiting.isVisible()
        assert len(posts.seen.posts if posts.seen is not None else ()) == 3


def test_large_text_shows_the_whole_panel_under_its_list(qtbot: QtBot, network: Network) -> None:
    with siege_window(qtbot, network, percent=150) as desk:
        posts = desk.posts()
        posts.open_invitation("VIA")
        panel = posts.inviting
        desk.wait(lambda: panel.is_whole and panel.column.geometry().height() > 0)
        assert panel.height() >= panel.heightForWidth(panel.width())
