"""Ctrl+K: a screen, an action, an origin, a day, a month, from the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from otdesk import settings
from otdesk.domain.period import Period
from otdesk.services import preferences
from otdesk.services.workplace import Workplace
from otdesk.store import backup, tables
from otdesk.ui.application import Session
from otdesk.ui.finding import BACKUP, DOOR, SETTING, Answer
from otdesk.ui.palette_search import PaletteSearch
from otdesk.ui.window import COUNTER, DAY
from tests.offices import make_office
from tests.ui.windows import close_window, open_window, rows_of


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def session(qtbot: QtBot, office: Workplace) -> Iterator[Session]:
    opened = open_window(qtbot, office)
    opened.reading.start()
    yield opened
    close_window(opened)


@pytest.fixture
def search(session: Session) -> PaletteSearch:
    session.window.open_search()
    found = session.window.findChild(PaletteSearch)
    assert isinstance(found, PaletteSearch)
    return found


def found(search: PaletteSearch, text: str) -> list[tuple[str, object]]:
    search.field.setText(text)
    return [(answer.target, answer.argument) for answer in search.answers()]


def test_before_a_letter_it_offers_every_screen(search: PaletteSearch) -> None:
    offered = {answer.target for answer in search.answers()}
    assert {"counter", "day", "summaries", "settings", "help"} <= offered
    assert search.said.text()


@pytest.mark.parametrize(
    ("text", "target", "argument"),
    [
        ("compt", "counter", None),
        ("JOURNÉE", "day", None),
        ("resumes", "summaries", None),
        ("statistiques", "summaries", None),
        ("différée", "day", "late"),
        ("conseiller", "counsellor", None),
        ("importer", "settings", "import"),
        ("csv", "settings", "import"),
        ("sauvegarder", BACKUP, None),
        ("cloturer", "day", date(2026, 8, 8)),
        ("imprimer", "summaries", Period.month(2026, 8)),
        ("azerty", "settings", "keyboard"),
        ("nuit", SETTING, (settings.THEME, "nuit")),
        ("ouvrir", DOOR, "open"),
        ("fermer", DOOR, "shut"),
        ("hier", "day", date(2026, 8, 7)),
        ("lundi dernier", "day", date(2026, 8, 3)),
        ("14 juillet", "day", date(2026, 7, 14)),
        ("14/07/2022", "day", date(2022, 7, 14)),
        ("août 2022", "summaries", Period.month(2022, 8)),
        ("2022", "summaries", Period.year(2022)),
        ("mois dernier", "summaries", Period.month(2026, 7)),
        ("belg", "origin", "BE"),
        ("30", "origin", "FR-30"),
        ("lozere", "origin", "FR-48"),
    ],
)
def test_the_first_answer_is_what_was_meant(
    search: PaletteSearch, text: str, target: str, argument: object
) -> None:
    assert found(search, text)[0] == (target, argument)


def test_a_past_day_can_be_typed_for(search: PaletteSearch) -> None:
    assert ("late", date(2022, 7, 14)) in found(search, "14/07/2022")
    assert ("late", date(2026, 8, 8)) not in found(search, "aujourd’hui")


def test_what_nothing_answers_says_so(search: PaletteSearch) -> None:
    assert found(search, "zzzzz") == []
    assert "zzzzz" in search.said.text()
    search.take()


def test_arrows_and_enter_take_an_answer(qtbot: QtBot, search: PaletteSearch) -> None:
    search.field.setText("14 juillet")
    qtbot.keyClick(search.field, Qt.Key.Key_Down)
    assert search.list.currentRow() == 1
    qtbot.keyClick(search.field, Qt.Key.Key_Up)
    qtbot.keyClick(search.field, Qt.Key.Key_Up)
    assert search.list.currentRow() == search.list.count() - 1
    qtbot.keyClick(search.field, Qt.Key.Key_PageUp)
    assert search.list.currentRow() < search.list.count() - 1
    search.list.setCurrentRow(0)
    with qtbot.waitSignal(search.go_to) as told:
        qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert told.args == ["day", date(2026, 7, 14)]


def test_escape_goes_back_to_the_counter(
    qtbot: QtBot, session: Session, search: PaletteSearch
) -> None:
    qtbot.keyClick(search.field, Qt.Key.Key_Escape)
    assert session.window.current == COUNTER


def test_the_field_has_the_focus_at_once(search: PaletteSearch) -> None:
    assert QApplication.focusWidget() is search.field


def test_an_origin_goes_into_the_accueil_in_progress(
    session: Session, search: PaletteSearch
) -> None:
    search.field.setText("belgique")
    search.take()
    assert session.controller.draft.origin == "BE"
    assert session.window.current == COUNTER


def test_the_office_is_opened_from_here_and_a_second_time_refused(
    qtbot: QtBot, session: Session, search: PaletteSearch
) -> None:
    search.field.setText("ouvrir le bureau")
    search.take()
    qtbot.waitUntil(lambda: session.window.current == DAY)
    assert rows_of(session.workplace, tables.business_day) == 1
    session.window.open_search()
    again = session.window.findChildren(PaletteSearch)[-1]
    again.field.setText("ouvrir le bureau")
    again.take()
    qtbot.waitUntil(lambda: "déjà ouvert" in again.said.text())


def test_a_backup_is_made_from_here(qtbot: QtBot, session: Session, search: PaletteSearch) -> None:
    search.field.setText("sauvegarder maintenant")
    search.take()
    folder = session.workplace.folder / backup.BACKUPS
    qtbot.waitUntil(lambda: "contrôlée" in search.said.text())
    assert [each.reason for each in backup.listing(folder)] == ["manual"]


def test_a_theme_is_written_and_put_on(
    qtbot: QtBot, session: Session, search: PaletteSearch
) -> None:
    search.field.setText("nuit")
    search.take()
    qtbot.waitUntil(lambda: session.theme.palette.name == "nuit")
    with closing(session.workplace.open_store()) as store, store.reading() as connection:
        assert preferences.load(connection).get(settings.THEME) == "nuit"
        assert connection.execute(select(tables.setting.c.key)).all()


def test_a_row_reads_its_words_and_what_it_is(search: PaletteSearch) -> None:
    search.field.setText("gard")
    assert search.list.item(0).text().startswith("Gard, provenance")
    assert search.field.accessibleName()
    assert search.list.accessibleName()
    assert "résultat" in search.list.accessibleDescription()


def test_every_command_leads_somewhere(session: Session, search: PaletteSearch) -> None:
    screens = {"counter", "shop", "day", "summaries", "sync", "settings", "help"}
    known = screens | {"counsellor"}
    for answer in all_commands(search):
        assert answer.target in known | {SETTING, DOOR, BACKUP}
        assert answer.label
        session.theme.icons.pixmap(answer.icon, "#000000", 16)


def all_commands(search: PaletteSearch) -> tuple[Answer, ...]:
    return search.finder._commands
