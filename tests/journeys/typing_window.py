"""The real window, typed into by itself until it is killed.

`python -m tests.journeys.typing_window FOLDER STATE SEED` on any Qt platform. Tells on standard
output, one line each: `A uid` for what was acknowledged, `D text` for the drafts after a key.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from otdesk.domain.changes import Changes
from otdesk.services import workplace
from otdesk.services.drafts import DraftSet
from otdesk.store.occupancy import FolderLock
from otdesk.ui.application import Session
from tests.journeys.headless_counter import grounds_of, told
from tests.ui.windows import strike

PHRASES = (
    "2 a q Space",
    "3 38 q s Space",
    "025 z d Space",
    "Space",
    "F1",
    "2 a F9 a q Space",
    "4 d",
)


class Typist:
    """Types a phrase, key by key, on a timer; never stops."""

    def __init__(self, session: Session, seed: int) -> None:
        self._session = session
        self._random = random.Random(seed)
        self._words: list[str] = []
        session.link.changed.connect(self._on_changed)
        self._timer = QTimer(session)
        self._timer.timeout.connect(self._type)

    def begin(self) -> None:
        """Type from now on."""
        self._timer.start(4)

    def _type(self) -> None:
        if not self._session.ready:
            return
        if not self._words:
            self._words = self._random.choice(PHRASES).split()
        word = self._words.pop(0)
        # A number is told key by key: each is a state that a kill may leave.
        if word.isdecimal() and len(word) > 1:
            self._words[:0] = [word[1:]]
            word = word[0]
        strike(self._session.window.counter, word)
        kept = self._session.controller.conversations
        _tell(f"D {told(DraftSet(tuple(kept.drafts), kept.current))}")

    def _on_changed(self, changes: Changes) -> None:
        _tell(f"A {changes.uids[-1]}")


def _tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main(folder: str, state: str, seed: str) -> int:
    """Open the window on a folder and type until a signal comes."""
    app = QApplication(sys.argv[:1])
    office = workplace.open_folder(grounds_of(state), Path(folder))
    lock = FolderLock(office.folder)
    if not lock.acquire():
        return 2
    session = Session(app, office, lock)
    session.show()
    session.window.show_screen("counter")
    typist = Typist(session, int(seed))
    typist.begin()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
