"""Put a theme on the application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPalette, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QToolButton,
)

from otdesk import paths
from otdesk.ui.icons import IconSet
from otdesk.ui.theme.focus import FocusRing
from otdesk.ui.theme.fonts import REGULAR, font, register_fonts
from otdesk.ui.theme.palette import Colour, Palette
from otdesk.ui.theme.ridges import Ridges
from otdesk.ui.theme.scale import BODY, Scale
from otdesk.ui.theme.stylesheet import stylesheet


@dataclass(frozen=True)
class Theme:
    """What a widget that paints itself needs; handed over by constructor."""

    palette: Palette
    scale: Scale
    icons: IconSet
    ridges: Ridges

    def font(self, step: float = BODY, weight: QFont.Weight = REGULAR) -> QFont:
        """Return the interface's font at a type step."""
        return font(self.scale, step, weight)

    def set_icon(self, button: QAbstractButton, name: str, colour: Colour | None = None) -> None:
        """Give a button an icon, in the ink unless told, that follows the button's states.

        Beside text the icon carries its own gap: style sheets leave four pixels whatever the size
        of the text.
        """
        side, ratio = self.scale.icon, button.devicePixelRatioF()
        gap = self.scale.space(6) if button.text() else 0
        under = isinstance(button, QToolButton) and (
            button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        )
        icon = self.icons.icon(
            name,
            colour or self.palette.ink,
            side,
            ratio,
            disabled=self.palette.ink_secondary,
            checked=self.palette.origin.on_fill,
            gap_px=0 if under else gap,
        )
        button.setIcon(icon)
        button.setIconSize(QSize(side + (0 if under else gap), side))

    def dress_spin_box(self, spin_box: QAbstractSpinBox) -> None:
        """Set a number off from its frame: Qt forgets the style sheet's padding on its left."""
        spin_box.lineEdit().setTextMargins(self.scale.space(10), 0, 0, 0)

    def dress_calendar(self, calendar: QCalendarWidget) -> None:
        """Give a calendar the theme's colours: Qt paints weekends pure red, whatever the sheet."""
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        heading, weekend = QTextCharFormat(), QTextCharFormat()
        heading.setForeground(QColor(self.palette.ink_secondary))
        heading.setBackground(QColor(self.palette.surface))
        weekend.setForeground(QColor(self.palette.origin.ink))
        calendar.setHeaderTextFormat(heading)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, weekend)


def apply_theme(
    app: QApplication, palette: Palette, scale: Scale, resources: Path | None = None
) -> Theme:
    """Dress the application: Fusion, fonts, palette, style sheet, focus ring.

    It may be called again at any time, and then changes the theme of the open windows.
    `resources` is the shipped folder, found by `paths` unless given. Raises FontsMissing.
    """
    folder = resources if resources is not None else paths.resources()
    register_fonts(folder / "fonts")
    app.setStyle("Fusion")
    app.setFont(font(scale))
    app.setPalette(qt_palette(palette))
    app.setStyleSheet(stylesheet(palette, scale, folder / "theme"))
    ring = app.findChild(QObject, FocusRing.NAME)
    if isinstance(ring, FocusRing):
        ring.restyle(palette, scale)
    else:
        FocusRing(app, palette, scale)
    return Theme(palette, scale, IconSet(folder / "icons"), Ridges.load(folder / "theme"))


def qt_palette(palette: Palette) -> QPalette:
    """Return Qt's palette of a theme, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.ground,
        role.WindowText: palette.ink,
        role.Base: palette.surface,
        role.AlternateBase: palette.sunken,
        role.Text: palette.ink,
        role.Button: palette.surface,
        role.ButtonText: palette.ink,
        role.BrightText: palette.refused.ink,
        role.ToolTipBase: palette.ink,
        role.ToolTipText: palette.ground,
        role.PlaceholderText: palette.ink_secondary,
        role.Highlight: palette.origin.fill,
        role.HighlightedText: palette.origin.on_fill,
        role.Accent: palette.origin.fill,
        role.Link: palette.focus,
        role.LinkVisited: palette.channel.ink,
        role.Light: palette.hover,
        role.Midlight: palette.line,
        role.Mid: palette.border,
        role.Dark: palette.ink_secondary,
        role.Shadow: palette.border,
    }
    made = QPalette()
    for each, colour in colours.items():
        made.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(palette.ink_secondary))
    made.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(palette.sunken))
    made.setColor(QPalette.ColorGroup.Disabled, role.Button, QColor(palette.sunken))
    return made
