"""A month as a grid: the state and the persons of each day, painted, and told to screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from otdesk.i18n import _, ngettext
from otdesk.reports.calendar_view import CalendarDay
from otdesk.reports.rows import DayMark
from otdesk.typography import WEEKDAYS, clock_time, integer, long_date
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import BOLD, MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.palette import Hue
from otdesk.ui.theme.scale import LEAST, TITLE

Index = QModelIndex | QPersistentModelIndex
DAY_ROLE = int(Qt.ItemDataRole.UserRole)


def state_words(day: CalendarDay) -> str:
    """Return the state of a day; zero visitors, closed and not entered stay apart."""
    if day.state is DayMark.SHUT:
        return _("fermé")
    if day.state is DayMark.CLOSED:
        return ngettext("{} visiteur", "{} visiteurs", day.persons).format(integer(day.persons))
    if day.future:
        hours = day.planned
        return _("prévu {}").format(clock_time(hours[0].start)) if hours else _("pas d’ouverture")
    if day.state is DayMark.OPEN:
        return _("à clôturer")
    if day.state is DayMark.NOT_ENTERED:
        return _("non saisie")
    return _("pas d’ouverture")


def spoken(day: CalendarDay) -> str:
    """Return a day as one sentence."""
    parts = [long_date(day.day), state_words(day)]
    if day.state is DayMark.OPEN:
        parts.append(ngettext("{} visiteur", "{} visiteurs", day.persons).format(day.persons))
    if day.reason:
        parts.append(day.reason)
    if day.corrected:
        parts.append(_("rectifiée"))
    parts += [text for text in (day.public_holiday, day.market) if text]
    return ", ".join(parts)


class MonthModel(QAbstractTableModel):
    """Weeks as rows, Monday first; cells outside the month are empty."""

    def __init__(self) -> None:
        super().__init__()
        self._first = date(2000, 1, 1)
        self._days: dict[date, CalendarDay] = {}

    def show_month(self, days: Sequence[CalendarDay]) -> None:
        """Show the days of a month."""
        self.beginResetModel()
        self._days = {day.day: day for day in days}
        first = min(self._days)
        self._first = first - timedelta(days=first.weekday())
        self.endResetModel()

    def date_at(self, index: Index) -> date:
        """Return the date of a cell."""
        return self._first + timedelta(days=index.row() * 7 + index.column())

    def day_at(self, index: Index) -> CalendarDay | None:
        """Return the day of a cell, None outside the month."""
        return self._days.get(self.date_at(index)) if index.isValid() else None

    def index_of(self, day: date) -> QModelIndex:
        """Return the cell of a date, an invalid one outside the month."""
        if day not in self._days:
            return QModelIndex()
        row, column = divmod((day - self._first).days, 7)
        return self.index(row, column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the weeks of the month."""
        if parent.isValid() or not self._days:
            return 0
        return (max(self._days) - self._first).days // 7 + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return seven."""
        return 0 if parent.isValid() else 7

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the day, or its sentence."""
        day = self.day_at(index)
        if day is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{day.day.day} {state_words(day)}"
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return spoken(day)
        return day if role == DAY_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only days of the month be reached."""
        if self.day_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return the name of a weekday."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return WEEKDAYS[section][:3]
        return None


class DayDelegate(QStyledItemDelegate):
    """Paints a day: its number, its sign, what it counted, what kind of day it is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.today: date | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one day."""
        day: CalendarDay | None = index.data(DAY_ROLE)
        if day is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, palette = self._theme.scale, self._theme.palette
        box: QRect = option.rect.adjusted(2, 2, -2, -2)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hue = self._hue(day)
        painter.setPen(self._edge(day, selected=selected))
        painter.setBrush(QColor(hue.soft if hue is not None else palette.surface))
        painter.drawRoundedRect(box, scale.small_radius, scale.small_radius)
        inside = box.adjusted(scale.space(8), scale.space(5), -scale.space(8), -scale.space(5))
        line = QFontMetrics(self._theme.font(TITLE, SEMIBOLD)).height()
        top = QRect(inside.left(), inside.top(), inside.width(), line)
        self._number(painter, top, day)
        self._sign(painter, top, day)
        rest = inside.adjusted(0, line, 0, 0)
        self._figure(painter, rest, day, hue)
        painter.restore()

    def _hue(self, day: CalendarDay) -> Hue | None:
        palette = self._theme.palette
        if day.future:
            return palette.granite
        if day.state is DayMark.NOT_ENTERED:
            return palette.genet
        if day.state in {DayMark.SHUT, DayMark.NOT_PLANNED}:
            return palette.granite
        return None

    def _edge(self, day: CalendarDay, *, selected: bool) -> QPen:
        palette = self._theme.palette
        if selected:
            return QPen(QColor(palette.focus), self._theme.scale.space(3))
        if day.state is DayMark.NOT_ENTERED and not day.future:
            return QPen(QColor(palette.genet.ink), 1, Qt.PenStyle.DashLine)
        return QPen(QColor(palette.line), 1)

    def _number(self, painter: QPainter, box: QRect, day: CalendarDay) -> None:
        palette = self._theme.palette
        today = day.day == self.today
        font = self._theme.font(TITLE, BOLD if today else SEMIBOLD)
        painter.setFont(font)
        text = str(day.day.day)
        ink = palette.ink_secondary if day.future else palette.ink
        if today:
            width = QFontMetrics(font).horizontalAdvance(text) + self._theme.scale.space(12)
            pill = QRect(box.left() - self._theme.scale.space(4), box.top(), width, box.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.origin.fill))
            painter.drawRoundedRect(pill, box.height() / 2, box.height() / 2)
            painter.setPen(QColor(palette.origin.on_fill))
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
            return
        painter.setPen(QColor(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _sign(self, painter: QPainter, box: QRect, day: CalendarDay) -> None:
        palette, side = self._theme.palette, self._theme.scale.icon_small
        signs = []
        if day.corrected:
            signs.append(("pencil", palette.ink_secondary))
        if day.state is DayMark.CLOSED:
            signs.append(("circle-check", palette.ok.ink))
        elif day.state is DayMark.SHUT:
            signs.append(("door-closed", palette.ink_secondary))
        elif not day.future and day.state is DayMark.NOT_ENTERED:
            signs.append(("circle-dashed", palette.genet.ink))
        elif not day.future and day.state is DayMark.OPEN:
            signs.append(("door-open", palette.genet.ink))
        left = box.right() - side
        for name, colour in reversed(signs):
            picture = self._theme.icons.pixmap(name, colour, side)
            painter.drawPixmap(left, box.center().y() - side // 2, picture)
            left -= side + self._theme.scale.space(4)

    def _figure(self, painter: QPainter, box: QRect, day: CalendarDay, hue: Hue | None) -> None:
        palette = self._theme.palette
        counted = day.persons or day.state is DayMark.CLOSED
        lines: list[tuple[str, float, str, bool]] = []
        if counted:
            lines.append((integer(day.persons), TITLE, palette.origin.ink, True))
            if day.state is not DayMark.CLOSED:
                lines.append((state_words(day), LEAST, palette.genet.ink, False))
        else:
            ink = palette.ink_secondary if hue is None else hue.ink
            lines.append((state_words(day), LEAST, ink, False))
        market = _("marché") if day.market else ""
        kind = day.public_holiday or market or (day.reason if not counted else "")
        if kind:
            lines.append((kind, LEAST, palette.ink_secondary, False))
        y = box.top()
        for text, step, colour, heavy in lines:
            weight = SEMIBOLD if heavy else MEDIUM if colour == palette.genet.ink else REGULAR
            font = self._theme.font(step, weight)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            height = metrics.height()
            fitting = (box.bottom() + 2 - y) // height
            for shown in broken(text, metrics, box.width(), fitting):
                room = QRect(box.left(), y, box.width(), height)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
                y += height

    def least_height(self, width: int) -> int:
        """Return the height of a number and two lines in a column of a width.

        One more where the words of a day without a figure take two: the larger the text, the
        narrower the column is for it.
        """
        number = QFontMetrics(self._theme.font(TITLE, SEMIBOLD)).height()
        figure = QFontMetrics(self._theme.font(TITLE, SEMIBOLD)).height()
        metrics = QFontMetrics(self._theme.font(LEAST))
        inside = width - 4 - 2 * self._theme.scale.space(8)
        words = metrics.height() * len(broken(_("pas d’ouverture"), metrics, inside, 2))
        least = max(figure, words) + metrics.height()
        return max(number + least + self._theme.scale.space(12), self._theme.scale.target)


def broken(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """Return a text in lines of a width, parted at its blanks; the last of `most` is cut."""
    lines: list[str] = []
    words = text.split(" ")
    while words and len(lines) < most:
        last = len(lines) == most - 1
        count = len(words) if last else _fitting(words, metrics, width)
        line = " ".join(words[:count])
        lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
        words = words[count:]
    return lines


def _fitting(words: list[str], metrics: QFontMetrics, width: int) -> int:
    """Return how many words a line holds, at least one."""
    for count in range(len(words), 1, -1):
        if metrics.horizontalAdvance(" ".join(words[:count])) <= width:
            return count
    return 1
