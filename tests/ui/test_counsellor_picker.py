"""Who is at the desk: picked by letters, by a digit, by a finger; without a password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk.reports.counsellors import present
from otdesk.services.workplace import Workplace
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.desk.counsellor_picker import CounsellorPicker
from tests.offices import make_office
from tests.ui.day_desk import dress, stored
from tests.ui.day_records import add_counsellors

Make = Callable[[], CounsellorPicker]


@pytest.fixture
def office(tmp_path: Path) -> Workplace:
    return make_office(tmp_path)


@pytest.fixture
def make(qtbot: QtBot, qapp: object, office: Workplace) -> Iterator[Make]:
    theme = dress()
    link = StoreLink(office.open_store)
    link.start()
    context = ScreenContext(office, link, link, lambda: "CA", lambda: stored(office))

    def made() -> CounsellorPicker:
        picker = CounsellorPicker(context, theme)
        qtbot.addWidget(picker)
        picker.resize(1262, 712)
        with qtbot.waitExposed(picker):
            picker.show()
        picker.setFocus()
        qtbot.waitUntil(lambda: bool(picker.tiles) or picker.form.isVisible())
        return picker

    yield made
    link.close()
    QApplication.processEvents()


def test_initials_pick_as_soon_as_they_are_one_persons(
    qtbot: QtBot, office: Workplace, make: Make
) -> None:
    add_counsellors(office)
    picker = make()
    with qtbot.assertNotEmitted(picker.chosen):
        qtbot.keyClick(picker, Qt.Key.Key_C)
    with qtbot.waitSignal(picker.chosen) as found:
        qtbot.keyClick(picker, Qt.Key.Key_M)
    assert found.args == ["CM", "Clément"]


def test_one_letter_is_enough_where_nobody_else_has_it(
    qtbot: QtBot, office: Workplace, make: Make
) -> None:
    add_counsellors(office)
    picker = make()
    with qtbot.waitSignal(picker.chosen) as found:
        qtbot.keyClick(picker, Qt.Key.Key_L)
    assert found.args == ["LM", "Lucie"]


@pytest.mark.parametrize("sign", ["2", '"'])
def test_a_digit_picks_a_tile_shifted_or_not(
    qtbot: QtBot, office: Workplace, make: Make, sign: str
) -> None:
    add_counsellors(office)
    picker = make()
    with qtbot.waitSignal(picker.chosen) as found:
        qtbot.keyClick(picker, sign)
    assert found.args == (["CM", "Clément"] if sign == "2" else ["LM", "Lucie"])


def test_a_touch_picks(qtbot: QtBot, office: Workplace, make: Make) -> None:
    add_counsellors(office)
    picker = make()
    with qtbot.waitSignal(picker.chosen) as found:
        qtbot.mouseClick(picker.tiles[0], Qt.MouseButton.LeftButton)
    assert found.args == ["CA", "Camille"]


def test_initials_of_nobody_are_said_and_forgotten(
    qtbot: QtBot, office: Workplace, make: Make
) -> None:
    add_counsellors(office)
    picker = make()
    qtbot.keyClick(picker, Qt.Key.Key_Z)
    assert "Personne" in picker.said.text()
    with qtbot.waitSignal(picker.chosen):
        qtbot.keyClick(picker, Qt.Key.Key_L)


def test_esc_changes_nothing(qtbot: QtBot, office: Workplace, make: Make) -> None:
    add_counsellors(office)
    picker = make()
    qtbot.keyClick(picker, Qt.Key.Key_C)
    with qtbot.assertNotEmitted(picker.left):
        qtbot.keyClick(picker, Qt.Key.Key_Escape)
    with qtbot.waitSignal(picker.left), qtbot.assertNotEmitted(picker.chosen):
        qtbot.keyClick(picker, Qt.Key.Key_Escape)


def test_the_first_one_adds_herself_and_is_at_the_desk(
    qtbot: QtBot, office: Workplace, make: Make
) -> None:
    picker = make()
    assert picker.form.isVisible()
    picker.initials.setText("ml")
    picker.name.setText("Maëlle")
    with qtbot.waitSignal(picker.chosen) as found:
        qtbot.keyClick(picker.name, Qt.Key.Key_Return)
    assert found.args == ["ML", "Maëlle"]
    with closing(office.open_store()) as store, store.reading() as connection:
        assert [c.name for c in present(connection)] == ["Maëlle"]


def test_initials_that_are_taken_are_refused(qtbot: QtBot, office: Workplace, make: Make) -> None:
    add_counsellors(office)
    picker = make()
    picker.add.click()
    picker.initials.setText("CA")
    picker.name.setText("Carole")
    picker.save.click()
    qtbot.waitUntil(lambda: "prises" in picker.fault.text())
    assert picker.form.isVisible()


def test_tiles_are_named_and_a_fingers_size(office: Workplace, make: Make) -> None:
    add_counsellors(office)
    picker = make()
    assert [tile.accessibleName() for tile in picker.tiles] == [
        "CA, Camille, à l’accueil en ce moment",
        "CM, Clément",
        "LM, Lucie",
    ]
    assert all(tile.height() >= 44 for tile in picker.tiles)
