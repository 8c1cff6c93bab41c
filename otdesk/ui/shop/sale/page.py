"""Selling: the articles at the left, the basket and its payment at the right."""

from __future__ import annotations

from otdesk.ui.shop.page import ShopPage


class SalePage(ShopPage):
    """Selling: the articles at the left, the basket and its payment at the right."""
