"""Enter presses the button in focus, in one place for every kind of button."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otdesk.ui.days.controls import IconButton
from otdesk.ui.enter_key import OWN_ENTER, EnterKey
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme, apply_theme
from otdesk.ui.theme.palette import JOUR
from otdesk.ui.theme.scale import Scale
from otdesk.ui.theme.segment import SegmentButton


class Page(QWidget):
    """A page that has a use of its own for Enter."""

    def __init__(self) -> None:
        super().__init__()
        self.enters = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt’s name
        """Count what comes through."""
        self.enters += event.key() == Qt.Key.Key_Return


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return apply_theme(qapp, JOUR, Scale.for_screen(1366, 768))


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Iterator[Page]:
    listening = EnterKey(qapp)
    page = Page()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    yield page
    listening.deleteLater()


def in_focus(page: Page, button: QAbstractButton) -> list[bool]:
    """Put a button on the page, in focus, and return where its presses are counted."""
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.setParent(page)
    button.show()
    button.setFocus()
    assert QApplication.focusWidget() is button
    return pressed


@pytest.mark.parametrize("kind", ["plain", "key", "icon", "segment"])
def test_enter_presses_the_button_in_focus_once(
    qtbot: QtBot, page: Page, theme: Theme, kind: str
) -> None:
    makers: dict[str, Callable[[], QPushButton]] = {
        "plain": lambda: QPushButton("Enregistrer"),
        "key": lambda: KeyButton(theme, "Enregistrer", ""),
        "icon": lambda: IconButton("x", "Fermer", theme),
        "segment": lambda: SegmentButton("Achat", theme),
    }
    button = makers[kind]()
    pressed = in_focus(page, button)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(pressed) == 1
    assert page.enters == 0


def test_ctrl_enter_is_the_panels_whatever_button_has_the_focus(
    qtbot: QtBot, page: Page, theme: Theme
) -> None:
    button = IconButton("x", "Fermer", theme)
    pressed = in_focus(page, button)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not pressed
    assert page.enters == 1


def test_where_enter_has_a_meaning_of_its_own_no_button_takes_it(
    qtbot: QtBot, page: Page, theme: Theme
) -> None:
    page.setProperty(OWN_ENTER, True)
    button = KeyButton(theme, "Mettre de côté", "")
    pressed = in_focus(page, button)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert not pressed
    assert page.enters == 1


def test_enter_ticks_no_box(qtbot: QtBot, page: Page) -> None:
    box = QCheckBox("Remettre en rayon")
    in_focus(page, box)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert not box.isChecked()


def test_a_button_that_lost_the_focus_is_no_longer_listened_to(
    qtbot: QtBot, page: Page, theme: Theme
) -> None:
    first = KeyButton(theme, "Un", "")
    pressed = in_focus(page, first)
    in_focus(page, KeyButton(theme, "Deux", ""))
    first.deleteLater()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not pressed


def test_a_dialog_keeps_its_default_button(qtbot: QtBot, page: Page, theme: Theme) -> None:
    dialog = QDialog(page)
    choice, default = KeyButton(theme, "Vialas", ""), QPushButton("Commencer")
    default.setDefault(True)
    chosen, begun = [], []
    choice.clicked.connect(lambda: chosen.append(True))
    default.clicked.connect(lambda: begun.append(True))
    choice.setAutoDefault(False)
    for button in (choice, default):
        button.setParent(dialog)
    dialog.show()
    dialog.activateWindow()
    choice.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is choice)
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    assert (chosen, begun) == ([], [True])
