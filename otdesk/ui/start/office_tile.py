"""One office to choose at the first start, large enough for a finger."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from otdesk.domain.profile import OfficeProfile
from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import NOTE, TITLE


class OfficeTile(QAbstractButton):
    """Name, place, and whether it is the siège too; the chosen one is filled and checked."""

    def __init__(self, theme: Theme, office: OfficeProfile, *, headquarters: bool) -> None:
        super().__init__()
        self._theme = theme
        self.office = office
        place = f"{office.postcode} {office.commune}".strip()
        self._place = place
        self._second = _("bureau et siège") if headquarters else office.address
        self.setText(office.name)
        self.setObjectName(f"office:{office.code}")
        self.setAccessibleName(office.name)
        self.setAccessibleDescription(", ".join(part for part in (place, self._second) if part))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of three lines."""
        scale = self._theme.scale
        return QSize(scale.em(17), scale.em(5.2) + scale.space(26))

    def minimumSizeHint(self) -> QSize:
        """Return the room of its name."""
        scale = self._theme.scale
        words = QFontMetrics(self._theme.font(TITLE, SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(words + scale.icon + scale.space(44), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        chosen = self.isChecked()
        fill = palette.origin.fill if chosen else palette.surface
        if not chosen and self.underMouse():
            fill = palette.hover
        painter.setPen(QPen(QColor(palette.origin.fill if chosen else palette.border), 1))
        painter.setBrush(QColor(fill))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, scale.radius, scale.radius)
        ink = palette.origin.on_fill if chosen else palette.ink
        soft = palette.origin.on_fill if chosen else palette.ink_secondary
        side = scale.space(14)
        width = self.width() - 2 * side
        top = scale.space(13)
        for text, font, colour, height in (
            (self.text(), self._theme.font(TITLE, SEMIBOLD), ink, scale.em(1.7)),
            (self._place, self._theme.font(NOTE, REGULAR), soft, scale.em(1.4)),
            (self._second, self._theme.font(NOTE, REGULAR), soft, scale.em(1.4)),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            room = QRect(side, top, width, height)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            top += height
        if chosen:
            mark = scale.icon
            pixmap = self._theme.icons.pixmap("check", ink, mark, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - side - mark, scale.space(13), pixmap)
        painter.end()
