"""The head: the office and the hour are never covered by what stands beside them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk.ui.head import Head
from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.palette import JOUR
from otdesk.ui.theme.scale import Scale


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [1280, 1366])
def test_no_button_covers_the_place(
    qtbot: QtBot, qapp: QApplication, width: int, percent: int
) -> None:
    head = Head(apply_theme(qapp, JOUR, Scale.for_screen(width, 720, percent)))
    qtbot.addWidget(head)
    head.resize(width, head.height())
    head.show()
    head.show_place("Saint-Germain-de-Calberte", "mercredi 28 septembre 2022 · 16:40", "")
    head.show_counsellor("CA", "Marie-Christine")
    head.show_draft("12 pers. · Bouches-du-Rhône · Sport & rando, Infos pratiques")
    place = head._place_width + head._theme.scale.space(18)
    buttons = (head.draft, head.search, head.counsellor)
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert min(button.x() for button in buttons) >= place
