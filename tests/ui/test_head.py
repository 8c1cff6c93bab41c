"""The head: the office and the hour are never covered by what stands beside them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk.ui.head import Head
from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.palette import JOUR
from otdesk.ui.theme.scale import Scale


class PaintedParts(QObject):
    """Notes which part of a widget each painting concerned."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[QRect] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt’s name
        """Note a painting, and let it happen."""
        if isinstance(event, QPaintEvent):
            self.parts.append(event.rect())
        return False


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


def test_what_a_moving_button_leaves_bare_is_painted_whole(
    qtbot: QtBot, qapp: QApplication
) -> None:
    head = Head(apply_theme(qapp, JOUR, Scale.for_screen(1366, 768)))
    qtbot.addWidget(head)
    head.resize(1366, head.height())
    head.show()
    head.show_place("Le Pont-de-Montvert", "jeudi 26 novembre 2026 · 10:24", "")
    head.show_figures(tuple((str(n), unit) for n, unit in enumerate(("visiteurs",) * 8)))
    head.show_draft("Hérault · Infos pratiques")
    qtbot.waitExposed(head)
    seen = PaintedParts()
    head.installEventFilter(seen)
    head.show_counsellor("MV", "Marie")
    qtbot.waitUntil(lambda: bool(seen.parts))
    assert seen.parts[0] == head.rect()
