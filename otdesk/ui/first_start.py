"""Before there is a window: which office this post is, or why the folder does not open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from otdesk import paths
from otdesk.errors import DeskError
from otdesk.services import workplace as workplaces
from otdesk.services.workplace import Grounds, Workplace
from otdesk.store.database import has_database
from otdesk.ui.start.chosen_folder import remembered
from otdesk.ui.start.office_dialog import OfficeDialog
from otdesk.ui.start.refusal_dialog import RefusalDialog
from otdesk.ui.theme.apply import Theme, apply_theme
from otdesk.ui.theme.palette import JOUR, NUIT
from otdesk.ui.theme.scale import Scale


def ask_office(
    app: QApplication, grounds: Grounds, folder: Path, profile: str | None
) -> Workplace | None:
    """Return the workplace of a first start, None where the window was closed without one.

    Asks for the network and the office and makes `folder`; or opens the existing folder that
    was picked instead, which is remembered for the next start.
    """
    elsewhere = remembered(grounds.state, folder)
    if elsewhere is not None and has_database(elsewhere):
        return workplaces.open_folder(grounds, elsewhere)
    dialog = OfficeDialog(dressed(app), grounds, folder, profile)
    dialog.exec()
    return dialog.workplace


def show_refusal(app: QApplication, fault: DeskError, folder: Path | None = None) -> bool:
    """Show why the program cannot open; tell whether to try again."""
    dialog = RefusalDialog(dressed(app), fault, folder)
    return dialog.exec() == QDialog.DialogCode.Accepted


def dressed(app: QApplication) -> Theme:
    """Dress the application before any setting can be read: by the system's light or dark."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme().name == "Dark"
    scale = Scale.for_screen(screen.width(), screen.height())
    return apply_theme(app, NUIT if dark else JOUR, scale, paths.resources())
