"""VAT: per rate on a receipt's total, the remainders spread over its lines.

Rates are basis points (2 000 is 20 %), prices include the tax. Ten lines of 1 € at 20 % are
8,33 € before tax, not ten times 0,83 € (`shop.md`, "What it must do", 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otdesk.domain.money import Cents, rounded, spread

BASIS = 10_000


class VatRegime(StrEnum):
    """Whether the seller charges VAT. An association of this size is probably exempt."""

    FRANCHISE = "franchise"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class VatRate:
    """A rate of the law by its code (`normal`, `reduit`…), in force from a date.

    `basis_points` is 2 000 for 20 %, `short` is how a receipt says it.
    """

    code: str
    since: date
    basis_points: int
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class VatRates:
    """The rates of the law, dated."""

    rates: tuple[VatRate, ...]

    def basis_points(self, code: str, day: date) -> int:
        """Return the rate of a code on a day. Raises KeyError where the law has none then."""
        known = [rate for rate in self.rates if rate.code == code and rate.since <= day]
        if not known:
            raise KeyError(code)
        return max(known, key=lambda rate: rate.since).basis_points


@dataclass(frozen=True, slots=True)
class VatAmount:
    """What one rate makes of a receipt: `gross == net + vat`."""

    basis_points: int
    gross: Cents
    net: Cents
    vat: Cents


def included_vat(gross: Cents, basis_points: int) -> Cents:
    """Return the tax within a price that includes it."""
    return rounded(gross * basis_points, BASIS + basis_points)


def by_rate(lines: Iterable[tuple[int, Cents]]) -> tuple[VatAmount, ...]:
    """Return the amounts of each rate, the highest first, from (basis points, gross) lines."""
    gross: dict[int, Cents] = {}
    for basis_points, amount in lines:
        gross[basis_points] = gross.get(basis_points, 0) + amount
    amounts = []
    for basis_points in sorted(gross, reverse=True):
        vat = included_vat(gross[basis_points], basis_points)
        amounts.append(VatAmount(basis_points, gross[basis_points], gross[basis_points] - vat, vat))
    return tuple(amounts)


def line_taxes(lines: Sequence[tuple[int, Cents]]) -> tuple[Cents, ...]:
    """Return the tax of each (basis points, gross) line; per rate they add up to `by_rate`."""
    taxes = [0] * len(lines)
    for amount in by_rate(lines):
        places = [i for i, (rate, _gross) in enumerate(lines) if rate == amount.basis_points]
        shares = spread(amount.vat, [abs(lines[i][1]) for i in places])
        for i, share in zip(places, shares, strict=True):
            taxes[i] = share
    return tuple(taxes)
