"""The right column of the counter: open conversations, last records, persons an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.domain.counter.draft import Draft
from otdesk.domain.reference import ChannelCode, Lists
from otdesk.i18n import _, ngettext
from otdesk.ui.counter.sentence import brief, channel_text
from otdesk.ui.counter.tile import Face, Tile, TileForm
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, NOTE, SMALL

AMBER_AFTER = timedelta(minutes=10)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class RecentItem:
    """One line of the last records: `kind` is a channel's code or `walk_in`."""

    uid: str
    time: str
    kind: str
    icon: str
    first: str
    second: str


class PressableRow(Tile):
    """A row that is pressed as a whole: a waiting draft, a recent record."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, TileForm.LINE, parent)
        self.setCheckable(False)
        self.clicked.connect(lambda: self.pressed_by_user.emit(False))
        self._tone = ""
        self._icon = ""
        self._time = ""
        self._first = ""
        self._second = ""

    def show_row(self, *, icon: str, time: str, first: str, second: str, tone: str = "") -> None:
        """Show a row; `tone` fills it and gives it an edge."""
        if (icon, time, first, second, tone) == (
            self._icon,
            self._time,
            self._first,
            self._second,
            self._tone,
        ):
            return
        self._icon, self._time, self._first = icon, time, first
        self._second, self._tone = second, tone
        self.show_face(Face(f"{time} {first}, {second}".strip(" ,"), tone=tone or "granite"))
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the height of two lines, a finger's target at least."""
        scale = self._theme.scale
        return QSize(60, max(scale.target, scale.em(2.55)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, time and the two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -1.5)
        if self._tone:
            hue = palette.hue(self._tone)
            painter.setPen(QPen(QColor(palette.line), 1))
            painter.setBrush(QColor(hue.soft))
            painter.drawRoundedRect(rect, scale.small_radius, scale.small_radius)
            painter.fillRect(QRectF(0, 0, scale.space(4), self.height() - 1), QColor(hue.fill))
        elif self.underMouse():
            painter.fillRect(rect, QColor(palette.hover))
        left = scale.space(12 if self._tone else 4)
        left = self._paint_head(painter, left)
        self._paint_lines(painter, left)
        if not self._tone:
            painter.setPen(QColor(palette.line))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _paint_head(self, painter: QPainter, left: int) -> int:
        palette, scale = self._theme.palette, self._theme.scale
        if self._icon:
            size = scale.icon_small
            colour = palette.channel.ink if self._icon in _REMOTE_ICONS else palette.ink_secondary
            pixmap = self._theme.icons.pixmap(self._icon, colour, size, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
            left += size + scale.space(8)
        if self._time:
            painter.setFont(self._theme.font(BODY, REGULAR))
            painter.setPen(QColor(palette.ink_secondary))
            width = painter.fontMetrics().horizontalAdvance("00:00") + scale.space(8)
            painter.drawText(
                QRect(left, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, self._time
            )
            left += width
        return left

    def _paint_lines(self, painter: QPainter, left: int) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        width = self.width() - left - scale.space(6)
        first_font = self._theme.font(SMALL, SEMIBOLD)
        second_font = self._theme.font(NOTE, REGULAR)
        first_height = QFontMetrics(first_font).height()
        second_height = QFontMetrics(second_font).height() if self._second else 0
        top = (self.height() - first_height - second_height) // 2
        painter.setFont(first_font)
        painter.setPen(QColor(palette.ink))
        room = QRect(left, top, width, first_height)
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(self._first, Qt.TextElideMode.ElideRight, width),
        )
        if not self._second:
            return
        painter.setFont(second_font)
        tone = "genet" if self._tone == "genet" else "demand"
        colour = palette.ink_secondary if self._tone == "origin" else palette.hue(tone).ink
        painter.setPen(QColor(colour))
        room = QRect(left, top + first_height, width, second_height)
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(self._second, Qt.TextElideMode.ElideRight, width),
        )


_REMOTE_ICONS = frozenset({"phone", "mail", "send"})


class OpenPanel(QFrame):
    """« En cours »: the draft in front, those that wait, and the keys that go between them."""

    brought = Signal(str)
    called = Signal()
    next_wanted = Signal()

    def __init__(self, theme: Theme, lists: Lists, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._lists = lists
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.space(10), scale.space(8), scale.space(10), scale.space(9))
        column.setSpacing(scale.space(5))
        self._title = QLabel(_("En cours"))
        self._title.setProperty("role", "title")
        column.addWidget(self._title)
        self._rows = [PressableRow(theme, self) for _row in range(_SHOWN)]
        self._uids: list[str] = []
        for index, row in enumerate(self._rows):
            row.pressed_by_user.connect(self._brings(index))
            column.addWidget(row)
        self._more = QLabel()
        self._more.setProperty("role", "note")
        column.addWidget(self._more)
        buttons = QHBoxLayout()
        buttons.setSpacing(scale.space(8))
        self.call = KeyButton(theme, _("Appel"), "F9", icon="phone")
        self.following = KeyButton(theme, _("Suivant"), "F10")
        self.call.clicked.connect(self.called)
        self.following.clicked.connect(self.next_wanted)
        buttons.addWidget(self.call)
        buttons.addWidget(self.following)
        column.addLayout(buttons)

    def use_lists(self, lists: Lists) -> None:
        """Take other lists."""
        self._lists = lists

    def _brings(self, index: int) -> Callable[[bool], None]:
        def bring(_shifted: bool) -> None:  # noqa: FBT001 - a slot
            if index < len(self._uids):
                self.brought.emit(self._uids[index])

        return bring

    def show_drafts(self, front: Draft, waiting: tuple[Draft, ...], now: datetime) -> None:
        """Show the draft in front first, then those that wait, the oldest first."""
        shown: list[Draft] = ([] if front.is_blank else [front]) + [
            d for d in waiting if not d.is_blank
        ]
        self._uids = [d.uid for d in shown[:_SHOWN]]
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(shown) or index == 0)
            if index < len(shown):
                draft = shown[index]
                self._show_draft(row, draft, now, in_front=draft.uid == front.uid)
            elif index == 0:
                row.show_row(
                    icon="",
                    time="",
                    first=_("Aucun accueil commencé"),
                    second=_("une touche suffit pour commencer"),
                )
        hidden = len(shown) - _SHOWN
        self._more.setVisible(hidden > 0)
        self._more.setText(
            ngettext("et {} autre (F10)", "et {} autres (F10)", hidden).format(hidden)
        )
        self.following.setEnabled(len(shown) > 1 or (front.is_blank and bool(shown)))

    def _show_draft(
        self, row: PressableRow, draft: Draft, now: datetime, *, in_front: bool
    ) -> None:
        age = now - draft.started_at if draft.started_at else timedelta()
        minutes = max(0, int(age.total_seconds() // 60))
        where = channel_text(draft.channel)
        if draft.editing is not None:
            second = _("rouvert, déjà enregistré")
        elif in_front:
            second = _("{} · depuis {}").format(where, _lasting(minutes))
        elif draft.aside:
            second = _("à compléter · mis de côté, {}").format(_lasting(minutes))
        else:
            second = _("en attente · {}").format(_lasting(minutes))
        if draft.late_day is not None:
            second = _("{} · pour le {}").format(second, typography.short_date(draft.late_day))
        late = age >= AMBER_AFTER or draft.aside
        row.show_row(
            icon="" if in_front else "pause",
            time="",
            first=brief(draft, self._lists),
            second=second,
            tone="genet" if late else ("origin" if in_front else "granite"),
        )


def _lasting(minutes: int) -> str:
    """Return `12 min`, and `8 h 35` where minutes alone would have to be counted."""
    if minutes >= 60:
        return typography.duration(minutes)
    return _("{} min").format(minutes)


class RecentPanel(QFrame):
    """« Derniers accueils »: what was recorded last, each one key away from being reopened."""

    picked = Signal(str)
    reopened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._rows: list[PressableRow] = []
        self._items: tuple[RecentItem, ...] = ()
        scale = theme.scale
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(
            scale.space(10), scale.space(2), scale.space(10), scale.space(4)
        )
        self._column.setSpacing(0)
        head = QHBoxLayout()
        title = QLabel(_("Derniers accueils"))
        title.setProperty("role", "title")
        self.reopen = KeyButton(theme, _("Rouvrir"), "Ctrl Z", "ghost")
        self.reopen.clicked.connect(self.reopened)
        head.addWidget(title, 1)
        head.addWidget(self.reopen)
        self._column.addLayout(head)
        self._empty = QLabel(_("Rien encore aujourd’hui."))
        self._empty.setProperty("role", "note")
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        # The rows that show follow the height, never the other way round.
        self.setMinimumHeight(2 * scale.target + scale.em(3))

    def show_items(self, items: tuple[RecentItem, ...]) -> None:
        """Show the newest records first, as many whole rows as fit."""
        self._items = items
        self._empty.setVisible(not items)
        self.reopen.setEnabled(bool(items))
        while len(self._rows) < len(items):
            row = PressableRow(self._theme, self)
            row.pressed_by_user.connect(self._picks(len(self._rows)))
            self._column.insertWidget(self._column.count() - 1, row)
            self._rows.append(row)
        for index, item in enumerate(items):
            self._rows[index].show_row(
                icon=item.icon, time=item.time, first=item.first, second=item.second
            )
        self._show_whole_rows()

    def resizeEvent(self, event: object) -> None:
        """Show whole rows only."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._show_whole_rows()

    def _show_whole_rows(self) -> None:
        if not self._rows:
            return
        row_height = self._rows[0].minimumSizeHint().height()
        head = self.reopen.sizeHint().height() + self._theme.scale.space(14)
        room = max(1, (self.height() - head) // row_height)
        for index, row in enumerate(self._rows):
            row.setVisible(index < min(room, len(self._items)))

    def _picks(self, index: int) -> Callable[[bool], None]:
        def pick(_shifted: bool) -> None:  # noqa: FBT001 - a slot
            if index < len(self._items):
                self.picked.emit(self._items[index].uid)

        return pick


class HoursPanel(QFrame):
    """« Visiteurs par heure »: the day so far, the present hour stronger."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._hours: tuple[tuple[int, int], ...] = ()
        self._now = 0
        self.setAccessibleName(_("Visiteurs par heure"))

    def show_hours(self, hours: tuple[tuple[int, int], ...], present: int) -> None:
        """Show (hour, persons) pairs; `present` is the hour that runs."""
        if (hours, present) == (self._hours, self._now):
            return
        self._hours, self._now = hours, present
        told = ", ".join(_("{} h : {}").format(hour, persons) for hour, persons in hours if persons)
        self.setAccessibleDescription(told or _("aucun visiteur encore"))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a title, bars and hours."""
        scale = self._theme.scale
        return QSize(120, scale.em(9.0))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the bars still say something."""
        return QSize(120, self._theme.scale.em(6.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        pad = scale.space(14)
        painter.setFont(self._theme.font(1.06, SEMIBOLD))
        painter.setPen(QColor(palette.ink))
        title = QRect(pad, scale.space(6), self.width() - 2 * pad, scale.em(1.7))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, _("Visiteurs par heure"))
        foot = scale.em(1.5)
        base = self.height() - foot - scale.space(4)
        top = title.bottom() + scale.em(1.4)
        count = max(1, len(self._hours))
        slot = (self.width() - 2 * pad) / count
        most = max((persons for _hour, persons in self._hours), default=0) or 1
        label_font = self._theme.font(NOTE, MEDIUM)
        step = hour_step(slot, QFontMetrics(label_font).horizontalAdvance("00\u2002"))
        for index, (hour, persons) in enumerate(self._hours):
            x = pad + index * slot
            present = hour == self._now
            height = (base - top) * persons / most
            width = min(slot - scale.space(6), scale.em(2.2))
            bar = QRectF(x + (slot - width) / 2, base - height, width, height)
            colour = palette.origin.fill if present else palette.granite.fill
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            if persons:
                painter.drawRoundedRect(bar, 3, 3)
            else:
                painter.fillRect(QRectF(bar.left(), base - 1, width, 1), QColor(palette.border))
            painter.setFont(label_font)
            painter.setPen(QColor(palette.ink if present else palette.ink_secondary))
            cell = QRectF(x - 4, base + 2, slot + 8, foot)
            told = f"{hour}{typography.NBSP}h"
            if painter.fontMetrics().horizontalAdvance(told) > slot:
                told = str(hour)
            if index % step == 0:
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, told)
            if persons:
                above = QRectF(x - 4, bar.top() - foot, slot + 8, foot)
                painter.setPen(QColor(palette.ink))
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(persons))
        painter.end()


def hour_step(slot: float, label: float) -> int:
    """Return how many bars one hour's label stands for, so that no label touches the next."""
    return max(1, ceil(label / slot))


CHANNEL_ICONS = {
    ChannelCode.COMPTOIR.value: "store",
    ChannelCode.TELEPHONE.value: "phone",
    ChannelCode.COURRIEL.value: "mail",
    ChannelCode.COURRIER.value: "send",
    ChannelCode.HORS_LES_MURS.value: "tent-tree",
    "walk_in": "door-open",
}
