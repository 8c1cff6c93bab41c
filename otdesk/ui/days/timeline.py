"""« Le fil du jour »: persons, calls and hours on one line of time, painted."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from otdesk.domain.openings import TimeRange
from otdesk.i18n import _
from otdesk.typography import clock_time
from otdesk.ui.days.timeline_figures import (
    QUARTER,
    DayLine,
    Quarter,
    bounds,
    late_gaps,
    quarters,
    remote_minutes,
    spoken,
    unit_for,
)
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.palette import Colour
from otdesk.ui.theme.scale import LEAST, NOTE

_ACROSS = 3
# Heights of the piles, in em: usual, and on a low screen.
_ROOMY, _FOLDED = 4.8, 3.3
_DASH = "\u2013"


class Timeline(QWidget):
    """The painted line. One square is `unit` persons, so that the highest pile has room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line = DayLine()
        self._piles = _ROOMY
        self.unit = 1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("Le fil du jour"))
        self.show_line(DayLine())

    def show_line(self, line: DayLine) -> None:
        """Show a day."""
        self._line = line
        self.unit = self._wanted_unit()
        self.setAccessibleDescription(spoken(line))
        self.update()

    def refresh_unit(self) -> None:
        """Count again how many persons a square is, at the height of now."""
        self.unit = self._wanted_unit()

    def fold(self, *, folded: bool) -> None:
        """Ask for less height, on a low screen."""
        self._piles = _FOLDED if folded else _ROOMY
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return the room of dots, small piles, hours and two bars."""
        return QSize(self._theme.scale.em(24), self._rows_height + self._theme.scale.em(3.2))

    def sizeHint(self) -> QSize:
        """Return a comfortable height; the layout may give more."""
        return QSize(
            self._theme.scale.em(60), self._rows_height + self._theme.scale.em(self._piles)
        )

    # Geometry ------------------------------------------------------------------------------

    @property
    def _dots_height(self) -> int:
        return self._theme.scale.em(1.5)

    @property
    def _bar(self) -> int:
        return max(self._theme.scale.em(1.25), self._theme.scale.space(16))

    @property
    def _hours_height(self) -> int:
        return self._theme.scale.em(1.5)

    @property
    def _rows_height(self) -> int:
        bars = 2 * (self._bar + self._theme.scale.space(5))
        return self._dots_height + self._hours_height + bars

    @property
    def _left(self) -> int:
        metrics = QFontMetrics(self._theme.font(NOTE, MEDIUM))
        words = (_("appels"), _("visiteurs"), _("prévu"), _("réel"))
        widest = max(metrics.horizontalAdvance(word) for word in words)
        return widest + self._theme.scale.space(10)

    def _plot(self) -> QRect:
        """Return the room of the piles, between the dots and the hours."""
        top = self._dots_height
        bottom = self.height() - (self._rows_height - self._dots_height)
        return QRect(
            self._left,
            top,
            self.width() - self._left - self._theme.scale.em(0.6),
            max(bottom - top, 1),
        )

    def _x(self, minute: float) -> float:
        first, last = bounds(self._line)
        plot = self._plot()
        return plot.left() + (minute - first * 60) / ((last - first) * 60) * plot.width()

    @property
    def _quarter_width(self) -> float:
        return self._x(QUARTER) - self._x(0)

    @property
    def _square(self) -> tuple[float, float]:
        """Return the side of a square and its step: three of them fill a quarter."""
        step = min(self._quarter_width * 0.8 / _ACROSS, self._theme.scale.em(0.62))
        step = max(step, 3.0)
        return step - max(1.0, step * 0.18), step

    def _wanted_unit(self) -> int:
        piles = quarters(self._line)
        highest = max((pile.persons for pile in piles.values()), default=0)
        # The number over a pile takes a line of its own.
        room = self._plot().height() - self._theme.scale.em(1.0)
        return unit_for(highest, _ACROSS * max(int(room / self._square[1]), 1))

    # Painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        self.unit = self._wanted_unit()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_hours(painter)
        self._paint_closed(painter)
        self._paint_names(painter)
        for start, pile in quarters(self._line).items():
            self._paint_pile(painter, start, pile)
        self._paint_dots(painter)
        # Under the bars, whose words it would strike through.
        self._paint_now(painter)
        self._paint_bars(painter)
        painter.end()

    def _pen(self, painter: QPainter, colour: Colour, step: float = NOTE) -> None:
        painter.setPen(QColor(colour))
        painter.setFont(self._theme.font(step, REGULAR))

    def _paint_hours(self, painter: QPainter) -> None:
        palette, plot = self._theme.palette, self._plot()
        first, last = bounds(self._line)
        metrics = QFontMetrics(self._theme.font(LEAST))
        width = metrics.horizontalAdvance("00 h") + 4
        # On a narrow screen every other hour is named.
        hour_width = self._x(60) - self._x(0)
        every = 1 if hour_width > width * 1.2 else 2
        now = self._now_box()
        for hour in range(first, last + 1):
            x = self._x(hour * 60)
            painter.setPen(QPen(QColor(palette.line), 1))
            painter.drawLine(QPointF(x, plot.top() - self._dots_height), QPointF(x, plot.bottom()))
            if (hour - first) % every:
                continue
            box = self._hour_box(hour, width)
            if now is not None and now.intersects(box):
                # The hour of now is written over it.
                continue
            self._pen(painter, palette.ink_secondary, LEAST)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), f"{hour} h")

    def _hour_box(self, hour: int, width: float) -> QRectF:
        x, plot = self._x(hour * 60), self._plot()
        left = min(max(x - width / 2, 0.0), self.width() - width)
        return QRectF(left, plot.bottom() + 1, width, self._hours_height)

    def _now_box(self) -> QRectF | None:
        """Return the room of the hour of now, None on another day or outside the drawing."""
        now = self._line.now
        first, last = bounds(self._line)
        if now is None or not first * 60 <= now <= last * 60:
            return None
        metrics = QFontMetrics(self._theme.font(LEAST, SEMIBOLD))
        width = metrics.horizontalAdvance(clock_time(now)) + self._theme.scale.space(12)
        left = min(max(self._x(now) - width / 2, 0.0), self.width() - float(width))
        return QRectF(left, self._plot().bottom() + 1, width, self._hours_height - 2)

    def _paint_names(self, painter: QPainter) -> None:
        palette, plot = self._theme.palette, self._plot()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(self._theme.font(NOTE, MEDIUM))
        painter.setPen(QColor(palette.channel.ink))
        painter.drawText(QRect(0, 0, self._left, self._dots_height), middle, _("appels"))
        painter.setPen(QColor(palette.origin.ink))
        height = min(plot.height(), self._theme.scale.em(1.4))
        top = plot.bottom() - height
        painter.drawText(QRect(0, top, self._left, height), middle, _("visiteurs"))
        self._pen(painter, palette.ink_secondary)
        for name, box in ((_("prévu"), self._bar_row(0)), (_("réel"), self._bar_row(1))):
            painter.drawText(QRect(0, box.top(), self._left, box.height()), middle, name)

    def _paint_closed(self, painter: QPainter) -> None:
        """Shade the break between two openings, and say it."""
        palette, plot = self._theme.palette, self._plot()
        ranges = self._line.real or self._line.planned
        for before, after in pairwise(ranges):
            if before.end is None:
                continue
            left, right = self._x(before.end), self._x(after.start)
            box = QRectF(left, 0, right - left, plot.bottom())
            painter.fillRect(box, QColor(palette.sunken))
            self._pen(painter, palette.ink_secondary, LEAST)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _("fermé"))

    def _paint_pile(self, painter: QPainter, start: int, pile: Quarter) -> None:
        palette, plot = self._theme.palette, self._plot()
        side, step = self._square
        own = round(pile.own / self.unit)
        total = max(-(-pile.persons // self.unit), 1)
        left = self._x(start) + (self._quarter_width - step * _ACROSS) / 2
        for number in range(total):
            row, column = divmod(number, _ACROSS)
            x, y = left + column * step, plot.bottom() - (row + 1) * step
            box = QRectF(x, y, side, side)
            if number >= total - own:
                # Hollow, not only lighter: the difference must hold without colours.
                painter.setPen(QPen(QColor(palette.origin.fill), 1))
                painter.setBrush(QColor(palette.origin.soft))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            else:
                painter.fillRect(box, QColor(palette.origin.fill))
        if pile.persons > 2:
            rows = -(-total // _ACROSS)
            self._pen(painter, palette.ink, LEAST)
            height = self._theme.scale.em(1.0)
            top = plot.bottom() - rows * step - height
            over = QRectF(left - step, top, step * (_ACROSS + 2), height)
            painter.drawText(over, int(Qt.AlignmentFlag.AlignCenter), str(pile.persons))

    def _paint_dots(self, painter: QPainter) -> None:
        palette = self._theme.palette
        middle, radius = self._dots_height / 2, self._theme.scale.em(0.33)
        painter.setPen(QPen(QColor(palette.surface), 1))
        painter.setBrush(QColor(palette.channel.fill))
        for minute in remote_minutes(self._line):
            painter.drawEllipse(QPointF(self._x(minute), middle), radius, radius)
        for minute in self._line.unfinished:
            big = self._theme.scale.em(0.62)
            spot = QPointF(self._x(minute), middle)
            painter.setPen(QPen(QColor(palette.genet.ink), 1))
            painter.setBrush(QColor(palette.genet.fill))
            painter.drawEllipse(spot, big, big)
            painter.setPen(QColor(palette.genet.on_fill))
            painter.setFont(self._theme.font(LEAST, SEMIBOLD))
            box = QRectF(spot.x() - big, spot.y() - big, 2 * big, 2 * big)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "!")

    def _bar_row(self, number: int) -> QRect:
        gap = self._theme.scale.space(5)
        top = self._plot().bottom() + self._hours_height + number * (self._bar + gap)
        return QRect(0, top, self.width(), self._bar)

    def _paint_bars(self, painter: QPainter) -> None:
        palette = self._theme.palette
        granite = (palette.sunken, palette.border, palette.ink_secondary)
        for planned in self._line.planned:
            self._paint_bar(painter, 0, planned, granite)
        row = self._bar_row(1)
        for gap in late_gaps(self._line):
            left, right = self._x(gap.start), self._x(gap.start + gap.minutes)
            brush = QBrush(QColor(palette.refused.ink), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRectF(left, row.top(), right - left, row.height()), brush)
        for real in self._line.real:
            self._paint_bar(
                painter, 1, real, (palette.ok.fill, palette.ok.fill, palette.ok.on_fill)
            )

    def _paint_bar(
        self, painter: QPainter, number: int, hours: TimeRange, colours: tuple[Colour, ...]
    ) -> None:
        """Paint one range: its fill, its edge, its words."""
        fill, edge, ink = colours
        row = self._bar_row(number)
        running = hours.end is None
        now = self._line.now
        end = hours.end if hours.end is not None else max(now or hours.start, hours.start + 5)
        left, right = self._x(hours.start), self._x(end)
        box = QRectF(left, row.top() + 0.5, right - left, row.height() - 1)
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(fill))
        radius = self._theme.scale.small_radius
        painter.drawRoundedRect(box, radius, radius)
        until = "…" if running else clock_time(end)
        text = f"{clock_time(hours.start)} {_DASH} {until}"
        font = self._theme.font(LEAST, SEMIBOLD if number else MEDIUM)
        room = box.adjusted(self._theme.scale.space(7), 0, 0, 0)
        metrics = QFontMetrics(font)
        if metrics.horizontalAdvance(text) > room.width():
            text = clock_time(hours.start)
        if metrics.horizontalAdvance(text) <= room.width():
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_now(self, painter: QPainter) -> None:
        now, box = self._line.now, self._now_box()
        if now is None or box is None:
            return
        palette, x = self._theme.palette, self._x(now)
        painter.setPen(QPen(QColor(palette.focus), max(2, self._theme.scale.space(2))))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.focus))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        painter.setPen(QColor(palette.on_focus))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), clock_time(now))
