"""« Complétude »: the table says what is missing; a lock is refused with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otdesk.domain.period import Period
from otdesk.headquarters import month_locks
from otdesk.headquarters.year_table import CellState
from otdesk.ui.siege.completeness.page import CompletenessPage
from otdesk.ui.siege.places import HELP, SETTINGS, SIEGE, SUMMARIES, pages
from otdesk.ui.summaries.screen import SummariesScreen
from tests.network import Network, fill
from tests.ui.siege.siege_desk import (
    ROOM_HEIGHT,
    ROOM_WIDTH,
    SiegeDesk,
    a_network,
    siege_window,
)

JULY = date(2026, 7, 1)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    with a_network(tmp_path) as made:
        via, sgc = made.office("VIA"), made.office("SGC")
        fill(via, JULY, date(2026, 8, 7), acts=1)
        fill(sgc, JULY, date(2026, 7, 30), acts=2)
        for place in (via, sgc):
            made.send(place)
        made.receive()
        yield made


@pytest.fixture
def desk(qtbot: QtBot, network: Network) -> Iterator[SiegeDesk]:
    with siege_window(qtbot, network) as opened:
        yield opened


def press(desk: SiegeDesk, *keys: Qt.Key) -> None:
    for key in keys:
        desk.qtbot.keyClick(QApplication.focusWidget() or desk.session.window, key)


def chosen(page: CompletenessPage) -> tuple[str, int]:
    found = page.view.chosen
    assert found is not None
    return found[1].office, found[1].month.month


def test_the_screen_leads_with_what_is_missing(desk: SiegeDesk) -> None:
    page = desk.completeness()
    table = page.seen.table if page.seen is not None else None
    assert table is not None
    assert page.headline.text() == f"Il manque {table.missing} journées sur {table.due}."
    # First of all the month that ended, and who lacks most of it.
    assert chosen(page) == ("SGC", 7)
    assert "1 incomplet" in page.sentence.text()
    assert "ne peut pas encore être verrouillé" in page.sentence.text()
    assert page.cell.calendar.accessibleDescription() == "22 jours reçus sur 23 ; manque le 31"
    assert "juillet 2026, incomplet" in page.accessibleDescription()


def test_the_arrows_walk_from_cell_to_cell_and_the_year_turns(desk: SiegeDesk) -> None:
    page = desk.completeness()
    press(desk, Qt.Key.Key_Right)
    assert chosen(page) == ("SGC", 8)
    assert page.cell.month.text() == "août 2026 · manque"
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    # The row of the network is no cell.
    assert chosen(page) == ("VIA", 8)
    press(desk, Qt.Key.Key_PageUp)
    desk.wait(lambda: page.seen is not None and page.seen.table.year == 2025)
    assert page.headline.text() == "Aucune journée n’est attendue en 2025."


def test_the_year_is_the_last_of_which_anything_came(qtbot: QtBot, network: Network) -> None:
    """A season that ended is not hidden behind an empty year; a year that was chosen stays."""
    network.clock.instant = datetime(2028, 2, 1, 9, tzinfo=UTC)
    with siege_window(qtbot, network) as desk:
        page = desk.completeness()
        assert page.shown_year.text() == "2026"
        assert page.headline.text().startswith("Il manque")
        assert chosen(page)[1] == 12
        page.after.click()
        desk.wait(lambda: page.seen is not None and page.seen.table.year == 2027)
        desk.session._restyle()
        again = desk.completeness()
        assert again.seen is not None
        assert again.seen.table.year == 2027


@pytest.mark.parametrize("percent", [100, 150])
def test_a_word_keeps_off_the_edge_of_its_cell(
    qtbot: QtBot, network: Network, percent: int
) -> None:
    with siege_window(qtbot, network, percent=percent) as desk:
        view = desk.completeness().view
        word = QFontMetrics(view.delegate.word_font).horizontalAdvance("manque")
        assert view.columnWidth(7) >= word + 6 + 2 * 4
        # And the year stays in sight where it was.
        assert (view.columnWidth(0) * 12 <= view.viewport().width()) == (percent == 100)


def test_a_letter_names_the_missing_days_and_invents_no_address(
    qtbot: QtBot, network: Network, desk: SiegeDesk
) -> None:
    links: list[str] = []

    def open_letter(link: str) -> bool:
        links.append(link)
        return True

    page = desk.completeness()
    page.cell._open_letter = open_letter
    press(desk, Qt.Key.Key_R)
    (link,) = links
    assert link.startswith("mailto:?")
    assert "Il manque 1 journée de juillet 2026" in unquote(link)
    assert "reste à écrire l’adresse" in desk.told
    press(desk, Qt.Key.Key_C)
    assert "Saint-Germain-de-Calberte : 31" in QApplication.clipboard().text()


def test_a_lock_asks_why_for_each_office_that_is_not_whole(desk: SiegeDesk) -> None:
    page = desk.completeness()
    press(desk, Qt.Key.Key_V)
    assert page.panels.currentWidget() is page.locking
    assert page.locking.lacks.text().endswith("il manque 1 journée")
    page.locking.act.click()
    assert "Indiquer la raison" in page.locking.refusal.text()
    with desk.network.siege.store.reading() as connection:
        assert month_locks.locked(connection) == frozenset()
    page.locking.reason.setText("poste en panne")
    # What another program writes meanwhile does not take the form away.
    assert page.seen is not None
    page._show(page.seen)
    assert page.panels.currentWidget() is page.locking
    page.locking.reason.setFocus()
    press(desk, Qt.Key.Key_Return)
    desk.wait(lambda: page.seen is not None and page.seen.table.is_locked(7))
    assert page.seen is not None
    states = {c.office: c.state for c in page.seen.table.month(7)}
    assert (states["VIA"], states["SGC"]) == (CellState.LOCKED, CellState.REOPENED)
    assert "Juillet 2026 est verrouillé" in desk.told


def test_a_lock_is_taken_back_with_its_reason(desk: SiegeDesk) -> None:
    page, upkeep = desk.completeness(), desk.session._upkeep
    upkeep.look()
    desk.wait(lambda: upkeep._last is not None)
    # Another program locks it meanwhile: the window follows.
    with desk.network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, JULY)
    upkeep.look()
    desk.wait(lambda: page.seen is not None and page.seen.table.is_locked(7))
    page.open_lock()
    assert page.panels.currentWidget() is page.reopening
    page.reopening.act.click()
    assert page.reopening.refusal.text()
    page.reopening.reason.setText("une feuille retrouvée")
    page.reopening.act.click()
    desk.wait(lambda: page.seen is not None and bool(page.seen.table.lines[3].cells[6].reopened))
    page.open_lock()
    page.reopening.scope.buttons["all"].click()
    page.reopening.reason.setText("publié trop tôt")
    page.reopening.act.click()
    desk.wait(lambda: page.seen is not None and not page.seen.table.is_locked(7))


def test_a_locked_month_that_changed_says_so_and_is_locked_again(desk: SiegeDesk) -> None:
    network = desk.network
    with network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, JULY)
    # Not sent yet, and not heard of the lock: the last day of July.
    sgc = network.opened("sgc", "SGC")
    fill(sgc, date(2026, 7, 31), date(2026, 7, 31), acts=2)
    network.send(sgc)
    assert [each.office for each in network.receive().late] == ["SGC"]
    page = desk.completeness()
    desk.session.desk.changed.emit()
    changed = CellState.CHANGED
    desk.wait(lambda: page.seen is not None and page.seen.table.lines[3].cells[6].state is changed)
    page.arrive((2026, "SGC", 7))
    assert page.cell.month.text() == "juillet 2026 · changé depuis le verrou"
    assert "3 enregistrements" in page.cell.sentence.text()
    page.open_lock()
    page.reopening.scope.buttons["again"].click()
    page.reopening.act.click()
    locked = CellState.LOCKED
    desk.wait(lambda: page.seen is not None and page.seen.table.lines[3].cells[6].state is locked)


def test_another_text_size_comes_back_to_the_cell(desk: SiegeDesk) -> None:
    desk.completeness()
    press(desk, Qt.Key.Key_Right)
    desk.session._restyle()
    page = desk.screen.page_named("completeness")
    assert isinstance(page, CompletenessPage)
    desk.wait(lambda: page.view.chosen is not None)
    assert chosen(page) == ("SGC", 8)


def test_the_figures_are_those_of_the_offices_that_are_chosen(desk: SiegeDesk) -> None:
    window = desk.session.window
    window.show_screen(SUMMARIES, Period.month(2026, 7))
    screen = window.screen_named(SUMMARIES)
    assert isinstance(screen, SummariesScreen)
    desk.wait(lambda: screen.material is not None)
    assert screen.material is not None
    everyone = screen.material.summary.acts
    screen.open_offices()
    picker = screen._picker
    assert picker is not None
    before = screen.material
    desk.qtbot.keyClick(picker.buttons["VIA"], Qt.Key.Key_Space)
    desk.qtbot.keyClick(picker.buttons["VIA"], Qt.Key.Key_Return)
    desk.wait(lambda: screen.material is not before)
    assert screen.whose.words == "Vialas"
    assert 0 < screen.material.summary.acts < everyone


def test_the_figures_open_on_the_last_month_of_which_anything_came(
    qtbot: QtBot, network: Network
) -> None:
    network.clock.instant = datetime(2026, 11, 2, 9, tzinfo=UTC)
    with siege_window(qtbot, network) as desk:
        desk.session.window.show_screen(SUMMARIES)
        screen = desk.session.window.screen_named(SUMMARIES)
        assert isinstance(screen, SummariesScreen)
        desk.wait(lambda: screen.material is not None)
        assert screen.shown == Period.month(2026, 8)
        assert screen.material is not None
        assert screen.material.summary.period == screen.shown
        assert screen.stack.currentWidget() is screen.overview
        screen.choices.ask_now()
        desk.wait(lambda: screen.stack.currentWidget() is screen.empty)
        assert "Le dernier mois noté est août 2026." in screen.empty.text


@pytest.mark.parametrize("percent", [150, 200])
def test_no_screen_asks_for_more_than_an_old_pc_has(
    qtbot: QtBot, network: Network, percent: int
) -> None:
    with siege_window(qtbot, network, percent=percent) as desk:
        window = desk.session.window
        page = desk.completeness()
        desk.reception()
        desk.posts()
        for screen, argument in (
            *((SIEGE, place.name) for place in pages()),
            (SUMMARIES, None),
            (SETTINGS, "mailbox"),
            (HELP, None),
        ):
            window.show_screen(screen, argument)
            least = window.minimumSizeHint()
            assert least.width() <= ROOM_WIDTH, (screen, argument)
            assert least.height() <= ROOM_HEIGHT, (screen, argument)
        for panel in (page.cell, page.locking, page.reopening):
            assert cut(panel, page) == []
        for name, tab in desk.screen.tabs.items():
            qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)
            assert desk.screen.front == name
        # Where the keys do not fit beside the pages' names, the names keep their one line.
        tabs = desk.screen.tabs.values()
        assert percent > 150 or len({tab.y() for tab in tabs}) == 1


def cut(panel: QWidget, page: CompletenessPage) -> list[str]:
    """Return the controls of a panel that are wider than the room beside the table."""
    room = max(page._area.side.viewport().width(), panel.width())
    wide = panel.minimumSizeHint().width()
    return [] if wide <= room else [f"{type(panel).__name__}: {wide} > {room}"]
