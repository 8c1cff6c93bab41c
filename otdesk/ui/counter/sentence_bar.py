"""The sentence at the top: the accueil read back, with what is still asked, dashed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from otdesk.i18n import _
from otdesk.ui.counter.controller import Notice
from otdesk.ui.counter.sentence import Part, PartState, spoken
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAD, NOTE, SMALL, TITLE

_STEPS = (LEAD * 1.15, LEAD, 1.15, TITLE, BODY, SMALL, NOTE)
_ON_ITS_WAY = Notice("…")


class SentenceBar(QWidget):
    """Paints the parts as chips on one line, or two where a long sentence asks for it.

    The line of notices stands at the right or below; both are told to screen readers as they
    change, without taking the focus.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self._notice = Notice("")
        self._aside = ""
        self._pointed = ""
        self._busy = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Accueil en cours"))

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the parts that are shown."""
        return self._parts

    @property
    def notice(self) -> Notice:
        """Return the notice that is shown."""
        return self._notice

    @property
    def aside(self) -> str:
        """Return what is said of the accueil at the right of the foot: since when, of what day."""
        return self._aside

    def show_parts(self, parts: tuple[Part, ...], aside: str) -> None:
        """Show a sentence; `aside` says when it was begun."""
        if parts == self._parts and aside == self._aside:
            return
        self._parts, self._aside = parts, aside
        self.setAccessibleDescription(spoken(parts))
        self._announce(spoken(parts))
        self.update()

    def show_notice(self, notice: Notice) -> None:
        """Show what was done, or what is missing."""
        if notice == self._notice:
            return
        self._notice = notice
        if notice.text:
            self._announce(notice.text)
        self.update()

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        """Show « … » while a record is on its way: a slow disk delays no sign that a key counted.

        Nothing is told to a screen reader, which hears the notice that follows.
        """
        if busy != self._busy:
            self._busy = busy
            self.update()

    def point_to(self, tone: str) -> None:
        """Underline the question that is still to be answered; empty for none."""
        if tone != self._pointed:
            self._pointed = tone
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take another theme or text size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height for the chips and, under them, a line of notice."""
        scale = self._theme.scale
        return QSize(10, scale.em(3.3) + scale.space(18))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: the sentence is never squeezed."""
        return QSize(10, self.sizeHint().height())

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # Painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, the chips and the notice."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        width = max(1, scale.space(2))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(palette.origin.ink), width))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        pad = scale.space(14)
        foot = scale.em(1.35)
        chips = self.rect().adjusted(pad, scale.space(7), -pad, -foot - scale.space(5))
        self._paint_parts(painter, chips)
        line = QRect(pad, self.height() - foot - scale.space(5), self.width() - 2 * pad, foot)
        self._paint_foot(painter, line)
        painter.end()

    def _paint_parts(self, painter: QPainter, room: QRect) -> None:
        step = next((s for s in _STEPS if self._needed(s) <= room.width()), _STEPS[-1])
        font = self._theme.font(step, MEDIUM)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        gap, inner = self._theme.scale.space(8), self._theme.scale.space(9)
        height = min(room.height(), metrics.height() + self._theme.scale.space(8))
        x = room.left()
        y = room.top() + (room.height() - height) // 2
        for part in self._parts:
            left = room.right() - x
            if left < metrics.horizontalAdvance("…") + 2 * inner:
                break
            text = metrics.elidedText(part.text, Qt.TextElideMode.ElideRight, left - 2 * inner)
            chip = QRect(x, y, metrics.horizontalAdvance(text) + 2 * inner, height)
            self._paint_chip(painter, chip, part, text)
            x = chip.right() + gap

    def _needed(self, step: float) -> int:
        metrics = QFontMetrics(self._theme.font(step, MEDIUM))
        gap, inner = self._theme.scale.space(8), self._theme.scale.space(9)
        return sum(metrics.horizontalAdvance(p.text) + 2 * inner + gap for p in self._parts)

    def _paint_chip(self, painter: QPainter, chip: QRect, part: Part, text: str) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        rounded = QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5)
        if part.tone == "plain":
            painter.setPen(QColor(palette.ink_secondary))
            painter.drawText(chip, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            return
        hue = palette.hue(part.tone)
        pointed = part.state is PartState.ASKED and part.tone == self._pointed
        if part.state is PartState.ANSWERED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.soft))
        else:
            style = Qt.PenStyle.SolidLine if part.state is PartState.TYPED else Qt.PenStyle.DashLine
            edge = palette.genet.fill if pointed else hue.ink
            painter.setPen(QPen(QColor(edge), 2 if pointed else 1.3, style))
            painter.setBrush(QColor(palette.genet.soft) if pointed else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rounded, scale.radius * 0.8, scale.radius * 0.8)
        painter.setPen(QColor(palette.genet.ink if pointed else hue.ink))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_foot(self, painter: QPainter, line: QRect) -> None:
        palette = self._theme.palette
        painter.setFont(self._theme.font(NOTE, REGULAR))
        metrics = painter.fontMetrics()
        taken = 0
        if self._aside:
            painter.setPen(QColor(palette.ink_secondary))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, flags, self._aside)
            taken = metrics.horizontalAdvance(self._aside) + self._theme.scale.gap_wide
        notice = self._notice
        if self._busy and notice.tone != "refused":
            notice = _ON_ITS_WAY
        if not notice.text:
            return
        tone = notice.tone
        colour = palette.ink_secondary if tone == "plain" else palette.hue(tone).ink
        painter.setPen(QColor(colour))
        weight = REGULAR if tone == "plain" else SEMIBOLD
        painter.setFont(self._theme.font(NOTE, weight))
        width = line.width() - taken
        text = painter.fontMetrics().elidedText(notice.text, Qt.TextElideMode.ElideRight, width)
        room = QRect(line.left(), line.top(), width, line.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, text)
