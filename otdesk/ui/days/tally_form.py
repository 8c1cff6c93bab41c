"""« Feuille papier »: the totals of a sheet, half-day by half-day, checked while they are typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otdesk.domain.reference import FRANCE, NOT_ASKED
from otdesk.domain.search import OriginIndex, normalise
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.domain.visits import MAX_PARTY
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.services.workplace import Workplace
from otdesk.typography import long_date
from otdesk.ui.days.controls import IconButton, card, label, set_tone
from otdesk.ui.days.count_field import CountField
from otdesk.ui.days.count_list import CountList
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

_ORIGINS = 18
_BESIDE_EM = 54


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """The sheet, the record that it revises, and its passages, which are a record of their own."""

    tally: Tally
    uid: str | None
    walk_ins: int


class TallyForm(QWidget):
    """Types a sheet. `answered` carries a SheetAnswer; `sheet_wanted` asks for the blank sheet."""

    answered = Signal(object)
    sheet_wanted = Signal()
    left = Signal()

    def __init__(self, workplace: Workplace, theme: Theme) -> None:
        super().__init__()
        self._workplace = workplace
        self._theme = theme
        self._day = date(2000, 1, 1)
        self._uid: str | None = None
        self._index: OriginIndex | None = None
        lists = workplace.lists
        self.halves = {
            HalfDay.MORNING: SegmentButton(_("Matin"), theme),
            HalfDay.AFTERNOON: SegmentButton(_("Après-midi"), theme),
        }
        self.persons = CountField(_("Personnes"), theme)
        self.acts = CountField(_("Accueils"), theme)
        self.walk_ins = CountField(_("Passages"), theme)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("Lieu ou remarque (facultatif)"))
        self.note.setAccessibleName(_("Lieu ou remarque"))
        self.origins = CountList(
            _("Provenances, en personnes"), lists.origin_label, theme, search=self._find_origins
        )
        self.demands = CountList(
            _("Demandes, en accueils"), lists.demand_label, theme, search=self._find_demands
        )
        self._title = label("", "title", wrap=True)
        self.check = label("", "heading", wrap=True)
        self._lay_out()
        for field in (self.persons, self.acts, self.walk_ins):
            field.textChanged.connect(lambda _text: self._check())
        self.origins.changed.connect(self._check)
        self.demands.changed.connect(self._check)

    # What the screen does ------------------------------------------------------------------

    def ask(self, day: date, half: HalfDay, tally: Tally | None = None, uid: str = "") -> None:
        """Ask for a new sheet of a day, or for the corrected totals of one."""
        self._day, self._uid = day, uid or None
        title = _("Corriger la feuille papier") if uid else _("Totaux d’une feuille papier")
        self._title.setText(f"{title}, {long_date(day, year=False)}")
        chosen = tally.half_day if tally is not None else half
        self.halves[chosen].setChecked(True)
        self.persons.show_count(None if tally is None else tally.persons)
        self.acts.show_count(None if tally is None else tally.acts)
        self.walk_ins.show_count(None)
        for widget in (self._walk_in_word, self.walk_ins):
            widget.setVisible(tally is None)
        self.note.setText("" if tally is None else tally.note)
        self.origins.ask(self._origin_codes(), {} if tally is None else tally.origins)
        self.demands.ask(self._demand_codes(), {} if tally is None else tally.demands)
        self._check()
        self.persons.setFocus(Qt.FocusReason.OtherFocusReason)
        self.persons.selectAll()

    def refuse(self, text: str) -> None:
        """Say why the sheet is not accepted."""
        set_tone(self.check, "refused")
        self.check.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; Ctrl+Enter saves."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save_sheet()
        else:
            super().keyPressEvent(event)

    def save_sheet(self) -> None:
        """Hand the sheet over, or say what is wrong with it."""
        try:
            answer = self._answer()
        except DataFault as fault:
            self.refuse(str(fault))
            return
        self.answered.emit(answer)

    # ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        scale = self._theme.scale
        frame, column = card(self._theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        head = QHBoxLayout()
        self.blank = KeyButton(self._theme, _("Feuille vierge"), "", icon="printer")
        self.blank.clicked.connect(self.sheet_wanted)
        close = IconButton("x", _("Fermer la feuille"), self._theme, key=_("Échap"))
        close.clicked.connect(self.left)
        head.addWidget(self._title, 1)
        head.addWidget(self.blank)
        head.addWidget(close)
        column.addLayout(head)
        column.addLayout(self._made_totals())
        column.addWidget(self.note)
        lists = QWidget()
        lists.setProperty("role", "page")
        self._grid = QGridLayout(lists)
        self._grid.setContentsMargins(0, 0, scale.space(8), 0)
        self._grid.setHorizontalSpacing(scale.space(24))
        self._grid.setColumnStretch(0, 1)
        self._place(beside=True)
        lists.setStyleSheet(f"QWidget[role=page] {{ background: {self._theme.palette.surface}; }}")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.setMinimumHeight(scale.target * 6)
        self._area.setAccessibleName(_("Totaux par provenance et par demande"))
        self._area.setWidget(lists)
        self.origins.grown.connect(self._area.ensureWidgetVisible)
        self.demands.grown.connect(self._area.ensureWidgetVisible)
        column.addWidget(self._area, 1)
        column.addWidget(self.check)
        self.save = KeyButton(
            self._theme, _("Enregistrer la feuille"), _("Ctrl Entrée"), role="primary"
        )
        self.save.clicked.connect(self.save_sheet)
        column.addWidget(self.save)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the demands below the origins where two lists would be cut."""
        super().resizeEvent(event)
        self._place(beside=event.size().width() >= self._theme.scale.em(_BESIDE_EM))

    def _place(self, *, beside: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.removeWidget(self.origins)
        self._grid.removeWidget(self.demands)
        self._grid.addWidget(self.origins, 0, 0, top)
        self._grid.addWidget(self.demands, 0 if beside else 1, 1 if beside else 0, top)
        self._grid.setColumnStretch(1, 1 if beside else 0)

    def _made_totals(self) -> FlowLayout:
        scale = self._theme.scale
        flow = FlowLayout(scale.gap)
        group = QButtonGroup(self)
        for segment in self.halves.values():
            segment.setAutoDefault(False)
            group.addButton(segment)
            flow.addWidget(segment)
        self._walk_in_word = QWidget()
        for field, word in (
            (self.persons, _("personnes")),
            (self.acts, _("accueils (traits)")),
            (self.walk_ins, _("passages")),
        ):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(scale.space(6))
            row.addWidget(field)
            row.addWidget(label(word))
            flow.addWidget(holder)
            if field is self.walk_ins:
                self._walk_in_word = holder
        return flow

    def _origin_codes(self) -> list[str]:
        office = self._workplace.office
        codes = dict.fromkeys(
            (*office.own_departments, *office.favourites, *office.more_favourites)
        )
        named = [code for code in codes if code not in {FRANCE, NOT_ASKED}]
        return [*named[:_ORIGINS], FRANCE, NOT_ASKED]

    def _demand_codes(self) -> list[str]:
        lists = self._workplace.lists
        themes = [theme.code for theme in lists.first_levels(on=self._day)]
        return list(dict.fromkeys((*self._workplace.office.demand_tiles, *themes)))

    def _find_origins(self, text: str) -> list[str]:
        if self._index is None:
            work = self._workplace
            self._index = OriginIndex.of_office(work.lists, work.profile, work.office)
        return [match.code for match in self._index.search(text)]

    def _find_demands(self, text: str) -> list[str]:
        typed = normalise(text)
        return [
            demand.code
            for demand in self._workplace.lists.demands.values()
            if demand.retired is None and typed and typed in normalise(demand.label)
        ]

    def _half(self) -> HalfDay:
        return next(half for half, segment in self.halves.items() if segment.isChecked())

    def _answer(self) -> SheetAnswer:
        persons = self.persons.count
        if persons is None:
            self.persons.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(_("Le total des personnes manque."))
        walk_ins = self.walk_ins.count or 0
        if walk_ins > MAX_PARTY:
            raise DataFault(_("Un passage compte de 1 à {} personnes.").format(MAX_PARTY))
        tally = Tally(
            office=self._workplace.identity.office,
            day=self._day,
            half_day=self._half(),
            persons=persons,
            acts=self.acts.count,
            origins=self.origins.counts(),
            demands=self.demands.counts(),
            note=self.note.text().strip(),
        )
        tally.check()
        return SheetAnswer(tally, self._uid, walk_ins)

    def _check(self) -> None:
        """Say how the sums stand, after each digit."""
        persons, acts = self.persons.count, self.acts.count
        placed = sum(self.origins.counts().values())
        highest = max(self.demands.counts().values(), default=0)
        if persons is None:
            self._tell("", _("Commencer par le total des personnes."))
        elif placed > persons:
            text = ngettext(
                "Les provenances font {placed} personne, plus que le total ({persons}).",
                "Les provenances font {placed} personnes, plus que le total ({persons}).",
                placed,
            )
            self._tell("refused", text.format(placed=placed, persons=persons))
        elif acts is not None and acts > persons:
            self._tell("refused", _("Il y a plus d’accueils que de personnes."))
        elif acts is not None and highest > acts:
            text = ngettext(
                "Une demande est notée {demand} fois pour {acts} accueil\u00a0: à vérifier.",
                "Une demande est notée {demand} fois pour {acts} accueils\u00a0: à vérifier.",
                acts,
            )
            self._tell("genet", text.format(demand=highest, acts=acts))
        else:
            self._tell("ok", self._balance(persons, placed, acts))

    def _balance(self, persons: int, placed: int, acts: int | None) -> str:
        left = persons - placed
        text = (
            ngettext(
                "Les provenances font le compte\u00a0: {} personne.",
                "Les provenances font le compte\u00a0: {} personnes.",
                persons,
            ).format(persons)
            if left == 0
            else ngettext(
                "{n} personne sans provenance, comptée «\u00a0non demandé\u00a0».",
                "{n} personnes sans provenance, comptées «\u00a0non demandé\u00a0».",
                left,
            ).format(n=left)
        )
        unknown = (
            _(" Accueils non comptés\u00a0: imprimés «\u00a0au moins\u00a0».")
            if acts is None
            else ""
        )
        return text + unknown

    def _tell(self, tone: str, text: str) -> None:
        set_tone(self.check, tone)
        self.check.setText(text)
