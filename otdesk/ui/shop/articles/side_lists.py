"""Families and suppliers: each a list with a form beside it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from otdesk.domain.catalogue import Catalogue, Family, Supplier
from otdesk.domain.search import normalise
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.services.shop.catalogue_lines import read_share, supplier_code
from otdesk.ui.shop.articles.article_form import pictures
from otdesk.ui.shop.goods.fields import ChoiceField, Entry, TypedField, text_field
from otdesk.ui.shop.goods.listing import Listing
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.table import OPEN, Cell, Column, GoodsTable, Row
from otdesk.ui.theme.apply import Theme

NEW, UP, DOWN = "new", "up", "down"


def hues() -> list[tuple[str, str]]:
    """Return the colours that a family may have."""
    return [
        ("tarn", _("Tarn (bleu-vert)")),
        ("chataigne", _("châtaigne (brun)")),
        ("bruyere", _("bruyère (mauve)")),
        ("genet", _("genêt (jaune)")),
        ("granite", _("granite (gris)")),
    ]


class FamiliesView(Listing):
    """The families in their order: that of the keys, of the lists and of the papers."""

    def __init__(self, theme: Theme) -> None:
        table = GoodsTable(
            theme,
            _("Familles"),
            (
                Column(_("famille"), 14, stretch=True),
                Column(_("articles"), 6, right=True),
                Column(_("compte"), 7, drop=2),
                Column(_("couleur"), 10, drop=3),
            ),
            {"n": NEW, "+": DOWN, "-": UP},
        )
        legend = (
            (OPEN, _("Modifier"), _("Entrée")),
            (NEW, _("Nouvelle"), "N"),
            (UP, _("Monter"), "-"),
            (DOWN, _("Descendre"), "+"),
        )
        super().__init__(theme, table, legend)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """Show the families."""
        counts = Counter(
            a.product.family for a in catalogue.articles.values() if not a.product.retired
        )
        names = dict(hues())
        rows = [
            Row(
                family.code,
                (
                    Cell(family.label, note=family.short, strong=True),
                    Cell(str(counts[family.code])),
                    Cell(family.account, tone="granite"),
                    Cell(names.get(family.hue, family.hue), tone="granite"),
                ),
            )
            for family in catalogue.families
        ]
        total = len(rows)
        self.show_rows(
            rows,
            ngettext("{} famille", "{} familles", total).format(total),
            _("Aucune famille. « Nouvelle » en crée une : un article en a toujours une."),
        )


class SuppliersView(Listing):
    """Who delivers, and whose goods are on consignment."""

    def __init__(self, theme: Theme) -> None:
        table = GoodsTable(
            theme,
            _("Fournisseurs"),
            (
                Column(_("fournisseur"), 14, stretch=True),
                Column(_("articles"), 6, right=True),
                Column(_("téléphone"), 10, drop=2),
                Column(_("dépôt-vente"), 8),
            ),
            {"n": NEW},
        )
        super().__init__(
            theme, table, ((OPEN, _("Modifier"), _("Entrée")), (NEW, _("Nouveau"), "N"))
        )

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """Show the suppliers."""
        counts = Counter(
            a.product.supplier for a in catalogue.articles.values() if not a.product.retired
        )
        rows = [
            Row(
                supplier.code,
                (
                    Cell(
                        supplier.name,
                        note=" · ".join(p for p in (supplier.contact, supplier.email) if p),
                        strong=True,
                    ),
                    Cell(str(counts[supplier.code])),
                    Cell(supplier.phone, tone="granite"),
                    Cell(
                        labels.vat_rate(supplier.consignment_basis_points)
                        if supplier.consignment
                        else "",
                        tone="channel",
                        chip=True,
                    ),
                ),
            )
            for supplier in sorted(catalogue.suppliers.values(), key=lambda s: normalise(s.name))
        ]
        total = len(rows)
        self.show_rows(
            rows,
            ngettext("{} fournisseur", "{} fournisseurs", total).format(total),
            _(
                "Aucun fournisseur. « Nouveau » en crée un : pour les livraisons et les "
                "dépôts-ventes."
            ),
        )


class FamilyForm(FormPanel):
    """Edits a family or makes one. `answered` carries a Family."""

    answered = Signal(object)

    def __init__(self, theme: Theme, catalogue: Catalogue, family: Family | None = None) -> None:
        super().__init__(_("Nouvelle famille") if family is None else family.label, theme)
        self._catalogue, self._family = catalogue, family
        self.label_entry = Entry(_("Nom"), text_field(theme, _("Nom")))
        self.short = Entry(
            _("Nom court"), text_field(theme, _("Nom court"), 18), _("sur la touche de la vente")
        )
        self.account = Entry(
            _("Compte"), text_field(theme, _("Compte"), 12), _("du plan comptable : 707110")
        )
        self.hue = Entry(_("Couleur"), ChoiceField(theme, _("Couleur")))
        self.hue.field.show_choices(hues())
        self.picture = Entry(_("Image"), ChoiceField(theme, _("Image")))
        self.picture.field.show_choices(pictures()[1:])
        self.add(self.label_entry, self.short, self.account, self.hue, self.picture)
        self.body.addStretch(1)
        if family is not None:
            self.label_entry.field.setText(family.label)
            self.short.field.setText(family.short)
            self.account.field.setText(family.account)
            self.hue.field.choose(family.hue)
            self.picture.field.choose(family.picture)
        self.saved.connect(self._answer)
        self.label_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        name, named = self.label_entry.read(self._read_name)
        account, counted = self.account.read(self._read_account)
        if not (named and counted) or name is None or account is None:
            self.point_to_fault((self.label_entry, self.account))
            return
        last = max((f.position for f in self._catalogue.families), default=0)
        self.answered.emit(
            Family(
                code=self._code(name) if self._family is None else self._family.code,
                label=name,
                short=self.short.field.text().strip() or name[:18],
                hue=self.hue.field.code,
                picture=self.picture.field.code,
                account=account,
                position=last + 1 if self._family is None else self._family.position,
            )
        )

    def _read_name(self) -> str:
        name = self.label_entry.field.text().strip()
        if not name:
            raise DataFault(_("Une famille a un nom."))
        for other in self._catalogue.families:
            same = normalise(other.label) == normalise(name)
            if same and (self._family is None or other.code != self._family.code):
                raise DataFault(_("Cette famille existe déjà."))
        return name

    def _read_account(self) -> str:
        account = self.account.field.text().strip()
        if not (account.isascii() and account.isdecimal() and len(account) >= 3):
            raise DataFault(_("Un compte a au moins trois chiffres, comme 707110."))
        return account

    def _code(self, name: str) -> str:
        code = normalise(name).replace(" ", "_")[:40]
        taken = {family.code for family in self._catalogue.families}
        return code if code not in taken else f"{code}_{len(taken)}"


class SupplierForm(FormPanel):
    """Edits a supplier or makes one. `answered` carries a Supplier."""

    answered = Signal(object)

    def __init__(
        self, theme: Theme, catalogue: Catalogue, supplier: Supplier | None = None
    ) -> None:
        title = _("Nouveau fournisseur") if supplier is None else supplier.name
        super().__init__(title, theme)
        self._catalogue, self._supplier = catalogue, supplier
        self.name_entry = Entry(_("Nom"), text_field(theme, _("Nom")))
        self.contact = Entry(_("Contact"), text_field(theme, _("Contact")))
        self.phone = Entry(_("Téléphone"), text_field(theme, _("Téléphone"), 30))
        self.email = Entry(_("Courriel"), text_field(theme, _("Courriel")))
        self.terms = Entry(
            _("Conditions"), text_field(theme, _("Conditions")), _("franco, délai, remise…")
        )
        self.consignment = QCheckBox(_("Dépôt-vente : payé de ce qui est vendu"))
        self.consignment.setMinimumHeight(theme.scale.target)
        self.share = Entry(
            _("Part due au fournisseur"),
            TypedField(theme, _("Part due au fournisseur"), read_share, labels.vat_rate),
            _("70 % : sur 10 € vendus, 7 € lui sont dus"),
        )
        self.add(self.name_entry, self.contact)
        self.add_row(self.phone, self.email)
        self.add(self.terms, self.consignment, self.share)
        self.body.addStretch(1)
        if supplier is not None:
            self._show(supplier)
        self.share.setVisible(self.consignment.isChecked())
        self.consignment.toggled.connect(self.share.setVisible)
        self.saved.connect(self._answer)
        self.name_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, supplier: Supplier) -> None:
        for entry, text in (
            (self.name_entry, supplier.name),
            (self.contact, supplier.contact),
            (self.phone, supplier.phone),
            (self.email, supplier.email),
            (self.terms, supplier.terms),
        ):
            entry.field.setText(text)
        self.consignment.setChecked(supplier.consignment)
        if supplier.consignment:
            self.share.field.show_value(supplier.consignment_basis_points)

    def _answer(self) -> None:
        name, named = self.name_entry.read(self._read_name)
        share, shared = self.share.read(self._read_share)
        if not (named and shared) or name is None or share is None:
            self.point_to_fault((self.name_entry, self.share))
            return
        self.answered.emit(
            Supplier(
                code=supplier_code(name) if self._supplier is None else self._supplier.code,
                name=name,
                contact=self.contact.field.text().strip(),
                phone=self.phone.field.text().strip(),
                email=self.email.field.text().strip(),
                terms=self.terms.field.text().strip(),
                consignment=self.consignment.isChecked(),
                consignment_basis_points=share,
            )
        )

    def _read_name(self) -> str:
        name = self.name_entry.field.text().strip()
        if not name:
            raise DataFault(_("Un fournisseur a un nom."))
        if self._supplier is None and supplier_code(name) in self._catalogue.suppliers:
            raise DataFault(_("Ce fournisseur existe déjà."))
        return name

    def _read_share(self) -> int:
        if not self.consignment.isChecked():
            return 0
        share = self.share.field.value()
        if not share:
            raise DataFault(_("Un dépôt-vente a une part : écrire 70 %."))
        return share
