"""The French words of the shop's journal and comparisons, as a sentence has them."""

from __future__ import annotations

from otdesk.domain.till import CashMove
from otdesk.i18n import _
from otdesk.reports.shop.sales import SalesSource


def cash_move(code: CashMove) -> str:
    """Return why cash came into the drawer or left it."""
    return {
        CashMove.FLOAT: _("fond de caisse"),
        CashMove.DEPOSIT: _("remise en banque"),
        CashMove.TO_HEADQUARTERS: _("versement au siège"),
        CashMove.PAID_OVER: _("reversé à un tiers"),
        CashMove.PURCHASE: _("achat en espèces"),
        CashMove.OTHER: _("autre mouvement d’espèces"),
    }[code]


def source(code: SalesSource) -> str:
    """Return from what the turnover of an earlier year was read."""
    return {
        SalesSource.RECEIPTS: _("d’après les tickets"),
        SalesSource.MONTHLY_TOTALS: _("d’après les totaux mensuels publiés"),
        SalesSource.BOTH: _("d’après les tickets et les totaux mensuels publiés"),
    }[code]
