"""« Boutique »: who sells, under which VAT regime from which day, and what the till is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QLineEdit, QVBoxLayout

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.shop_terms import ShopTerms
from otdesk.domain.vat import VatRegime
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till.keystore import KeyPlace, Keystore
from otdesk.services.till.post import TillPost
from otdesk.store.store import Store
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.controls import empty
from otdesk.ui.preferences.cards import Card, Choice, button, label, row
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.shop.till.amount_field import named
from otdesk.ui.theme.apply import Theme

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """What the page shows: the rules of each day, the till, what guards its key."""

    terms: tuple[ShopTerms, ...]
    post: TillPost | None
    key_place: KeyPlace


class ShopPage(PreferencesPage):
    """The rules of sale are dated: what was sold before keeps its own."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context,
            theme,
            _("Boutique"),
            _("Ce que disent les tickets. Un changement vaut à partir de sa date, jamais avant."),
        )
        self._keystore: Keystore | None = None
        self._regime = VatRegime.FRANCHISE
        self._ancv = False
        self.column.addWidget(self._seller_card())
        self.column.addWidget(self._till_card())
        self.finish()

    def _seller_card(self) -> Card:
        theme = self.theme
        card = Card(theme, _("TVA et vendeur"))
        self.regime = Choice(
            theme,
            _("Régime de TVA"),
            (
                (VatRegime.FRANCHISE.value, _("Franchise en base (sans TVA)")),
                (VatRegime.STANDARD.value, _("TVA facturée")),
            ),
            self._regime.value,
            self._on_regime,
        )
        self.regime_note = label("", "note")
        self.since = QDateEdit()
        self.since.setCalendarPopup(True)
        self.since.setDisplayFormat("dd/MM/yyyy")
        self.since.setAccessibleName(_("À partir du"))
        self.since.setMinimumHeight(theme.scale.target)
        theme.dress_calendar(self.since.calendarWidget())
        self.siret = self._field(_("SIRET"), theme.scale.em(16))
        self.vat_number = self._field(_("N° de TVA"), theme.scale.em(16))
        self.ancv = Choice(
            theme,
            _("Chèques-vacances (ANCV)"),
            ((NO, _("Non acceptés")), (YES, _("Acceptés"))),
            NO,
            self._on_ancv,
        )
        self.save_button = button(theme, _("Enregistrer"), self.save_terms, role="primary")
        self._known = QVBoxLayout()
        self._known.setSpacing(theme.scale.space(2))
        self._vat_row = named(_("N° de TVA"), self.vat_number, theme)
        card.add(
            label(_("Régime de TVA"), "heading"),
            self.regime,
            self.regime_note,
            row(
                theme,
                (
                    named(_("À partir du"), self.since, theme),
                    named(_("SIRET"), self.siret, theme),
                    self._vat_row,
                ),
                theme.scale.space(18),
            ),
        )
        card.add(label(_("Chèques-vacances (ANCV)"), "heading"), self.ancv)
        card.add(row(theme, (self.save_button,)))
        card.column.addLayout(self._known)
        return card

    def _till_card(self) -> Card:
        theme = self.theme
        card = Card(theme, _("Caisse de ce poste"))
        self.till_name = self._field(_("Nom de la caisse"), theme.scale.em(18))
        self.till_name.setMaxLength(40)
        self.till_name.returnPressed.connect(self.rename)
        self.rename_button = button(theme, _("Renommer"), self.rename)
        self.till_note = label("", "note")
        self.renew_button = button(theme, _("Renouveler la clé"), self.renew, icon="key-round")
        self.renew_note = label(
            _(
                "Pour un poste qui a maintenant un trousseau, ou une clé que trop de monde a vue : "
                "l’ancienne clé signe la nouvelle, et les preuves d’avant restent."
            ),
            "note",
        )
        card.add(
            row(theme, (self.till_name, self.rename_button)),
            self.till_note,
            row(theme, (self.renew_button,)),
            self.renew_note,
        )
        return card

    def _field(self, name: str, width: int) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.setFixedWidth(width)
        field.setMinimumHeight(self.theme.scale.target)
        return field

    # Reading -------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Read what is in force."""
        self.context.link.run(self._read, self.then(self._show), self.fault)

    def _keys(self) -> Keystore:
        if self._keystore is None:
            from otdesk.services.till.keystore import keystore

            self._keystore = keystore(self.context.workplace.anchors.folder)
        return self._keystore

    def _read(self, store: Store) -> ShopSettings:
        from otdesk.reports.shop.catalogue import all_terms
        from otdesk.services.till.start import find

        workplace, keys = self.context.workplace, self._keys()
        with store.reading() as connection:
            found = find(
                connection, keys, workplace.anchors, workplace.identity.office, workplace.zone
            )
            post = found if isinstance(found, TillPost) else None
            place = (None if post is None else keys.holder(post.stream)) or keys.place
            return ShopSettings(all_terms(connection), post, place)

    def _show(self, found: ShopSettings) -> None:
        from otdesk.domain.shop_terms import terms_on
        from otdesk.ui.shop.till import words

        today = self.context.workplace.today()
        terms = terms_on(today, found.terms)
        self.since.setDate(QDate(today.year, today.month, today.day))
        self.regime.buttons[terms.regime.value].setChecked(True)
        self._on_regime(terms.regime.value)
        self.siret.setText(terms.siret or self.context.workplace.profile.siret)
        self.vat_number.setText(terms.vat_number)
        self._ancv = terms.ancv
        self.ancv.buttons[YES if terms.ancv else NO].setChecked(True)
        empty(self._known)
        if found.terms:
            self._known.addWidget(label(_("Enregistré"), "heading"))
        for each in sorted(found.terms, key=lambda t: t.since, reverse=True):
            self._known.addWidget(label(_line(each), "note"))
        post = found.post
        self.till_name.setText("" if post is None else post.name)
        for widget in (self.till_name, self.rename_button, self.renew_button):
            widget.setEnabled(post is not None)
        self.till_note.setText(
            _("Aucune caisse sur ce poste : la Boutique propose d’en ouvrir une.")
            if post is None
            else words.key_place(found.key_place)
        )

    # Writing -------------------------------------------------------------------------------

    def _on_regime(self, value: str) -> None:
        self._regime = VatRegime(value)
        charged = self._regime is VatRegime.STANDARD
        self.regime_note.setText(
            typography.spaced(
                _("Le ticket porte le n° de TVA et la TVA de chaque taux.")
                if charged
                else _("Le ticket dit : « TVA non applicable, art. 293 B du CGI ».")
            )
        )
        self._vat_row.setVisible(charged)

    def _on_ancv(self, value: str) -> None:
        self._ancv = value == YES

    def save_terms(self) -> None:
        """Write the rules from their day on."""
        try:
            terms = self._terms()
        except DataFault as fault:
            self.tell_fault(fault)
            return
        words = _("Enregistré : vaut à partir du {}.").format(typography.long_date(terms.since))

        def use_case(store: Store, post: TillPost | None) -> Changes:
            from otdesk.services.till import events

            with store.writing(self.context.author()) as transaction:
                return events.set_terms(transaction, post, terms)

        self._run(use_case, words)

    def _terms(self) -> ShopTerms:
        from otdesk.domain.shop_terms import ShopTerms
        from otdesk.services.shop.seller_numbers import siret, vat_number

        chosen = self.since.date()
        since = date(chosen.year(), chosen.month(), chosen.day())
        if since < self.context.workplace.today():
            self.since.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(
                _("Les ventes passées gardent leurs règles : choisir aujourd’hui ou plus tard.")
            )
        charged = self._regime is VatRegime.STANDARD
        number = vat_number(self.vat_number.text()) if charged else ""
        if charged and not number:
            self.vat_number.setFocus(Qt.FocusReason.OtherFocusReason)
            raise DataFault(_("Qui facture la TVA imprime son numéro : l’indiquer."))
        return ShopTerms(since, self._regime, siret(self.siret.text()), number, self._ancv)

    def rename(self) -> None:
        """Have the receipts call the till otherwise."""
        name = self.till_name.text()

        def use_case(store: Store, post: TillPost | None) -> Changes:
            from otdesk.services.till.post import rename

            if post is None:
                raise DataFault(_("Aucune caisse sur ce poste."))
            with store.writing(self.context.author()) as transaction:
                return rename(transaction, post, name)

        self._run(use_case, _("La caisse s’appelle « {} ».").format(name.strip()))

    def renew(self) -> None:
        """Have the till sign with a new key from now on; the door of the settings has the code."""
        self.renew_button.setEnabled(False)

        def use_case(store: Store, post: TillPost | None) -> Changes:
            from otdesk.services.till import key_change

            if post is None:
                raise DataFault(_("Aucune caisse sur ce poste."))
            _post, changes = key_change.renew(store, self._keys(), post, self.context.author())
            # The Boutique holds the old key: it reads its till again.
            return changes | Changes(frozenset({"till"}))

        self._run(use_case, _("La clé de la caisse est renouvelée."))

    def _run(self, use_case: Callable[[Store, TillPost | None], Changes], words: str) -> None:
        def work(store: Store) -> Changes:
            return use_case(store, self._read(store).post)

        def on_done(changes: Changes) -> None:
            # The Boutique reads its rules again.
            self.context.link.changed.emit(changes)
            self.tell(words)
            self.arrive()

        def refused(fault: Exception) -> None:
            self.fault(fault)
            self.renew_button.setEnabled(True)

        self.context.link.run(work, self.then(on_done), self.then(refused))


def _line(terms: ShopTerms) -> str:
    regime = _("franchise en base") if terms.regime is VatRegime.FRANCHISE else _("TVA facturée")
    parts = [_("depuis le {}").format(typography.short_date(terms.since)), regime]
    parts += [text for text in (terms.siret, terms.vat_number) if text]
    if terms.ancv:
        parts.append(_("ANCV"))
    return " · ".join(parts)
