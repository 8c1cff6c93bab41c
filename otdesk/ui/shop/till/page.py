"""The till: its float, its cash, its closings."""

from __future__ import annotations

from otdesk.ui.shop.page import ShopPage


class TillPage(ShopPage):
    """The till: its float, its cash, its closings."""
