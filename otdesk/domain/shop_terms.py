"""The rules that sales follow from a day on: dated, because a law or an office changes its mind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from otdesk.domain.vat import VatRegime

# Franchise en base: what a receipt then says in place of a VAT number (CGI, art. 293 B).
FRANCHISE_MENTION = "TVA non applicable, art. 293 B du CGI"


@dataclass(frozen=True, slots=True)
class ShopTerms:
    """How an office sells from `since` on.

    An association is probably exempt of VAT, and takes no holiday vouchers (ANCV) unless it has
    a contract: both are the defaults.
    """

    since: date
    regime: VatRegime = VatRegime.FRANCHISE
    siret: str = ""
    vat_number: str = ""
    ancv: bool = False


def terms_on(day: date, known: Iterable[ShopTerms]) -> ShopTerms:
    """Return the rules in force on a day; the defaults where none were set."""
    past = [terms for terms in known if terms.since <= day]
    return max(past, key=lambda terms: terms.since) if past else ShopTerms(date.min)
