"""The accounting journal of the shop: each Z, deposit and payment to a third party, balanced.

Only what a Z has closed is written: a day without one is named in `unclosed`, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from otdesk.domain.money import Cents
from otdesk.domain.period import Period
from otdesk.reports.shop.sales import UnclosedDay


class Unbalanced(ValueError):
    """Debit and credit of a piece differ: nothing may be written."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line: either `debit_cents` or `credit_cents` is zero, and neither is negative.

    `journal` is the code of the journal (`CAI`, `BQ`), `piece` what proves the line (`Z 195`),
    `third_party` the code of whom the money is held for, or empty.
    """

    day: date
    journal: str
    account: str
    label: str
    third_party: str
    office: str
    debit_cents: Cents
    credit_cents: Cents
    piece: str


@dataclass(frozen=True, slots=True)
class AccountingJournal:
    """The lines of a period, by day, office and piece."""

    period: Period
    offices: tuple[str, ...]
    lines: tuple[JournalLine, ...]
    unclosed: tuple[UnclosedDay, ...]

    @property
    def debit_cents(self) -> Cents:
        """Return the sum of the debits."""
        return sum(line.debit_cents for line in self.lines)

    @property
    def credit_cents(self) -> Cents:
        """Return the sum of the credits."""
        return sum(line.credit_cents for line in self.lines)
