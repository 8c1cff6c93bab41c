"""The French words of the shop's codes, for every screen and paper."""

from __future__ import annotations

from otdesk.domain.money import ONE, Thousandths
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.stock import Cause
from otdesk.domain.till import CashMove
from otdesk.i18n import _
from otdesk.typography import THIN, decimal, integer


def payment_method(method: PaymentMethod) -> str:
    """Return how money came or went."""
    return {
        PaymentMethod.CASH: _("Espèces"),
        PaymentMethod.CARD: _("Carte bancaire"),
        PaymentMethod.CHEQUE: _("Chèque"),
        PaymentMethod.ANCV: _("Chèque-vacances"),
        PaymentMethod.TRANSFER: _("Virement"),
        PaymentMethod.ACCOUNT: _("En compte"),
    }[method]


def cash_move(move: CashMove) -> str:
    """Return why cash came into the drawer or left it."""
    return {
        CashMove.FLOAT: _("Fond de caisse"),
        CashMove.DEPOSIT: _("Remise en banque"),
        CashMove.TO_HEADQUARTERS: _("Remis au siège"),
        CashMove.PAID_OVER: _("Reversé à un tiers"),
        CashMove.PURCHASE: _("Achat"),
        CashMove.OTHER: _("Autre mouvement"),
    }[move]


def cause(code: Cause) -> str:
    """Return why pieces came or went."""
    return {
        Cause.SALE: _("Vente"),
        Cause.REFUND: _("Remboursement"),
        Cause.DELIVERY: _("Livraison"),
        Cause.RETURN: _("Retour au fournisseur"),
        Cause.TRANSFER_OUT: _("Envoyé à un autre bureau"),
        Cause.TRANSFER_IN: _("Reçu d’un autre bureau"),
        Cause.INVENTORY: _("Inventaire"),
        Cause.LOSS: _("Perte"),
        Cause.FREE: _("Offert"),
        Cause.INTERNAL: _("Usage interne"),
    }[code]


def goods_slip(code: Cause) -> str:
    """Return what the paper is called that goes with a movement, nothing where none does."""
    return {
        Cause.DELIVERY: _("Bon de livraison"),
        Cause.RETURN: _("Bon de retour"),
        Cause.TRANSFER_OUT: _("Bon de transfert"),
        Cause.TRANSFER_IN: _("Bon de réception"),
    }.get(code, "")


def vat_rate(basis_points: int) -> str:
    """Return `20 %` or `5,5 %` from basis points."""
    whole = basis_points % 100 == 0
    return f"{decimal(basis_points / 100, 0 if whole else 1)}{THIN}%"


def quantity(value: Thousandths) -> str:
    """Return `4`, or `0,5` where it is no whole piece."""
    if value % ONE == 0:
        return integer(value // ONE)
    return decimal(value / ONE, 3).rstrip("0")
