"""How people pay: in cash for a card, by card for a shelf, with a note and its change."""

from __future__ import annotations

from random import Random

from otdesk.demo import people
from otdesk.demo.shop.rules import PaymentRules
from otdesk.domain.money import Cents
from otdesk.domain.receipts import Payment, PaymentMethod

_EURO = 100
# What a hand holds out: coins to the next euro, then a note or two alike.
_HANDED = (100, 500, 1000, 2000, 5000)
_CARD = PaymentMethod.CARD.value
_CASH = PaymentMethod.CASH.value


def payments_of(
    total: Cents, office: str, rules: PaymentRules, random: Random
) -> tuple[Payment, ...]:
    """Return the payments of a sale."""
    if total >= rules.in_two_from and people.happens(rules.in_two_percent, random):
        # The notes that are there, and the rest otherwise.
        notes = total // 1000 * 500 // 1000 * 1000 or 1000
        other = PaymentMethod.CHEQUE if office in rules.without_terminal else PaymentMethod.CARD
        return Payment(PaymentMethod.CASH, notes), Payment(other, total - notes)
    weights = dict(next(found for below, found in rules.steps if total < below))
    if office in rules.without_terminal:
        weights[_CASH] += weights.pop(_CARD)
    method = PaymentMethod(people.drawn(weights, random))
    received = _received(total, rules, random) if method is PaymentMethod.CASH else None
    return (Payment(method, total, received),)


def _received(total: Cents, rules: PaymentRules, random: Random) -> Cents | None:
    if people.happens(rules.exact_cash_percent, random):
        return None
    handed = sorted({-(-total // unit) * unit for unit in _HANDED} - {total})
    return random.choice(handed[:3]) if handed else None
