"""One step of the closing: done, to do, or missing; a press goes where it is done."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from otdesk.i18n import _
from otdesk.ui.days.closing_steps import Step, StepState
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import NOTE, SMALL


class StepRow(QAbstractButton):
    """A row with its sign, its words and a note under them."""

    def __init__(self, step: Step, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.step = step
        self.setText(step.text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        states = {
            StepState.DONE: _("fait"),
            StepState.TODO: _("à faire"),
            StepState.ASKED: _("manque"),
            StepState.OPTIONAL: _("facultatif"),
        }
        self.setAccessibleName(f"{step.text}, {step.note}, {states[step.state]}")

    def sizeHint(self) -> QSize:
        """Return a finger's height; both lines wrap in a narrow column."""
        scale = self._theme.scale
        lines = QFontMetrics(self._theme.font(SMALL, SEMIBOLD)).height()
        lines += QFontMetrics(self._theme.font(NOTE)).height()
        return QSize(scale.em(14), max(scale.target, lines + scale.space(8)))

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(self._theme.scale.em(10), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sign, words, chevron and the line that parts it from the next one."""
        palette, scale = self._theme.palette, self._theme.scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(palette.hover))
        side = scale.em(1.55)
        sign = QRectF(1, (self.height() - side) / 2, side, side)
        self._paint_sign(painter, sign)
        left = round(sign.right()) + scale.space(11)
        chevron = scale.icon_small
        width = self.width() - left - chevron - scale.space(4)
        bold = self._theme.font(SMALL, SEMIBOLD)
        small = self._theme.font(NOTE, REGULAR)
        high, low = QFontMetrics(bold).height(), QFontMetrics(small).height()
        top = (self.height() - high - low) // 2
        self._line(painter, QRect(left, top, width, high), self.step.text, bold, palette.ink)
        asked = self.step.state is StepState.ASKED
        colour = palette.genet.ink if asked else palette.ink_secondary
        self._line(painter, QRect(left, top + high, width, low), self.step.note, small, colour)
        mark = self._theme.icons.pixmap(
            "chevron-right", palette.ink_secondary, chevron, self.devicePixelRatioF()
        )
        painter.drawPixmap(self.width() - chevron, (self.height() - chevron) // 2, mark)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(left, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    @staticmethod
    def _line(painter: QPainter, box: QRect, text: str, font: object, colour: str) -> None:
        painter.setFont(font)  # type: ignore[arg-type]  # object: a QFont
        painter.setPen(QColor(colour))
        shown = QFontMetrics(painter.font()).elidedText(
            text, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_sign(self, painter: QPainter, box: QRectF) -> None:
        palette = self._theme.palette
        if self.step.state in {StepState.TODO, StepState.OPTIONAL}:
            dashed = self.step.state is StepState.OPTIONAL
            line = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(palette.border), 1.5, line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
            return
        hue = palette.ok if self.step.state is StepState.DONE else palette.genet
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.fill))
        painter.drawEllipse(box)
        if self.step.state is StepState.DONE:
            side = round(box.width() * 0.62)
            mark = self._theme.icons.pixmap("check", hue.on_fill, side, self.devicePixelRatioF())
            spot = box.center()
            painter.drawPixmap(round(spot.x() - side / 2), round(spot.y() - side / 2), mark)
            return
        painter.setPen(QColor(hue.on_fill))
        painter.setFont(self._theme.font(SMALL, SEMIBOLD))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "!")
