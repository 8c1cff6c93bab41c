"""« Mes mois, vus du siège »: what it received of each, declared, locked, or still to declare."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.month_locks import month_of
from otdesk.i18n import _, ngettext
from otdesk.sync.months_seen import MonthSeen, SeenState
from otdesk.sync.office_state import OfficeState
from otdesk.ui.preferences.cards import Card
from otdesk.ui.sync import words
from otdesk.ui.sync.parts import text
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import FIGURE, LEAST, NOTE

_SILENT = frozenset({SeenState.CLOSED, SeenState.BEFORE, SeenState.TO_COME})
# As the Imprimerie nationale shortens them; a name of four letters stays whole.
_LONG = 4
_SHORT = {"avril": 3, "novembre": 3, "octobre": 3, "décembre": 3}


class MonthCell(QAbstractButton):
    """One month; pressing it opens what can be said of it."""

    def __init__(self, theme: Theme, month: MonthSeen, *, is_current: bool) -> None:
        super().__init__()
        self._theme = theme
        self.month = month
        self._is_current = is_current
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        state, tone, _icon = words.month_state(month)
        self._tone = tone or "granite"
        persons = ngettext("{} visiteur reçu", "{} visiteurs reçus", month.persons)
        parts = [persons.format(typography.integer(month.persons))] if self._has_figure else []
        if month.siege_accueils is not None and self._has_figure:
            counted = ngettext(
                "le siège compte {} accueil", "le siège compte {} accueils", month.siege_accueils
            )
            parts.append(counted.format(typography.integer(month.siege_accueils)))
        told = ", ".join((state, *parts))
        self.setText(f"{words.month_title(month.month)} : {told}")
        self.setAccessibleName(self.text())
        self.setToolTip(typography.spaced(self.text()))

    @property
    def _has_figure(self) -> bool:
        return self.month.state not in _SILENT

    def sizeHint(self) -> QSize:
        """Return the room of three lines."""
        scale = self._theme.scale
        return QSize(least_width(self._theme), scale.em(4.7) + scale.space(12))

    def minimumSizeHint(self) -> QSize:
        """Return the same: no word is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the state, the month, the figure and the state."""
        palette, scale = self._theme.palette, self._theme.scale
        hue = palette.hue(self._tone)
        state, _tone, icon = words.month_state(self.month)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(hue.ink), scale.space(2) if self._is_current else 1)
        bounded = self._is_current or palette.name == "contraste" or self._tone == "genet"
        painter.setPen(edge if bounded else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.surface if self._is_current else hue.soft))
        inset = scale.space(1)
        box = self.rect().adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, scale.space(8), scale.space(8))
        room = self.rect().adjusted(scale.space(4), scale.space(5), -scale.space(4), 0)
        silent = not self._has_figure
        painter.setFont(self._theme.font(NOTE, REGULAR if silent else SEMIBOLD))
        painter.setPen(QColor(palette.ink_secondary if silent else palette.ink))
        line = scale.em(1.25)
        centred = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRect(room.x(), room.y(), room.width(), line), centred, self._name)
        if icon:
            side = scale.icon_small
            pixmap = self._theme.icons.pixmap(icon, hue.ink, side, self.devicePixelRatioF())
            painter.drawPixmap(room.right() - side, room.y(), pixmap)
        top = room.y() + line
        if not silent:
            painter.setFont(self._theme.font(FIGURE * 0.85, SEMIBOLD))
            painter.setPen(QColor(hue.ink))
            figure = QRect(room.x(), top, room.width(), scale.em(2.0))
            painter.drawText(figure, centred, typography.integer(self.month.persons))
        top += scale.em(2.0)
        painter.setFont(self._theme.font(LEAST, REGULAR))
        painter.setPen(QColor(palette.ink_secondary if silent else hue.ink))
        painter.drawText(QRect(room.x(), top, room.width(), line), centred, state)
        painter.end()

    @property
    def _name(self) -> str:
        name = typography.MONTHS[self.month.month.month - 1]
        if len(name) <= _LONG:
            return name
        return f"{name[: _SHORT.get(name, _LONG)]}."


def least_width(theme: Theme) -> int:
    """Return the width of a cell: its longest state, or a month beside its icon."""
    scale = theme.scale
    state = QFontMetrics(theme.font(LEAST, REGULAR))
    widest = max(map(state.horizontalAdvance, (_("sans activité"), _("30 jours reçus"))))
    name = QFontMetrics(theme.font(NOTE, SEMIBOLD)).horizontalAdvance("janv.")
    return max(widest + scale.space(8), name + 2 * scale.icon_small + scale.space(14))


class MonthsGrid(QWidget):
    """As many of the last months as one line has room for; two lines where the text is large."""

    pressed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._months: tuple[MonthSeen, ...] = ()
        self._current = date.min
        self.cells: list[MonthCell] = []
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_months(self, months: tuple[MonthSeen, ...], current: date) -> None:
        """Show some months; the last is the newest."""
        if (months, current) == (self._months, self._current):
            return
        self._months, self._current = months, current
        focused = next((c.month.month for c in self.cells if c.hasFocus()), None)
        for cell in self.cells:
            cell.hide()
            cell.deleteLater()
        self.cells = []
        for month in months:
            cell = MonthCell(self._theme, month, is_current=month.month == current)
            cell.setParent(self)
            cell.clicked.connect(lambda _on=False, of=month: self.pressed.emit(of))
            self.cells.append(cell)
            if month.month == focused:
                cell.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place(self.width())
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Tell that the height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        lines = 1 if self._columns(width) >= min(6, max(len(self.cells), 1)) else 2
        gap = self._theme.scale.space(6)
        return lines * self._cell_height + (lines - 1) * gap

    def minimumSizeHint(self) -> QSize:
        """Return the room of one cell."""
        return QSize(least_width(self._theme), self._cell_height)

    def sizeHint(self) -> QSize:
        """Return the room of a line."""
        return QSize(6 * least_width(self._theme), self._cell_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cells for the room there is."""
        super().resizeEvent(event)
        self._place(self.width())

    @property
    def _cell_height(self) -> int:
        scale = self._theme.scale
        return max(scale.em(4.7) + scale.space(12), scale.target)

    def _columns(self, width: int) -> int:
        gap = self._theme.scale.space(6)
        return max(1, min(12, (width + gap) // (least_width(self._theme) + gap)))

    def _place(self, width: int) -> None:
        gap = self._theme.scale.space(6)
        columns = self._columns(width)
        lines = 1 if columns >= min(6, max(len(self.cells), 1)) else 2
        shown = self.cells[-columns * lines :]
        columns = min(columns, max(len(shown), 1))
        across = (width - (columns - 1) * gap) / columns
        for cell in self.cells:
            cell.setVisible(cell in shown)
        for place, cell in enumerate(shown):
            row, column = divmod(place, columns)
            top = row * (self._cell_height + gap)
            left = round(column * (across + gap))
            right = round(column * (across + gap) + across)
            cell.setGeometry(left, top, right - left, self._cell_height)


class MonthsCard(Card):
    """The card; `month_wanted` carries a MonthSeen."""

    month_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.hide()
        top = QHBoxLayout()
        self.heading = text(_("Mes mois, vus du siège"), "title")
        self.note = text("", "note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.heading, 1)
        top.addWidget(self.note, 1)
        self.grid = MonthsGrid(theme)
        self.grid.pressed.connect(self.month_wanted)
        self.column.addLayout(top)
        self.column.addWidget(self.grid)

    def show_state(self, state: OfficeState) -> None:
        """Show the months up to the one that runs."""
        current = month_of(state.today)
        past = [each for each in state.seen if each.month <= current]
        # Last December, only where there is something to say of it.
        if past[0].state is SeenState.BEFORE:
            del past[0]
        self.grid.show_months(tuple(past), current)
        differs = [each for each in state.seen if each.state is SeenState.DIFFERS]
        if differs:
            self.note.setText(
                _("le siège compte moins d’accueils en {} : le lui dire").format(
                    typography.MONTHS[differs[-1].month.month - 1]
                )
            )
        else:
            self.note.setText(_("visiteurs reçus"))
