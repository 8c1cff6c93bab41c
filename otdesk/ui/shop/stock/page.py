"""The stock: what is left, deliveries, transfers, inventories, losses."""

from __future__ import annotations

from otdesk.ui.shop.page import ShopPage


class StockPage(ShopPage):
    """The stock: what is left, deliveries, transfers, inventories, losses."""
