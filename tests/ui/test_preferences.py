"""The settings: written at once, kept over a restart, guarded by the code where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.period import Period
from otdesk.domain.profile import FAVOURITES
from otdesk.services import preferences as stored
from otdesk.services.preferences import Preferences
from otdesk.services.workplace import Workplace
from otdesk.store import backup, tables
from otdesk.ui.application import Session
from otdesk.ui.preferences.about import AboutPage, licences
from otdesk.ui.preferences.appearance import AppearancePage
from otdesk.ui.preferences.backups import BackupsPage
from otdesk.ui.preferences.counsellors import CounsellorsPage
from otdesk.ui.preferences.favourites import FavouritesPage
from otdesk.ui.preferences.keyboard import KeyboardPage
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.preferences.pin import PinPage
from otdesk.ui.preferences.printer import PrinterPage
from otdesk.ui.preferences.proposal import last_twelve_months, settled
from otdesk.ui.preferences.screen import (
    ABOUT,
    APPEARANCE,
    BACKUPS,
    COUNSELLORS,
    KEYBOARD,
    PIN,
    PreferencesScreen,
    entries,
)
from otdesk.ui.preferences.screen import (
    FAVOURITES as ORIGINS,
)
from otdesk.ui.printing.spooler import PrinterFound
from otdesk.ui.window import COUNTER, SETTINGS
from tests.offices import make_office
from tests.ui.day_records import SATURDAY, add_counsellors, record, visit_at
from tests.ui.windows import close_window, open_window, rows_of, strike


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def session(qtbot: QtBot, office: Workplace) -> Iterator[Session]:
    opened = open_window(qtbot, office)
    opened.reading.start()
    yield opened
    close_window(opened)


def screen_of(session: Session) -> PreferencesScreen:
    screen = session.window.screen_named(SETTINGS)
    assert isinstance(screen, PreferencesScreen)
    return screen


def page_of(session: Session, name: str) -> PreferencesPage:
    session.window.show_screen(SETTINGS, name)
    return screen_of(session).pages[name]


def kept(office: Workplace) -> Preferences:
    store = office.open_store()
    try:
        with store.reading() as connection:
            return stored.load(connection)
    finally:
        store.close()


def pin_in(office: Workplace, pin: str) -> None:
    with closing(office.open_store()) as store, store.writing_local() as connection:
        stored.set_pin(connection, pin)


# Changes -----------------------------------------------------------------------------------


def test_a_theme_is_put_on_at_once_and_kept(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    page = page_of(session, APPEARANCE)
    assert isinstance(page, AppearancePage)
    page.previews["nuit"].click()
    qtbot.waitUntil(lambda: session.theme.palette.name == "nuit")
    assert kept(office).get(settings.THEME) == "nuit"


def test_one_comes_back_to_the_page_and_to_the_control(qtbot: QtBot, session: Session) -> None:
    page = page_of(session, APPEARANCE)
    assert isinstance(page, AppearancePage)
    page.sizes.buttons["125"].setFocus()
    page.sizes.buttons["125"].click()
    qtbot.waitUntil(lambda: session.theme.scale.text_percent == 125)
    assert session.window.current == SETTINGS
    assert screen_of(session).current == APPEARANCE
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName().endswith(":125")


def test_the_accueil_in_progress_survives_another_theme(qtbot: QtBot, session: Session) -> None:
    session.controller.choose_origin("BE")
    page = page_of(session, APPEARANCE)
    assert isinstance(page, AppearancePage)
    page.previews["contraste"].click()
    qtbot.waitUntil(lambda: session.theme.palette.name == "contraste")
    assert session.controller.draft.origin == "BE"


def test_settings_survive_a_restart(qtbot: QtBot, office: Workplace) -> None:
    session = open_window(qtbot, office)
    keyboard = page_of(session, KEYBOARD)
    assert isinstance(keyboard, KeyboardPage)
    keyboard.layouts.buttons["bepo"].click()
    qtbot.waitUntil(lambda: session._preferences.get(settings.KEYBOARD) == "bepo")
    keyboard = page_of(session, KEYBOARD)
    assert isinstance(keyboard, KeyboardPage)
    keyboard.single.click()
    qtbot.waitUntil(lambda: not session._preferences.get(settings.SINGLE_KEYS))
    close_window(session)
    again = open_window(qtbot, office)
    page = page_of(again, KEYBOARD)
    assert isinstance(page, KeyboardPage)
    assert page.layouts.buttons["bepo"].isChecked()
    assert not page.single.isChecked()
    close_window(again)


def test_the_picture_of_the_keyboard_says_its_rows(session: Session) -> None:
    page = page_of(session, KEYBOARD)
    assert isinstance(page, KeyboardPage)
    told = page.picture.accessibleDescription()
    assert "A Z E R T Y" in told
    assert "Combien" in told


# Favourites --------------------------------------------------------------------------------


def test_an_origin_that_stays_keeps_its_key() -> None:
    present = [f"P{n}" for n in range(18)]
    wanted = ["NEW", "P8", "P3", "P0", "P1", "P2", "P4", "P5", "P6"]
    taken = settled(present, wanted, ["P10", "P7"])
    assert taken[:9] == ("P0", "P1", "P2", "P3", "P4", "P5", "P6", "NEW", "P8")
    assert taken[10] == "P10"
    assert "P7" in taken[9:]
    assert len(set(taken)) == len(taken) == 18


def test_a_season_that_knows_little_moves_nothing() -> None:
    present = [f"P{n}" for n in range(18)]
    assert settled(present, [], []) == tuple(present)
    assert settled(present, ["P4"], []) == tuple(present)


def test_an_origin_is_under_one_key_only() -> None:
    present = [f"P{n}" for n in range(18)]
    taken = settled(present, ["P9", "P0"], ["P8"])
    assert len(set(taken)) == len(taken)
    assert "P9" in taken[:9]


def test_the_season_is_the_year_that_ends_today() -> None:
    assert last_twelve_months(SATURDAY) == Period(date(2025, 8, 8), SATURDAY)
    assert last_twelve_months(date(2024, 2, 29)).first == date(2023, 2, 28)


def test_favourites_change_on_request_only(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    for number in range(12):
        record(office, visit_at(office, 600 + number, 2, "JP"))
    page = page_of(session, ORIGINS)
    assert isinstance(page, FavouritesPage)
    before = session.controller.grammar.layout.favourites
    page.propose.click()
    qtbot.waitUntil(page.offer.isVisible)
    assert session.controller.grammar.layout.favourites == before
    assert any("Japon" in text and "nouvelle" in text for text in page.offered.texts())
    page.take.click()
    qtbot.waitUntil(lambda: "JP" in session.controller.grammar.layout.favourites)
    moved = [
        new
        for old, new in zip(before, session.controller.grammar.layout.favourites, strict=True)
        if old != new
    ]
    assert moved == ["JP"]
    page = page_of(session, ORIGINS)
    assert isinstance(page, FavouritesPage)
    page.restore.click()
    qtbot.waitUntil(lambda: session.controller.grammar.layout.favourites == before)


def test_a_season_without_accueils_proposes_nothing(qtbot: QtBot, session: Session) -> None:
    page = page_of(session, ORIGINS)
    assert isinstance(page, FavouritesPage)
    assert len(page.table.texts()) == 2 * FAVOURITES
    page.propose.click()
    qtbot.waitUntil(lambda: "Aucun accueil" in page.outcome.text())
    assert not page.offer.isVisible()


# The code ----------------------------------------------------------------------------------


def test_the_settings_are_open_where_no_code_was_set(session: Session) -> None:
    session.window.show_screen(SETTINGS)
    assert not screen_of(session).gate.isVisible()
    assert APPEARANCE in screen_of(session).pages


def test_what_is_to_be_done_is_still_said_in_another_theme(session: Session) -> None:
    done: list[int] = []
    session.window.banner.tell("À ouvrir.", action=("Ouvrir", lambda: done.append(1)))
    session._restyle()
    assert session.window.banner.text == "À ouvrir."
    session.window.banner.task.act.click()
    assert done == [1]


def test_the_code_is_asked_each_time_one_comes(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    pin_in(office, "2468")
    session._restyle()
    session.window.show_screen(SETTINGS)
    screen = screen_of(session)
    assert screen.gate.isVisible()
    assert not screen.pages
    screen.gate.field.setText("1111")
    qtbot.keyClick(screen.gate.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "pas le code" in screen.gate.accessibleDescription())
    assert screen.gate.isVisible()
    screen.gate.field.setText("2468")
    qtbot.keyClick(screen.gate.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.gate.isVisible())
    session.window.show_screen(COUNTER)
    session.window.show_screen(SETTINGS)
    assert screen.gate.isVisible()


def test_a_change_does_not_ask_the_code_again(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    pin_in(office, "2468")
    session._restyle()
    session.window.show_screen(SETTINGS)
    gate = screen_of(session).gate
    gate.field.setText("2468")
    gate.enter.click()
    qtbot.waitUntil(lambda: APPEARANCE in screen_of(session).pages)
    page = screen_of(session).pages[APPEARANCE]
    assert isinstance(page, AppearancePage)
    page.previews["nuit"].click()
    qtbot.waitUntil(lambda: session.theme.palette.name == "nuit")
    assert not screen_of(session).gate.isVisible()


def test_a_code_is_set_changed_and_taken_away(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    page = page_of(session, PIN)
    assert isinstance(page, PinPage)
    assert page.remove_button.isHidden()
    page.first.setText("1357")
    page.second.setText("1357")
    window = session.window
    page.set_button.click()
    # Who types on is heard: the window stays.
    qtbot.keyClick(window, Qt.Key.Key_F12)
    strike(window.counter, "2 a")
    qtbot.waitUntil(lambda: stored.pin_is_set(session._preferences))
    assert session.window is window
    assert session.controller.draft.known_size == 2
    assert session.controller.draft.origin is not None
    assert stored.pin_matches(kept(office), "1357")
    assert page.set_button.text() == "Changer le code"
    assert "protège" in page.outcome.text()
    window.show_screen(SETTINGS)
    assert screen_of(session).gate.isVisible()
    page.remove_button.click()
    qtbot.waitUntil(lambda: not stored.pin_is_set(session._preferences))
    assert page.remove_button.isHidden()


@pytest.mark.parametrize(("first", "second"), [("1357", "1358"), ("", ""), ("12", "12")])
def test_a_code_that_cannot_serve_is_refused(
    qtbot: QtBot, session: Session, office: Workplace, first: str, second: str
) -> None:
    page = page_of(session, PIN)
    assert isinstance(page, PinPage)
    page.first.setText(first)
    page.second.setText(second)
    page.set_button.click()
    qtbot.waitUntil(lambda: bool(page.outcome.text()))
    assert not stored.pin_is_set(kept(office))


def test_letters_do_not_get_into_a_code(qtbot: QtBot, session: Session) -> None:
    page = page_of(session, PIN)
    assert isinstance(page, PinPage)
    qtbot.keyClicks(page.first, "a1b2c3d4")
    assert page.first.text() == "1234"
    assert page.first.echoMode() == QLineEdit.EchoMode.Password


# Counsellors -------------------------------------------------------------------------------


def test_a_counsellor_is_added_renamed_and_taken_off(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    page = page_of(session, COUNSELLORS)
    assert isinstance(page, CounsellorsPage)
    page.initials.setText("in")
    page.name.setText("Inès")
    page.add_button.click()
    qtbot.waitUntil(lambda: [p.initials for p in page.people] == ["IN"])
    buttons = {b.accessibleName(): b for b in page.findChildren(QPushButton)}
    buttons["Modifier : Inès"].click()
    page.name.setText("Inès M.")
    page.add_button.click()
    qtbot.waitUntil(lambda: [p.name for p in page.people] == ["Inès M."])
    buttons = {b.accessibleName(): b for b in page.findChildren(QPushButton)}
    buttons["Retirer : Inès M."].click()
    qtbot.waitUntil(lambda: not page.people)
    # Off the list, not out of the journal.
    assert rows_of(office, tables.counsellor) == 1


def test_initials_that_are_taken_are_refused(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    add_counsellors(office)
    page = page_of(session, COUNSELLORS)
    assert isinstance(page, CounsellorsPage)
    qtbot.waitUntil(lambda: len(page.people) == 3)
    page.initials.setText("CA")
    page.name.setText("Carole")
    page.add_button.click()
    qtbot.waitUntil(lambda: "déjà prises" in page.outcome.text())
    assert len(page.people) == 3


# Backups -----------------------------------------------------------------------------------


def backups_page(session: Session, place: Path | None) -> BackupsPage:
    def pick(_parent: QWidget, _title: str) -> Path | None:
        return place

    page = BackupsPage(session.context, session.theme, pick=pick)
    page.changed.connect(session._restyle)
    return page


def test_a_backup_is_made_now_and_shown(qtbot: QtBot, session: Session, office: Workplace) -> None:
    page = backups_page(session, None)
    qtbot.addWidget(page)
    page.arrive()
    qtbot.waitUntil(lambda: "Aucune" in page.last.text())
    page.now.click()
    assert not page.now.isEnabled()
    qtbot.waitUntil(lambda: len(page.made) == 1)
    assert page.now.isEnabled()
    assert "demandée" in page.last.text()
    assert page.made[0].name in page.command
    assert str(office.folder) in page.command


def test_a_second_place_gets_each_backup_too(
    qtbot: QtBot, session: Session, office: Workplace, tmp_path: Path
) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    page = backups_page(session, stick)
    qtbot.addWidget(page)
    page.choose_place()
    qtbot.waitUntil(lambda: kept(office).get(settings.BACKUP_FOLDER) == str(stick))
    qtbot.waitUntil(lambda: session._preferences.get(settings.BACKUP_FOLDER) == str(stick))
    page.back_up()
    qtbot.waitUntil(lambda: len(backup.listing(stick)) == 1)


def test_the_second_place_may_not_lie_in_the_data(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    page = backups_page(session, office.folder / "backups")
    qtbot.addWidget(page)
    page.choose_place()
    assert "emporterait" in page.outcome.text()
    assert kept(office).get(settings.BACKUP_FOLDER) == ""


def test_a_second_place_that_is_gone_is_told_and_the_backup_is_there(
    qtbot: QtBot, session: Session, office: Workplace, tmp_path: Path
) -> None:
    session._preferences = Preferences({settings.BACKUP_FOLDER.key: str(tmp_path / "partie")})
    page = backups_page(session, None)
    qtbot.addWidget(page)
    page.back_up()
    qtbot.waitUntil(lambda: len(page.made) == 1)
    assert "partie" in page.outcome.text()
    assert page.now.isEnabled()


# The rest ----------------------------------------------------------------------------------


LASER = PrinterFound("hp_laser", "HP du comptoir", True, True, False)


def printer_page(session: Session, *found: PrinterFound) -> PrinterPage:
    page = PrinterPage(session.context, session.theme, find=lambda: found)
    page.changed.connect(session._restyle)
    page.arrive()
    return page


def test_a_printer_is_chosen_and_kept(qtbot: QtBot, session: Session, office: Workplace) -> None:
    page = printer_page(session, LASER)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.printers.count() == 2)
    assert "HP du comptoir" in page.printers.itemText(0)
    page.printers.setCurrentIndex(1)
    page.printers.activated.emit(1)
    qtbot.waitUntil(lambda: kept(office).get(settings.PRINTER) == "hp_laser")


def test_a_printer_that_is_gone_stays_chosen_and_is_told(qtbot: QtBot, session: Session) -> None:
    session._preferences = Preferences({settings.PRINTER.key: "Brother du siège"})
    page = printer_page(session, LASER)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.printers.count() == 3)
    assert page.printers.currentData() == "Brother du siège"
    assert "absente" in page.printers.currentText()
    assert page.note.text()


def test_a_post_without_a_printer_keeps_its_pdf(qtbot: QtBot, session: Session) -> None:
    page = printer_page(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: "PDF" in page.note.text())


def test_about_credits_every_source(session: Session) -> None:
    page = page_of(session, ABOUT)
    assert isinstance(page, AboutPage)
    told = " ".join(licences())
    for word in ("EUPL", "CC BY 4.0", "Lucide", "ISC", "Inter", "Open Font", "LGPL", "Etalab"):
        assert word in told


def test_the_diagnostic_is_copied_and_names_nobody(
    qtbot: QtBot, session: Session, office: Workplace
) -> None:
    record(office, visit_at(office, 600, note="Mme Rouvière"))
    page = page_of(session, ABOUT)
    buttons = {b.text(): b for b in page.findChildren(QPushButton)}
    buttons["Copier le diagnostic"].click()
    qtbot.waitUntil(lambda: "presse-papiers" in page.outcome.text())
    copied = QGuiApplication.clipboard().text()
    assert "SQLite" in copied
    assert str(office.folder) in copied
    assert "Rouvière" not in copied


def test_every_page_is_reached_and_every_control_has_a_name(session: Session) -> None:
    for entry in entries():
        page = page_of(session, entry.name)
        assert page.accessibleName()
        for button in page.findChildren(QPushButton):
            assert button.accessibleName() or button.text(), entry.name
        for field in page.findChildren(QLineEdit):
            if not field.objectName().startswith("qt_"):
                assert field.accessibleName(), entry.name


def test_the_list_of_pages_is_walked_by_keyboard(qtbot: QtBot, session: Session) -> None:
    session.window.show_screen(SETTINGS)
    screen = screen_of(session)
    screen.buttons[APPEARANCE].setFocus()
    qtbot.keyClick(screen.buttons[APPEARANCE], Qt.Key.Key_Down)
    focused = QApplication.focusWidget()
    assert focused is screen.buttons[KEYBOARD]
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    QApplication.sendEvent(focused, press)
    release = QKeyEvent(
        QEvent.Type.KeyRelease, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " "
    )
    QApplication.sendEvent(focused, release)
    assert screen.current == KEYBOARD
    assert screen.buttons[BACKUPS].accessibleName() == "Sauvegardes"


def test_nothing_is_told_to_a_page_that_went(qtbot: QtBot, session: Session) -> None:
    page = page_of(session, BACKUPS)
    assert isinstance(page, BackupsPage)
    page.back_up()
    session._restyle()
    done: list[int] = []
    session.reading.run(lambda _store: 0, done.append)
    qtbot.waitUntil(lambda: bool(done))


def test_a_day_before_is_no_part_of_the_season() -> None:
    period = last_twelve_months(SATURDAY)
    assert SATURDAY - timedelta(days=400) not in period
