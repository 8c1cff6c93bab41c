"""The accounts that the shop's journal is written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove

# « Débiteurs et créditeurs divers » of the chart of accounts: what is held for third parties.
HELD_CLASS = "467"


class AccountRole(StrEnum):
    """What an account is for; the values are those of `db/reference/accounts.csv`."""

    CASH = "cash"
    CARD = "card"
    CHEQUE = "cheque"
    ANCV = "ancv"
    TRANSFER = "transfer"
    ACCOUNT = "account"
    BANK = "bank"
    INTERNAL = "internal"
    TURNOVER = "turnover"
    HELD = "held"
    VAT = "vat"
    LOSS = "loss"
    GAIN = "gain"
    PURCHASE = "purchase"
    SUSPENSE = "suspense"


@dataclass(frozen=True, slots=True)
class Account:
    """A number of the chart of accounts and what it is called there."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """The account of each role."""

    by_role: Mapping[AccountRole, Account]

    def number(self, role: AccountRole) -> str:
        """Return the number of a role."""
        return self.by_role[role].number

    def of_method(self, method: PaymentMethod) -> str:
        """Return where money that came by this method lies."""
        return self.number(AccountRole(method.value))

    def of_move(self, move: CashMove) -> str:
        """Return the other side of cash that came into the drawer or left it beside sales.

        What goes to the bank, to the siège or to a third party passes by the internal account:
        the deposit or the payment itself takes it out of there.
        """
        role = {
            CashMove.PURCHASE: AccountRole.PURCHASE,
            CashMove.OTHER: AccountRole.SUSPENSE,
        }.get(move, AccountRole.INTERNAL)
        return self.number(role)
