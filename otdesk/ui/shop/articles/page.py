"""The catalogue: articles, families, suppliers, prices, favourites, imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from sqlalchemy import Connection

from otdesk import settings
from otdesk.domain.catalogue import Article, Catalogue, Family, Price, Supplier
from otdesk.domain.changes import Changes
from otdesk.i18n import _, ngettext
from otdesk.reports.history import Revision
from otdesk.reports.shop.prices import (
    DatedPrice,
    article_history,
    prices_of,
    prices_to_come,
)
from otdesk.services.shop import catalogue as catalogue_service
from otdesk.services.till import events
from otdesk.services.till.post import TillPost
from otdesk.services.worker import UseCase
from otdesk.store.transaction import Transaction
from otdesk.ui.counter.key_map import LAYOUTS
from otdesk.ui.days.day_loader import report_context
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.shop.articles import articles_view, side_lists
from otdesk.ui.shop.articles.article_card import ArticleCard
from otdesk.ui.shop.articles.article_form import ArticleAnswer, ArticleForm
from otdesk.ui.shop.articles.articles_view import ArticlesView, Which
from otdesk.ui.shop.articles.favourites_view import FavouritesView
from otdesk.ui.shop.articles.history_panel import ArticleHistoryPanel
from otdesk.ui.shop.articles.import_view import ImportView, pick_catalogue, pick_template
from otdesk.ui.shop.articles.price_panel import PricePanel
from otdesk.ui.shop.articles.side_lists import (
    FamiliesView,
    FamilyForm,
    SupplierForm,
    SuppliersView,
)
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.frame import GoodsPage, scrolling
from otdesk.ui.shop.goods.panel import FormPanel
from otdesk.ui.shop.goods.printing import Printing, pick_pdf, shelf_labels
from otdesk.ui.shop.goods.table import MORE, OPEN, VOID
from otdesk.ui.theme.apply import Theme

ARTICLES, FAMILIES, SUPPLIERS = "articles", "families", "suppliers"
FAVOURITES, IMPORT = "favourites", "import"


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
        self._wanted: str | None = None
        workplace, preferences = desk.workplace, desk.context.preferences()
        self.articles = ArticlesView(theme)
        self.families = FamiliesView(theme)
        self.suppliers = SuppliersView(theme)
        layout = LAYOUTS[preferences.get(settings.KEYBOARD)]
        self.favourites = FavouritesView(theme, layout)
        self.imports = ImportView(desk, theme, pick=pick, pick_target=pick_target)
        self.card = ArticleCard(theme, workplace.lists.vat_rates)
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
        self.articles.entered.connect(lambda _text: self._edit(self.articles.table.key))
        self.families.acted.connect(self._on_family)
        self.suppliers.acted.connect(self._on_supplier)
        self.favourites.ordered.connect(self._on_ordered)
        self.imports.imported.connect(self._on_imported)
        self.imports.told.connect(self.told.tell)
        self.imports.faulted.connect(self.fault)
        paper = QShortcut(QKeySequence("Ctrl+P"), self)
        paper.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paper.activated.connect(self.print_labels)

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
            self._wanted = argument
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
        wanted, self._wanted = self._wanted, None
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

    def _article(self, code: str) -> Article | None:
        return None if self.catalogue is None else self.catalogue.article(code)

    def _on_pointed(self, code: str) -> None:
        picture = self.desk.picture
        if picture is not None:
            self.card.show_article(picture.catalogue, self._article(code), picture.terms.regime)

    # Articles ------------------------------------------------------------------------------

    def _on_article(self, action: str, code: str) -> None:
        if action == articles_view.NEW:
            self._edit("")
        elif action == articles_view.PRINT:
            self.print_labels()
        elif not code:
            return
        elif action == OPEN:
            self._edit(code)
        elif action == articles_view.PRICE:
            self._price(code)
        elif action == MORE:
            self._history(code)
        elif action == VOID:
            self._retire(code)

    def _edit(self, code: str) -> None:
        catalogue, context = self.catalogue, self.desk.context
        if catalogue is None:
            return
        article = catalogue.article(code) if code else None
        if not catalogue.families:
            self.show_view(FAMILIES)
            self.told.tell(
                _("Un article appartient à une famille : en créer une d’abord (N)."), "genet"
            )
            return
        form = ArticleForm(
            self.theme, catalogue, context.workplace.profile, context.workplace.lists, article
        )
        form.answered.connect(lambda answer: self._save_article(form, answer))
        self.open_panel(form)
        form.first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _post(self) -> TillPost | None:
        """Return the till that notes a change of price, where there is one."""
        return None if self.desk.picture is None else self.desk.picture.post

    def _save_article(self, form: ArticleForm, answer: ArticleAnswer) -> None:
        product, cents = answer.product, answer.cents
        today, post = self.desk.workplace.today(), self._post

        def work(transaction: Transaction) -> Changes:
            catalogue_service.put_product(transaction, product)
            if cents is not None:
                events.set_prices(transaction, post, (Price(product.code, today, cents),))
            return transaction.changes

        self._wanted = product.code
        text = _("« {} » est enregistré.").format(product.label)
        self._write(form, work, text)

    def _price(self, code: str) -> None:
        article, workplace = self._article(code), self.desk.workplace
        if article is None:
            return
        panel = PricePanel(self.theme, article, workplace.today(), workplace.zone)

        def save(price: Price) -> None:
            post = self._post

            def work(transaction: Transaction) -> Changes:
                return events.set_prices(transaction, post, (price,))

            self._write(panel, work, _("Le prix de « {} » est fixé.").format(article.product.label))

        panel.answered.connect(save)
        self.open_panel(panel)
        panel.amount.setFocus(Qt.FocusReason.OtherFocusReason)

        def show(prices: tuple[DatedPrice, ...]) -> None:
            if self.panel is panel:
                panel.show_prices(prices)

        self.desk.link.read(
            lambda connection: prices_of(connection, code), self.then(show), self.fault
        )

    def _history(self, code: str) -> None:
        article = self._article(code)
        if article is None:
            return
        context = report_context(self.desk.workplace)
        name, panel = article.product.label, self.panel

        def show(revisions: tuple[Revision, ...]) -> None:
            # Somebody may have gone on meanwhile.
            if self.view == ARTICLES and self.panel is panel:
                self.open_panel(ArticleHistoryPanel(self.theme, name, revisions))

        self.desk.link.read(
            lambda connection: article_history(connection, context, code),
            self.then(show),
            self.fault,
        )

    def _retire(self, code: str) -> None:
        article = self._article(code)
        if article is None:
            return
        name, retired = article.product.label, article.product.retired
        if retired:
            self._do(
                lambda transaction: catalogue_service.restore(transaction, code),
                _("« {} » est de nouveau en vente.").format(name),
            )
            return
        place = article.product.position

        def restore() -> None:
            back = replace(article.product, retired=False, position=place)
            self._do(
                lambda transaction: catalogue_service.put_product(transaction, back),
                _("« {} » est de nouveau en vente.").format(name),
            )

        self._do(
            lambda transaction: catalogue_service.retire(transaction, code),
            _("« {} » ne se vend plus.").format(name),
            (_("Remettre en vente"), restore),
        )

    def print_labels(self) -> None:
        """Print the shelf labels of the articles that are selected."""
        found = [self._article(code) for code in self.articles.table.keys]
        articles = [each for each in found if each is not None and each.price is not None]
        if self.view != ARTICLES or self.panel is not None:
            return
        if not articles:
            self.told.tell(
                _("Choisir d’abord des articles qui ont un prix (Maj et flèches)."), "genet"
            )
            return
        workplace = self.desk.workplace
        title = ngettext("{} étiquette", "{} étiquettes", len(articles)).format(len(articles))
        self.printing.offer(title, lambda: shelf_labels(articles, workplace))

    # Families, suppliers, favourites, imports ----------------------------------------------

    def _on_family(self, action: str, code: str) -> None:
        catalogue = self.catalogue
        if catalogue is None:
            return
        family = catalogue.family(code)
        if action in {side_lists.UP, side_lists.DOWN} and family is not None:
            self._move_family(catalogue, family, 1 if action == side_lists.DOWN else -1)
            return
        if action not in {OPEN, side_lists.NEW}:
            return
        form = FamilyForm(self.theme, catalogue, family if action == OPEN else None)

        def save(answer: Family) -> None:
            self._write(
                form,
                lambda transaction: catalogue_service.put_family(transaction, answer),
                _("La famille « {} » est enregistrée.").format(answer.label),
            )

        form.answered.connect(save)
        self.open_panel(form)
        form.label_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_family(self, catalogue: Catalogue, family: Family, step: int) -> None:
        families = list(catalogue.families)
        place = families.index(family)
        if not 0 <= place + step < len(families):
            return
        families.insert(place + step, families.pop(place))
        moved = [replace(each, position=at) for at, each in enumerate(families, 1)]

        def work(transaction: Transaction) -> Changes:
            for each in moved:
                catalogue_service.put_family(transaction, each)
            return transaction.changes

        self._do(work, "")

    def _on_supplier(self, action: str, code: str) -> None:
        catalogue = self.catalogue
        if catalogue is None or action not in {OPEN, side_lists.NEW}:
            return
        standing = catalogue.suppliers.get(code) if action == OPEN else None
        form = SupplierForm(self.theme, catalogue, standing)

        def save(answer: Supplier) -> None:
            self._write(
                form,
                lambda transaction: catalogue_service.put_supplier(transaction, answer),
                _("Le fournisseur « {} » est enregistré.").format(answer.name),
            )

        form.answered.connect(save)
        self.open_panel(form)
        form.name_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ordered(self, codes: tuple[str, ...]) -> None:
        self._do(lambda transaction: catalogue_service.order_favourites(transaction, codes), "")

    def _on_imported(self, text: str) -> None:
        self.articles.which[Which.SOLD].setChecked(True)
        self.show_view(ARTICLES)
        self.told.tell(text)

    # Writing -------------------------------------------------------------------------------

    def _write(self, form: FormPanel, use_case: UseCase, text: str) -> None:
        """Write what a form says; it stays open, with the reason, where that is refused."""
        form.save_button.setEnabled(False)

        def done(_changes: Changes) -> None:
            if self.panel is form:
                self.close_panel()
            self.told.tell(text)

        def refused(fault: Exception) -> None:
            if self.panel is form:
                form.save_button.setEnabled(True)
                form.refuse(str(fault))
            else:
                self.told.tell_fault(fault)

        self.desk.write(use_case, self.then(done), self.then(refused))

    def _do(
        self, use_case: UseCase, text: str, action: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        def done(_changes: Changes) -> None:
            if text:
                self.told.tell(text, action=action)

        self.desk.write(use_case, self.then(done), self.fault)
