"""One focus ring for every control, ours and Qt's, in every theme.

A border that turns blue cannot be told from a filled châtaigne button's edge (1.2:1). The ring is
therefore drawn around the control, on what lies behind it, with a gap: one drawing whose contrast
is known everywhere. A control that was clicked shows none, unless it is typed into.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QTextEdit,
    QWidget,
)

from otdesk.ui.theme.palette import Palette
from otdesk.ui.theme.scale import Scale

_TYPED_INTO = (QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit)
NO_RING = "noFocusRing"
"""Dynamic property of a widget that paints its own focus, inside itself.

Another one, `focusRadius`, gives the corner of a control that has not the usual one; `role` head
or header says that the control lies on the head.
"""


class _FrameStyle(QProxyStyle):
    """Tell the frame how far it stands out, and that it lies above; nothing else uses it."""

    def __init__(self, reach: int) -> None:
        super().__init__("Fusion")
        self.reach = reach

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        margins = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin)
        if metric in margins:
            return self.reach
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget, returned)


class _Frame(QFocusFrame):
    def __init__(self, ring: FocusRing) -> None:
        super().__init__()
        self._ring = ring

    def paintEvent(self, event: QPaintEvent) -> None:
        self._ring.paint(self)


class FocusRing(QObject):
    """Follow the application's focus with a ring; one per application, made by `apply_theme`."""

    NAME = "focusRing"

    def __init__(self, app: QApplication, palette: Palette, scale: Scale) -> None:
        super().__init__(app)
        self.setObjectName(self.NAME)
        self._palette = palette
        self._scale = scale
        self._frame: _Frame | None = None
        self._style = _FrameStyle(self.reach)
        app.focusChanged.connect(self._on_focus_changed)

    def restyle(self, palette: Palette, scale: Scale) -> None:
        """Take another theme's colours and sizes."""
        self._palette, self._scale = palette, scale
        self._style.reach = self.reach
        followed = self.followed()
        self._follow(None)
        self._follow(followed)

    def followed(self) -> QWidget | None:
        """Return the control that wears the ring."""
        if self._frame is None or not shiboken6.isValid(self._frame):
            return None
        return self._frame.widget()

    @property
    def reach(self) -> int:
        """Return how far the ring stands out of its control, in pixels."""
        return self._scale.focus_width + 1

    def paint(self, frame: QWidget) -> None:
        """Draw the ring into its frame."""
        width = self._scale.focus_width
        inset = width / 2
        # A control that fills its window wears the ring inside: outside nobody would see it.
        window = frame.window()
        seen = frame.rect().intersected(window.rect().translated(-frame.mapTo(window, QPoint())))
        bounds = QRectF(seen).adjusted(inset, inset, -inset, -inset)
        followed = self.followed()
        corner = followed.property("focusRadius") if followed is not None else None
        radius = float(corner if corner is not None else self._scale.radius) + self.reach - inset
        radius = min(radius, bounds.height() / 2)
        painter = QPainter(frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._palette.header_focus if _in_head(followed) else self._palette.focus
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bounds, radius, radius)
        painter.end()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        self._follow(new if new is not None and self._wanted(new) else None)

    @staticmethod
    def _wanted(widget: QWidget) -> bool:
        if widget.isWindow() or widget.property(NO_RING):
            return False
        if widget.window().windowType() == Qt.WindowType.Popup:
            # In a list that drops down, the chosen line says where the focus is.
            return False
        clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not clicked or isinstance(widget, _TYPED_INTO)

    def _follow(self, widget: QWidget | None) -> None:
        # The frame is a child of the window it is in, and goes with it when that window is deleted.
        if self._frame is not None and not shiboken6.isValid(self._frame):
            self._frame = None
        if self._frame is None:
            if widget is None:
                return
            self._frame = _Frame(self)
            self._frame.setStyle(self._style)
        self._frame.setWidget(widget)  # type: ignore[arg-type]


def _in_head(widget: QWidget | None) -> bool:
    """Tell whether the control lies on the head, where the ground is dark in every theme."""
    while widget is not None:
        if widget.property("role") in ("head", "header"):
            return True
        widget = widget.parentWidget()
    return False
