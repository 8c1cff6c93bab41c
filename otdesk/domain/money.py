"""Money: integer cents, and rounding that never makes or loses one.

Quantities are integers in thousandths (1 000 is one piece), so that half a metre of ribbon and a
kilo of chestnuts are whole numbers too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from otdesk.errors import DataFault
from otdesk.i18n import _

Cents: TypeAlias = int
Thousandths: TypeAlias = int

ONE = 1000
# Larger than any office's year, and far below what JSON carries exactly.
MAX_CENTS = 100_000_000_00


def rounded(numerator: int, denominator: int) -> int:
    """Return the quotient rounded to the nearest whole, halves away from zero.

    The commercial rounding of invoices; Python's `round` would take half cents to even.
    """
    quotient, rest = divmod(abs(numerator), abs(denominator))
    if 2 * rest >= abs(denominator):
        quotient += 1
    return quotient if (numerator < 0) == (denominator < 0) else -quotient


def times(unit: Cents, quantity: Thousandths) -> Cents:
    """Return the price of a quantity."""
    whole, rest = divmod(unit * quantity, ONE)
    return rounded(unit * quantity, ONE) if rest else whole


def spread(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Part a total in proportion to weights that are not negative; the parts add up to it.

    The largest remainders take the cents left over, the first of equals first. Weights that are
    all zero share alike; no weight at all shares nothing, which only a total of zero allows.
    """
    if not weights:
        if total:
            raise ValueError("nothing to spread over")
        return ()
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    base = sum(weights)
    shares = weights if base else [1] * len(weights)
    base = base or len(weights)
    sign = -1 if total < 0 else 1
    parts = [divmod(abs(total) * share, base) for share in shares]
    left = abs(total) - sum(part for part, _rest in parts)
    order = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    more = set(order[:left])
    return tuple(sign * (part + (i in more)) for i, (part, _rest) in enumerate(parts))


def portion(whole: int, part: int, of: int) -> int:
    """Return the share of `whole` that the first `part` of `of` equal pieces carry.

    Cumulative: what is given back in several times adds up to the whole, whatever the steps.
    """
    return rounded(whole * part, of)


def parse_cents(text: str) -> Cents:
    """Return the cents of an amount as it is typed: `12`, `12,5`, `1 234,50 €`, `.80`.

    Raises DataFault on anything else, on more than two decimals, and on a barcode that a scanner
    typed into an amount (`shop.md`, "What it must do", 1).
    """
    kept = text.strip().removesuffix("€").strip()
    kept = kept.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    whole, _point, decimals = kept.partition(".")
    digits = whole + decimals
    if len(whole) >= len("12345678") and not decimals:
        raise DataFault(_("Un code-barres n’est pas une somme : {}").format(text.strip()))
    if not digits.isascii() or not digits.isdecimal() or len(decimals) > len("00"):
        raise DataFault(_("« {} » n’est pas une somme en euros.").format(text.strip()))
    return int(whole or "0") * 100 + int(decimals.ljust(2, "0"))
