"""The first start: one question, one folder; a refusal that says what is safe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from otdesk import paths
from otdesk.clock import SystemClock
from otdesk.errors import DataFault
from otdesk.services import workplace as workplaces
from otdesk.services.workplace import Grounds
from otdesk.store import faults
from otdesk.store.occupancy import FolderLock
from otdesk.store.profiles import ProfileFault
from otdesk.store.store import DATABASE
from otdesk.ui import application
from otdesk.ui.first_start import ask_office, dressed
from otdesk.ui.siege.session import SiegeSession
from otdesk.ui.start.chosen_folder import remembered
from otdesk.ui.start.office_dialog import OfficeDialog
from otdesk.ui.start.office_tile import OfficeTile
from otdesk.ui.start.refusal_dialog import RefusalDialog
from otdesk.ui.theme.apply import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dressed(qapp)


@pytest.fixture
def grounds(tmp_path: Path) -> Grounds:
    return Grounds(paths.database_files(), tmp_path / "state", SystemClock())


def nobody(_parent: QWidget, _title: str) -> Path | None:
    return None


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, grounds: Grounds, tmp_path: Path) -> Iterator[OfficeDialog]:
    made = OfficeDialog(theme, grounds, tmp_path / "données", None, pick=nobody)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def folders(tmp_path: Path) -> list[Path]:
    return [path.parent for path in tmp_path.rglob(DATABASE)]


def test_the_first_start_makes_exactly_one_folder(dialog: OfficeDialog, tmp_path: Path) -> None:
    assert folders(tmp_path) == []
    dialog.choose("VIA")
    dialog.begin.click()
    assert folders(tmp_path) == [tmp_path / "données"]
    assert dialog.workplace is not None
    assert dialog.workplace.identity.office == "VIA"


def test_nothing_is_made_until_an_office_is_chosen(dialog: OfficeDialog, tmp_path: Path) -> None:
    assert not dialog.begin.isEnabled()
    dialog.make()
    dialog.reject()
    assert folders(tmp_path) == []
    assert dialog.workplace is None


def test_every_network_can_be_chosen(dialog: OfficeDialog, tmp_path: Path) -> None:
    assert {"cevennes", "sommieres"} <= set(dialog.networks)
    dialog.choice.buttons["sommieres"].click()
    assert set(dialog.tiles) == set(dialog.networks["sommieres"].office_codes)
    if dialog.chosen is None:
        dialog.choose(next(iter(dialog.tiles)))
    dialog.begin.click()
    assert dialog.workplace is not None
    assert dialog.workplace.identity.network == "sommieres"


def test_a_named_network_that_does_not_exist_is_told(
    theme: Theme, grounds: Grounds, tmp_path: Path
) -> None:
    with pytest.raises(ProfileFault, match="cevennes"):
        OfficeDialog(theme, grounds, tmp_path / "data", "atlantide", pick=nobody)


def test_a_synchronised_folder_is_refused_and_says_so(
    qtbot: QtBot, theme: Theme, grounds: Grounds, tmp_path: Path
) -> None:
    dialog = OfficeDialog(theme, grounds, tmp_path / "OneDrive" / "otdesk", None, pick=nobody)
    qtbot.addWidget(dialog)
    dialog.choose("PDM")
    assert not dialog.begin.isEnabled()
    assert "OneDrive" in dialog.said.text()
    dialog.make()
    assert folders(tmp_path) == []


def test_another_place_is_remembered_for_the_next_start(
    qtbot: QtBot, theme: Theme, qapp: QApplication, grounds: Grounds, tmp_path: Path
) -> None:
    usual, elsewhere = tmp_path / "usual", tmp_path / "disque"
    elsewhere.mkdir()
    (elsewhere / "photo.jpg").touch()
    dialog = OfficeDialog(theme, grounds, usual, None, pick=lambda _p, _t: elsewhere)
    qtbot.addWidget(dialog)
    dialog.choose_place()
    dialog.choose("PDM")
    dialog.make()
    # A folder with something in it gets one of its own inside.
    assert folders(tmp_path) == [elsewhere / "otdesk"]
    assert remembered(grounds.state, usual) == elsewhere / "otdesk"
    again = ask_office(qapp, grounds, usual, None)
    assert again is not None
    assert again.folder == elsewhere / "otdesk"


def test_an_existing_folder_is_opened_as_it_is(
    qtbot: QtBot, theme: Theme, grounds: Grounds, tmp_path: Path
) -> None:
    made = workplaces.create(grounds, tmp_path / "ancien", profile_code="cevennes", office="SCV")
    dialog = OfficeDialog(theme, grounds, tmp_path / "new", None, pick=lambda _p, _t: made.folder)
    qtbot.addWidget(dialog)
    dialog.open_existing()
    assert dialog.workplace is not None
    assert dialog.workplace.identity.office == "SCV"
    assert folders(tmp_path) == [made.folder]


def test_a_folder_that_is_no_data_folder_is_told_and_left_alone(
    qtbot: QtBot, theme: Theme, grounds: Grounds, tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    dialog = OfficeDialog(
        theme, grounds, tmp_path / "new", None, pick=lambda _p, _t: tmp_path / "photos"
    )
    qtbot.addWidget(dialog)
    dialog.open_existing()
    assert dialog.workplace is None
    assert "photos" in dialog.said.text()
    # A window does not send to the command line.
    assert "--" not in dialog.said.text()
    assert list((tmp_path / "photos").iterdir()) == []


def test_a_tile_says_its_office_and_its_place(dialog: OfficeDialog) -> None:
    tile = dialog.tiles["PDM"]
    assert tile.accessibleName() == "Le Pont-de-Montvert"
    assert "48220" in tile.accessibleDescription()
    assert "siège" in tile.accessibleDescription()


def test_an_office_is_chosen_and_begun_by_keyboard_alone(
    qtbot: QtBot, dialog: OfficeDialog, tmp_path: Path
) -> None:
    dialog.tiles["VIA"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(dialog.tiles["VIA"], Qt.Key.Key_Space)
    qtbot.keyClick(dialog.tiles["VIA"], Qt.Key.Key_Return)
    assert folders(tmp_path) == [tmp_path / "données"]


def test_tab_goes_down_the_page_of_every_network(dialog: OfficeDialog) -> None:
    for network in ("sommieres", "cevennes"):
        dialog.choice.buttons[network].click()
        widget: QWidget | None = list(dialog.choice.buttons.values())[-1]
        chain: list[QWidget] = []
        while widget is not None and widget is not dialog.other:
            chain.append(widget)
            widget = widget.nextInFocusChain()
        reached = [each for each in chain if isinstance(each, OfficeTile)]
        assert reached == list(dialog.tiles.values())


# A refusal ----------------------------------------------------------------------------------


def test_a_refusal_says_three_sentences_whatever_the_fault(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    for fault in (faults.broken(tmp_path / DATABASE), DataFault("Ce profil n’existe pas.")):
        dialog = RefusalDialog(theme, fault, tmp_path)
        qtbot.addWidget(dialog)
        assert len(dialog.sentences) == 3
        assert all(dialog.sentences)
        assert all(sentence in dialog.accessibleDescription() for sentence in dialog.sentences)


def test_a_refusal_is_copied_whole(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    dialog = RefusalDialog(theme, faults.occupied(tmp_path), tmp_path)
    qtbot.addWidget(dialog)
    buttons = {each.text(): each for each in dialog.findChildren(QPushButton)}
    buttons["Copier"].click()
    copied = QGuiApplication.clipboard().text()
    assert all(sentence in copied for sentence in dialog.sentences)
    assert str(tmp_path) in copied


def test_a_refusal_lets_one_try_again_or_leave(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    dialog = RefusalDialog(theme, faults.read_only(tmp_path / DATABASE))
    qtbot.addWidget(dialog)
    buttons = {each.text(): each for each in dialog.findChildren(QPushButton)}
    buttons["Réessayer"].click()
    assert dialog.result() == dialog.DialogCode.Accepted
    buttons["Quitter"].click()
    assert dialog.result() == dialog.DialogCode.Rejected


def test_the_folder_of_the_siege_opens_a_window_of_its_own(
    qtbot: QtBot, qapp: QApplication, grounds: Grounds, tmp_path: Path
) -> None:
    siege = workplaces.create_siege(grounds, tmp_path / "siege", profile_code="cevennes")
    session = application._opened(qapp, grounds, siege.folder, None, None)
    assert isinstance(session, SiegeSession)
    assert session.window.windowTitle().startswith("Siège")
    qtbot.waitUntil(lambda: session.ready)
    session.window.close()
    # Its lock was given back: another try finds the folder free.
    lock = FolderLock(siege.folder)
    assert lock.acquire()
    lock.release()
