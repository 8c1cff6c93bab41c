"""The Boutique screen: selling in front, its other pages made when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from otdesk.domain.changes import Changes
from otdesk.errors import DeskError
from otdesk.i18n import _
from otdesk.services.till.keystore import Keystore
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.counter.controller import Notice
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.page import ARTICLES, RECEIPTS, SALE, STOCK, TILL, ShopPage
from otdesk.ui.shop.training_band import TrainingBand
from otdesk.ui.theme.apply import Theme

if TYPE_CHECKING:
    from otdesk.ui.shop.sale.controller import SaleController

MakePage = Callable[[ShopDesk, Theme], ShopPage]


class ShopScreen(Screen):
    """Shows one page of the shop at a time.

    `arrive` takes the name of a page, or a (name, argument) pair. `sale` is the sale in hand, which
    outlives the screen: another theme makes the screen again.
    """

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        make_keystore: Callable[[], Keystore],
        makers: dict[str, MakePage] | None = None,
        sale: SaleController | None = None,
    ) -> None:
        super().__init__(context, theme)
        self.desk = ShopDesk(context, make_keystore, self) if sale is None else sale.desk
        self._makers = makers or _makers(sale)
        self._pages: dict[str, ShopPage] = {}
        self._front = SALE
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.training = TrainingBand(theme)
        self.training.ended.connect(self.desk.end_training)
        column.addWidget(self.training)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self.desk.switched.connect(self._on_switched)
        # A Z of the real till is no news of the training, nor the other way round.
        self.desk.switched.connect(lambda _training: self.outdated.emit())
        self.desk.refreshed.connect(self._on_refreshed)
        self.desk.faulted.connect(self._on_fault)
        self._on_switched(training=self.desk.is_training)
        self.desk.refresh()

    @property
    def front(self) -> str:
        """Return the name of the page in front."""
        return self._front

    def page_named(self, name: str) -> ShopPage:
        """Return a page, made now where it was not yet."""
        if name not in self._pages:
            page = self._makers[name](self.desk, self.theme)
            self._pages[name] = page
            self._stack.addWidget(page)
            page.page_wanted.connect(self.show_page)
            page.left.connect(self._on_left)
            page.noticed.connect(self.noticed)
            page.go_to.connect(self.go_to)
        return self._pages[name]

    def show_page(self, name: str, argument: object = None) -> None:
        """Bring a page to the front, perhaps with something to show."""
        page = self.page_named(name)
        self._front = name
        self._stack.setCurrentWidget(page)
        page.arrive(argument)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the head say what is done here."""
        super().showEvent(event)
        self._tag()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the head back: the counter is never a simulation."""
        super().hideEvent(event)
        self.tagged.emit("")

    def arrive(self, argument: object = None) -> None:
        """Come to the front: the page that was there, or the one that is asked for."""
        if isinstance(argument, tuple):
            name, value = argument
            self.show_page(name, value)
        elif isinstance(argument, str):
            self.show_page(argument)
        else:
            self.show_page(self._front)

    def place(self) -> object:
        """Return the page in front and what it shows."""
        page = self._pages.get(self._front)
        return self._front, None if page is None else page.place()

    def on_changes(self, changes: Changes) -> None:
        """Read the shop again where the changes concern it."""
        self.desk.on_changes(changes)

    def _on_left(self) -> None:
        self.show_page(SALE)

    def _on_switched(self, training: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.training.setVisible(training)
        if self.isVisible():
            self._tag()

    def _tag(self) -> None:
        self.tagged.emit(_("SIMULATION") if self.desk.is_training else "")

    def _on_refreshed(self) -> None:
        picture = self.desk.picture
        if picture is not None and picture.closed:
            from otdesk.ui.shop.till.words import periods_closed

            self.noticed.emit(Notice(periods_closed(picture.closed), "ok"))

    def _on_fault(self, fault: Exception) -> None:
        if isinstance(fault, DeskError):
            self.noticed.emit(Notice(str(fault), "refused"))
        else:
            self.context.link.failed.emit(fault)


def _makers(controller: SaleController | None) -> dict[str, MakePage]:
    """Return how each page is made: imported when first wanted."""

    def sale(desk: ShopDesk, theme: Theme) -> ShopPage:
        from otdesk.ui.shop.sale.page import SalePage

        return SalePage(desk, theme, controller)

    def receipts(desk: ShopDesk, theme: Theme) -> ShopPage:
        from otdesk.ui.shop.receipts.page import ReceiptsPage

        return ReceiptsPage(desk, theme)

    def till(desk: ShopDesk, theme: Theme) -> ShopPage:
        from otdesk.ui.shop.till.page import TillPage

        return TillPage(desk, theme)

    def articles(desk: ShopDesk, theme: Theme) -> ShopPage:
        from otdesk.ui.shop.articles.page import ArticlesPage

        return ArticlesPage(desk, theme)

    def stock(desk: ShopDesk, theme: Theme) -> ShopPage:
        from otdesk.ui.shop.stock.page import StockPage

        return StockPage(desk, theme)

    return {SALE: sale, RECEIPTS: receipts, TILL: till, ARTICLES: articles, STOCK: stock}
