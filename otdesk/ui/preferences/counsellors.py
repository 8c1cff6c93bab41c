"""« Conseillers »: who may be picked at the desk; added, renamed, taken off the list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from otdesk.domain.changes import Changes
from otdesk.i18n import _
from otdesk.reports.counsellors import Counsellor, present
from otdesk.services import counsellors
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.controls import empty, rule
from otdesk.ui.preferences.cards import Card, Choice, button, label, row
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.theme.apply import Theme

ALL_OFFICES = ""


class CounsellorsPage(PreferencesPage):
    """Each accueil is signed with initials; the list says whose they are."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context,
            theme,
            _("Conseillers"),
            _("Chaque accueil porte les initiales de qui l’a saisi. Personne n’est classé."),
        )
        self._edited: Counsellor | None = None
        self.people: tuple[Counsellor, ...] = ()
        self._form = Card(theme, _("Ajouter un conseiller"))
        self.initials = self._field(_("Initiales"), theme.scale.em(7), 4)
        self.name = self._field(_("Prénom"), theme.scale.em(20), 60)
        self.initials.returnPressed.connect(self.name.setFocus)
        self.name.returnPressed.connect(self._write)
        self.add_button = button(theme, _("Ajouter"), self._write, role="primary")
        self.cancel_button = button(theme, _("Ne rien changer"), self._reset, role="ghost")
        self.cancel_button.hide()
        self._form.add(
            row(theme, (self.initials, self.name, self.add_button, self.cancel_button)),
            label(_("Le prénom suffit : le programme n’a pas besoin du nom de famille."), "note"),
        )
        workplace = context.workplace
        self._office = ALL_OFFICES
        self.offices: Choice | None = None
        if workplace.is_siege:
            names = [(office.code, office.name) for office in workplace.profile.offices]
            choices = [(ALL_OFFICES, _("Tous les bureaux")), *names]
            self.offices = Choice(theme, _("Pour"), choices, ALL_OFFICES, self._take_office)
            self._form.add(label(_("Pour quel bureau"), "heading"), self.offices)
        self.column.addWidget(self._form)
        self._list = Card(theme, _("Du siège") if workplace.is_siege else _("À ce bureau"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._list.column.addLayout(self._rows)
        self.column.addWidget(self._list)
        self.finish()

    def _take_office(self, code: str) -> None:
        self._office = code

    def _choose_office(self, code: str) -> None:
        self._office = code
        if self.offices is not None:
            self.offices.buttons[code].setChecked(True)

    def _field(self, name: str, width: int, most: int) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.setMaxLength(most)
        field.setFixedWidth(width)
        field.setMinimumHeight(self.theme.scale.target)
        return field

    def arrive(self) -> None:
        """Read who is there."""
        self.context.link.read(present, self.then(self._show), self.fault)

    def _show(self, people: tuple[Counsellor, ...]) -> None:
        self.people = people
        empty(self._rows)
        if not people:
            self._rows.addWidget(label(_("Personne encore : ajouter la première."), "note"))
        for number, person in enumerate(people):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._line(person))

    def _line(self, person: Counsellor) -> QWidget:
        line = QFrame()
        line.setAccessibleName(f"{person.name}, {person.initials}")
        line.setMinimumHeight(self.theme.scale.row)
        across = QHBoxLayout(line)
        gap = self.theme.scale.space(4)
        across.setContentsMargins(0, gap, 0, gap)
        across.setSpacing(self.theme.scale.gap)
        cap = label(person.initials, "chip")
        cap.setWordWrap(False)
        cap.setMinimumWidth(self.theme.scale.em(3.4))
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        across.addWidget(cap)
        across.addWidget(label(person.name), 1)
        if self.offices is not None:
            known = self.context.workplace.profile.office(person.office or "")
            name = _("tous les bureaux") if known is None else known.name
            line.setAccessibleDescription(name)
            across.addWidget(label(name, "note"), 1)
        if person.managed:
            line.setAccessibleDescription(_("ajouté par le siège"))
            across.addWidget(label(_("ajouté par le siège"), "note"))
            return line
        for words, act, role in (
            (_("Modifier"), self._edits(person), "secondary"),
            (_("Retirer"), self._leaves(person), "ghost"),
        ):
            made = button(self.theme, words, act, role=role)
            made.setAccessibleName(f"{words} : {person.name}")
            across.addWidget(made)
        return line

    def _edits(self, person: Counsellor) -> Callable[[], None]:
        def edit() -> None:
            self._edited = person
            self._form.title.setText(_("Modifier {}").format(person.name))
            self.initials.setText(person.initials)
            self.name.setText(person.name)
            self._choose_office(person.office or ALL_OFFICES)
            self.add_button.setText(_("Enregistrer"))
            self.cancel_button.show()
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.name.selectAll()
            self.bring(self._form)

        return edit

    def _leaves(self, person: Counsellor) -> Callable[[], None]:
        workplace = self.context.workplace

        def leave() -> None:
            self.context.link.write(
                self.context.author(),
                lambda transaction: counsellors.leave(
                    transaction, person.uid, workplace.identity.office, workplace.today()
                ),
                self.then(
                    lambda changes: self._done(
                        changes,
                        _("{} n’est plus sur la liste. Ses accueils gardent ses initiales.").format(
                            person.name
                        ),
                    )
                ),
                self.fault,
            )

        return leave

    def _write(self) -> None:
        initials, name = self.initials.text(), self.name.text()
        uid = None if self._edited is None else self._edited.uid
        office = self._office or None
        words = _("{} est sur la liste.") if uid is None else _("{} est enregistré.")
        self.context.link.write(
            self.context.author(),
            lambda transaction: counsellors.add(
                transaction, initials, name, uid=uid, office=office
            ),
            self.then(lambda changes: self._done(changes, words.format(name.strip()))),
            self.fault,
        )

    def _done(self, _changes: Changes, words: str) -> None:
        self.tell(words)
        self._reset()
        self.arrive()

    def _reset(self) -> None:
        self._edited = None
        self._form.title.setText(_("Ajouter un conseiller"))
        self.add_button.setText(_("Ajouter"))
        self.cancel_button.hide()
        self.initials.clear()
        self.name.clear()
        self._choose_office(ALL_OFFICES)
        self.initials.setFocus(Qt.FocusReason.OtherFocusReason)
