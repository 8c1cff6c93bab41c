"""One entry of a list: its names, where it stands, what is published of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from otdesk.domain.list_items import ListItem, ListName
from otdesk.domain.search import normalise
from otdesk.headquarters.lists_overview import ListLine
from otdesk.i18n import _
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import label, say
from otdesk.ui.shop.goods.fields import ChoiceField, Entry, text_field
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.theme.apply import Theme

_SHORT_MOST = 20


class ItemForm(FormPanel):
    """`answered` carries a ListItem; `turned` asks to retire the entry, or to offer it again."""

    answered = Signal(object)
    turned = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("", theme, _("Enregistrer"))
        self.close_button.hide()
        self._item = ListItem(ListName.DEMANDS, "", "")
        self.is_new = True
        self._code_typed = False
        # Something was typed that is not recorded: what is read meanwhile does not take its place.
        self.is_begun = False
        self.label_entry = Entry(_("Nom"), text_field(theme, _("Nom"), 80))
        self.short = Entry(
            _("Nom court"),
            text_field(theme, _("Nom court"), _SHORT_MOST),
            _("ce que dit la touche"),
        )
        self.parent_entry = Entry(_("Sous"), ChoiceField(theme, _("Sous")))
        self.code = Entry(_("Code"), text_field(theme, _("Code"), 81))
        self.published = Entry(
            _("Ce qui se publie"),
            text_field(theme, _("Ce qui se publie"), 80),
            _("dans les bilans, à la place du motif"),
        )
        self.personal = QCheckBox(_("Donnée personnelle : ne se publie pas tel quel"))
        self.personal.setMinimumHeight(theme.scale.target)
        self.state = label("", "note")
        self.add(
            self.state,
            self.label_entry,
            self.short,
            self.parent_entry,
            self.code,
            self.published,
            self.personal,
        )
        self.body.addStretch(1)
        self.turn = KeyButton(theme, _("Ne plus proposer"), _("Suppr"), icon="ban")
        self.turn.clicked.connect(self.turned)
        self.foot.addWidget(self.turn)
        self.label_entry.field.textEdited.connect(lambda _text: self._follow_label())
        self.parent_entry.changed.connect(self._follow_label)
        self.code.field.textEdited.connect(self._on_code)
        for entry in (self.label_entry, self.short, self.code, self.published):
            entry.field.textEdited.connect(lambda _text: self._begin())
        self.saved.connect(self._answer)

    def show_line(self, line: ListLine, parents: list[tuple[str, str]]) -> None:
        """Show an entry that is known."""
        item = line.item
        self._show(item, parents, is_new=False)
        self.say_title(item.label)
        words = _("Venue avec le programme.")
        if line.of_siege:
            words = _("Ajoutée par le siège.") if line.is_new else _("Changée par le siège.")
        if item.retired is not None:
            words += " " + _("Plus proposée depuis le {:%d/%m/%Y}.").format(item.retired)
        say(self.state, words)
        self.turn.say(_("Ne plus proposer") if item.retired is None else _("Proposer de nouveau"))
        self.turn.show()

    def show_new(self, item: ListItem, parents: list[tuple[str, str]], why: str = "") -> None:
        """Offer to add an entry; an unknown code comes with its code."""
        self._show(item, parents, is_new=True)
        self.say_title(_("Nouvelle entrée"))
        say(self.state, why)
        self.turn.hide()

    def _show(self, item: ListItem, parents: list[tuple[str, str]], *, is_new: bool) -> None:
        self.refuse("")
        self.is_begun = is_new and not item.code
        self._item, self.is_new = item, is_new
        self._code_typed = bool(item.code)
        is_demand = item.list is ListName.DEMANDS
        is_reason = item.list is ListName.CLOSURE_REASONS
        self.label_entry.field.setText(item.label)
        self.short.field.setText("" if item.short == item.label else item.short)
        self.parent_entry.field.show_choices([("", _("aucune : premier niveau")), *parents])
        self.parent_entry.field.choose(item.parent or "")
        self.parent_entry.field.setEnabled(is_new and not item.code)
        self.code.field.setText(item.code)
        self.code.field.setReadOnly(not is_new or bool(item.code))
        self.published.field.setText(item.published)
        self.personal.setChecked(item.personal)
        self.short.setVisible(not is_reason)
        self.parent_entry.setVisible(is_demand)
        self.published.setVisible(is_reason)
        self.personal.setVisible(is_reason)

    def _begin(self) -> None:
        self.is_begun = True

    def _follow_label(self) -> None:
        if self._code_typed or not self.is_new:
            return
        slug = normalise(self.label_entry.field.text()).replace(" ", "_")[:40]
        if self._item.list is ListName.COUNTRIES:
            return
        parent = self.parent_entry.field.code if self._item.list is ListName.DEMANDS else ""
        self.code.field.setText(f"{parent}.{slug}" if parent and slug else slug)

    def _on_code(self, text: str) -> None:
        self._code_typed = bool(text)

    def _answer(self) -> None:
        code = self.code.field.text().strip()
        if self._item.list is ListName.COUNTRIES:
            code = code.upper()
        self.answered.emit(
            replace(
                self._item,
                code=code,
                label=self.label_entry.field.text().strip(),
                short=self.short.field.text().strip(),
                parent=code.rpartition(".")[0] or None,
                published=self.published.field.text().strip(),
                personal=self.personal.isChecked(),
            )
        )
