"""« Articles » of the siège: the catalogue page of the Boutique, without a till."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from otdesk.i18n import _
from otdesk.ui.shop.articles.page import ArticlesPage
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.theme.apply import Theme


class SiegeArticlesPage(SiegePage):
    """Articles, families, suppliers and prices that go down to every office."""

    def __init__(self, desk: SiegeDesk, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Articles"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.shop = ShopDesk(desk.context, desk.keystore, self)
        self.articles = ArticlesPage(self.shop, theme)
        # There is nothing to go back to: the siège sells nothing.
        self.articles.back.hide()
        self.articles.noticed.connect(self.noticed)
        self.articles.go_to.connect(self.go_to)
        column.addWidget(self.articles)

    def arrive(self, argument: object = None) -> None:
        """Come to the front, on a view or on an article."""
        self.articles.arrive(argument)

    def place(self) -> object:
        """Return the view in front."""
        return self.articles.place()

    def read(self) -> None:
        """Read the catalogue."""
        self.shop.refresh()
