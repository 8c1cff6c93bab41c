"""The card of the time line: its title, its legend, and the same figures as a table."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _, ngettext
from otdesk.ui.days.controls import IconButton, card, label
from otdesk.ui.days.timeline import Timeline
from otdesk.ui.days.timeline_figures import DayLine, HourLine, hours
from otdesk.ui.theme.apply import Theme


class _Sample(QWidget):
    """The square of the legend, drawn as on the line."""

    def __init__(self, theme: Theme, *, own: bool) -> None:
        super().__init__()
        self._theme = theme
        self._own = own
        side = theme.scale.em(0.8)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        palette = self._theme.palette
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(palette.origin.fill), 1))
        painter.setBrush(QColor(palette.origin.soft if self._own else palette.origin.fill))
        painter.drawRect(box)
        painter.end()


class TimelineCard(QWidget):
    """« Le fil du jour », drawn or as a table of hours, or folded to leave its room to the lines.

    `folded` carries what its button has just been asked for. Where it yields to the lines (a past
    day on a low screen), the button opens it for the time being, and asks for nothing.
    """

    folded = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._asked_folded = False
        self._yields = False
        scale = theme.scale
        frame, column = card(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.setContentsMargins(
            scale.margin_side, scale.space(2), scale.space(12), scale.space(4)
        )
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(scale.space(6))
        head.addWidget(label(_("Le fil du jour"), "title"))
        self._unit = label("", "note")
        self._unit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addSpacing(scale.space(4))
        head.addWidget(self._unit, 1)
        self._own = label("", "note")
        self._legend = self._made_legend()
        head.addWidget(self._legend)
        self.toggle = QPushButton(_("Tableau"))
        theme.set_icon(self.toggle, "list")
        self.toggle.setProperty("role", "ghost")
        self.toggle.setAutoDefault(False)
        self.toggle.setAccessibleName(_("Le fil du jour en tableau"))
        self.toggle.clicked.connect(self._on_toggled)
        head.addWidget(self.toggle)
        self.fold_button = IconButton("chevron-up", "", theme)
        self.fold_button.setProperty("role", "ghost")
        # A click leaves the arrows to the lines.
        self.fold_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fold_button.clicked.connect(self._on_fold)
        head.addWidget(self.fold_button)
        column.addLayout(head)
        self.line = Timeline(theme)
        self.table = self._made_table()
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._stack.addWidget(self.line)
        self._stack.addWidget(self.table)
        column.addWidget(self._stack, 1)
        self.show_folded(folded=False)

    @property
    def is_folded(self) -> bool:
        """Tell whether only the title is shown."""
        return self._stack.isHidden()

    def show_folded(self, *, folded: bool) -> None:
        """Show the title alone, or the picture too, as the settings remember it."""
        self._asked_folded = folded
        self._fold(folded=folded or self._yields)

    def give_way(self, *, yields: bool) -> None:
        """Leave the room to the lines, or take it back."""
        if yields != self._yields:
            self._yields = yields
            self._fold(folded=yields or self._asked_folded)

    def _fold(self, *, folded: bool) -> None:
        for part in (self._stack, self._legend, self.toggle):
            part.setVisible(not folded)
        name = _("Montrer le fil du jour") if folded else _("Replier le fil du jour")
        self.fold_button.setAccessibleName(name)
        self.fold_button.setToolTip(name)
        self._theme.set_icon(self.fold_button, "chevron-down" if folded else "chevron-up")
        self._say_unit()

    def _on_fold(self) -> None:
        if self._yields:
            self._fold(folded=not self.is_folded)
            return
        self.show_folded(folded=not self.is_folded)
        self.folded.emit(self.is_folded)

    def _made_legend(self) -> QWidget:
        scale = self._theme.scale
        legend = QWidget()
        row = QHBoxLayout(legend)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.space(6))
        for own, words in ((True, self._own), (False, label(_("autres provenances"), "note"))):
            row.addWidget(_Sample(self._theme, own=own))
            row.addWidget(words)
            row.addSpacing(scale.space(6))
        return legend

    def show_line(self, line: DayLine) -> None:
        """Show a day."""
        self.line.show_line(line)
        self._own.setText(line.own)
        self._fill(hours(line))
        self._say_unit()

    def resizeEvent(self, event: object) -> None:
        """Say what a square is once the room is known."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # object: Qt's own event
        self._say_unit()

    def _say_unit(self) -> None:
        if self.is_folded:
            self._unit.setText("")
            return
        self.line.refresh_unit()
        unit = self.line.unit
        square = (
            _("un carré = une personne")
            if unit == 1
            else ngettext("un carré = {} personne", "un carré = {} personnes", unit).format(unit)
        )
        full = _("{} · un rond = un appel ou un courriel").format(square)
        self._unit.setToolTip(full)
        # Words that would be cut are better left to the tip and to the table.
        room, metrics = self._unit.width(), self._unit.fontMetrics()
        fitting = (text for text in (full, square) if metrics.horizontalAdvance(text) <= room)
        self._unit.setText(next(fitting, ""))

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(3, 0)
        table.setAccessibleName(_("Le fil du jour, heure par heure"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setMinimumSectionSize(self._theme.scale.em(3))
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # A stack is as high as its highest page: this one takes what the drawing has.
        table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        return table

    def _fill(self, rows: list[HourLine]) -> None:
        self.table.setColumnCount(len(rows))
        self.table.setHorizontalHeaderLabels([f"{row.hour} h" for row in rows])
        own = self._own.text()
        self.table.setVerticalHeaderLabels(
            [_("visiteurs"), _("dont {}").format(own), _("appels, courriels")]
        )
        for column, row in enumerate(rows):
            for number, value in enumerate((row.persons, row.own, row.remote)):
                item = QTableWidgetItem(str(value) if value else "–")
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.table.setItem(number, column, item)

    def _on_toggled(self) -> None:
        drawn = self._stack.currentWidget() is self.line
        self._stack.setCurrentWidget(self.table if drawn else self.line)
        self.toggle.setText(_("Dessin") if drawn else _("Tableau"))
        name = _("Le fil du jour dessiné") if drawn else _("Le fil du jour en tableau")
        self.toggle.setAccessibleName(name)
        self._theme.set_icon(self.toggle, "chart-column" if drawn else "list")
