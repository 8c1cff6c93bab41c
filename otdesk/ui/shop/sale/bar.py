"""The bar over the shelf: scan or search, and what just happened, never in the way of a key."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from otdesk.i18n import _
from otdesk.ui.counter.controller import Notice
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAST, NOTE, SMALL, TITLE

_NOTICE_MILLISECONDS = 6000
_ICONS = {"refused": "circle-alert", "ok": "circle-check", "genet": "info", "plain": "info"}


class SaleBar(QAbstractButton):
    """Pressed, it opens the search. It shows the quantity that is being typed, and notices."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notice = Notice("")
        self._quantity = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(_("Chercher un article"))
        self.setAccessibleDescription("F3")
        self._ends = QTimer(self)
        self._ends.setSingleShot(True)
        self._ends.setInterval(_NOTICE_MILLISECONDS)
        self._ends.timeout.connect(self.forget)

    @property
    def notice(self) -> Notice:
        """Return what is told now."""
        return self._notice

    def tell(self, notice: Notice) -> None:
        """Show a notice and have it spoken; a refusal stays until the next key."""
        self._notice = notice
        if notice.text and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.text))
        if notice.tone == "refused":
            self._ends.stop()
        else:
            self._ends.start()
        self.update()

    def forget(self) -> None:
        """Show no notice any more."""
        self._ends.stop()
        self._notice = Notice("")
        self.update()

    def show_quantity(self, quantity: str) -> None:
        """Show the digits typed before an article."""
        if quantity != self._quantity:
            self._quantity = quantity
            self.update()

    def sizeHint(self) -> QSize:
        """Return one line, two of them where a notice needs them."""
        scale = self._theme.scale
        return QSize(200, max(scale.space(48), scale.target))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the page; `EnterKey` has pressed by Enter before."""
        event.ignore()

    # Painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        notice = self._notice
        hue = palette.hue(notice.tone) if notice.tone in _ICONS and notice.tone != "plain" else None
        told = bool(notice.text)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(hue.ink if told and hue else palette.line), 1))
        painter.setBrush(QColor(hue.soft if told and hue else palette.surface))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        right = self._paint_search_key(painter)
        if not told and not self._quantity and scale.text_percent < 150:
            right = self._paint_hint(painter, right)
        ink = hue.ink if told and hue else palette.ink
        icon = _ICONS.get(notice.tone, "info") if told else "scan-barcode"
        colour = ink if told else palette.origin.ink
        size = scale.icon
        left = scale.space(16)
        pixmap = self._theme.icons.pixmap(icon, colour, size, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
        left += size + scale.space(10)
        if self._quantity:
            left = self._paint_quantity(painter, left)
        room = QRect(left, 0, right - left - scale.space(8), self.height())
        self._paint_words(painter, room, ink if told else palette.ink_secondary)
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRect, ink: str) -> None:
        notice = self._notice
        text = notice.text or (
            _("puis un article") if self._quantity else _("Scannez, ou cherchez un article")
        )
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        for step in (TITLE, SMALL, NOTE):
            painter.setFont(self._theme.font(step, SEMIBOLD if notice.text else REGULAR))
            if painter.fontMetrics().horizontalAdvance(text) <= room.width():
                break
        painter.setPen(QColor(ink))
        if painter.fontMetrics().horizontalAdvance(text) > room.width():
            painter.setFont(self._theme.font(LEAST, SEMIBOLD if notice.text else REGULAR))
            flags |= int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, text)

    def _paint_quantity(self, painter: QPainter, left: int) -> int:
        """Paint `4 ×`, large: what was understood of a digit shows at once."""
        hue, scale = self._theme.palette.origin, self._theme.scale
        painter.setFont(self._theme.font(TITLE * 1.15, SEMIBOLD))
        text = f"{self._quantity} ×"
        width = painter.fontMetrics().horizontalAdvance(text) + scale.space(20)
        height = painter.fontMetrics().height() + scale.space(4)
        chip = QRectF(left, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.fill))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(QColor(hue.on_fill))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        return round(chip.right()) + scale.space(10)

    def _paint_search_key(self, painter: QPainter) -> int:
        """Paint the search's icon and key at the right; return where they begin."""
        palette, scale = self._theme.palette, self._theme.scale
        right = self.width() - scale.space(14)
        left = self._paint_cap(painter, right, "F3")
        size = scale.icon_small
        pixmap = self._theme.icons.pixmap(
            "search", palette.ink_secondary, size, self.devicePixelRatioF()
        )
        left -= size + scale.space(8)
        painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
        return left

    def _paint_hint(self, painter: QPainter, right: int) -> int:
        """Paint the example of a quantity, as far as there is room; return where it begins."""
        palette, scale = self._theme.palette, self._theme.scale
        painter.setFont(self._theme.font(NOTE, REGULAR))
        text = _("quatre fois l’article sous Q")
        width = painter.fontMetrics().horizontalAdvance(text)
        if right - width - scale.space(120) < scale.em(21):
            return right
        right -= width + scale.space(22)
        painter.setPen(QColor(palette.ink_secondary))
        painter.drawText(
            QRect(right, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text
        )
        left = self._paint_cap(painter, right - scale.space(8), "Q")
        left = self._paint_cap(painter, left - scale.space(5), "4")
        left -= scale.space(16)
        painter.setPen(QColor(palette.line))
        painter.drawLine(left, scale.space(12), left, self.height() - scale.space(12))
        return left

    def _paint_cap(self, painter: QPainter, right: int, key: str) -> int:
        palette, scale = self._theme.palette, self._theme.scale
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        metrics = painter.fontMetrics()
        height = metrics.height() + scale.space(4)
        width = max(height, metrics.horizontalAdvance(key) + scale.space(10))
        cap = QRectF(right - width, (self.height() - height) / 2, width, height)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, scale.small_radius, scale.small_radius)
        painter.setPen(QColor(palette.ink))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        painter.setFont(self._theme.font(BODY, REGULAR))
        return right - width
