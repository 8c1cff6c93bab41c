"""The card of the day's accueils: filters, lines, keys, and the motive of a voiding."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from otdesk.i18n import _, ngettext
from otdesk.ui.days.controls import card, label
from otdesk.ui.days.filter_bar import FilterBar
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.days.lines import Line, LineFilter
from otdesk.ui.days.motive_bar import MotiveBar
from otdesk.ui.days.visits_model import VisitsModel
from otdesk.ui.days.visits_view import VisitsView
from otdesk.ui.key_button import KeyButton
from otdesk.ui.rows_table import WholeRows
from otdesk.ui.theme.apply import Theme


class VisitsTable(QWidget):
    """The day's lines.

    `edited` and `history_asked` carry a Line; `voided` a Line and its motive; `void_asked` a Line
    whose motive is to be asked, once the screen allows it (`ask_motive`). `sheet_wanted`: the
    totals of a paper sheet are to be typed.
    """

    edited = Signal(object)
    history_asked = Signal(object)
    void_asked = Signal(object)
    voided = Signal(object, str)
    sheet_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._nothing = ""
        self.model = VisitsModel(self)
        self.view = VisitsView(self.model, theme)
        self.filters = FilterBar(theme)
        self.search = self._made_search()
        self.motive = MotiveBar(theme)
        self.empty = label("", "note", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count = label("", "note")
        self._legend = self._made_legend()
        self._lay_out()
        self.filters.chosen.connect(lambda _chosen: self._refilter())
        self.search.textChanged.connect(lambda _text: self._refilter())
        self.view.edited.connect(self._on_edited)
        self.view.voided.connect(self._on_void)
        self.view.history_asked.connect(self.history_asked)
        self.motive.given.connect(self._on_motive)
        self.motive.dropped.connect(self._on_dropped)
        self._say()

    # What the screen does ------------------------------------------------------------------

    def show_lines(self, lines: Sequence[Line], nothing: str = "") -> None:
        """Show the lines of a day, or why there is none; cursor and filter stay."""
        self._nothing = nothing
        line = self.view.line
        self.model.show_lines(lines)
        self.filters.show_counts(self.model.counts())
        self._say()
        self.view.point_to(line.uid if line is not None else "")

    def clear_filters(self) -> None:
        """Show every line, as on arriving on another day."""
        self.search.clear()
        self.filters.choose(LineFilter.ALL)

    def ask_motive(self, line: Line) -> None:
        """Ask why a line is voided, under the table."""
        self._legend.hide()
        self.motive.ask(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the filters first; only then it is the screen's."""
        filtered = self.search.text() or self.filters.current is not LineFilter.ALL
        if event.key() == Qt.Key.Key_Escape and filtered:
            self.clear_filters()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------------------------------

    def _made_search(self) -> QLineEdit:
        scale = self._theme.scale
        field = QLineEdit()
        field.setPlaceholderText(_("Filtrer  F3"))
        field.setAccessibleName(_("Filtrer les lignes"))
        field.setAccessibleDescription("F3")
        field.setClearButtonEnabled(True)
        sign = self._theme.icons.icon(
            "list-filter", self._theme.palette.ink_secondary, scale.icon_small
        )
        field.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        field.setFixedWidth(scale.em(9.5))
        for sign_button in field.findChildren(QToolButton):
            sign_button.setAccessibleName(_("Filtrer les lignes"))
        return field

    def _made_legend(self) -> QWidget:
        """Return the keys as buttons: a finger has no Suppr."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(self._theme.scale.space(4))
        keys = (
            (_("Modifier"), _("Entrée"), lambda: self._on_line(self._on_edited)),
            (_("Annuler"), _("Suppr"), lambda: self._on_line(self._on_void)),
            (_("Historique"), _("Espace"), lambda: self._on_line(self.history_asked.emit)),
            (_("Feuille papier"), "F", self.sheet_wanted.emit),
        )
        for text, key, act in keys:
            button = KeyButton(self._theme, text, key, "ghost")
            button.clicked.connect(act)
            flow.addWidget(button)
        row.addLayout(flow, 1)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return holder

    def _on_line(self, act: Callable[[Line], None]) -> None:
        """Do something to the line that is pointed to, if there is one."""
        if self.view.line is not None:
            act(self.view.line)

    def _lay_out(self) -> None:
        scale = self._theme.scale
        frame, column = card(self._theme)
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        head = QHBoxLayout()
        head.setSpacing(scale.gap)
        head.addWidget(self.filters, 1)
        head.addWidget(self.search)
        column.addLayout(head)
        self.rows = WholeRows(self.view)
        self._over = QGridLayout()
        self._over.addWidget(self.rows, 0, 0)
        self._over.addWidget(self.empty, 0, 0)
        column.addLayout(self._over, 1)
        column.addWidget(self.motive)
        column.addWidget(self._legend)
        column.setContentsMargins(scale.space(12), scale.space(6), scale.space(12), scale.space(4))
        column.setSpacing(scale.space(4))
        self._frame: QFrame = frame

    def _refilter(self) -> None:
        line = self.view.line
        self.model.choose(self.filters.current, self.search.text())
        self.view.point_to(line.uid if line is not None else "")
        self._say()

    def _say(self) -> None:
        """Say how many lines are shown, or why none is."""
        shown, total = self.model.rowCount(), self.model.total
        if shown == total:
            text = ngettext("{} ligne", "{} lignes", total).format(total)
        else:
            text = ngettext("{} ligne sur {}", "{} lignes sur {}", shown).format(shown, total)
        self._count.setText(text)
        self.empty.setVisible(shown == 0)
        if shown == 0:
            self.empty.setText(
                _("Aucune ligne ne répond à ce filtre. Échap les montre toutes.")
                if total
                else self._nothing
            )

    def _on_edited(self, line: Line) -> None:
        if line.can_be_edited:
            self.edited.emit(line)
        else:
            self.history_asked.emit(line)

    def _on_void(self, line: Line) -> None:
        if line.can_be_voided:
            self.void_asked.emit(line)

    def _on_motive(self, line: Line, motive: str) -> None:
        self._on_dropped()
        self.voided.emit(line, motive)

    def _on_dropped(self) -> None:
        self.motive.hide()
        self._legend.show()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
