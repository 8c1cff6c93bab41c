"""The catalogue: articles, families, suppliers, prices."""

from __future__ import annotations

from otdesk.ui.shop.page import ShopPage


class ArticlesPage(ShopPage):
    """The catalogue: articles, families, suppliers, prices."""
