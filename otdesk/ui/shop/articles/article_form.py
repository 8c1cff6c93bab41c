"""One article: every field, with what is wrong said under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from otdesk.domain.catalogue import Article, Catalogue, Product
from otdesk.domain.money import Cents
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.reference import Lists
from otdesk.domain.search import normalise
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.shop import barcodes
from otdesk.services.shop.catalogue_lines import read_code
from otdesk.ui.days.controls import label
from otdesk.ui.shop.articles.kind_fields import KindFields
from otdesk.ui.shop.goods.fields import (
    ChoiceField,
    Entry,
    amount_field,
    quantity_field,
    text_field,
)
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.scanner import TAKES_BARCODES
from otdesk.ui.theme.apply import Theme

_SHORT_MOST = 24
_DEFAULT_VAT = "normal"


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """The article as the form says it, and its first price where it is new."""

    product: Product
    cents: Cents | None


def pictures() -> list[tuple[str, str]]:
    """Return the drawings that a key may bear."""
    return [
        ("", _("celle de la famille")),
        ("sheet", _("fiche")),
        ("sheets", _("lot de fiches")),
        ("map", _("carte pliée")),
        ("book", _("livre")),
        ("card", _("carte postale")),
        ("calendar", _("calendrier")),
        ("gift", _("souvenir")),
        ("fish", _("poisson")),
    ]


class ArticleForm(FormPanel):
    """Edits an article or makes one. `answered` carries an ArticleAnswer."""

    answered = Signal(object)

    def __init__(
        self,
        theme: Theme,
        catalogue: Catalogue,
        profile: NetworkProfile,
        lists: Lists,
        article: Article | None = None,
    ) -> None:
        super().__init__(_("Nouvel article") if article is None else article.product.label, theme)
        self._catalogue = catalogue
        self._article = article
        self._standing = Product("", "", "", "") if article is None else article.product
        self._code_typed = article is not None
        self._make_fields(profile, lists)
        self._lay_out()
        self._show(self._standing)
        if self._is_managed:
            self._leave_to_siege()
        self.saved.connect(self._answer)
        self.kind.field_changed()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    # Making --------------------------------------------------------------------------------

    def _make_fields(self, profile: NetworkProfile, lists: Lists) -> None:
        theme = self.theme
        self.label_entry = Entry(_("Nom"), text_field(theme, _("Nom")))
        self.short = Entry(_("Nom court"), text_field(theme, _("Nom court"), _SHORT_MOST))
        self.detail = Entry(_("Précision"), text_field(theme, _("Précision"), 40))
        self.code = Entry(_("Code"), text_field(theme, _("Code"), 40))
        self.family = self._choice(
            _("Famille"), [(f.code, f.label) for f in self._catalogue.families]
        )
        self.price = Entry(_("Prix TTC"), amount_field(theme, _("Prix TTC")))
        self.cost = Entry(_("Prix d’achat HT"), amount_field(theme, _("Prix d’achat HT")))
        day = self._catalogue.day
        codes = dict.fromkeys(r.code for r in lists.vat_rates.rates if r.since <= day)
        shorts = {rate.code: rate for rate in lists.vat_rates.rates}
        self.vat = self._choice(
            _("TVA"), [(code, f"{shorts[code].short}  {shorts[code].label}") for code in codes]
        )
        self.barcode = Entry(_("Code-barres"), text_field(theme, _("Code-barres"), 20))
        self.barcode.field.setProperty(TAKES_BARCODES, True)
        self.supplier = self._choice(
            _("Fournisseur"),
            [
                ("", _("aucun")),
                *sorted((s.code, s.name) for s in self._catalogue.suppliers.values()),
            ],
        )
        self.publisher = QCheckBox(_("Prix de l’éditeur (livre : 95 à 100 %)"))
        self.publisher.setMinimumHeight(theme.scale.target)
        self.level = Entry(
            _("Seuil"), quantity_field(theme, _("Seuil")), _("à commander à partir de là")
        )
        self.kind = KindFields(theme)
        self.sector = Entry(
            _("Secteur"), text_field(theme, _("Secteur"), 40), _("d’une fiche de randonnée")
        )
        self.picture = self._choice(_("Image de la touche"), pictures())
        self.offices = {office.code: QCheckBox(office.name) for office in profile.offices}

    @property
    def _is_managed(self) -> bool:
        return self._article is not None and self._article.managed

    def _leave_to_siege(self) -> None:
        """Leave to be typed what an office decides of an article of the siège: its level."""
        for entry in self.entries:
            if entry is not self.level:
                entry.field.setEnabled(False)
        for widget in (self.publisher, self.kind, *self.offices.values()):
            widget.setEnabled(False)

    def _choice(self, name: str, choices: list[tuple[str, str]]) -> Entry[ChoiceField]:
        field = ChoiceField(self.theme, name)
        field.show_choices(choices)
        return Entry(name, field)

    def _lay_out(self) -> None:
        if self._is_managed:
            words = _(
                "Géré par le siège : son nom, son prix et le reste s’y changent. Ici se règlent "
                "son seuil, sa touche (Favoris) et s’il se vend (Retirer)."
            )
            self.add(label(words, "note", wrap=True), self.level)
        self.add(self.label_entry)
        self.add_row(self.short, self.detail)
        self.add(self.family)
        if self._article is None:
            self.add_row(self.price, self.cost)
        self.add(self.vat)
        self.add(self.barcode)
        self.add(self.supplier)
        if self._article is None:
            self.add(self.level)
        elif self._is_managed:
            self.add(self.cost)
        else:
            self.add_row(self.cost, self.level)
        self.add(self.publisher, self.kind)
        self.add_row(self.sector, self.picture)
        self.add(self.code)
        self.add(label(_("Vendu à"), "heading"))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for box in self.offices.values():
            box.setMinimumHeight(self.theme.scale.target)
            column.addWidget(box)
        self.add(holder, label(_("Aucune case cochée : dans tous les bureaux."), "note", wrap=True))
        self.body.addStretch(1)
        self.label_entry.field.textChanged.connect(self._on_label)
        self.code.field.textEdited.connect(self._on_code)
        self.barcode.field.editingFinished.connect(self._check_barcode)

    @property
    def first(self) -> QLineEdit:
        """Return the field that is typed first."""
        return self.level.field if self._is_managed else self.label_entry.field

    @property
    def entries(self) -> tuple[Entry[Any], ...]:
        """Return the entries in their order."""
        return (
            self.label_entry,
            self.short,
            self.detail,
            self.family,
            self.price,
            self.vat,
            self.barcode,
            self.supplier,
            self.cost,
            self.level,
            self.kind.of,
            self.kind.count,
            self.sector,
            self.picture,
            self.code,
        )

    def _show(self, product: Product) -> None:
        texts = (
            (self.label_entry, product.label),
            (self.short, product.short),
            (self.detail, product.detail),
            (self.code, product.code),
            (self.barcode, product.barcode),
            (self.sector, product.sector),
        )
        for entry, text in texts:
            entry.field.setText(text)
        for choice, code in (
            (self.family, product.family),
            (self.vat, product.vat),
            (self.supplier, product.supplier),
            (self.picture, product.picture),
        ):
            choice.field.choose(code)
        self.cost.field.show_value(product.cost)
        self.level.field.show_value(product.reorder_level)
        self.publisher.setChecked(product.publisher_price)
        self.kind.show_product(product)
        self.code.field.setReadOnly(self._article is not None)
        for code, box in self.offices.items():
            box.setChecked(code in product.offices)

    # Reading -------------------------------------------------------------------------------

    def _answer(self) -> None:
        self.refuse("")
        found: dict[str, Any] = {}
        right = True
        for name, entry, reader in self._readers():
            value, good = entry.read(reader)
            found[name] = value
            right = right and good
        if not right:
            self.point_to_fault(self.entries)
            return
        cents = found.pop("price")
        product = Product(
            **found,
            vat=self.vat.field.code or _DEFAULT_VAT,
            family=self.family.field.code,
            supplier=self.supplier.field.code,
            picture=self.picture.field.code,
            detail=self.detail.field.text().strip(),
            sector=self.sector.field.text().strip(),
            kind=self.kind.kind,
            publisher_price=self.publisher.isChecked(),
            offices=tuple(code for code, box in self.offices.items() if box.isChecked()),
            position=self._standing.position,
            retired=self._standing.retired,
        )
        try:
            product.check()
        except DataFault as fault:
            self.refuse(str(fault))
            return
        self.answered.emit(ArticleAnswer(product, cents))

    def _readers(self) -> tuple[tuple[str, Entry[Any], Callable[[], Any]], ...]:
        return (
            ("label", self.label_entry, self._read_label),
            ("short", self.short, self._read_short),
            ("price", self.price, self._read_price),
            ("barcode", self.barcode, self._read_barcode),
            ("cost", self.cost, self.cost.field.value),
            ("reorder_level", self.level, self.level.field.value),
            ("set_of", self.kind.of, self.kind.read_of),
            ("set_count", self.kind.count, self.kind.read_count),
            ("code", self.code, self._read_code),
        )

    def _read_label(self) -> str:
        text = self.label_entry.field.text().strip()
        if not text:
            raise DataFault(_("Un article a un nom."))
        return text

    def _read_short(self) -> str:
        short, name = self.short.field.text(), self.label_entry.field.text()
        return short.strip() or name.strip()[:_SHORT_MOST]

    def _read_price(self) -> Cents | None:
        cents = self.price.field.value()
        if self._article is None and cents is None:
            raise DataFault(_("Un article nouveau a un prix."))
        return cents

    def _read_barcode(self) -> str:
        text = self.barcode.field.text().strip()
        if not text:
            return ""
        barcode = barcodes.read(text)
        for other in self._catalogue.by_barcode(barcode):
            if other.product.code != self._standing.code and not other.product.retired:
                raise DataFault(
                    _("Ce code-barres est déjà celui de « {} ».").format(other.product.label)
                )
        return barcode

    def _read_code(self) -> str:
        code = read_code(self.code.field.text().strip())
        other = self._catalogue.article(code)
        if self._article is None and other is not None:
            raise DataFault(_("Ce code est déjà celui de « {} ».").format(other.product.label))
        return code

    def _check_barcode(self) -> None:
        """Say at once what is wrong with a scan, and write it in plain digits."""
        barcode, good = self.barcode.read(self._read_barcode)
        if good and barcode is not None:
            self.barcode.field.setText(barcode)

    def _on_label(self, text: str) -> None:
        if not self._code_typed:
            self.code.field.setText(normalise(text).replace(" ", "-")[:40])

    def _on_code(self, text: str) -> None:
        self._code_typed = bool(text)
