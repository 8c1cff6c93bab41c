"""Accueils from a spreadsheet: every fault shown, all or nothing, stopped when one wants."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from otdesk.domain.changes import Changes
from otdesk.domain.visits_file import COLUMNS
from otdesk.services.workplace import Workplace
from otdesk.store import tables
from otdesk.ui.application import Session
from otdesk.ui.imports.panel import ImportPage
from tests.offices import make_office
from tests.ui.day_records import close
from tests.ui.windows import close_window, open_window, rows_of

HEAD = ";".join(COLUMNS)
GOOD = (
    "PDM;07/08/2026;10:30;comptoir;2;FR-48;sejour;sport.randonnee;;couples;",
    "PDM;06/08/2026;;comptoir;4;BE;;pratique;;;",
    "PDM;06/08/2026;;passage;3;;;;;;",
)


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
def file(tmp_path: Path) -> Path:
    return tmp_path / "accueils.csv"


@pytest.fixture
def page(qtbot: QtBot, session: Session, file: Path, tmp_path: Path) -> ImportPage:
    def pick(_parent: QWidget, _title: str) -> Path | None:
        return file

    def pick_target(_parent: QWidget, _title: str) -> Path | None:
        return tmp_path / "anomalies.csv"

    made = ImportPage(session.context, session.theme, pick=pick, pick_target=pick_target)
    qtbot.addWidget(made)
    made.show()
    return made


def fill(file: Path, *lines: str) -> None:
    file.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")


def test_a_file_is_summed_up_before_anything_is_written(
    qtbot: QtBot, page: ImportPage, file: Path, office: Workplace
) -> None:
    fill(file, *GOOD)
    page.choose()
    qtbot.waitUntil(page.summary.isVisible)
    assert "2 accueils sur 2 jours" in page.said.text()
    assert not page.refused.isVisible()
    assert rows_of(office, tables.visit) == 0


def test_what_was_confirmed_is_written_and_told_to_every_screen(
    qtbot: QtBot, session: Session, page: ImportPage, file: Path, office: Workplace
) -> None:
    fill(file, *GOOD)
    page.choose()
    qtbot.waitUntil(page.summary.isVisible)
    told: list[Changes] = []
    session.link.changed.connect(told.append)
    page.write_button.click()
    qtbot.waitUntil(lambda: "importées" in page.outcome.text())
    assert rows_of(office, tables.visit) == 2
    assert rows_of(office, tables.walk_in) == 1
    assert told[0].touches("PDM", date(2026, 8, 6))
    assert not page.summary.isVisible()


def test_the_keyboard_goes_on_to_what_is_to_be_done_next(
    qtbot: QtBot, page: ImportPage, file: Path
) -> None:
    fill(file, GOOD[0])
    page.activateWindow()
    page.choose_button.setFocus()
    qtbot.waitUntil(page.choose_button.hasFocus)
    page.choose()
    qtbot.waitUntil(page.summary.isVisible)
    assert page.write_button.hasFocus()
    assert "du " not in page._more.text()
    page.write_button.click()
    qtbot.waitUntil(lambda: "importée" in page.outcome.text())
    assert page.choose_button.hasFocus()
    page.choose()
    qtbot.waitUntil(page.refused.isVisible)
    assert page.reread.hasFocus()


def test_every_fault_is_shown_with_its_line_and_column(
    qtbot: QtBot, page: ImportPage, file: Path, office: Workplace
) -> None:
    fill(
        file,
        GOOD[0],
        "VIA;07/08/2026;10:30;comptoir;2;FR-48;;pratique;;;",
        "PDM;31/02/2026;10:30;comptoir;0;FR-99;;rien;;;",
    )
    page.choose()
    qtbot.waitUntil(page.refused.isVisible)
    rows = page.table.texts()
    assert rows[0][:2] == ("3", "office")
    assert {row[1] for row in rows[1:]} == {"date", "party_size", "origin", "demands"}
    assert all(row[2] for row in rows)
    assert not page.again.isVisible()
    assert rows_of(office, tables.visit) == 0


def test_the_faults_are_copied_and_saved(
    qtbot: QtBot, page: ImportPage, file: Path, tmp_path: Path
) -> None:
    fill(file, "VIA;07/08/2026;10:30;comptoir;2;FR-48;;pratique;;;")
    page.choose()
    qtbot.waitUntil(page.refused.isVisible)
    buttons = {each.text(): each for each in page.findChildren(QPushButton)}
    buttons["Copier la liste"].click()
    assert "ligne 2" in QGuiApplication.clipboard().text()
    buttons["Enregistrer la liste…"].click()
    text = (tmp_path / "anomalies.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert rows[1][:2] == ["2", "office"]


def test_a_corrected_file_is_read_again(qtbot: QtBot, page: ImportPage, file: Path) -> None:
    fill(file, "VIA;07/08/2026;10:30;comptoir;2;FR-48;;pratique;;;")
    page.choose()
    qtbot.waitUntil(page.refused.isVisible)
    fill(file, *GOOD)
    page.reread.click()
    qtbot.waitUntil(page.summary.isVisible)
    assert not page.refused.isVisible()


def test_a_file_taken_before_needs_a_tick(
    qtbot: QtBot, page: ImportPage, file: Path, office: Workplace
) -> None:
    fill(file, *GOOD)
    page.choose()
    qtbot.waitUntil(page.summary.isVisible)
    page.write()
    qtbot.waitUntil(lambda: rows_of(office, tables.visit) == 2)
    qtbot.waitUntil(page.choose_button.isEnabled)
    page.choose()
    qtbot.waitUntil(page.refused.isVisible)
    assert page.again.isVisible()
    # The way out is the window's, not the command line's.
    assert "--again" not in page.table.texts()[0][2]
    page.again.setChecked(True)
    page.reread.click()
    qtbot.waitUntil(page.summary.isVisible)


def test_a_closed_day_needs_a_reason(
    qtbot: QtBot, page: ImportPage, file: Path, office: Workplace
) -> None:
    close(office, date(2026, 8, 7))
    fill(file, GOOD[0])
    page.choose()
    qtbot.waitUntil(page.refused.isVisible)
    assert page.reason.isVisible()
    assert "--reason" not in page.table.texts()[0][2]
    page.reason.setText("cahier retrouvé")
    page.reread.click()
    qtbot.waitUntil(page.summary.isVisible)
    page.write()
    qtbot.waitUntil(lambda: rows_of(office, tables.visit) == 1)
    assert rows_of(office, tables.day_correction) == 1


def test_a_reading_is_stopped_and_nothing_changed(
    qtbot: QtBot, page: ImportPage, file: Path, office: Workplace
) -> None:
    fill(file, *(GOOD * 2000))
    page.choose()
    page.cancel_button.click()
    qtbot.waitUntil(lambda: not page.working.isVisible())
    assert "abandonné" in page.outcome.text()
    assert rows_of(office, tables.visit) == 0
    assert page.choose_button.isEnabled()


def test_a_file_that_cannot_be_read_is_told(qtbot: QtBot, page: ImportPage) -> None:
    page.choose()
    qtbot.waitUntil(lambda: "n’existe pas" in page.outcome.text())
    assert page.choose_button.isEnabled()


def test_nobody_choosing_changes_nothing(page: ImportPage) -> None:
    page._pick = lambda _parent, _title: None
    page.choose()
    assert page.path is None
    assert page.choose_button.isEnabled()


def test_every_control_has_a_name(page: ImportPage) -> None:
    for widget in (page.reason, page.table, page._bar):
        assert widget.accessibleName()
