"""The pages of what the siège manages: lists, articles, openings, counsellors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.days import PlannedOpening
from otdesk.domain.openings import read_hours
from otdesk.domain.period import Period
from otdesk.domain.visits import VisitDemand
from otdesk.headquarters.season import season_of
from otdesk.services import days, preferences, visits
from otdesk.store.list_items import list_items
from otdesk.store.occupancy import FolderLock
from otdesk.ui.siege.managed.articles_page import SiegeArticlesPage
from otdesk.ui.siege.managed.counsellors_page import SiegeCounsellorsPage
from otdesk.ui.siege.managed.lists_page import UNKNOWN, ListsPage
from otdesk.ui.siege.managed.openings_page import OpeningsPage
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.places import SIEGE
from otdesk.ui.siege.screen import SiegeScreen
from otdesk.ui.siege.session import SiegeSession
from tests.network import Network
from tests.store.desk import DAY, VISIT

JULY = date(2022, 7, 1)


@dataclass
class Opened:
    """The siège's window on a real folder."""

    qtbot: QtBot
    network: Network
    session: SiegeSession

    def page(self, name: str, argument: object = None) -> SiegePage:
        self.session.window.show_screen(SIEGE, (name, argument))
        return self.screen.page_named(name)

    @property
    def screen(self) -> SiegeScreen:
        screen = self.session.window.screen_named(SIEGE)
        assert isinstance(screen, SiegeScreen)
        return screen

    @property
    def told(self) -> str:
        return self.session.window.banner.text


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with ExitStack() as stack:
        network = Network(tmp_path, stack)
        siege = network.siege
        with siege.store.writing_local() as connection:
            preferences.save(connection, settings.COUNSELLOR, "CA")
        lock = FolderLock(siege.workplace.folder)
        assert lock.acquire()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        session = SiegeSession(app, siege.workplace, lock)
        session.window.resize(1366, 697)
        session.window.show()
        session.begin()
        qtbot.waitUntil(lambda: session.ready)
        yield Opened(qtbot, network, session)
        session.window.close()
        session.window.deleteLater()
        session.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def lists_page(opened: Opened, argument: object = None) -> ListsPage:
    page = opened.page("lists", argument)
    assert isinstance(page, ListsPage)
    opened.qtbot.waitUntil(lambda: page.seen is not None)
    return page


def test_an_entry_is_added_refused_and_retired_by_keys(qtbot: QtBot, opened: Opened) -> None:
    page = lists_page(opened)
    in_use = opened.network.siege.workplace.lists_in_use
    QTest.keyClick(page.view, Qt.Key.Key_N)
    form = page.form
    form.parent_entry.field.choose("loisirs")
    QTest.keyClicks(form.label_entry.field, "Ciel nocturne")
    assert form.code.field.text() == "loisirs.ciel_nocturne"
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: in_use.now.is_demand("loisirs.ciel_nocturne"))
    assert "part avec le prochain accusé" in opened.told
    qtbot.waitUntil(lambda: page.view.row is not None and page.view.row.key == in_use.items[0].code)
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: in_use.items[0].retired is not None)
    qtbot.waitUntil(lambda: form.turn.words == "Proposer de nouveau")

    # What cannot be is said in the form, and nothing is lost.
    page.show_shelf("audiences")
    page.begin_new()
    QTest.keyClicks(page.form.label_entry.field, "Familles")
    page.form.save_button.click()
    qtbot.waitUntil(lambda: "déjà celui de « Familles »" in page.form.refusal.text())
    page.form.code.field.setText("familles_encore")
    page.form.save_button.click()
    qtbot.waitUntil(lambda: "existe déjà" in page.form.refusal.text())


def test_an_unknown_code_is_offered_with_its_code_and_resolved(
    qtbot: QtBot, opened: Opened
) -> None:
    network = opened.network
    via = network.office("VIA")
    with via.store.writing("JD") as transaction:
        visit = VISIT.__class__(
            "VIA", DAY, VISIT.channel, 2, "FR-48", demands=(VisitDemand("loisirs.lune"),)
        )
        visits.record(transaction, visit)
    network.send(via)
    network.receive()
    page = lists_page(opened, UNKNOWN)
    opened.session.desk.changed.emit()
    qtbot.waitUntil(lambda: page.view.row is not None)
    assert page.form.code.field.text() == "loisirs.lune"
    assert opened.screen.tabs["lists"].badge == 1
    page.form.label_entry.field.setText("Pleine lune")
    page.form.save_button.click()
    qtbot.waitUntil(lambda: page.view.row is None)
    assert opened.screen.tabs["lists"].badge == 0
    with network.siege.store.reading() as connection:
        assert [item.label for item in list_items(connection)] == ["Pleine lune"]


def test_days_are_painted_taken_back_and_recorded(qtbot: QtBot, opened: Opened) -> None:
    siege = opened.network.siege
    with siege.store.writing("CA") as transaction:
        days.plan(transaction, [PlannedOpening("VIA", DAY, read_hours("9h-12h"))])
    page = opened.page("openings", "VIA")
    assert isinstance(page, OpeningsPage)
    qtbot.waitUntil(lambda: page.season is not None and page.season.office == "VIA")
    assert page.grid.face(DAY).of_siege
    page.hours.field.setText("fermé")
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert len(page.draft.painted) == 2
    page.hours.field.setText("14h-18h")
    page.weekdays.field.setText("lu-xx")
    page.fill_line()
    assert "jour de la semaine" in page.weekdays.said.text()
    page.weekdays.field.setText("lu-ve")
    page.fill_line()
    assert len(page.draft.painted) > 100
    page.undo()
    assert len(page.draft.painted) == 2
    page.save()
    qtbot.waitUntil(lambda: not page.draft.painted)
    assert "2 jours de Vialas sont prévus" in opened.told
    with siege.store.reading() as connection:
        season = season_of(connection, "VIA", Period.month(2022, 7), DAY)
    assert [(day.day, found.ranges) for day, found in season.days.items()] == [(14, ()), (15, ())]


def test_a_counsellor_is_added_and_a_catalogue_begins(qtbot: QtBot, opened: Opened) -> None:
    page = opened.page("counsellors")
    assert isinstance(page, SiegeCounsellorsPage)
    people = page.people
    QTest.keyClicks(people.initials, "AN")
    QTest.keyClicks(people.name, "Anne")
    assert people.offices is not None
    people.offices.buttons["VIA"].click()
    people.add_button.click()
    qtbot.waitUntil(lambda: [who.office for who in people.people] == ["VIA"])
    catalogue = opened.page("articles")
    assert isinstance(catalogue, SiegeArticlesPage)
    articles = catalogue.articles
    qtbot.waitUntil(lambda: articles.catalogue is not None)
    assert not articles.back.isVisible()
    articles.begin_button.click()
    # A hundred records: on a busy machine, some seconds.
    qtbot.waitUntil(
        lambda: articles.catalogue is not None and bool(articles.catalogue.articles),
    )
    assert "en vente" in articles.lead.text()
