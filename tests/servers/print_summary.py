"""The program's own way to paper, started by the test on a print server.

    python -m tests.servers.print_summary FOLDER STATE QUEUE SOURCE

Opens the summaries on a folder's day, presses Ctrl+P, chooses the queue, prints, and keeps in
SOURCE the PDF that was handed over. It says on standard output what the panel said.
"""

from __future__ import annotations

import sys
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.period import Period
from otdesk.services import workplace
from otdesk.services.preferences import Preferences
from otdesk.services.workplace import Grounds
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.printing.panel import PrintPanel
from otdesk.ui.summaries.screen import SummariesScreen, View
from otdesk.ui.theme.apply import apply_theme
from otdesk.ui.theme.palette import JOUR
from otdesk.ui.theme.scale import Scale
from tests.ui.summaries_office import EVENING

_SECONDS = 90


def main(folder: Path, state: Path, queue: str, source: Path) -> int:
    """Print the day of 13 July; return 0 if the panel says that it was sent."""
    app = QApplication([])
    theme = apply_theme(app, JOUR, Scale())
    place = workplace.open_folder(
        Grounds(paths.database_files(), state, FixedClock(EVENING)), folder
    )
    link, reading = StoreLink(place.open_store), StoreLink(place.open_store)
    link.start()
    reading.start()
    context = ScreenContext(place, link, reading, lambda: "CA", Preferences)
    screen = SummariesScreen(context, theme)
    screen.show()
    screen.arrive(Period.parse("2022-07-13"))
    wait_for(lambda: screen.material is not None)
    screen.show_view(View.PAGES)
    screen.open_print()
    panel = screen.panel
    assert isinstance(panel, PrintPanel)
    wait_for(lambda: panel.choice.count() > 0 or bool(panel.outcome.text))
    if panel.choice.count():
        panel.choice.setCurrentIndex(panel.choice.findData(queue))
        ended: list[bool] = []
        panel.ended.connect(ended.append)
        panel.go.click()
        wait_for(lambda: bool(ended))
    sys.stdout.write(panel.outcome.text)
    source.write_bytes(panel.document)
    sent = "Envoyé" in panel.outcome.text
    link.close()
    reading.close()
    # Before the application: Qt would close a window whose parts are gone already.
    screen.close()
    shiboken6.delete(screen)
    return 0 if sent else 1


def wait_for(there: object) -> None:
    """Run the window's loop until something is so; fail after a while."""
    assert callable(there)
    loop = QEventLoop()
    look = QTimer()
    look.setInterval(20)
    look.timeout.connect(lambda: loop.quit() if there() else None)
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(lambda: loop.exit(1))
    look.start()
    late.start(_SECONDS * 1000)
    assert there() or loop.exec() == 0, "nothing happened"
    look.stop()
    late.stop()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])))
