"""What is done to one article: its form, its price, its history, its retirement, its label."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from otdesk.domain.catalogue import Price
from otdesk.domain.changes import Changes
from otdesk.i18n import _, ngettext
from otdesk.reports.history import Revision
from otdesk.reports.shop.prices import DatedPrice, article_history, prices_of
from otdesk.services.shop import catalogue as catalogue_service
from otdesk.services.till import events
from otdesk.services.till.post import TillPost
from otdesk.store.transaction import Transaction
from otdesk.ui.days.day_loader import report_context
from otdesk.ui.shop.articles.article_form import ArticleAnswer, ArticleForm
from otdesk.ui.shop.articles.history_panel import ArticleHistoryPanel
from otdesk.ui.shop.articles.price_panel import PricePanel
from otdesk.ui.shop.articles.views import ARTICLES, FAMILIES
from otdesk.ui.shop.goods.printing import shelf_labels

if TYPE_CHECKING:
    from otdesk.ui.shop.articles.page import ArticlesPage


class ArticleEditing:
    """Opens the panels about an article beside the list, and writes what they say."""

    def __init__(self, page: ArticlesPage) -> None:
        self._page = page

    def edit(self, code: str) -> None:
        """Open the form of an article, of a new one where there is no code."""
        catalogue, context = self._page.catalogue, self._page.desk.context
        if catalogue is None:
            return
        article = catalogue.article(code) if code else None
        if not catalogue.families:
            self._page.show_view(FAMILIES)
            self._page.told.tell(
                _("Un article appartient à une famille : en créer une d’abord."), "genet"
            )
            return
        form = ArticleForm(
            self._page.theme, catalogue, context.workplace.profile, context.workplace.lists, article
        )
        form.answered.connect(lambda answer: self._save_article(form, answer))
        self._page.open_panel(form)
        form.first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _post(self) -> TillPost | None:
        """Return the till that notes a change of price, where there is one."""
        return None if self._page.desk.picture is None else self._page.desk.picture.post

    def _save_article(self, form: ArticleForm, answer: ArticleAnswer) -> None:
        product, cents = answer.product, answer.cents
        today, post = self._page.desk.workplace.today(), self._post

        def work(transaction: Transaction) -> Changes:
            catalogue_service.put_product(transaction, product)
            if cents is not None:
                events.set_prices(transaction, post, (Price(product.code, today, cents),))
            return transaction.changes

        self._page.wanted = product.code
        text = _("« {} » est enregistré.").format(product.label)
        self._page.write(form, work, text)

    def price(self, code: str) -> None:
        """Open the prices of an article."""
        article, workplace = self._page.article(code), self._page.desk.workplace
        if article is None:
            return
        panel = PricePanel(self._page.theme, article, workplace.today(), workplace.zone)

        def save(price: Price) -> None:
            post = self._post

            def work(transaction: Transaction) -> Changes:
                return events.set_prices(transaction, post, (price,))

            self._page.write(
                panel, work, _("Le prix de « {} » est fixé.").format(article.product.label)
            )

        panel.answered.connect(save)
        self._page.open_panel(panel)
        panel.amount.setFocus(Qt.FocusReason.OtherFocusReason)

        def show(prices: tuple[DatedPrice, ...]) -> None:
            if self._page.panel is panel:
                panel.show_prices(prices)

        self._page.desk.link.read(
            lambda connection: prices_of(connection, code), self._page.then(show), self._page.fault
        )

    def history(self, code: str) -> None:
        """Open what became of an article."""
        article = self._page.article(code)
        if article is None:
            return
        context = report_context(self._page.desk.workplace)
        name, panel = article.product.label, self._page.panel

        def show(revisions: tuple[Revision, ...]) -> None:
            # Somebody may have gone on meanwhile.
            if self._page.view == ARTICLES and self._page.panel is panel:
                self._page.open_panel(ArticleHistoryPanel(self._page.theme, name, revisions))

        self._page.desk.link.read(
            lambda connection: article_history(connection, context, code),
            self._page.then(show),
            self._page.fault,
        )

    def retire(self, code: str) -> None:
        """Take an article out of the sale, or put it back."""
        article = self._page.article(code)
        if article is None:
            return
        name, retired = article.product.label, article.product.retired
        if retired:
            self._page.do(
                lambda transaction: catalogue_service.restore(transaction, code),
                _("« {} » est de nouveau en vente.").format(name),
            )
            return
        place = article.product.position

        def restore() -> None:
            back = replace(article.product, retired=False, position=place)
            self._page.do(
                lambda transaction: catalogue_service.put_product(transaction, back),
                _("« {} » est de nouveau en vente.").format(name),
            )

        self._page.do(
            lambda transaction: catalogue_service.retire(transaction, code),
            _("« {} » ne se vend plus.").format(name),
            (_("Remettre en vente"), restore),
        )

    def print_labels(self) -> None:
        """Print the shelf labels of the articles that are selected."""
        found = [self._page.article(code) for code in self._page.articles.table.keys]
        articles = [each for each in found if each is not None and each.price is not None]
        if self._page.view != ARTICLES or self._page.panel is not None:
            return
        if not articles:
            self._page.told.tell(
                _("Choisir d’abord des articles qui ont un prix (Maj et flèches)."), "genet"
            )
            return
        workplace = self._page.desk.workplace
        title = ngettext("{} étiquette", "{} étiquettes", len(articles)).format(len(articles))
        self._page.printing.offer_labels(
            title, lambda first: shelf_labels(articles, workplace, first)
        )
