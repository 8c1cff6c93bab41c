"""Touched money: banknotes in their colours, the amount received, the change in large figures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from otdesk import typography
from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, FIGURE, LARGE_FIGURE, LEAST, NOTE, SMALL

# The colours of the notes of the euro: grey, red, blue, orange. Grounds and edges, by day.
_PAPER = {500: "#D9E0DC", 1000: "#F3D9D4", 2000: "#D8E4EF", 5000: "#F6E3C4"}
_PAPER_DARK = {500: "#3B4643", 1000: "#5A332D", 2000: "#2C445C", 5000: "#5E4419"}


class MoneyTile(QAbstractButton):
    """« Juste » (0) or a banknote, in cents; a check mark says which was handed over."""

    def __init__(self, theme: Theme, cents: int) -> None:
        super().__init__()
        self._theme = theme
        self.cents = cents
        self._on = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            _("Billet de {}").format(typography.cents(cents)) if cents else _("Somme juste")
        )

    def show_on(self, *, on: bool) -> None:
        """Show whether this is what was handed over."""
        if on != self._on:
            self._on = on
            self.setAccessibleDescription(_("choisi") if on else "")
            self.update()

    def sizeHint(self) -> QSize:
        """Return a finger's target."""
        scale = self._theme.scale
        return QSize(scale.target, max(scale.target, scale.em(2.2)))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the page; `EnterKey` has pressed by Enter before."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the note, or the plain tile of the exact sum."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        width = scale.space(2) if self._on else 1
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = QColor(palette.surface)
        if self.cents and palette.name != "contraste":
            ground = QColor((_PAPER_DARK if palette.dark else _PAPER)[self.cents])
        if self.isDown() or (self.underMouse() and not self.cents):
            ground = QColor(palette.hover)
        painter.setPen(QPen(QColor(palette.demand.ink if self._on else palette.border), width))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, scale.radius * 0.8, scale.radius * 0.8)
        if self.cents and palette.name != "contraste":
            self._paint_marks(painter, box)
        text = f"{self.cents // 100}{typography.NBSP}€" if self.cents else _("Juste")
        # The words stay whole beside the check mark, however narrow the tile.
        mark_room = scale.icon_small if self._on else scale.space(4)
        steps = (BODY if self.cents else SMALL, NOTE, LEAST, LEAST * 0.9)
        painter.setFont(fitting(self._theme, text, self.width() - mark_room - 4, steps))
        painter.setPen(QColor(palette.ink if self.isEnabled() else palette.ink_secondary))
        spare = (self.width() - painter.fontMetrics().horizontalAdvance(text)) // 2
        # Where the words reach under the check mark they make way for it.
        shift = max(0, scale.icon_small - spare) if self._on else 0
        room = self.rect().adjusted(0, 0, -2 * shift, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        if self._on:
            self._paint_check(painter)
        painter.end()

    def _paint_marks(self, painter: QPainter, box: QRectF) -> None:
        """Paint the band and the window of a note."""
        ink = QColor(self._theme.palette.ink)
        ink.setAlphaF(0.12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        scale = self._theme.scale
        band = QRectF(
            box.left() + scale.space(5), box.top() + scale.space(5), scale.space(6), box.height()
        )
        band.setBottom(box.bottom() - scale.space(5))
        painter.drawRoundedRect(band, 2, 2)
        side = scale.space(10)
        window = QRectF(
            box.right() - side - scale.space(4), box.center().y() - side / 2, side, side
        )
        if box.width() > scale.space(66):
            painter.drawRoundedRect(window, 2, 2)

    def _paint_check(self, painter: QPainter) -> None:
        hue, scale = self._theme.palette.demand, self._theme.scale
        side = scale.icon_small
        disc = QRect(self.width() - side, 0, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.fill))
        painter.drawEllipse(disc)
        inner = round(side * 0.7)
        mark = self._theme.icons.pixmap("check", hue.on_fill, inner, self.devicePixelRatioF())
        painter.drawPixmap(disc.left() + (side - inner) // 2, (side - inner) // 2, mark)


@dataclass(frozen=True, slots=True)
class Handed:
    """What the box of the amount received shows.

    `title` says what digits are now (« Reçu », « Part »), `amount` what was typed; `active` where
    digits go there.
    """

    title: str
    amount: str
    note: str
    active: bool = False
    faulty: bool = False


class ReceivedBox(QWidget):
    """The amount received. `typed` carries a key's event: it works where single keys are off."""

    typed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._handed = Handed("", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_handed(self, handed: Handed) -> None:
        """Show what was typed."""
        if handed != self._handed:
            self._handed = handed
            self.setAccessibleName(f"{handed.title} {handed.amount}".strip())
            self.setAccessibleDescription(handed.note)
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the room of three lines."""
        scale = self._theme.scale
        return QSize(scale.em(7), scale.em(5.0) + scale.space(10))

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give keys to the payment, whatever single keys do elsewhere."""
        self.typed.emit(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title, amount and note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale, handed = self._theme.palette, self._theme.scale, self._handed
        width = scale.space(2) if handed.active else 1
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = palette.focus if handed.active else palette.border
        painter.setPen(QPen(QColor(palette.refused.ink if handed.faulty else edge), width))
        painter.setBrush(QColor(palette.refused.soft if handed.faulty else palette.surface))
        painter.drawRoundedRect(box, scale.radius * 0.8, scale.radius * 0.8)
        pad = scale.space(10)
        room = self.rect().adjusted(pad, scale.space(6), -pad, -scale.space(6))
        flags = Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._theme.font(SMALL, SEMIBOLD))
        painter.setPen(QColor(palette.ink))
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignTop, handed.title)
        room.setTop(room.top() + painter.fontMetrics().height())
        painter.setFont(self._theme.font(LEAST, REGULAR))
        painter.setPen(QColor(palette.ink_secondary))
        # On two lines where the box is narrow: a hint that is cut helps nobody.
        wrapped = int(flags | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, wrapped, handed.note)
        taken = painter.fontMetrics().boundingRect(room, wrapped, handed.note).height()
        room.setBottom(room.bottom() - taken)
        text = handed.amount
        steps = (FIGURE * 0.9, FIGURE * 0.7, BODY)
        painter.setFont(fitting(self._theme, text, room.width() - scale.space(6), steps))
        painter.setPen(QColor(palette.ink))
        metrics = painter.fontMetrics()
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignVCenter, text)
        if handed.active:
            at = room.left() + metrics.horizontalAdvance(text) + scale.space(2)
            half = min(metrics.capHeight(), room.height() // 2)
            middle = room.center().y()
            painter.fillRect(
                QRect(at, middle - half, max(2, scale.space(2)), 2 * half), QColor(palette.focus)
            )
        painter.end()


@dataclass(frozen=True, slots=True)
class Back:
    """What the box of the change shows: its title, its figure, the pieces under it, its tone."""

    title: str
    figure: str
    note: str = ""
    tone: str = "demand"


class ChangeBox(QWidget):
    """« À rendre », as large as the room allows, with the notes and coins to give."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.back = Back("", "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_back(self, back: Back) -> None:
        """Show a change, or what is missing."""
        if back != self.back:
            self.back = back
            self.setAccessibleName(f"{back.title} {back.figure}".strip())
            self.setAccessibleDescription(back.note)
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the room of three lines."""
        scale = self._theme.scale
        return QSize(scale.em(9), scale.em(5.0) + scale.space(10))

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title, figure and pieces."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale, back = self._theme.palette, self._theme.scale, self.back
        hue = palette.hue(back.tone)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = hue.ink if palette.name == "contraste" else hue.soft
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(hue.soft))
        painter.drawRoundedRect(box, scale.radius * 0.8, scale.radius * 0.8)
        pad = scale.space(12)
        room = self.rect().adjusted(pad, scale.space(6), -pad, -scale.space(6))
        painter.setFont(self._theme.font(SMALL, SEMIBOLD))
        painter.setPen(QColor(hue.ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, back.title)
        right = Qt.AlignmentFlag.AlignRight
        if back.note:
            notes = (NOTE, LEAST, LEAST * 0.9)
            painter.setFont(fitting(self._theme, back.note, room.width(), notes))
            note = painter.fontMetrics().elidedText(
                back.note, Qt.TextElideMode.ElideLeft, room.width()
            )
            painter.drawText(room, right | Qt.AlignmentFlag.AlignBottom, note)
        steps = (LARGE_FIGURE, FIGURE, FIGURE * 0.8)
        painter.setFont(fitting(self._theme, back.figure, room.width(), steps))
        painter.drawText(room, right | Qt.AlignmentFlag.AlignVCenter, back.figure)
        painter.end()


def fitting(theme: Theme, text: str, width: int, steps: tuple[float, ...]) -> QFont:
    """Return the largest of these type steps in which a text keeps to one line of a width."""
    for step in steps:
        font = theme.font(step, SEMIBOLD)
        if QFontMetrics(font).horizontalAdvance(text) <= width:
            return font
    return theme.font(steps[-1], SEMIBOLD)
