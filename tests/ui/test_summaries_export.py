"""Saving a summary: whole or nothing, in the background, where it was saved last time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.period import Period
from otdesk.errors import EnvironmentFault
from otdesk.services import preferences
from otdesk.services.workplace import Workplace
from otdesk.ui.summaries.export import file_name, write_whole
from otdesk.ui.summaries.export_panel import ExportPanel, starting_folder
from otdesk.ui.summaries.screen import SummariesScreen, View
from tests.ui.summaries_office import Desk, july_office, opened


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return july_office(tmp_path / "office")


@pytest.fixture
def desk(qtbot: QtBot, office: Workplace) -> Iterator[Desk]:
    with opened(qtbot, office) as made:
        made.screen.arrive()
        made.shows("2022-07-01")
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    return made


def panel_of(desk: Desk, folder: Path) -> ExportPanel:
    desk.screen.open_export()
    panel = desk.screen.panel
    assert isinstance(panel, ExportPanel)
    panel.use_folder(str(folder))
    return panel


def test_a_file_is_named_after_office_and_period() -> None:
    assert file_name(("PDM",), Period.month(2022, 7), "pdf") == "otdesk_PDM_2022-07.pdf"
    assert file_name(("PDM",), Period.parse("2022-07-14"), "csv") == "otdesk_PDM_2022-07-14.csv"
    assert file_name(("PDM", "VIA"), Period.year(2022), "xlsx") == "otdesk_2-bureaux_2022.xlsx"


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")],
)
def test_each_format_is_saved(desk: Desk, folder: Path, suffix: str, begins: bytes) -> None:
    panel = panel_of(desk, folder)
    panel.choices[suffix].setChecked(True)
    with desk.qtbot.waitSignal(panel.ended) as ended:
        panel.go.click()
    assert ended.args == [True]
    written = folder / f"otdesk_PDM_2022-07.{suffix}"
    assert written.read_bytes().startswith(begins)
    assert sorted(folder.iterdir()) == [written]
    assert panel.outcome.text.replace("\u200b", "").endswith(str(written))
    assert panel.show_folder.isVisible()


def test_the_figures_that_are_saved_are_those_that_are_shown(desk: Desk, folder: Path) -> None:
    panel = panel_of(desk, folder)
    panel.choices["json"].setChecked(True)
    with desk.qtbot.waitSignal(panel.ended):
        panel.go.click()
    saved = json.loads((folder / "otdesk_PDM_2022-07.json").read_bytes())
    material = desk.screen.material
    assert material is not None
    assert saved["persons"] == material.summary.persons == 27


def test_the_blank_tally_sheet_is_saved_as_pdf_alone(desk: Desk, folder: Path) -> None:
    desk.screen.show_view(View.TALLY)
    panel = panel_of(desk, folder)
    assert [s for s, choice in panel.choices.items() if choice.isVisibleTo(panel)] == ["pdf"]
    said = [text.text() for text in panel.findChildren(QLabel) if text.isVisibleTo(panel)]
    assert not any("tableau par onglet" in text for text in said)
    with desk.qtbot.waitSignal(panel.ended):
        panel.go.click()
    document = pypdfium2.PdfDocument((folder / "otdesk_PDM_feuille-de-pointage.pdf").read_bytes())
    assert len(document) == 1
    document.close()


def test_a_cancelled_export_leaves_nothing(desk: Desk, folder: Path) -> None:
    release = threading.Event()
    desk.reading.run(lambda _store: release.wait(20))
    panel = panel_of(desk, folder)
    panel.start()
    assert not panel.go.isEnabled()
    panel.progress.stop.click()
    with desk.qtbot.waitSignal(panel.ended) as ended:
        release.set()
    assert ended.args == [False]
    assert list(folder.iterdir()) == []
    assert "annulé" in panel.outcome.text
    assert panel.go.isEnabled()


def test_a_panel_that_is_closed_meanwhile_leaves_nothing(desk: Desk, folder: Path) -> None:
    release = threading.Event()
    desk.reading.run(lambda _store: release.wait(20))
    panel_of(desk, folder).start()
    desk.screen.panels.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    release.set()
    desk.settle()
    assert list(folder.iterdir()) == []


def test_a_screen_that_goes_takes_no_answer(qtbot: QtBot, office: Workplace) -> None:
    with opened(qtbot, office) as desk:
        release = threading.Event()
        desk.reading.run(lambda _store: release.wait(20))
        other = SummariesScreen(desk.screen.context, desk.screen.theme)
        other.arrive()
        other.show_view(View.TALLY)
        shiboken6.delete(other)
        release.set()
        desk.settle()


def test_a_cancelled_writing_keeps_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "otdesk.pdf"
    path.write_bytes(b"before")
    steps: list[int] = []
    content = b"x" * 300_000
    done = write_whole(path, content, lambda n, _of: steps.append(n), lambda: len(steps) == 2)
    assert done is False
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["otdesk.pdf"]


def test_a_writing_that_fails_leaves_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "otdesk.pdf"
    with pytest.raises(EnvironmentFault) as fault:
        write_whole(path, b"x", lambda _n, _of: None, lambda: False)
    assert fault.value.safe == "Aucune donnée n’est touchée."
    assert f"le dossier « {path.parent} » n’existe pas" in str(fault.value)
    assert fault.value.todo.startswith("Choisir un autre dossier")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_went_is_told_in_the_panel(desk: Desk, folder: Path) -> None:
    panel = panel_of(desk, folder)
    folder.rmdir()
    with desk.qtbot.waitSignal(panel.ended) as ended:
        panel.go.click()
    assert ended.args == [False]
    assert "n’a pas pu être écrit" in panel.outcome.text


def test_the_folder_is_remembered(desk: Desk, folder: Path) -> None:
    panel = panel_of(desk, folder)
    with desk.qtbot.waitSignal(panel.ended):
        panel.go.click()
    kept: list[str] = []
    desk.link.read(
        lambda connection: preferences.load(connection).get(settings.EXPORT_FOLDER), kept.append
    )
    desk.qtbot.waitUntil(lambda: kept == [str(folder)])
    desk.screen.panels.close()
    desk.screen.open_export()
    again = desk.screen.panel
    assert isinstance(again, ExportPanel)
    assert again.path.parent == folder


def test_a_folder_that_is_not_there_is_never_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert starting_folder("") == tmp_path
    assert starting_folder(str(tmp_path / "stick")) == tmp_path
    (tmp_path / "Documents").mkdir()
    assert starting_folder("") == tmp_path / "Documents"
    assert starting_folder(str(tmp_path)) == tmp_path


def test_a_file_that_exists_is_announced(desk: Desk, folder: Path) -> None:
    (folder / "otdesk_PDM_2022-07.pdf").touch()
    panel = panel_of(desk, folder)
    words = [label.text() for label in panel.findChildren(type(panel._warning))]
    assert any("sera remplacé" in text for text in words)


def test_a_typed_name_is_no_way_into_another_folder(desk: Desk, folder: Path) -> None:
    panel = panel_of(desk, folder)
    panel.name.setText("../../secret")
    assert panel.path == folder / "secret.pdf"


def test_the_screen_has_one_filled_action(desk: Desk) -> None:
    def filled() -> list[str]:
        return [
            button.accessibleName()
            for button in desk.screen.findChildren(QPushButton)
            if button.property("role") == "primary" and button.isVisible()
        ]

    assert filled() == ["Imprimer"]
    desk.screen.open_export()
    assert filled() == ["Enregistrer"]
