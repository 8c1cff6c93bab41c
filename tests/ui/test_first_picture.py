"""What the first picture shows, and what it does without."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.services.workplace import Workplace
from otdesk.store.occupancy import FolderLock
from otdesk.store.store import Store
from otdesk.ui.application import Session
from otdesk.ui.first_look import first_look
from tests.offices import make_office
from tests.ui.windows import close_window, open_window, strike

# Each of these takes as long to import as a tenth of the window, or much longer.
LATER = (
    "sqlalchemy",
    "alembic",
    "reportlab",
    "pypdfium2",
    "babel",
    "cryptography",
    "xlsxwriter",
    "python_calamine",
    "rich",
    "asyncio",
    "PySide6.QtNetwork",
    "otdesk.reports.summarise",
    "otdesk.store.store",
    "otdesk.ui.days",
    "otdesk.ui.summaries",
)
PICTURE = """
import json, os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from otdesk import paths
from otdesk.clock import SystemClock
from otdesk.services import workplace
from otdesk.services.workplace import Grounds
from otdesk.store.occupancy import FolderLock
from otdesk.ui.application import Session

app = QApplication(sys.argv[:1])
folder = Path(sys.argv[1])
grounds = Grounds(paths.database_files(), folder / "state", SystemClock())
lock = FolderLock(folder / "data")
assert lock.acquire()
session = Session(app, workplace.open_folder(grounds, folder / "data"), lock)

def told():
    os.write(1, json.dumps(sorted(sys.modules)).encode())
    os._exit(0)

session.painted.connect(told)
session.show()
app.exec()
"""


def test_nothing_is_imported_before_it_is_needed(tmp_path: Path) -> None:
    make_office(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", PICTURE, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    imported = json.loads(done.stdout)
    assert "otdesk.ui.counter.screen" in imported
    assert [name for name in LATER if name in imported] == []


def test_the_first_look_is_what_the_store_says(qtbot: QtBot, tmp_path: Path) -> None:
    office = make_office(tmp_path)
    session = open_window(qtbot, office)
    strike(session.window.counter, "2 a q Space 3 Space 4 a")
    qtbot.waitUntil(lambda: not session.link.is_writing)
    close_window(session)
    look = first_look(office)
    assert [draft.size for draft in look.drafts.drafts] == [4]
    assert look.view.figures[:3] == (("2", "visiteurs"), ("1", "accueil"), ("3", "passages"))
    assert look.preferences.get(settings.COUNSELLOR) == "CA"


def test_the_window_is_whole_before_its_store_is_open(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    first = open_window(qtbot, office)
    strike(first.window.counter, "2 a q Space 5")
    qtbot.waitUntil(lambda: not first.link.is_writing)
    close_window(first)
    opened: list[Workplace] = []
    real = Workplace.open_store

    def counted(place: Workplace) -> Store:
        opened.append(place)
        return real(place)

    monkeypatch.setattr(Workplace, "open_store", counted)
    lock = FolderLock(office.folder)
    assert lock.acquire()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    again = Session(app, office, lock)
    at_the_picture: list[int] = []
    again.painted.connect(lambda: at_the_picture.append(len(opened)))
    again.show()
    try:
        assert again.controller.draft.size == 5
        assert again.window.counter.hours.accessibleDescription() == "16 h : 2"
        qtbot.waitUntil(lambda: bool(opened))
        assert at_the_picture == [0]
    finally:
        close_window(again)
