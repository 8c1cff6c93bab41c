"""The calendar of a season: months side by side, a bar of hours in each date, painted by hand.

A stroke of the mouse or of a finger paints; the arrows move, Shift chooses several, Enter paints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from otdesk import typography
from otdesk.domain.openings import Ranges
from otdesk.domain.period import Period
from otdesk.headquarters.season import Season
from otdesk.i18n import _
from otdesk.ui.siege.managed.hours_words import hours_text
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import LEAST, SMALL

# The bar of a date goes from 8 in the morning to 7 in the evening.
_FROM, _TO = 8 * 60, 19 * 60
_WEEKS = 6
# So many months side by side at most; those that follow stand under them.
_MOST_COLUMNS = 3
_LETTERS = "LMMJVSD"


@dataclass(frozen=True, slots=True)
class DayFace:
    """What a date shows: its hours, None where nothing is planned, and whose they are."""

    ranges: Ranges | None
    of_siege: bool = False
    is_painted: bool = False
    is_locked: bool = False

    @property
    def words(self) -> str:
        """Return the face as words."""
        if self.ranges is None:
            return _("rien de prévu")
        hours = hours_text(self.ranges)
        if self.is_painted:
            return _("{}, pas encore enregistré").format(hours)
        return hours if self.of_siege else _("{}, prévu par le bureau").format(hours)


class SeasonGrid(QWidget):
    """`stroked` carries the dates that a hand painted; `pointed` the date that is pointed to."""

    stroked = Signal(object)
    pointed = Signal(object)

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__()
        self._theme = theme
        self._months: tuple[date, ...] = ()
        self._faces: dict[date, DayFace] = {}
        self.day = today
        self._from: date | None = None
        self._stroke: dict[date, None] = {}
        self._columns = _MOST_COLUMNS
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Calendrier de la saison"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What is shown ---------------------------------------------------------------------------

    def show_season(
        self, season: Season, months: tuple[date, ...], painted: Mapping[date, Ranges]
    ) -> None:
        """Show some months of a season with what was painted over them."""
        self._months = months
        self._faces = {}
        for day in season.period:
            standing, locked = season.days.get(day), day.replace(day=1) in season.locked
            if day in painted:
                self._faces[day] = DayFace(painted[day], True, True, locked)
            elif standing is not None:
                self._faces[day] = DayFace(standing.ranges, standing.of_siege, False, locked)
            else:
                self._faces[day] = DayFace(None, is_locked=locked)
        if self.day not in self._faces:
            self.day = season.period.first
        self.updateGeometry()
        self._say()
        self.update()

    def face(self, day: date) -> DayFace:
        """Return what a date shows."""
        return self._faces.get(day, DayFace(None))

    @property
    def chosen(self) -> tuple[date, ...]:
        """Return the dates between the one where Shift was pressed and the one pointed to."""
        first, last = sorted((self._from or self.day, self.day))
        return tuple(day for day in Period(first, last) if day in self._faces)

    def _say(self) -> None:
        words = f"{typography.long_date(self.day)} : {self.face(self.day).words}"
        self.setAccessibleDescription(words)
        self.pointed.emit(self.day)

    # Where things are ------------------------------------------------------------------------

    @property
    def _rows(self) -> int:
        return max(1, -(-len(self._months) // self._columns))

    @property
    def _gap(self) -> int:
        return self._theme.scale.gap_wide

    @property
    def _cell(self) -> QSize:
        width = (self.width() - self._gap * (self._columns - 1)) // self._columns // 7
        height = (self.height() // self._rows - 2 * self._head) // _WEEKS
        least = self._least
        return QSize(max(width, least.width()), max(height, least.height()))

    @property
    def _least(self) -> QSize:
        em = self._theme.scale.em()
        return QSize(int(em * 2.1), int(em * 1.95))

    @property
    def _head(self) -> int:
        return self._theme.scale.em(1.5)

    def minimumSizeHint(self) -> QSize:
        """Return the room of the months at the least size of a date."""
        least = self._least
        return QSize(7 * least.width(), self._rows * (2 * self._head + _WEEKS * least.height()))

    def sizeHint(self) -> QSize:
        """Return the least."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many months side by side as there is room for."""
        super().resizeEvent(event)
        month = 7 * self._least.width() + self._gap
        fitting = max(1, min(_MOST_COLUMNS, (self.width() + self._gap) // month))
        if fitting != self._columns:
            self._columns = fitting
            self.updateGeometry()

    def _corner(self, month: int) -> QPoint:
        """Return where a month begins."""
        row, column = divmod(month, self._columns)
        cell = self._cell
        return QPoint(
            column * (7 * cell.width() + self._gap),
            row * (2 * self._head + _WEEKS * cell.height()),
        )

    def _rect(self, day: date) -> QRect:
        first = day.replace(day=1)
        place = first.weekday() + day.day - 1
        cell, corner = self._cell, self._corner(self._months.index(first))
        left = corner.x() + place % 7 * cell.width()
        top = corner.y() + 2 * self._head + place // 7 * cell.height()
        return QRect(left, top, cell.width(), cell.height())

    def _day_at(self, point: QPoint) -> date | None:
        return next((day for day in self._faces if self._rect(day).contains(point)), None)

    # Painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the months."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, cell = self._theme.palette, self._cell
        for number, month in enumerate(self._months):
            corner = self._corner(number)
            painter.setFont(self._theme.font(SMALL, SEMIBOLD))
            painter.setPen(QColor(palette.ink))
            head = QRect(corner, QSize(7 * cell.width(), self._head))
            name = typography.capitalised(typography.month_name(month))
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(self._theme.font(LEAST, REGULAR))
            painter.setPen(QColor(palette.ink_secondary))
            for weekday, letter in enumerate(_LETTERS):
                at = corner + QPoint(weekday * cell.width(), self._head)
                place = QRect(at, QSize(cell.width(), self._head))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter)
        chosen = set(self.chosen)
        for day, face in self._faces.items():
            self._paint_day(painter, day, face, is_chosen=day in chosen or day in self._stroke)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, face: DayFace, *, is_chosen: bool) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        box = QRectF(self._rect(day)).adjusted(1.5, 1.5, -1.5, -1.5)
        ground = palette.surface if face.ranges else palette.sunken
        if face.is_painted:
            ground = palette.genet.soft
        painter.setBrush(QColor(ground))
        line = QPen(QColor(palette.line), 1)
        if face.ranges is not None and not face.of_siege:
            # Dashed is provisional: the siège has not planned it.
            line = QPen(QColor(palette.ink_secondary), 1, Qt.PenStyle.DashLine)
        if is_chosen:
            line = QPen(QColor(palette.focus), 2)
        painter.setPen(line)
        painter.drawRoundedRect(box, scale.small_radius / 2, scale.small_radius / 2)
        painter.setFont(self._theme.font(LEAST, MEDIUM))
        painter.setPen(QColor(palette.ink if face.ranges else palette.ink_secondary))
        inner = box.adjusted(scale.space(4), scale.space(2), -scale.space(4), -scale.space(5))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, str(day.day)
        )
        if face.is_locked:
            side = scale.space(11)
            picture = self._theme.icons.pixmap("lock", palette.ink_secondary, side)
            painter.drawPixmap(int(inner.right()) - side, int(inner.top()) + 2, picture)
        self._paint_hours(painter, inner, face)

    def _paint_hours(self, painter: QPainter, box: QRectF, face: DayFace) -> None:
        if face.ranges is None:
            return
        palette, scale = self._theme.palette, self._theme.scale
        height = max(4.0, scale.space(6))
        bar = QRectF(box.left(), box.bottom() - height, box.width(), height)
        if not face.ranges:
            painter.setPen(QPen(QColor(palette.ink_secondary), 1.5))
            level = bar.center().y()
            painter.drawLine(QPointF(bar.left(), level), QPointF(bar.right(), level))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.sunken))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(QColor(palette.demand.ink))
        for each in face.ranges:
            start = max(each.start, _FROM)
            end = min(_TO if each.end is None else each.end, _TO)
            if end > start:
                left = bar.left() + bar.width() * (start - _FROM) / (_TO - _FROM)
                width = bar.width() * (end - start) / (_TO - _FROM)
                painter.drawRoundedRect(QRectF(left, bar.top(), width, height), 2, 2)

    # Hands -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        self._stroke = {}
        self._from = None
        self._touch(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a stroke."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._touch(event.position().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End a stroke: what it touched is painted."""
        touched, self._stroke = tuple(self._stroke), {}
        if touched:
            self.stroked.emit(touched)
        self.update()

    def _touch(self, point: QPoint) -> None:
        day = self._day_at(point)
        if day is not None:
            self._stroke[day] = None
            self.day = day
            self._say()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Shift chooses, Enter and Space paint."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step, chooses=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.stroked.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int, *, chooses: bool) -> None:
        target = self.day + timedelta(days=step)
        if target not in self._faces:
            return
        if chooses:
            self._from = self._from or self.day
        else:
            self._from = None
        self.day = target
        self._say()
        self.update()
