"""The catalogue: articles, families, suppliers, prices, favourites, imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from sqlalchemy import Connection

from otdesk import settings
from otdesk.domain.catalogue import Article, Catalogue
from otdesk.domain.changes import Changes
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.prices import (
    DatedPrice,
    prices_to_come,
)
from otdesk.services.shop import catalogue as catalogue_service
from otdesk.services.worker import UseCase
from otdesk.ui.counter.key_map import LAYOUTS
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.shop.articles import articles_view
from otdesk.ui.shop.articles.article_card import ArticleCard
from otdesk.ui.shop.articles.article_editing import ArticleEditing
from otdesk.ui.shop.articles.articles_view import ArticlesView, Which
from otdesk.ui.shop.articles.favourites_view import FavouritesView
from otdesk.ui.shop.articles.import_view import ImportView, pick_catalogue, pick_template
from otdesk.ui.shop.articles.side_editing import SideEditing
from otdesk.ui.shop.articles.side_lists import (
    FamiliesView,
    SuppliersView,
)
from otdesk.ui.shop.articles.views import ARTICLES, FAMILIES, FAVOURITES, IMPORT, SUPPLIERS
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.frame import GoodsPage, scrolling
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.printing import Printing, pick_pdf
from otdesk.ui.shop.goods.table import MORE, OPEN, VOID
from otdesk.ui.shop.goods.writing import write_form
from otdesk.ui.theme.apply import Theme


class ArticlesPage(GoodsPage):
    """The catalogue. `arrive` takes the name of a view, or the code of an article."""

    def __init__(
        self,
        desk: ShopDesk,
        theme: Theme,
        *,
        pick: Pick = pick_catalogue,
        pick_target: Pick = pick_template,
        pick_paper: Pick = pick_pdf,
        device: Spooler | None = None,
    ) -> None:
        super().__init__(
            desk,
            theme,
            _("Articles"),
            (
                (ARTICLES, _("Articles")),
                (FAMILIES, _("Familles")),
                (SUPPLIERS, _("Fournisseurs")),
                (FAVOURITES, _("Favoris")),
                (IMPORT, _("Importer")),
            ),
        )
        self._is_shown = False
        self.wanted: str | None = None
        workplace, preferences = desk.workplace, desk.context.preferences()
        self.articles = ArticlesView(theme)
        self.families = FamiliesView(theme)
        self.suppliers = SuppliersView(theme)
        layout = LAYOUTS[preferences.get(settings.KEYBOARD)]
        self.favourites = FavouritesView(theme, layout)
        self.imports = ImportView(desk, theme, pick=pick, pick_target=pick_target)
        self.card = ArticleCard(theme, workplace.lists.vat_rates)
        self.editing, self.sides = ArticleEditing(self), SideEditing(self)
        self.printing = Printing(self, device=device, pick=pick_paper)
        views: tuple[tuple[str, QWidget], ...] = (
            (ARTICLES, self.articles),
            (FAMILIES, self.families),
            (SUPPLIERS, self.suppliers),
            (FAVOURITES, self.favourites),
            (IMPORT, scrolling(self.imports)),
        )
        for name, view in views:
            self.add_view(name, view)
        self._connect()
        self._offer_beginning()
        self.show_view(ARTICLES)
        if desk.picture is not None:
            self.on_refreshed()

    def _connect(self) -> None:
        self.view_changed.connect(self._on_view)
        self.articles.acted.connect(self._on_article)
        self.articles.table.pointed.connect(self._on_pointed)
        self.articles.entered.connect(lambda _text: self.editing.edit(self.articles.table.key))
        self.families.acted.connect(self.sides.on_family)
        self.suppliers.acted.connect(self.sides.on_supplier)
        self.favourites.ordered.connect(self._on_ordered)
        self.imports.imported.connect(self._on_imported)
        self.imports.told.connect(self.told.tell)
        self.imports.faulted.connect(self.fault)
        paper = QShortcut(QKeySequence("Ctrl+P"), self)
        paper.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paper.activated.connect(self.editing.print_labels)

    def _offer_beginning(self) -> None:
        """Put under the words of the empty list what a new shop does first."""
        from otdesk.ui.preferences.cards import button

        self.begin_button = button(
            self.theme,
            _("Commencer avec le catalogue de départ"),
            self.imports.begin,
            role="primary",
            icon="package",
        )
        self.import_button = button(
            self.theme,
            _("Importer un tableur"),
            lambda: self.show_view(IMPORT),
            icon="file-spreadsheet",
        )
        self.articles.add_to_empty(self.begin_button, self.import_button)

    # Coming and going ----------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, on a view or on an article."""
        if isinstance(argument, str) and argument in self.tabs:
            self.show_view(argument)
        elif isinstance(argument, str) and argument:
            self.show_view(ARTICLES)
            self.wanted = argument
            self.on_refreshed()
        self._focus()

    def place(self) -> object:
        """Return the view in front."""
        return self.view

    def search(self) -> None:
        """Put the focus on the search of the view in front."""
        for name, listing in ((ARTICLES, self.articles), (FAVOURITES, self.favourites)):
            if self.view == name:
                listing.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
                listing.search.selectAll()

    def _focus(self) -> None:
        listings = {
            ARTICLES: self.articles,
            FAMILIES: self.families,
            SUPPLIERS: self.suppliers,
            FAVOURITES: self.favourites,
        }
        if self.view in listings:
            listings[self.view].focus_table()
        else:
            self.imports.focus_first()

    def _on_view(self, name: str) -> None:
        self._show_card()
        self._focus()

    def _show_card(self) -> None:
        has_articles = self.catalogue is not None and bool(self.catalogue.articles)
        self.set_idle(self.card if self.view == ARTICLES and has_articles else None)

    # The catalogue as it was read ----------------------------------------------------------

    @property
    def catalogue(self) -> Catalogue | None:
        """Return the catalogue, None before it was read."""
        return None if self.desk.picture is None else self.desk.picture.catalogue

    def on_refreshed(self) -> None:
        """Show the catalogue as it was read; the prices to come are read behind it."""
        today = self.desk.workplace.today()

        def read(connection: Connection) -> Mapping[str, DatedPrice]:
            return prices_to_come(connection, today)

        self.desk.link.read(read, self.then(self._show), self.fault)

    def _show(self, to_come: Mapping[str, DatedPrice]) -> None:
        catalogue = self.catalogue
        if catalogue is None:
            return
        is_first, self._is_shown = not self._is_shown, True
        is_empty = not catalogue.articles
        self._say(catalogue)
        wanted, self.wanted = self.wanted, None
        # What is hidden with the focus on it would leave it to the head of the window.
        offered = (self.begin_button, self.import_button)
        is_begun = not is_empty and any(each.hasFocus() for each in offered)
        self.articles.show_catalogue(catalogue, to_come)
        if wanted is not None:
            self.articles.point_to_new(wanted)
        if is_empty:
            self.articles.empty_words.setText(
                _(
                    "La boutique n’a encore aucun article : commencer par un catalogue tout fait, "
                    "ou par le vôtre."
                )
            )
        for each in offered:
            each.setVisible(is_empty)
        self.families.show_catalogue(catalogue)
        self.suppliers.show_catalogue(catalogue)
        self.favourites.show_catalogue(catalogue)
        self.imports.show_empty(is_empty=is_empty)
        self._show_card()
        self._on_pointed(self.articles.table.key)
        if (is_first or is_begun) and self.panel is None:
            self._focus()

    def _say(self, catalogue: Catalogue) -> None:
        sold = [a for a in catalogue.articles.values() if a.product.is_sold_at(catalogue.office)]
        low = sum(1 for article in sold if article.is_low)
        lead = ngettext("{} article en vente", "{} articles en vente", len(sold)).format(len(sold))
        if low:
            lead += ngettext(", {} à commander", ", {} à commander", low).format(low)
        self.lead.setText(lead)
        unpriced = sum(1 for article in sold if article.price is None)
        self.note.setText(
            ngettext("{} sans prix", "{} sans prix", unpriced).format(unpriced) if unpriced else ""
        )
        self.note.setVisible(bool(unpriced))

    def article(self, code: str) -> Article | None:
        """Return an article of the catalogue that was read."""
        return None if self.catalogue is None else self.catalogue.article(code)

    def _on_pointed(self, code: str) -> None:
        picture = self.desk.picture
        if picture is not None:
            self.card.show_article(picture.catalogue, self.article(code), picture.terms.regime)

    # Articles ------------------------------------------------------------------------------

    def _on_article(self, action: str, code: str) -> None:
        if action == articles_view.NEW:
            self.editing.edit("")
        elif action == articles_view.PRINT:
            self.editing.print_labels()
        elif not code:
            return
        elif action == OPEN:
            self.editing.edit(code)
        elif action == articles_view.PRICE:
            self.editing.price(code)
        elif action == MORE:
            self.editing.history(code)
        elif action == VOID:
            self.editing.retire(code)

    # Favourites, imports -------------------------------------------------------------------

    def _on_ordered(self, codes: tuple[str, ...]) -> None:
        self.do(lambda transaction: catalogue_service.order_favourites(transaction, codes), "")

    def _on_imported(self, text: str) -> None:
        self.articles.which[Which.SOLD].setChecked(True)
        self.show_view(ARTICLES)
        self.told.tell(text)

    # Writing -------------------------------------------------------------------------------

    def write(self, form: FormPanel, use_case: UseCase, text: str) -> None:
        """Write what a form says, and tell it."""
        write_form(self, form, use_case, lambda _changes: self.told.tell(text))

    def do(
        self, use_case: UseCase, text: str, action: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        """Write without a form, and tell it where there is something to say."""

        def done(_changes: Changes) -> None:
            if text:
                self.told.tell(text, action=action)

        self.desk.write(use_case, self.then(done), self.fault)
