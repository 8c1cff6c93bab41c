"""« Horaires » of the siège: each office's planned openings, painted on a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.openings import Ranges, read_hours
from otdesk.domain.period import Period
from otdesk.domain.profile import OfficeProfile
from otdesk.domain.season_plan import SeasonLine, read_weekdays, season
from otdesk.errors import DataFault
from otdesk.headquarters.season import Season, SeasonDraft, season_of
from otdesk.i18n import _, ngettext
from otdesk.services import days
from otdesk.ui.days.controls import IconButton
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import button, label, row, say
from otdesk.ui.shop.goods.fields import Entry, day_field, text_field
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.footed import Footed
from otdesk.ui.siege.managed.hours_words import hours_text, typed_hours
from otdesk.ui.siege.managed.season_grid import SeasonGrid
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.places import OPENINGS
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

_MONTHS = 6
_SIDE_BY_SIDE_EM = 66
_PANEL_EM = 21
_MOST_PATTERNS = 5
_DATE_EM = 8
_LARGE_TEXT = 150


class OpeningsPage(SiegePage):
    """What is painted is recorded by one button; until then Ctrl+Z takes strokes back.

    `arrive` takes an office's code. A place is (office, first month).
    """

    def __init__(self, desk: SiegeDesk, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Horaires"))
        self._known = {o.code: o for o in desk.context.workplace.profile.offices}
        self.month = desk.context.workplace.today().replace(day=1)
        self.season: Season | None = None
        self._drafts = {code: SeasonDraft(code) for code in self._known}
        self.office = next(iter(self._known))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scale.space(8))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.scale.space(8))
        # Large text leaves no room above a calendar: its head scrolls with it.
        above = inside if self._is_large else column
        above.addWidget(self._head())
        above.addWidget(self._offices())
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        inside.addLayout(self._across, 1)
        self._across.setSpacing(theme.scale.gap_wide)
        self._across.addWidget(self._calendar(), 1)
        self._side = self._panel()
        self._across.addWidget(self._side)
        self._area.setWidget(body)
        column.addWidget(self._area, 1)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undo)
        save = QShortcut(QKeySequence("Ctrl+Return"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save)

    # The parts -------------------------------------------------------------------------------

    @property
    def _is_large(self) -> bool:
        return self.theme.scale.text_percent >= _LARGE_TEXT

    def _head(self) -> QWidget:
        holder = QWidget()
        ways = QBoxLayout.Direction
        across = QBoxLayout(ways.TopToBottom if self._is_large else ways.LeftToRight, holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self.theme.scale.gap)
        said = QVBoxLayout()
        said.setSpacing(0)
        self.headline = label("", "lead")
        said.addWidget(self.headline)
        said.addWidget(
            label(
                _(
                    "Le plan part avec le prochain accusé ; les horaires réels restent ceux du "
                    "bureau."
                ),
                "note",
            )
        )
        across.addLayout(said, 1)
        self.before = IconButton("chevron-left", _("Mois précédents"), self.theme)
        self.after = IconButton("chevron-right", _("Mois suivants"), self.theme)
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.take_back = KeyButton(self.theme, _("Annuler"), "Ctrl Z", icon="undo-2")
        self.take_back.clicked.connect(lambda _on=False: self.undo())
        self.save_button = KeyButton(
            self.theme, _("Enregistrer"), _("Ctrl Entrée"), role="primary", icon="check"
        )
        self.save_button.clicked.connect(lambda _on=False: self.save())
        parts = (self.before, self.after, self.take_back, self.save_button)
        if self._is_large:
            across.addWidget(row(self.theme, parts))
        else:
            for part in parts:
                across.addWidget(part)
        return holder

    def _offices(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(self.theme.scale.space(8), holder)
        group = QButtonGroup(self)
        self.offices: dict[str, SegmentButton] = {}
        for office in self._known.values():
            button = SegmentButton(office.name, self.theme)
            button.setMinimumHeight(self.theme.scale.target)
            button.clicked.connect(lambda _on=False, code=office.code: self.show_office(code))
            group.addButton(button)
            self.offices[office.code] = button
            flow.addWidget(button)
        self.offices[self.office].setChecked(True)
        policy = holder.sizePolicy()
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    def _calendar(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        scale = self.theme.scale
        edge = scale.space(12)
        column.setContentsMargins(edge, scale.space(8), edge, scale.space(6))
        column.setSpacing(scale.space(4))
        self.grid = SeasonGrid(self.theme, self.desk.context.workplace.today())
        self.grid.stroked.connect(self._on_stroke)
        self.grid.pointed.connect(self._on_pointed)
        column.addWidget(self.grid, 1)
        self.pointed_words = label("", "heading")
        column.addWidget(self.pointed_words)
        column.addWidget(
            label(
                _(
                    "La barre va de 8 h à 19 h. Un trait : fermé. Ni barre ni trait : rien de "
                    "prévu. En tirets : prévu par le bureau. Jaune : à enregistrer."
                ),
                "note",
            )
        )
        return frame

    def _panel(self) -> Footed:
        theme = self.theme
        card = Footed(theme)
        column = card.column
        column.addWidget(label(_("Horaires à peindre"), "title"))
        self.hours = Entry(_("Heures"), text_field(theme, _("Heures"), 60))
        self.hours.field.setPlaceholderText(_("9h30-12h30, 14h-18h ou fermé"))
        patterns = QWidget()
        self._patterns = FlowLayout(theme.scale.space(6), patterns)
        self._patterns_holder = patterns
        column.addWidget(self.hours)
        column.addWidget(patterns)
        column.addWidget(
            label(_("Toucher les jours du calendrier, ou remplir une suite :"), "note")
        )
        self.first = Entry(_("Du"), day_field(theme, _("Du")))
        self.last = Entry(_("Au"), day_field(theme, _("Au")))
        dates = QHBoxLayout()
        dates.setSpacing(theme.scale.gap)
        for entry in (self.first, self.last):
            entry.field.setFixedWidth(theme.scale.em(_DATE_EM))
            dates.addWidget(entry)
        dates.addStretch(1)
        column.addLayout(dates)
        self.weekdays = Entry(_("Jours"), text_field(theme, _("Jours"), 60))
        self.weekdays.field.setPlaceholderText(_("lu-ve ; vide : tous les jours"))
        self.fill = KeyButton(theme, _("Remplir"), "")
        self.usual = KeyButton(theme, _("Horaire habituel"), "")
        self.usual.setToolTip(
            _("Remplit les mois affichés, à partir d’aujourd’hui, selon le profil du bureau")
        )
        self.fill.clicked.connect(lambda _on=False: self.fill_line())
        self.usual.clicked.connect(lambda _on=False: self.take_usual())
        self.refusal = label("", "note", "refused")
        self.refusal.hide()
        column.addWidget(self.weekdays)
        column.addStretch(1)
        card.foot.addWidget(self.refusal)
        card.foot.addWidget(row(theme, (self.fill, self.usual)))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel under the calendar where one line does not hold both."""
        super().resizeEvent(event)
        narrow = self.width() < _SIDE_BY_SIDE_EM * self.theme.scale.em()
        ways = QBoxLayout.Direction
        self._across.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        if not narrow:
            self._side.setFixedWidth(self.theme.scale.em(_PANEL_EM))
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(self.width())
        # Under the calendar the page scrolls, and not the panel.
        self._side.show_whole(narrow)

    # What is shown ---------------------------------------------------------------------------

    @property
    def draft(self) -> SeasonDraft:
        """Return the strokes over the office that is shown."""
        return self._drafts[self.office]

    @property
    def profile(self) -> OfficeProfile:
        """Return the office that is shown."""
        return self._known[self.office]

    @property
    def months(self) -> tuple[date, ...]:
        """Return the first days of the months that are shown."""
        found = [self.month]
        for _number in range(_MONTHS - 1):
            found.append(Period.month(found[-1].year, found[-1].month).last + timedelta(days=1))
        return tuple(found)

    @property
    def period(self) -> Period:
        """Return the dates that are shown."""
        last = self.months[-1]
        return Period(self.month, Period.month(last.year, last.month).last)

    def arrive(self, argument: object = None) -> None:
        """Come to the front, on an office."""
        if isinstance(argument, tuple):
            argument, self.month = argument
        if isinstance(argument, str) and argument in self.offices:
            self.show_office(argument)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> object:
        """Return the office and the first month."""
        return self.office, self.month

    def show_office(self, code: str) -> None:
        """Show another office; what was painted over the one before waits there."""
        self.office = code
        self.offices[code].setChecked(True)
        self._offer_patterns()
        self.read()

    def turn(self, step: int) -> None:
        """Show the months before or after."""
        self.month = (self.month + timedelta(days=31 if step > 0 else -1)).replace(day=1)
        self.read()

    def read(self) -> None:
        """Read what is planned."""
        office, period, today = self.office, self.period, self.desk.context.workplace.today()
        if not self._patterns.count():
            self._offer_patterns()
        self.desk.context.reading.read(
            lambda connection: season_of(connection, office, period, today),
            self.then(self._show),
            self.fault,
        )

    def _show(self, found: Season) -> None:
        if (found.office, found.period) != (self.office, self.period):
            return
        self.season = found
        if not self.first.field.text():
            self.first.field.show_value(found.period.first)
            self.last.field.show_value(found.period.last)
        self._follow()

    def _follow(self) -> None:
        if self.season is None:
            return
        painted = self.draft.painted
        self.grid.show_season(self.season, self.months, painted)
        planned = sum(1 for day in self.season.days.values() if day.of_siege)
        open_days = sum(1 for day in self.season.days.values() if day.of_siege and day.ranges)
        name = self.profile.name
        if planned:
            text = ngettext(
                "{name} : {count} jour d’ouverture prévu.",
                "{name} : {count} jours d’ouverture prévus.",
                open_days,
            )
        else:
            text = _("{name} : le siège n’a rien prévu encore.")
        self.headline.setText(
            typography.spaced(text.format(name=name, count=typography.integer(open_days)))
        )
        count = len(painted)
        self.save_button.setEnabled(bool(count))
        self.take_back.setEnabled(bool(count))
        words = ngettext("Enregistrer {} jour", "Enregistrer {} jours", count).format(count)
        self.save_button.say(words if count else _("Enregistrer"))
        self.counted.emit(OPENINGS, sum(len(draft.painted) for draft in self._drafts.values()))

    def _offer_patterns(self) -> None:
        while (item := self._patterns.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        patterns = dict.fromkeys(rule.ranges for rule in self.profile.opening_pattern)
        offered: list[Ranges] = [*list(patterns)[:_MOST_PATTERNS], ()]
        # The short ones share a line.
        for ranges in sorted(offered, key=len):
            chosen = button(self.theme, hours_text(ranges), partial(self._take, ranges))
            chosen.setAccessibleName(_("Peindre : {}").format(hours_text(ranges)))
            self._patterns.addWidget(chosen)
        if not self.hours.field.text() and offered[0]:
            self.hours.field.setText(typed_hours(offered[0]))

    def _take(self, ranges: Ranges) -> None:
        self.hours.field.setText(typed_hours(ranges))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_pointed(self, day: date) -> None:
        words = self.grid.face(day).words
        self.pointed_words.setText(
            typography.spaced(f"{typography.capitalised(typography.long_date(day))} : {words}")
        )

    # What hands do ---------------------------------------------------------------------------

    def _on_stroke(self, touched: Iterable[date]) -> None:
        ranges, right = self.hours.read(self._read_hours)
        if right and ranges is not None:
            self._paint(dict.fromkeys(touched, ranges))

    def _read_hours(self) -> Ranges:
        text = self.hours.field.text().strip()
        if not text:
            raise DataFault(_("Écrire des heures, ou « fermé »."))
        return read_hours(text)

    def fill_line(self) -> None:
        """Paint weekdays between two dates."""
        ranges, right = self.hours.read(self._read_hours)
        first, right_first = self.first.read(self.first.field.value)
        last, right_last = self.last.read(self.last.field.value)
        weekdays, right_days = self.weekdays.read(lambda: read_weekdays(self.weekdays.field.text()))
        if not (right and right_first and right_last and right_days):
            return
        if first is None or last is None or ranges is None or weekdays is None or last < first:
            self.last.say(_("La fin vient avant le début."))
            return
        line = SeasonLine(self.office, Period(first, last), weekdays, ranges)
        self._paint({opening.day: opening.ranges for opening in season([line])})

    def take_usual(self) -> None:
        """Paint the months that are shown with what the office's profile says."""
        today = self.desk.context.workplace.today()
        office = self.profile
        self._paint({day: office.planned(day) for day in self.period if day >= today})

    def _paint(self, hours: dict[date, Ranges]) -> None:
        if self.season is None:
            return
        changed = self.draft.paint(self.season, hours)
        say(self.refusal, "" if changed else _("Rien à changer à ces jours."), "refused")
        self._follow()

    def undo(self) -> None:
        """Take the last stroke back."""
        self.draft.undo()
        self._follow()

    def save(self) -> None:
        """Record what was painted over this office."""
        draft = self.draft
        openings = draft.openings
        if not openings:
            return
        count = len(openings)

        def done(_changes: Changes) -> None:
            draft.clear()
            text = ngettext(
                "{count} jour de {name} est prévu, et part avec le prochain accusé.",
                "{count} jours de {name} sont prévus, et partent avec le prochain accusé.",
                count,
            )
            name = self._known[draft.office].name
            self.tell(text.format(count=typography.integer(count), name=name))
            self.read()

        self.desk.context.link.write(
            self.desk.context.author(),
            lambda transaction: days.plan(transaction, openings),
            self.then(done),
            self.fault,
        )
