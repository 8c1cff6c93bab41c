"""How a window comes on the screen: its theme, its size, and a new one in an old one's place.

What the office's window and the siège's have in common, whatever they show.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from otdesk import paths, settings
from otdesk.services.preferences import Preferences
from otdesk.ui.theme.apply import Theme, apply_theme
from otdesk.ui.theme.palette import palette_named
from otdesk.ui.theme.scale import Scale

# Narrower than this, at the text of a small screen, ten tiles side by side would cut their words.
_LEAST_WIDTH, _LEAST_HEIGHT = 1220, 620
# A wider screen has room for other windows beside.
_WIDEST_MAXIMISED = 1920
_WIDTH, _HEIGHT = 1600, 950


def dress(app: QApplication, preferences: Preferences) -> Theme:
    """Put on the theme that is chosen, at the size of text that the screen and the user ask for."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    percent = preferences.get(settings.TEXT_PERCENT)
    scale = Scale.for_screen(screen.width(), screen.height(), percent)
    palette = palette_named(preferences.get(settings.THEME))
    return apply_theme(app, palette, scale, paths.resources())


def show_whole(window: QMainWindow, scale: Scale) -> None:
    """Show a window, maximised on the small screens of the offices."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    least = QSize(scale.space(_LEAST_WIDTH), scale.space(_LEAST_HEIGHT))
    window.setMinimumSize(least.boundedTo(screen.size()))
    if screen.width() <= _WIDEST_MAXIMISED:
        window.showMaximized()
    else:
        window.resize(_WIDTH, _HEIGHT)
        window.show()


def take_place(window: QMainWindow, old: QMainWindow) -> None:
    """Show a window where another one stands, and close that one."""
    window.setGeometry(old.geometry())
    window.setWindowState(old.windowState())
    window.show()
    old.close()
    old.deleteLater()
