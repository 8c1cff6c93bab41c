"""Locking a month, and opening it again: said once more before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QLineEdit

from otdesk import typography
from otdesk.domain.month_locks import MonthReopening
from otdesk.headquarters.locking import lack_words
from otdesk.headquarters.year_table import CellState, YearCell, YearLine, YearTable
from otdesk.i18n import _, ngettext
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import Choice, label, say
from otdesk.ui.siege.footed import Footed
from otdesk.ui.theme.apply import Theme

# Time enough for an office to send what it has.
_USUAL_DAYS = 14
_ONE, _ALL, _AGAIN = "one", "all", "again"


class _MonthPanel(Footed):
    """A card with a day and a reason; `left` says that nothing changes."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        scale = theme.scale
        self.title = label("", "title")
        self.words = label("")
        self.until_label = label(_("Jusqu’au (inclus)"), "heading")
        self.until = QDateEdit()
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("dd/MM/yyyy")
        self.until.setAccessibleName(_("Rouvert jusqu’au"))
        self.until.setMinimumHeight(scale.target)
        theme.dress_spin_box(self.until)
        calendar = self.until.calendarWidget()
        if calendar is not None:
            theme.dress_calendar(calendar)
        self.reason_label = label(_("Raison"), "heading")
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Raison"))
        self.reason.setMaxLength(200)
        self.reason.setMinimumHeight(scale.target)
        self.refusal = label("", "note", "refused")
        self.refusal.hide()
        self.act = KeyButton(theme, "", _("Entrée"), role="primary")
        self.leave = KeyButton(theme, _("Ne rien changer"), _("Échap"), role="ghost")
        self.leave.clicked.connect(self.left)

    def _end(self) -> None:
        for part in (
            self.until_label,
            self.until,
            self.reason_label,
            self.reason,
        ):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.foot.addWidget(self.refusal)
        self.foot.addWidget(self.act)
        self.foot.addWidget(self.leave)

    def _ask_day(self, today: date) -> None:
        self.until.setMinimumDate(QDate(today.year, today.month, today.day))
        later = today + timedelta(days=_USUAL_DAYS)
        self.until.setDate(QDate(later.year, later.month, later.day))

    def refuse(self, text: str) -> None:
        """Say beside the fields why it was not done."""
        say(self.refusal, text, "refused")
        self.setAccessibleDescription(text)

    @property
    def day(self) -> date:
        """Return the day that stands in the field."""
        chosen = self.until.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.act.click()
        else:
            super().keyPressEvent(event)


class LockPanel(_MonthPanel):
    """`wanted` carries the month and the exceptions, none where every office is whole."""

    wanted = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._month = date(2000, 1, 1)
        self._lacking: tuple[YearCell, ...] = ()
        self.lacks = label("", "", "refused")
        for part in (self.title, self.words, self.lacks):
            self.column.addWidget(part)
        self.except_words = label("")
        self.column.addWidget(self.except_words)
        self._end()
        self.act.clicked.connect(self._on_act)

    def ask(self, table: YearTable, month: int, names: dict[str, str]) -> None:
        """Ask for a month; `names` of the offices by code."""
        self._month = date(table.year, month, 1)
        self._lacking = table.lacking(month)
        said = typography.month_name(self._month)
        self.title.setText(_("Verrouiller {}").format(said))
        self.words.setText(
            _(
                "Ses chiffres sont publiés : aucun bureau ne pourra plus rien y changer. Le verrou "
                "part avec la prochaine réponse à chacun."
            )
        )
        lacks = "\n".join(f"{names[c.office]} : {lack_words(c)}" for c in self._lacking)
        say(self.lacks, lacks, "refused")
        count = len(self._lacking)
        say(
            self.except_words,
            ngettext(
                "Ce qui n’est pas arrivé serait enfermé dehors. Attendre, ou laisser le mois "
                "ouvert à ce bureau seul, jusqu’à un jour, avec une raison :",
                "Ce qui n’est pas arrivé serait enfermé dehors. Attendre, ou laisser le mois "
                "ouvert à ces bureaux seuls, jusqu’à un jour, avec une raison :",
                count,
            )
            if count
            else "",
        )
        for part in (self.until_label, self.until, self.reason_label, self.reason):
            part.setVisible(bool(count))
        self._ask_day(table.today)
        self.reason.clear()
        self.refuse("")
        self.act.say(_("Verrouiller, sauf eux") if count else _("Verrouiller"))
        (self.reason if count else self.act).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_act(self) -> None:
        if self._lacking and not self.reason.text().strip():
            self.refuse(_("Indiquer la raison : elle part avec le verrou, et reste."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        exceptions: Sequence[MonthReopening] = [
            MonthReopening(cell.office, self._month, self.day, self.reason.text().strip())
            for cell in self._lacking
        ]
        self.wanted.emit(self._month, tuple(exceptions))


class ReopenPanel(_MonthPanel):
    """`one_wanted` carries a MonthReopening, `all_wanted` the month and why, `again_wanted` it.

    The last is of a month that changed since its lock: it is locked with its figures of now.
    """

    one_wanted = Signal(object)
    all_wanted = Signal(object, str)
    again_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._month = date(2000, 1, 1)
        self._office = ""
        self._scope = _ONE
        self.column.addWidget(self.title)
        self._whose = label("", "heading")
        self.scope = Choice(
            theme,
            _("Pour qui"),
            [
                (_ONE, _("ce bureau seul")),
                (_ALL, _("tous les bureaux")),
                (_AGAIN, _("verrouiller de nouveau")),
            ],
            _ONE,
            self._on_scope,
        )
        for part in (self._whose, self.scope, self.words):
            self.column.addWidget(part)
        self._end()
        self.act.clicked.connect(self._on_act)

    def ask(self, line: YearLine, cell: YearCell, today: date) -> None:
        """Ask for the month of a cell."""
        self._month, self._office = cell.month, cell.office
        self.title.setText(_("Rouvrir {}").format(typography.month_name(cell.month)))
        self._whose.setText(typography.spaced(line.office.name))
        self._ask_day(today)
        self.reason.clear()
        self.refuse("")
        self.scope.buttons[_AGAIN].setVisible(cell.state is CellState.CHANGED)
        self.scope.buttons[_ONE].setChecked(True)
        self._on_scope(_ONE)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_scope(self, scope: str) -> None:
        self._scope = scope
        one = scope == _ONE
        self._whose.setVisible(one)
        self.until_label.setVisible(one)
        self.until.setVisible(one)
        again = scope == _AGAIN
        self.reason_label.setVisible(not again)
        self.reason.setVisible(not again)
        words, act = {
            _ONE: (
                _(
                    "Ce bureau pourra corriger le mois jusqu’à ce jour. Les autres n’y "
                    "touchent pas."
                ),
                _("Rouvrir pour ce bureau"),
            ),
            _ALL: (
                _("Le verrou est retiré pour tous, jusqu’à ce qu’il soit remis."),
                _("Retirer le verrou"),
            ),
            _AGAIN: (
                _("Les chiffres d’aujourd’hui deviennent ceux du verrou, pour tous les bureaux."),
                _("Verrouiller de nouveau"),
            ),
        }[scope]
        self.words.setText(words)
        self.act.say(act)

    def _on_act(self) -> None:
        reason = self.reason.text().strip()
        if self._scope == _AGAIN:
            self.again_wanted.emit(self._month)
        elif not reason:
            self.refuse(_("Indiquer la raison : elle part avec la décision, et reste."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._scope == _ONE:
            self.one_wanted.emit(MonthReopening(self._office, self._month, self.day, reason))
        else:
            self.all_wanted.emit(self._month, reason)
