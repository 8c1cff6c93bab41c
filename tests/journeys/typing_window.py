"""The real window, typed into by itself until it is killed.

`python -m tests.journeys.typing_window FOLDER STATE SEED` on any Qt platform. Tells on standard
output, one line each: `A uid` for what was acknowledged, `D text` for the drafts after a key.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from otdesk.domain.changes import Changes
from otdesk.services import workplace
from otdesk.services.drafts import DraftSet
from otdesk.store.occupancy import FolderLock
from otdesk.ui.application import Session
from otdesk.ui.background import StoreLink
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


class TellingLink:
    """Tells each set of drafts before the session's link has it: none is on the disk untold."""

    def __init__(self, link: StoreLink) -> None:
        self._keep, self._write = link.keep_drafts, link.write
        link.keep_drafts = self.keep_drafts  # type: ignore[method-assign]  # instrumented
        link.write = self.write  # type: ignore[method-assign,assignment]  # instrumented

    def keep_drafts(self, kept: DraftSet) -> None:
        """Tell, then keep."""
        _tell(f"D {told(kept)}")
        self._keep(kept)

    def write(self, *arguments: Any, remaining: DraftSet | None = None) -> None:  # noqa: ANN401 - passed on
        """Tell what remains, then write."""
        if remaining is not None:
            _tell(f"D {told(remaining)}")
        self._write(*arguments, remaining=remaining)


class Typist:
    """Types a phrase, key by key, on a timer; never stops."""

    def __init__(self, session: Session, seed: int) -> None:
        self._session = session
        self._random = random.Random(seed)
        self._words: list[str] = []
        self._telling = TellingLink(session.link)
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
        strike(self._session.window.counter, self._words.pop(0))

    def _on_changed(self, changes: Changes) -> None:
        # The till's own events have no record to name.
        for uid in changes.uids:
            _tell(f"A {uid}")


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
