"""The quiet cards at the right: what came from the siège, the words, the first of the month."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from otdesk import typography
from otdesk.domain.month_locks import month_of
from otdesk.i18n import _, ngettext
from otdesk.reports.siege_news import Topic
from otdesk.sync.office_state import OfficeState
from otdesk.ui.days.controls import empty, rule
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import Card, button, say
from otdesk.ui.sync import words
from otdesk.ui.sync.exchanger import Words
from otdesk.ui.sync.parts import WordChip, line, text
from otdesk.ui.theme.apply import Theme

_SHOWN = 1
_ICONS = {
    Topic.PRICES: "tag",
    Topic.ARTICLES: "package",
    Topic.LISTS: "list",
    Topic.OPENINGS: "calendar-days",
    Topic.COUNSELLORS: "users",
    Topic.MONTHS: "lock",
    Topic.POSTS: "key-round",
}


class ReceivedCard(Card):
    """« Reçu du siège »: quarantines and a version that is too old, then its last news.

    `file_wanted`: a reply came as a file.
    """

    file_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.hide()
        self._theme = theme
        top = QHBoxLayout()
        both = QVBoxLayout()
        both.setSpacing(theme.scale.space(1))
        self.when = text("", "note")
        both.addWidget(text(_("Reçu du siège"), "title"))
        both.addWidget(self.when)
        top.addLayout(both, 1)
        take = button(theme, _("Prendre un fichier…"), self.file_wanted.emit, role="ghost")
        top.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(top)
        self._count = _SHOWN
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.scale.space(6))
        self.column.addLayout(self._rows)
        self._shown: object = None

    def show_rows(self, count: int) -> None:
        """Show so many pieces of news, for the room there is."""
        self._count = count

    def show_state(self, state: OfficeState) -> None:
        """Show what came last."""
        shown = state.news, state.notes.said, state.acknowledged_at, state.today, self._count
        if shown == self._shown:
            return
        self._shown = shown
        moment = state.acknowledged_at
        say(self.when, "" if moment is None else words.moment_words(moment, state.today))
        empty(self._rows)
        said = state.notes.said
        rows: list[tuple[str, str, str, str]] = []
        if said is not None and said.quarantines:
            count = len(said.quarantines)
            heading = ngettext(
                "{} envoi en quarantaine au siège", "{} envois en quarantaine au siège", count
            )
            note = _("{} Rien n’est perdu : le prochain envoi reprend tout.").format(
                said.quarantines[-1]
            )
            rows.append(("shield-alert", "refused", heading.format(count), note))
        if state.outdated:
            heading = _("Version d’otdesk à mettre à jour")
            rows.append(("download", "genet", heading, state.outdated))
        for news in state.news[: max(0, self._count - len(rows))]:
            told = words.day_words(news.day)
            rows.append((_ICONS[news.topic], "demand", news.text.rstrip("."), told))
        if not rows:
            rows.append(("info", "granite", _("Rien de nouveau du siège"), ""))
        for place, (icon, tone, heading, note) in enumerate(rows):
            if place:
                self._rows.addWidget(rule())
            notes = (text(note, "note"),) if note else ()
            self._rows.addLayout(line(self._theme, icon, tone, text(heading, "heading"), *notes))


class PhoneCard(Card):
    """« Se reconnaître au téléphone »: the four words, and what a lost post asks for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Se reconnaître au téléphone"))
        self._theme = theme
        self.column.addWidget(text(_("Le siège doit lire les mêmes quatre mots :"), "note"))
        self._chips = QGridLayout()
        self._chips.setSpacing(theme.scale.space(6))
        self.column.addLayout(self._chips)
        self.theirs = text("", "note")
        self.column.addWidget(self.theirs)
        self.column.addWidget(
            text(_("Poste perdu ou volé ? Appelez le siège : il le révoque."), "note")
        )
        self._with_theirs = True
        self._shown: object = None
        self.hide()

    def show_theirs(self, *, shown: bool) -> None:
        """Show the siège's own words too, where there is room."""
        self._with_theirs = shown

    def show_words(self, known: Words, *, confirmed: bool) -> None:
        """Show the words of both keys; during the pairing its steps show them."""
        self.setVisible(bool(known.post) and confirmed)
        if (known, self._with_theirs) == self._shown:
            return
        self._shown = known, self._with_theirs
        empty(self._chips)
        columns = 4 if self._theme.scale.text_percent < 125 else 2
        for place, word in enumerate(known.post):
            self._chips.addWidget(WordChip(word), *divmod(place, columns))
        self.setAccessibleDescription(_("Mots de ce poste : {}").format(", ".join(known.post)))
        said = _("Le sien, à l’inverse : {}").format(" · ".join(known.siege))
        say(self.theirs, said if known.siege and self._with_theirs else "")


class FirstOfMonthCard(Card):
    """« Le 1er du mois »: what is to be declared, and when; `declare_wanted` opens the panel."""

    declare_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Le 1er du mois"))
        self._theme = theme
        across = QHBoxLayout()
        across.setSpacing(theme.scale.gap)
        self.heading = text("", "heading")
        self.note = text("", "note")
        across.addLayout(line(theme, "bell", "granite", self.heading, self.note), 1)
        self.declare = KeyButton(theme, _("Déclarer"), "D", "soft")
        self.declare.clicked.connect(lambda _on=False: self.declare_wanted.emit())
        across.addWidget(self.declare, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(across)

    def show_state(self, state: OfficeState) -> None:
        """Show the month to declare, or when the next one is."""
        due = state.to_declare
        self.declare.setVisible(due is not None)
        if due is not None:
            self.heading.setText(_("{} est à déclarer").format(words.month_title(due.month)))
            say(self.note, _("complet, ou sans activité"), "genet")
            return
        month = month_of(state.today)
        following = month_of(month + timedelta(days=31))
        name = typography.capitalised(typography.MONTHS[month.month - 1])
        self.heading.setText(
            _("{name} se déclare à partir du {day}").format(
                name=name, day=typography.long_date(following, weekday=False, year=False)
            )
        )
        say(self.note, _("un rappel s’affichera à l’ouverture"))
