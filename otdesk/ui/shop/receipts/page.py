"""The receipts of a day: looked at, printed again, refunded."""

from __future__ import annotations

from otdesk.ui.shop.page import ShopPage


class ReceiptsPage(ShopPage):
    """The receipts of a day: looked at, printed again, refunded."""
