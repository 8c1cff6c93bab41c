"""Ctrl+K at the siège: its pages, its commands, the figures of a day, and back where one was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.period import Period
from otdesk.ui.finding import BACKUP, SETTING
from otdesk.ui.palette_search import PaletteSearch
from otdesk.ui.siege.places import SIEGE, SUMMARIES, pages
from otdesk.ui.siege.posts.page import PostsPage
from otdesk.ui.summaries.screen import SummariesScreen
from tests.ui.siege.siege_desk import SiegeDesk, a_network, siege_window


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[SiegeDesk]:
    with a_network(tmp_path) as network, siege_window(qtbot, network) as opened:
        yield opened


def search_of(desk: SiegeDesk) -> PaletteSearch:
    desk.qtbot.keyClick(desk.session.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = desk.session.window.findChildren(PaletteSearch)
    return found[-1]


def test_the_search_finds_the_pages_and_commands_of_the_siege(desk: SiegeDesk) -> None:
    search = search_of(desk)
    offered = [answer.argument for answer in search.answers()]
    assert offered[: len(pages())] == [place.name for place in pages()]
    for text, target, argument in (
        ("recevoir", SIEGE, ("reception", "receive")),
        ("inviter", SIEGE, ("posts", "invite")),
        ("quarantaine", SIEGE, "reception"),
        ("boîte", "settings", "mailbox"),
        ("nuit", SETTING, (settings.THEME, "nuit")),
        ("sauvegarder", BACKUP, None),
        ("août 2022", SUMMARIES, Period.month(2022, 8)),
        ("hier", "day", date(2026, 8, 7)),
    ):
        search.field.setText(text)
        assert (search.answers()[0].target, search.answers()[0].argument) == (target, argument)
    # No counter here: nothing leads to one.
    for text in ("comptoir", "belgique", "saisie"):
        search.field.setText(text)
        assert search.answers() == ()


def test_an_answer_is_gone_to_and_esc_comes_back(desk: SiegeDesk) -> None:
    desk.page("lists")
    search = search_of(desk)
    desk.qtbot.keyClick(search.field, Qt.Key.Key_Escape)
    assert (desk.session.window.current, desk.screen.front) == (SIEGE, "lists")
    search = search_of(desk)
    search.field.setText("inviter")
    desk.qtbot.keyClick(search.field, Qt.Key.Key_Return)
    page = desk.screen.page_named("posts")
    assert isinstance(page, PostsPage)
    assert page.panels.currentWidget() is page.inviting
    search = search_of(desk)
    search.field.setText("14 juillet")
    search.take()
    figures = desk.session.window.screen_named(SUMMARIES)
    assert isinstance(figures, SummariesScreen)
    assert desk.session.window.current == SUMMARIES
    assert figures.shown == Period.day(date(2026, 7, 14))
