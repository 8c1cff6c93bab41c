"""Invoices: a receipt said again to a customer who asked for it, paid later by transfer or cheque.

Its figures are those of the receipt; only who asked, where they live and when they pay is new.
That is personal: it can be erased, and the number and the receipt stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from otdesk.errors import DataFault
from otdesk.i18n import _

# Code de commerce, art. L441-10: thirty days where nothing else was agreed.
USUAL_DELAY = timedelta(days=30)


def numbered(number: str, series: str) -> str:
    """Return a number with the mark of the post that gave it; without one, as it is."""
    return f"{number}-{series}" if series else number


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of an office; `number` is gapless in the year of `day` and the post's `series`.

    `receipt` is the uid of the sale, whose lines, VAT and seller it repeats. `due` is the day by
    which it is to be paid, None where it was paid at once.
    """

    office: str
    day: date
    number: int
    receipt: str
    customer: str
    address: str
    siret: str = ""
    due: date | None = None
    series: str = ""

    @property
    def reference(self) -> str:
        """Return how it is called on paper: `PDM-F2022-0007-7F3A`, office and series around it."""
        return numbered(f"{self.office}-F{self.day.year}-{self.number:04d}", self.series)

    def check(self) -> Self:
        """Return self, or raise DataFault where it lacks what the law wants on it."""
        if not self.customer.strip() or not self.address.strip():
            raise DataFault(_("Une facture porte le nom et l’adresse du client."))
        if self.due is not None and self.due < self.day:
            raise DataFault(_("L’échéance est avant la date de la facture."))
        return self


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asks for an invoice, before its receipt is there. Personal: it can be erased."""

    name: str
    address: str
    siret: str = ""
    due: date | None = None

    def invoice(self, office: str, day: date, receipt: str) -> Invoice:
        """Return the invoice of a receipt, still without its number."""
        return Invoice(office, day, 0, receipt, self.name, self.address, self.siret, self.due)

    def check(self) -> Self:
        """Return self, or raise DataFault without a name and an address (CGI, annexe II, 242)."""
        if not self.name.strip() or not self.address.strip():
            raise DataFault(_("Une facture porte le nom et l’adresse du client."))
        return self
