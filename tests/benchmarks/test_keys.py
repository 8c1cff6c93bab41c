"""From a key to its picture, on the real window, off screen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk.services.workplace import Workplace
from otdesk.ui.application import Session
from tests.benchmarks.pairs import Pairs, percentile
from tests.benchmarks.years import Years
from tests.ui.windows import NAMED, close_window, open_window

# What a morning is made of: couples and families, groups, several demands, calls, passages.
PHRASES = (
    "2 a q Space 3 3 8 q s Space 0 2 5 z d Space 4 u s Space Space F1 2 a F9 a q Space g Space"
)
KEYS = 600
# 60 pictures a second.
FRAME = 0.016
_PATIENCE = 2.0


class PaintWatch(QObject):
    """Notices that a window paints what changed in it."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.painted = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the order to paint; it is carried out before Qt goes on to anything else."""
        if event.type() == QEvent.Type.UpdateRequest:
            self.painted = True
        return False


class Typist:
    """Types phrase after phrase into a window and measures each key."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self._qtbot = qtbot
        self._session = session
        self._words = cycle(PHRASES.split())
        self._watch = PaintWatch(session.window)
        session.window.installEventFilter(self._watch)
        self.taken: list[float] = []

    def type(self) -> None:
        """Type one key and wait until nothing of it is left to paint."""
        self._rest()
        self._watch.painted = False
        began = ended = time.perf_counter()
        self._strike(next(self._words))
        seen = False
        while True:
            QApplication.processEvents()
            now = time.perf_counter()
            if self._watch.painted:
                self._watch.painted, seen, ended = False, True, now
            elif seen:
                break
            assert now - began < _PATIENCE, "a key that paints nothing"
        self.taken.append(ended - began)

    def _strike(self, word: str) -> None:
        # To this window's counter, whichever of two has the focus.
        key, text = NAMED.get(word) or (Qt.Key(ord(word.upper())), word)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(self._session.window.counter, event)

    def _rest(self) -> None:
        """Let what the last key left behind come to its end, as a hand does."""
        self._qtbot.waitUntil(lambda: not self._session.link.is_writing)
        self._qtbot.wait(12)


@contextmanager
def typist(qtbot: QtBot, workplace: Workplace) -> Iterator[Typist]:
    session = open_window(qtbot, workplace)
    try:
        yield Typist(qtbot, session)
    finally:
        close_window(session)


def test_a_key_is_painted_within_a_frame(qtbot: QtBot, pairs: Pairs, million: Years) -> None:
    with typist(qtbot, million.workplace) as hand:
        spread: list[float] = []

        def type_all() -> None:
            for _key in range(20):
                hand.type()
            for _series in range(3):
                hand.taken.clear()
                for _key in range(KEYS // 2):
                    hand.type()
                spread.append(percentile(hand.taken, 0.95))

        pairs.once(type_all)
        # The middle one of three: another program's burst must not count as ours.
        pairs.note(
            "a key to its picture, p95 / a frame of 16 ms", statistics.median(spread), FRAME, 1.0
        )


def test_a_key_costs_the_same_after_a_million(
    qtbot: QtBot, pairs: Pairs, million: Years, thousand: Years
) -> None:
    with (
        typist(qtbot, million.workplace) as after,
        typist(qtbot, thousand.workplace) as before,
    ):

        def type_both() -> None:
            for _key in range(KEYS):
                before.type()
                after.type()

        pairs.once(type_both)
        pairs.note(
            "a key to its picture, after 1 000 000 / after 1 000",
            statistics.median(after.taken),
            statistics.median(before.taken),
            1.10,
        )
