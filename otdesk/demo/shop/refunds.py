"""What is given back: of which sale, when, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from otdesk.demo import people
from otdesk.demo.shop.moments import Calendar, PlacedBasket
from otdesk.demo.shop.rules import RefundRules

_DAYS_LATER = 6


@dataclass(frozen=True, slots=True)
class GivenBack:
    """One piece of a product that will be given back: of which sale, when, and why."""

    sale: int
    product: str
    moment: datetime
    reason: str
    restocked: bool


def given_back(
    counts: Mapping[str, int],
    sales: Sequence[PlacedBasket],
    calendar: Calendar,
    rules: RefundRules,
    random: Random,
) -> list[GivenBack]:
    """Choose of which sales pieces are given back, one of a sale, and when."""
    found: list[GivenBack] = []
    taken: set[int] = set()
    for product in Counter(counts).elements():
        fits = [
            i
            for i, sale in enumerate(sales)
            if i not in taken
            and any(line.product == product and line.discount is None for line in sale.basket.lines)
        ]
        chosen = random.choice(fits)
        taken.add(chosen)
        found.append(_given_back(chosen, product, sales[chosen], calendar, rules, random))
    return sorted(found, key=lambda back: back.moment)


def _given_back(  # noqa: PLR0917 - drawn in one place
    index: int,
    product: str,
    sale: PlacedBasket,
    calendar: Calendar,
    rules: RefundRules,
    random: Random,
) -> GivenBack:
    day = calendar.day(sale.moment)
    moment = calendar.after(day, sale.moment, random)
    later = [other for other in calendar.open if other > day][:_DAYS_LATER]
    if moment is None or (later and not people.happens(rules.at_once_percent, random)):
        (moment,) = calendar.alone(random.choice(later) if later else day, 1, random)
    damaged = people.happens(rules.damaged_percent, random)
    reason = rules.damaged_reason if damaged else random.choice(rules.reasons)
    return GivenBack(index, product, max(moment, sale.moment), reason, not damaged)
