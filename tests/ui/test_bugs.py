"""What the window does with faults: the machine's in three sentences, ours with a report."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection

from otdesk.store import faults, tables
from otdesk.ui.application import Session
from tests.offices import make_office
from tests.ui.windows import close_window, open_window, rows_of, strike


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    opened = open_window(qtbot, make_office(tmp_path))
    yield opened
    close_window(opened)


VISITOR = "Madame Dupont, 12 rue du Quai"


def broken(_connection: Connection) -> None:
    raise ZeroDivisionError(VISITOR)


def reports() -> list[Path]:
    return sorted(Path(os.environ["OTDESK_STATE"]).glob("reports/*.txt"))


def test_a_bug_is_told_once_written_down_and_the_counter_goes_on(
    qtbot: QtBot, session: Session
) -> None:
    session.link.read(broken, lambda _none: None)
    qtbot.waitUntil(session.window.banner.isVisible)
    assert "c’est notre faute" in session.window.banner.text
    (report,) = reports()
    assert str(report) in session.window.banner.text
    assert "ZeroDivisionError" in report.read_text("utf-8")
    assert "Dupont" not in report.read_text("utf-8")
    strike(session.window.counter, "2 a q Space")
    qtbot.waitUntil(lambda: not session.link.is_writing)
    assert rows_of(session.workplace, tables.visit) == 1


def test_a_full_disk_is_told_in_three_sentences_and_the_draft_comes_back(
    qtbot: QtBot, session: Session
) -> None:
    fault = faults.disk_full(session.workplace.folder / "otdesk.sqlite")

    def full(_connection: Connection) -> None:
        raise fault

    session.link.read(full, lambda _none: None)
    qtbot.waitUntil(session.window.banner.isVisible)
    for sentence in (fault.what, fault.safe, fault.todo):
        assert sentence in session.window.banner.text
    assert reports() == []


def test_qt_itself_speaks_french(session: Session) -> None:
    from PySide6.QtWidgets import QApplication, QDialogButtonBox

    from otdesk.ui.application import speak_french

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    translator = speak_french(app)
    try:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        assert (
            box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == "Annuler"
        )
        assert QLocale().language() == QLocale.Language.French
    finally:
        app.removeTranslator(translator)


def test_nothing_lesser_pushes_a_refusal_away_before_it_was_read(session: Session) -> None:
    banner = session.window.banner
    banner.tell("Le disque est plein.", tone="refused")
    banner.tell("La journée n’est pas encore ouverte.")
    assert banner.text == "Le disque est plein."
    banner.findChildren(QPushButton)[-1].click()
    assert banner.text == "La journée n’est pas encore ouverte."
