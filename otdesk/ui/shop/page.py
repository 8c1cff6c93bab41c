"""What every page of the Boutique screen is, and the names by which they call each other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.theme.apply import Theme

SALE = "sale"
RECEIPTS = "receipts"
TILL = "till"
ARTICLES = "articles"
STOCK = "stock"


class ShopPage(QWidget):
    """One page of the shop.

    `page_wanted` asks for another page, with something to show; `left` goes back to selling.
    `noticed` and `go_to` are the screen's.
    """

    page_wanted = Signal(str, object)
    left = Signal()
    noticed = Signal(object)
    go_to = Signal(str, object)

    def __init__(self, desk: ShopDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.theme = theme
        self.setProperty("role", "screen")
        desk.refreshed.connect(self.on_refreshed)

    def arrive(self, argument: object = None) -> None:
        """Come to the front, perhaps with something to show."""

    def place(self) -> object:
        """Return what `arrive` takes to come back here once the window was made again."""
        return None

    def on_refreshed(self) -> None:
        """Show the shop as it was read again (`desk.picture`)."""
