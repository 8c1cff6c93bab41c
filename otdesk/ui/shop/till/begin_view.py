"""No till to sell with: begin one, or say what happened to the last one and what is safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till.start import TillTrouble
from otdesk.store.store import Store
from otdesk.ui.days.controls import empty, label
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till import words
from otdesk.ui.shop.till.amount_field import named
from otdesk.ui.shop.till.count_form import CountForm
from otdesk.ui.theme.apply import Theme

if TYPE_CHECKING:
    from sqlalchemy import Connection


class BeginForm(CountForm):
    """Begins a till with its first float. `done` follows once both are on the disk."""

    def __init__(self, desk: ShopDesk, theme: Theme) -> None:
        super().__init__(
            words.trouble_title(TillTrouble.NONE_YET), _("Ouvrir la caisse"), desk, theme
        )
        self._trouble: TillTrouble | None = None
        self.close_button.hide()
        for widget in (self.difference, self.difference_note, self.expected_note):
            widget.hide()
        self._told = QFrame()
        self._sentences = QVBoxLayout(self._told)
        self._sentences.setContentsMargins(0, 0, 0, 0)
        self._sentences.setSpacing(theme.scale.space(4))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Nom de la caisse"))
        self.name.setMaxLength(40)
        self.place_note = label("", "note", wrap=True)
        self.follows = label("", "", "ok", wrap=True)
        self.follows.hide()
        top: QWidget = named(_("Nom de la caisse, sur les tickets"), self.name, theme)
        self.side.insertWidget(0, self._told)
        self.side.insertWidget(1, self.follows)
        self.side.insertWidget(2, top)
        self.side.addWidget(self.place_note)

    def ask(self, trouble: TillTrouble) -> None:
        """Come up for what is the matter; what was typed stays where it is the same."""
        shop = self.desk.picture
        if shop is not None:
            self.place_note.setText(words.key_place(shop.key_place))
        if trouble is self._trouble:
            return
        self._trouble = trouble
        self.follows.hide()
        if trouble is TillTrouble.NONE_YET:
            self._ask_what_it_follows()
        self.title.setText(words.trouble_title(trouble))
        self.setAccessibleName(self.title.text())
        empty(self._sentences)
        tones = ("", "ok", "") if trouble is not TillTrouble.NONE_YET else ("", "")
        for sentence, tone in zip(words.trouble_sentences(trouble), tones, strict=True):
            self._sentences.addWidget(label(sentence, "", tone, wrap=True))
        self.name.setText(_("Caisse 1"))
        again = trouble is not TillTrouble.NONE_YET
        self.go.say(_("Ouvrir une nouvelle caisse") if again else _("Ouvrir la caisse"))
        self.guard.ask(wanted=again)
        self.begin(0)
        for widget in (self.difference, self.difference_note, self.expected_note):
            widget.hide()

    def _ask_what_it_follows(self) -> None:
        """Say which till of the office has ended elsewhere, and hands over its totals."""
        workplace = self.desk.workplace
        office, anchors = workplace.identity.office, workplace.anchors

        def find(connection: Connection) -> str:
            from otdesk.services.till.ended import ended_till_name

            return ended_till_name(connection, office, anchors)

        def show(name: str) -> None:
            if shiboken6.isValid(self) and name:
                self.follows.setText(
                    _("Elle prend la suite de « {} », dont elle reprend les totaux.").format(name)
                )
                self.follows.show()

        self.desk.link.read(find, show)

    def write(self) -> Callable[[], None]:
        """Return what begins the till."""
        name = self.name.text().strip()
        if not name:
            raise DataFault(_("La caisse a un nom."))
        if not self.has_counted:
            raise DataFault(_("Compter le fond, ou taper la somme : zéro s’écrit 0."))
        desk, counted, author = self.desk, self.counted, self.desk.author
        office, restored = desk.workplace.identity.office, self._trouble is TillTrouble.BEHIND

        def work(store: Store) -> None:
            from otdesk.domain.till import TillEvent
            from otdesk.services.till import cash
            from otdesk.services.till.post import here, note
            from otdesk.services.till.start import begin_new

            with store.reading() as connection:
                before = here(connection)
            post, _changes = begin_new(
                store, desk.keystore(), author=author, office=office, name=name
            )
            with store.writing(author) as transaction:
                if restored and before is not None:
                    said = f"{before.stream} {before.head.seq}"
                    note(transaction, post, TillEvent.RESTORE, said)
                if counted:
                    cash.set_float(transaction, post, counted)

        def on_done(_none: None) -> None:
            if shiboken6.isValid(self):
                self._trouble = None
                self.done.emit(_("La caisse « {} » est ouverte.").format(name))

        return lambda: desk.link.run(work, on_done, self.on_fault)
