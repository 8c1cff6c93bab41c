"""« En direct »: what the day counts so far. Persons and acts, never added together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otdesk.i18n import _, ngettext
from otdesk.reports.live import LiveFigures
from otdesk.reports.rows import DayMark
from otdesk.typography import clock_time, decimal, duration, integer, long_date, percent
from otdesk.ui.days.controls import card, label, rule
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.theme.apply import Theme

_DASH = "\u2013"


class LiveCard(QWidget):
    """Two large figures, six small ones, and the same weekday of last year."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        scale = theme.scale
        frame, column = card(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.setSpacing(scale.space(4))
        head = QHBoxLayout()
        self._title = label("", "title")
        self._when = label("", "note")
        head.addWidget(self._title, 1)
        head.addWidget(self._when)
        column.addLayout(head)
        self._persons = label("", "large-figure", "origin")
        self._persons_word = label("", "")
        self._acts = label("", "large-figure", "demand")
        self._acts_word = label("", "")
        large = FlowLayout(scale.space(22))
        large.addWidget(self._pair(self._persons, self._persons_word))
        large.addWidget(self._pair(self._acts, self._acts_word))
        column.addLayout(large)
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.space(10))
        grid.setVerticalSpacing(0)
        self._cells: list[tuple[QLabel, QLabel]] = []
        for number in range(6):
            row, at = divmod(number, 3)
            figure, word = label("", "phrase"), label("", "least", wrap=True)
            grid.addWidget(figure, 3 * row, at)
            word.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(word, 3 * row + 1, at)
            grid.setColumnStretch(at, 1)
            self._cells.append((figure, word))
        grid.setRowMinimumHeight(2, scale.space(6))
        column.addLayout(grid)
        column.addSpacing(scale.space(4))
        column.addWidget(rule())
        self._before = label("", "note", wrap=True)
        column.addWidget(self._before)

    def show_day(self, picture: DayPicture, now: int | None) -> None:
        """Show the figures of a day; `now` is None on any other day than today."""
        live = picture.live
        self._title.setText(_("Le jour en chiffres") if now is None else _("En direct"))
        self._when.setText("" if now is None else _("à {}").format(clock_time(now)))
        # Nothing entered is not zero: only a day that was open may count nobody.
        counted = live.acts or live.walk_ins or live.minutes or live.state is DayMark.CLOSED
        self._persons.setText(integer(live.persons) if counted else _DASH)
        self._persons_word.setText(
            ngettext("visiteur", "visiteurs", live.persons if counted else 2)
        )
        self._acts.setText(integer(live.acts) if counted else _DASH)
        acts = ngettext("accueil", "accueils", live.acts if counted else 2)
        self._acts_word.setText(_("{} au moins").format(acts) if live.acts_at_least else acts)
        for (figure, word), (value, text) in zip(
            self._cells, _small(live, counted=bool(counted)), strict=True
        ):
            figure.setText(value)
            word.setText(text)
            figure.setAccessibleName(f"{value} {text}")
        self._before.setText(_before_words(picture))

    def _pair(self, figure: QLabel, word: QLabel) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.scale.space(7))
        row.addWidget(figure)
        row.addWidget(word)
        return holder


def _small(live: LiveFigures, *, counted: bool) -> tuple[tuple[str, str], ...]:
    def figure(value: int) -> str:
        return integer(value) if counted else _DASH

    written = live.emails + live.letters
    known = live.origin_known_share.value
    return (
        (figure(live.walk_ins), ngettext("passage", "passages", live.walk_ins)),
        (figure(live.calls), ngettext("appel", "appels", live.calls)),
        (
            figure(written),
            ngettext("courriel", "courriels", live.emails)
            if not live.letters
            else _("courriels, courriers"),
        ),
        _rate(live),
        (_DASH if known is None else percent(known, 0), _("provenances connues")),
        (duration(live.minutes) if live.minutes else _DASH, _("d’ouverture")),
    )


def _rate(live: LiveFigures) -> tuple[str, str]:
    rate = live.persons_per_open_hour
    if rate is None and live.minutes:
        return _DASH, _("par heure, après une heure d’ouverture")
    return _DASH if rate is None else decimal(rate), _("visiteurs par heure ouverte")


def _before_words(picture: DayPicture) -> str:
    day = long_date(picture.before_day)
    if picture.before is None:
        return _(
            "Même jour l’an dernier ({})\u00a0: rien n’est clôturé, pas de comparaison."
        ).format(day)
    if not picture.is_closed:
        return _("Même jour l’an dernier\u00a0: comparable une fois la journée clôturée.")
    count = picture.before.persons
    return ngettext(
        "Le {day}\u00a0: {n} visiteur.", "Le {day}\u00a0: {n} visiteurs.", count
    ).format(day=day, n=integer(count))
