"""The article that is pointed to, at a glance."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from otdesk import typography
from otdesk.domain.catalogue import Article, Catalogue
from otdesk.domain.vat import VatRates, VatRegime, included_vat
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.ui.days.controls import empty, label
from otdesk.ui.shop.goods.words import family_label, kind_label, signed
from otdesk.ui.theme.apply import Theme


class ArticleCard(QFrame):
    """Says what the list has no room for."""

    def __init__(self, theme: Theme, rates: VatRates) -> None:
        super().__init__()
        self._theme, self._rates = theme, rates
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        side = scale.margin_side
        column.setContentsMargins(side, scale.space(12), side, scale.space(12))
        column.setSpacing(scale.space(6))
        self.title = label("", "title", wrap=True)
        self.detail = label("", "note", wrap=True)
        self.price = label("", "large-figure", "demand")
        self.price_note = label("", "note", wrap=True)
        for widget in (self.title, self.detail, self.price, self.price_note):
            column.addWidget(widget)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(scale.gap)
        self._grid.setVerticalSpacing(scale.space(5))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_article(
        self, catalogue: Catalogue, article: Article | None, regime: VatRegime
    ) -> None:
        """Show an article, or nothing where none is pointed to."""
        empty(self._grid)
        for widget in (self.title, self.detail, self.price, self.price_note):
            widget.setVisible(article is not None)
        if article is None:
            self.setAccessibleName(_("Aucun article"))
            return
        product = article.product
        self.title.setText(product.label)
        self.detail.setText(product.detail)
        self.detail.setVisible(bool(product.detail))
        price = article.price
        self.price.setText(_("sans prix") if price is None else typography.cents(price))
        rate = self._rates.basis_points(product.vat, catalogue.day)
        text = _("TVA non applicable (taux {rate})")
        if regime is VatRegime.STANDARD:
            text = _("dont TVA {rate} : {vat}")
        vat = typography.cents(included_vat(price or 0, rate))
        self.price_note.setText(text.format(rate=labels.vat_rate(rate), vat=vat))
        lines = self._lines(catalogue, article)
        for place, (name, value) in enumerate(lines):
            self._grid.addWidget(label(name, "note"), place, 0)
            self._grid.addWidget(label(value, "", wrap=True), place, 1)
        self.setAccessibleName(f"{product.label}, {self.price.text()}")

    @staticmethod
    def _lines(catalogue: Catalogue, article: Article) -> list[tuple[str, str]]:
        product = article.product
        supplier = catalogue.suppliers.get(product.supplier)
        lines = [(_("Famille"), family_label(catalogue, product.family))]
        lines.append((_("Nature"), kind_label(product.kind)))
        if article.stock is not None:
            level = product.reorder_level
            text = signed(article.stock)
            if level is not None:
                text = _("{stock} (seuil {level})").format(stock=text, level=labels.quantity(level))
            lines.append((_("Reste"), text))
        if product.set_of:
            text = _("{count} de {what}").format(count=product.set_count, what=product.set_of)
            lines.append((_("Lot"), text))
        if supplier is not None:
            text = supplier.name
            if supplier.consignment:
                share = labels.vat_rate(supplier.consignment_basis_points)
                text = _("{name}, dépôt-vente à {share}").format(name=text, share=share)
            lines.append((_("Fournisseur"), text))
        if product.cost is not None:
            lines.append((_("Achat HT"), typography.cents(product.cost)))
        if product.publisher_price:
            lines.append((_("Livre"), _("prix de l’éditeur, 95 à 100 %")))
        if product.sector:
            lines.append((_("Secteur"), product.sector))
        if product.barcode:
            lines.append((_("Code-barres"), product.barcode))
        offices = ", ".join(product.offices) or _("tous les bureaux")
        lines += [(_("Code"), product.code), (_("Vendu à"), offices)]
        return [*lines, (_("Géré par"), _("le siège"))] if article.managed else lines
