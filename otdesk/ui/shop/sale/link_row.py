"""The accueil that a basket belongs to, or could: one row, one key."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAST, NOTE


class LinkRow(QAbstractButton):
    """Filled where the basket is linked, dashed where an accueil is only offered."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self._linked = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription("F2")
        self.hide()

    @property
    def words(self) -> str:
        """Return the accueil that is shown."""
        return self._words

    def show_visit(self, words: str, *, linked: bool) -> None:
        """Show an accueil; none hides the row."""
        self._words, self._linked = words, linked
        self.setVisible(bool(words))
        name = _("Accueil {} : délier") if linked else _("Accueil {} : lier")
        self.setAccessibleName(name.format(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a finger's height."""
        return QSize(100, self._theme.scale.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the page; `EnterKey` has pressed by Enter before."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        hue = palette.origin
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._linked:
            edge = hue.ink if palette.name == "contraste" else hue.soft
            painter.setPen(QPen(QColor(edge), 1))
            painter.setBrush(QColor(hue.soft))
        else:
            painter.setPen(QPen(QColor(palette.dashed), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        size = scale.icon_small
        left = scale.space(12)
        icon = "link" if self._linked else "unlink"
        pixmap = self._theme.icons.pixmap(icon, hue.ink, size, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
        left += size + scale.space(9)
        right = self._paint_key(painter, self.width() - scale.space(14))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._theme.font(NOTE, REGULAR))
        painter.setPen(QColor(palette.ink_secondary))
        word = _("Accueil") if self._linked else _("Même accueil ?")
        width = painter.fontMetrics().horizontalAdvance(word)
        painter.drawText(QRect(left, 0, width, self.height()), flags, word)
        left += width + scale.space(7)
        painter.setFont(self._theme.font(BODY, SEMIBOLD))
        painter.setPen(QColor(hue.ink))
        room = QRect(left, 0, right - left - scale.space(6), self.height())
        told = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, flags, told)
        painter.end()

    def _paint_key(self, painter: QPainter, right: int) -> int:
        """Paint `délier F2` at the right; return where it begins."""
        palette, scale = self._theme.palette, self._theme.scale
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        metrics = painter.fontMetrics()
        height = metrics.height() + scale.space(4)
        width = metrics.horizontalAdvance("F2") + scale.space(10)
        cap = QRectF(right - width, (self.height() - height) / 2, width, height)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, scale.small_radius, scale.small_radius)
        painter.setPen(QColor(palette.ink))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, "F2")
        painter.setFont(self._theme.font(NOTE, REGULAR))
        word = _("délier") if self._linked else _("lier")
        word_width = painter.fontMetrics().horizontalAdvance(word)
        begin = round(cap.left()) - scale.space(8) - word_width
        painter.drawText(
            QRect(begin, 0, word_width, self.height()), Qt.AlignmentFlag.AlignVCenter, word
        )
        return begin
