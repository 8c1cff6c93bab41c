"""Exact shares: whole numbers that add up, by the largest remainder and never by luck."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import floor
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def apportion(total: int, weights: Mapping[Key, float]) -> dict[Key, int]:
    """Divide `total` in proportion to the weights (Hare quota, largest remainder).

    Ties go to the entry named first. Raises ValueError where there is something to divide and
    nothing to divide it by.
    """
    whole = sum(weights.values())
    if whole <= 0:
        if total:
            raise ValueError(f"{total} cannot be divided without a weight")
        return dict.fromkeys(weights, 0)
    quotas = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: floor(quota) for key, quota in quotas.items()}
    missing = total - sum(shares.values())
    by_remainder = sorted(quotas, key=lambda key: shares[key] - quotas[key])
    for key in by_remainder[:missing]:
        shares[key] += 1
    return shares


def rounded(part: float) -> int:
    """Round to a whole number as people do: a half goes up."""
    return floor(part + 0.5)
