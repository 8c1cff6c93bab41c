"""The keys of the Boutique by what they mean, not by what is printed on them.

The left hand has fifteen articles, the right hand ten families (`interface.md`, "Shop"). The
places of the keys are those of the counter, so that one map of the keyboard serves both screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.receipts import PaymentMethod


class ShopKeyKind(StrEnum):
    """What a key of the Boutique can say."""

    ARTICLE = "article"  # 0-14: a slot of the shelf
    FAMILY = "family"  # 0-9
    DIGIT = "digit"  # 0-9: a quantity, or money once a payment was chosen
    DECIMAL = "decimal"  # the comma of an amount
    METHOD = "method"  # an index of METHODS
    NOTE = "note"  # a banknote, in cents
    EXACT = "exact"
    SPLIT = "split"
    MORE = "more"
    LESS = "less"
    REMOVE = "remove"
    UP = "up"
    DOWN = "down"
    UNDO = "undo"
    BACK = "back"  # the last digit, or the last change
    LEAVE = "leave"
    UNDO_OFFER = "undo_offer"
    LINK = "link"
    SEARCH = "search"
    DISCOUNT = "discount"
    PARK = "park"
    RESUME = "resume"
    ENTER = "enter"


# The first three have the keys F5 to F7; the others are touched, where the office takes them.
METHODS = (
    PaymentMethod.CASH,
    PaymentMethod.CARD,
    PaymentMethod.CHEQUE,
    PaymentMethod.ANCV,
    PaymentMethod.ACCOUNT,
)


@dataclass(frozen=True, slots=True)
class ShopKey:
    """A key: its kind, and its place in the row (for DIGIT the digit, for NOTE its cents)."""

    kind: ShopKeyKind
    index: int = 0


_ARTICLES_A_ROW = 5
_PLAIN: Mapping[KeyKind, ShopKeyKind] = {
    KeyKind.TAKE_BACK: ShopKeyKind.BACK,
    KeyKind.SET_ASIDE: ShopKeyKind.LEAVE,
    KeyKind.ENTER: ShopKeyKind.ENTER,
    KeyKind.CALL: ShopKeyKind.PARK,
    KeyKind.NEXT: ShopKeyKind.RESUME,
    KeyKind.NOTE: ShopKeyKind.DISCOUNT,
    KeyKind.UNMET: ShopKeyKind.DECIMAL,
}
# F1 to F4, and F5 to F8.
_EXPRESS = (None, ShopKeyKind.LINK, ShopKeyKind.SEARCH, ShopKeyKind.UNDO_OFFER)
_PAYMENT_KEYS = 3


def shop_key(key: Key) -> ShopKey | None:
    """Return what a key of the counter's keyboard means in the Boutique, None for nothing."""
    if key.kind is KeyKind.DIGIT:
        return ShopKey(ShopKeyKind.DIGIT, key.index)
    if key.kind is KeyKind.ORIGIN:
        return _in_row(0, key.index)
    if key.kind is KeyKind.SEARCH:
        # The tenth key of the upper row.
        return _in_row(0, 9)
    if key.kind is KeyKind.DEMAND:
        return _in_row(1, key.index)
    if key.kind is KeyKind.CHANNEL:
        return _in_row(2, key.index)
    if key.kind is KeyKind.RESIDENCY:
        if key.index < _PAYMENT_KEYS:
            return ShopKey(ShopKeyKind.METHOD, key.index)
        return ShopKey(ShopKeyKind.SPLIT)
    kind = _EXPRESS[key.index] if key.kind is KeyKind.EXPRESS else _PLAIN.get(key.kind)
    return None if kind is None else ShopKey(kind)


def _in_row(row: int, place: int) -> ShopKey:
    if place < _ARTICLES_A_ROW:
        return ShopKey(ShopKeyKind.ARTICLE, row * _ARTICLES_A_ROW + place)
    return ShopKey(ShopKeyKind.FAMILY, row * _ARTICLES_A_ROW + place - _ARTICLES_A_ROW)
