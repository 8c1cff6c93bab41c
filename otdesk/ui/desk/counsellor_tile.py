"""A tile of the picker: initials in a disc, a name, and the digit that picks it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from otdesk.i18n import _
from otdesk.reports.counsellors import Counsellor
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import BOLD, SEMIBOLD
from otdesk.ui.theme.scale import FIGURE, LEAST, TITLE


class CounsellorTile(QAbstractButton):
    """One counsellor; `dimmed` while the letters that are typed are not hers."""

    def __init__(self, counsellor: Counsellor, key: str, theme: Theme, *, current: bool) -> None:
        super().__init__()
        self.counsellor = counsellor
        self._key = key
        self._theme = theme
        self._current = current
        self.dimmed = False
        self.setText(counsellor.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        words = [counsellor.initials, counsellor.name]
        if current:
            words.append(_("à l’accueil en ce moment"))
        self.setAccessibleName(", ".join(words))
        self.setAccessibleDescription(key)

    def sizeHint(self) -> QSize:
        """Return a tile wide enough for its name."""
        scale = self._theme.scale
        name = QFontMetrics(self._theme.font(TITLE, SEMIBOLD)).horizontalAdvance(self.text())
        width = max(scale.em(17), name + scale.em(7.6) + scale.space(34))
        return QSize(min(width, scale.em(26)), max(scale.em(6.8), scale.target))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def dim(self, dimmed: bool) -> None:  # noqa: FBT001 - as QWidget.setEnabled
        """Show whether the typed letters are hers."""
        self.dimmed = dimmed
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter picks; Space and letters belong to the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint disc, name and key."""
        palette, scale = self._theme.palette, self._theme.scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.45 if self.dimmed else 1.0)
        edge = palette.origin.ink if self._current or self.underMouse() else palette.border
        painter.setPen(QPen(QColor(edge), 2 if self._current else 1))
        painter.setBrush(QColor(palette.origin.soft if self.isDown() else palette.surface))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        side = min(self.height() - scale.space(24), scale.em(4.8))
        disc = QRectF(scale.space(16), (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.origin.fill))
        painter.drawEllipse(disc)
        painter.setPen(QColor(palette.origin.on_fill))
        step = FIGURE * 0.9 if len(self.counsellor.initials) < 3 else 1.3
        painter.setFont(self._theme.font(step, BOLD))
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), self.counsellor.initials)
        left = round(disc.right()) + scale.space(12)
        width = self.width() - left - scale.space(10)
        painter.setPen(QColor(palette.ink))
        font = self._theme.font(TITLE, SEMIBOLD)
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
        room = QRect(left, 0, width, self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        self._paint_key(painter)
        painter.end()

    def _paint_key(self, painter: QPainter) -> None:
        if not self._key:
            return
        palette, scale = self._theme.palette, self._theme.scale
        side = scale.em(1.35)
        cap = QRectF(self.width() - side - scale.space(8), scale.space(8), side, side)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, scale.small_radius, scale.small_radius)
        painter.setPen(QColor(palette.ink_secondary))
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self._key)
