"""The list of articles: searched, filtered by family and by state."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtWidgets import QButtonGroup

from otdesk import typography
from otdesk.domain.catalogue import Article, Catalogue
from otdesk.i18n import _
from otdesk.reports.shop.prices import DatedPrice
from otdesk.ui.shop.goods.fields import ChoiceField
from otdesk.ui.shop.goods.listing import Listing, found
from otdesk.ui.shop.goods.table import MORE, OPEN, VOID, Cell, Column, GoodsTable, Row
from otdesk.ui.shop.goods.words import (
    family_label,
    matches,
    price_cell,
    scanned,
    state_cell,
    stock_cell,
    words_of,
)
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

NEW, PRICE, PRINT = "new", "price", "print"


class Which(StrEnum):
    """Which articles are listed."""

    SOLD = "sold"
    LOW = "low"
    RETIRED = "retired"


class ArticlesView(Listing):
    """Lists the catalogue; the price to come stands beside the one in force."""

    def __init__(self, theme: Theme) -> None:
        table = GoodsTable(
            theme,
            _("Articles"),
            (
                Column(_("article"), 17, stretch=True),
                Column(_("famille"), 8, drop=4),
                Column(_("reste"), 4.5, right=True),
                Column(_("prix"), 6, right=True),
                Column(_("à venir"), 9.4, drop=3),
                Column(_("état"), 8.5, drop=2),
            ),
            {"n": NEW, "p": PRICE},
            several=True,
        )
        legend = (
            (OPEN, _("Modifier"), _("Entrée")),
            (NEW, _("Nouveau"), "N"),
            (PRICE, _("Prix"), "P"),
            (MORE, _("Historique"), _("Espace")),
            (VOID, _("Retirer"), _("Suppr")),
            (PRINT, _("Étiquettes"), _("Ctrl P")),
        )
        super().__init__(theme, table, legend, search=_("Chercher"))
        self.catalogue: Catalogue | None = None
        self._to_come: Mapping[str, DatedPrice] = {}
        self._words: dict[str, str] = {}
        self.family = ChoiceField(theme, _("Famille"))
        self.family.currentIndexChanged.connect(lambda _at: self.refilter())
        self.family.setMinimumContentsLength(13)
        self.which: dict[Which, SegmentButton] = {}
        group = QButtonGroup(self)
        for each, text in (
            (Which.SOLD, _("En vente")),
            (Which.LOW, _("À commander")),
            (Which.RETIRED, _("Retirés")),
        ):
            button = SegmentButton(text, theme)
            button.setMinimumHeight(theme.scale.target)
            button.clicked.connect(lambda _on=False: self.refilter())
            group.addButton(button)
            self.which[each] = button
        self.which[Which.SOLD].setChecked(True)
        self.add_choices(self.family, *self.which.values())
        self.search.textChanged.connect(lambda _text: self.refilter())

    @property
    def current(self) -> Which:
        """Return which articles are listed."""
        return next(each for each, button in self.which.items() if button.isChecked())

    def show_catalogue(
        self, catalogue: Catalogue, to_come: Mapping[str, DatedPrice], key: str | None = None
    ) -> None:
        """Show the catalogue as it was read."""
        self.catalogue, self._to_come = catalogue, to_come
        self._words = {
            code: words_of(catalogue, article.product)
            for code, article in catalogue.articles.items()
        }
        self.family.show_choices(
            [("", _("Toutes les familles")), *((f.code, f.label) for f in catalogue.families)]
        )
        low = sum(1 for article in catalogue.articles.values() if self._belongs(article, Which.LOW))
        self.which[Which.LOW].setText(
            _("À commander ({})").format(low) if low else _("À commander")
        )
        self.refilter(key)

    def refilter(self, key: str | None = None) -> None:
        """Show what the search and the choices keep."""
        if self.catalogue is None:
            return
        text = scanned(self.search.text())
        listed = [
            article
            for article in self.catalogue.articles.values()
            if self._belongs(article, self.current)
        ]
        total = len(listed)
        kept = [
            article
            for article in listed
            if (not self.family.code or article.product.family == self.family.code)
            and matches(self._words[article.product.code], text)
        ]
        order = {family.code: place for place, family in enumerate(self.catalogue.families)}
        kept.sort(key=lambda a: (order.get(a.product.family, 99), a.product.label))
        self.show_rows(
            [self._row(self.catalogue, article) for article in kept],
            found(len(kept), total, _("article"), _("articles")),
            self._nothing(total),
            key,
        )

    def point_to_new(self, code: str) -> None:
        """Show an article that was just written, whatever is filtered."""
        self.search.clear()
        self.family.choose("")
        article = self.catalogue.article(code) if self.catalogue is not None else None
        if article is not None:
            which = Which.RETIRED if article.product.retired else Which.SOLD
            self.which[which].setChecked(True)
        self.refilter(code)

    def _belongs(self, article: Article, which: Which) -> bool:
        product = article.product
        if which is Which.RETIRED:
            return product.retired
        if which is Which.LOW:
            sold_here = self.catalogue is not None and product.is_sold_at(self.catalogue.office)
            return sold_here and article.is_low
        return not product.retired

    def _nothing(self, total: int) -> str:
        if total:
            return _("Aucun article ne répond à cette recherche. Échap les montre tous.")
        return {
            Which.SOLD: "",
            Which.LOW: _(
                "Rien à commander. Un article paraît ici dès qu’il n’en reste pas plus que son "
                "seuil."
            ),
            Which.RETIRED: _(
                "Aucun article retiré. Un article qui ne se vend plus se retire par Suppr, il ne "
                "s’efface pas : les anciens tickets le nomment."
            ),
        }[self.current]

    def _row(self, catalogue: Catalogue, article: Article) -> Row:
        product = article.product
        next_price = self._to_come.get(product.code)
        coming = ""
        if next_price is not None:
            coming = _("{price} le {day}").format(
                price=typography.cents(next_price.cents),
                day=f"{next_price.since:%d/%m}",
            )
        owner = _("géré par le siège") if article.managed else ""
        note = " · ".join(part for part in (owner, product.detail, product.barcode) if part)
        return Row(
            product.code,
            (
                Cell(product.label, note=note, strong=True),
                Cell(family_label(catalogue, product.family), tone="granite"),
                stock_cell(article),
                price_cell(article),
                Cell(coming, tone="origin"),
                state_cell(article, catalogue.office),
            ),
            struck=product.retired,
        )
