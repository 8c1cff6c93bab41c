"""A theme as it will look: a small counter, or a small siège, painted in its own colours."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.palette import Hue, Palette
from otdesk.ui.theme.scale import BODY, LEAST, NOTE

# The small siège: offices under each other, a letter for what came of each month: [c]omplete,
# [u]p to date, [i]ncomplete, [m]issing, a space for what is to come.
_OFFICES = ("cccccu ", "ccicci ", "cccccm ")


class ThemePreview(QAbstractButton):
    """One theme to choose, shown rather than named; the chosen one bears a check mark.

    A siège (`at_siege`) sees its table of offices and months instead of a counter.
    """

    def __init__(
        self,
        theme: Theme,
        palette: Palette,
        note: str,
        parent: QWidget | None = None,
        *,
        at_siege: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = palette
        self._note = note
        self._at_siege = at_siege
        self.setText(palette.label)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(_("Thème : {}").format(palette.label))
        self.setAccessibleDescription(note)
        self.setObjectName(f"theme:{palette.name}")

    def sizeHint(self) -> QSize:
        """Return the room of a picture and two lines of words."""
        scale = self._theme.scale
        width = max(scale.space(300), scale.em(13.3))
        return QSize(width, self._picture_height + self._words_height)

    def minimumSizeHint(self) -> QSize:
        """Return the same: the picture is never cut."""
        return self.sizeHint()

    @property
    def _picture_height(self) -> int:
        return self._theme.scale.space(132)

    @property
    def _words_height(self) -> int:
        return self._theme.scale.em(3.0) + self._theme.scale.space(16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, the small window, the words and the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        chosen = self.isChecked()
        width = scale.space(2) if chosen else 1
        edge = palette.origin.ink if chosen or self.underMouse() else palette.border
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(palette.origin.soft if chosen else palette.surface))
        painter.drawRoundedRect(frame, scale.radius, scale.radius)
        inset = scale.space(8)
        picture = QRect(inset, inset, self.width() - 2 * inset, self._picture_height - inset)
        self._paint_picture(painter, picture)
        self._paint_words(
            painter,
            QRect(
                scale.space(14),
                self._picture_height + scale.space(6),
                self.width() - scale.space(28),
                self._words_height - scale.space(12),
            ),
        )
        painter.end()

    def _paint_picture(self, painter: QPainter, room: QRect) -> None:
        palette, space = self._shown, self._theme.scale.space
        painter.save()
        painter.setClipRect(room)
        painter.fillRect(room, QColor(palette.ground))
        head = QRect(room.left(), room.top(), room.width(), space(20))
        self._theme.ridges.paint_header(painter, QRectF(head), palette)
        rail = QRect(room.left(), head.bottom() + 1, space(26), room.height())
        painter.fillRect(rail, QColor(palette.rail))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.origin.fill))
        painter.drawRect(rail.left(), rail.top() + space(6), space(3), space(18))
        left = rail.right() + space(8)
        width = room.right() - left - space(6)
        top = head.bottom() + space(7)
        body = QRect(left, top, width, room.bottom() - top - space(6))
        if self._at_siege:
            self._paint_siege(painter, body)
        else:
            self._paint_counter(painter, body)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room.adjusted(0, 0, -1, -1))
        painter.restore()

    def _paint_counter(self, painter: QPainter, room: QRect) -> None:
        space, left, width = self._theme.scale.space, room.left(), room.width()
        self._paint_sentence(painter, QRect(left, room.top(), width, space(19)))
        tops = (room.top() + space(26), room.top() + space(50), room.top() + space(74))
        for top, hue, chosen in zip(tops, self._hues(), (1, 0, 2), strict=True):
            self._paint_tiles(painter, QRect(left, top, width, space(19)), hue, chosen)

    def _paint_siege(self, painter: QPainter, room: QRect) -> None:
        """Paint the sentence of what is missing, its button, and the table of the offices."""
        palette, space = self._shown, self._theme.scale.space
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.ink))
        painter.drawRect(room.left(), room.top() + space(3), room.width() * 2 // 5, space(4))
        painter.setBrush(QColor(palette.ink_secondary))
        painter.drawRect(room.left(), room.top() + space(11), room.width() // 4, space(3))
        painter.setBrush(QColor(palette.origin.fill))
        act = QRect(room.right() - space(54), room.top(), space(54), space(17))
        painter.drawRoundedRect(act, space(4), space(4))
        painter.setBrush(QColor(palette.origin.on_fill))
        painter.drawRect(act.left() + space(9), act.center().y(), space(36), space(3))
        card = QRect(room.left(), room.top() + space(23), room.width(), room.height() - space(23))
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(card, space(4), space(4))
        high = (card.height() - space(8)) // len(_OFFICES)
        for number, months in enumerate(_OFFICES):
            line = QRect(card.left(), card.top() + space(4) + number * high, card.width(), high)
            self._paint_office(painter, line, months)

    def _paint_office(self, painter: QPainter, room: QRect, months: str) -> None:
        palette, space = self._shown, self._theme.scale.space
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.ink))
        painter.drawRect(room.left() + space(6), room.center().y(), space(26), space(3))
        left = room.left() + space(38)
        width = (room.right() - space(4) - left) // len(months)
        looks = {
            "c": (palette.ok, "check", Qt.PenStyle.NoPen),
            "u": (palette.ok, "check", Qt.PenStyle.DashLine),
            "i": (palette.genet, "circle-dashed", Qt.PenStyle.SolidLine),
            "m": (palette.refused, "x", Qt.PenStyle.SolidLine),
        }
        side = space(11)
        for number, month in enumerate(months):
            cell = QRect(left + number * width, room.top() + space(2), width, room.height())
            cell = cell.adjusted(space(2), 0, -space(2), -space(4))
            if month not in looks:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(palette.ink_secondary))
                painter.drawRect(cell.center().x() - space(3), cell.center().y(), space(6), 1)
                continue
            hue, icon, edge = looks[month]
            # In high contrast the soft grounds are nearly black: an edge bounds the cell.
            if palette.name == "contraste" and edge is Qt.PenStyle.NoPen:
                edge = Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(hue.ink), 1, edge))
            painter.setBrush(QColor(hue.soft) if month != "u" else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell, space(3), space(3))
            picture = self._theme.icons.pixmap(icon, hue.ink, side, self.devicePixelRatioF())
            painter.drawPixmap(
                cell.center().x() - side // 2 + 1, cell.center().y() - side // 2 + 1, picture
            )

    def _hues(self) -> tuple[Hue, Hue, Hue]:
        return self._shown.origin, self._shown.demand, self._shown.channel

    def _paint_sentence(self, painter: QPainter, room: QRect) -> None:
        palette, space = self._shown, self._theme.scale.space
        painter.setPen(QPen(QColor(palette.origin.ink), space(1)))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(room, space(4), space(4))
        painter.setPen(Qt.PenStyle.NoPen)
        left = room.left() + space(5)
        for hue, part in zip(self._hues(), (34, 46, 38), strict=True):
            painter.setBrush(QColor(hue.soft))
            painter.drawRoundedRect(left, room.top() + space(4), space(part), space(11), 3, 3)
            painter.setBrush(QColor(hue.ink))
            painter.drawRect(left + space(5), room.top() + space(8), space(part - 10), space(3))
            left += space(part + 5)

    def _paint_tiles(self, painter: QPainter, room: QRect, hue: Hue, chosen: int) -> None:
        palette, space = self._shown, self._theme.scale.space
        count = 5
        gap = space(5)
        width = (room.width() - (count - 1) * gap) // count
        for index in range(count):
            filled = index == chosen
            tile = QRect(room.left() + index * (width + gap), room.top(), width, room.height())
            painter.setPen(QPen(QColor(hue.fill if filled else palette.border), 1))
            painter.setBrush(QColor(hue.fill if filled else palette.surface))
            painter.drawRoundedRect(tile, space(3), space(3))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.on_fill if filled else palette.ink_secondary))
            painter.drawRect(tile.left() + space(5), tile.center().y(), width // 2, space(3))

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        painter.setFont(self._theme.font(BODY, SEMIBOLD))
        painter.setPen(QColor(palette.origin.ink if self.isChecked() else palette.ink))
        name = QRect(room.left(), room.top(), room.width(), scale.em(1.45))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(self._theme.font(NOTE if scale.text_percent < 175 else LEAST, REGULAR))
        painter.setPen(QColor(palette.ink if self.isChecked() else palette.ink_secondary))
        note = QRect(room.left(), name.bottom(), room.width(), scale.em(1.45))
        painter.drawText(
            note,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, room.width()),
        )
        if self.isChecked():
            side = scale.icon
            mark = self._theme.icons.pixmap(
                "check", palette.origin.ink, side, self.devicePixelRatioF()
            )
            painter.drawPixmap(room.right() - side, name.top(), mark)
