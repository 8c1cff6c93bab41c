"""Lucide's icons, in any colour and size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class UnknownIcon(LookupError):
    """No icon has this name: a mistake in the program, or an incomplete installation."""


class IconSet:
    """The icons of one folder, painted on demand and kept.

    One set serves the whole window; it must be used from the GUI thread, as pixmaps are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawings: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def names(self) -> tuple[str, ...]:
        """Return every icon's name, sorted."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.svg")))

    def icon(
        self,
        name: str,
        colour: str,
        size_px: int,
        device_pixel_ratio: float = 1.0,
        *,
        disabled: str | None = None,
        checked: str | None = None,
        gap_px: int = 0,
    ) -> QIcon:
        """Return an icon for buttons and menus, `#RRGGBB`, `size_px` logical pixels square.

        `gap_px` adds an empty strip at the right, for a button whose style leaves too little
        before its text.

        `disabled` and `checked` are the colours in those states: Qt would grey the first by itself
        and leave the second dark on a dark fill. Raises UnknownIcon.
        """

        def paint(colour: str) -> QPixmap:
            pixmap = self.pixmap(name, colour, size_px, device_pixel_ratio)
            return _with_gap(pixmap, gap_px) if gap_px else pixmap

        icon = QIcon(paint(colour))
        icon.addPixmap(paint(disabled or colour), QIcon.Mode.Disabled, QIcon.State.Off)
        icon.addPixmap(paint(disabled or colour), QIcon.Mode.Disabled, QIcon.State.On)
        if checked is not None:
            icon.addPixmap(paint(checked), QIcon.Mode.Normal, QIcon.State.On)
            icon.addPixmap(paint(checked), QIcon.Mode.Active, QIcon.State.On)
        return icon

    def pixmap(
        self, name: str, colour: str, size_px: int, device_pixel_ratio: float = 1.0
    ) -> QPixmap:
        """Return the icon painted once, for paint events; raise UnknownIcon."""
        key = (name, colour, size_px, device_pixel_ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._painted(*key)
        return self._pixmaps[key]

    def _painted(self, name: str, colour: str, size_px: int, ratio: float) -> QPixmap:
        # Before the painter: an error with a painter at work on a pixmap brings the process down.
        renderer = self._renderer(name, colour)
        side = round(size_px * ratio)
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _renderer(self, name: str, colour: str) -> QSvgRenderer:
        if name not in self._drawings:
            self._drawings[name] = self._read(name)
        drawing = self._drawings[name].replace("currentColor", colour)
        return QSvgRenderer(QByteArray(drawing.encode()))

    def _read(self, name: str) -> str:
        path = self._folder / f"{name}.svg"
        # A name is no path: "../x" must not leave the folder.
        if path.parent != self._folder or not path.is_file():
            raise UnknownIcon(f"no icon {name!r} in {self._folder.name}; add it to make_icons.py")
        return path.read_text(encoding="utf-8")


def _with_gap(pixmap: QPixmap, gap_px: int) -> QPixmap:
    ratio = pixmap.devicePixelRatio()
    wide = QPixmap(pixmap.width() + round(gap_px * ratio), pixmap.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return wide
