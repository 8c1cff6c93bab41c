"""From pieces to baskets: lines of a likely size, a few of them in one sale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from otdesk.demo import people
from otdesk.demo.shop.plan import OfficePlan
from otdesk.demo.shop.rules import OTHERS, Discount, ShopRules, group_of
from otdesk.domain.catalogue import Product

_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """Some pieces of one product, with what is taken off one piece."""

    product: str
    pieces: int
    discount: Discount | None = None


@dataclass(slots=True)
class PlannedBasket:
    """The lines of one sale to come, and the months in which it can be; None for any."""

    lines: list[PlannedLine]
    months: frozenset[int] | None = None

    def takes(self, line: PlannedLine) -> bool:
        """Tell whether a line can be sold along."""
        return len(self.lines) < _MOST_LINES and all(
            line.product != other.product for other in self.lines
        )


def baskets_of(
    plan: OfficePlan,
    given_back: Mapping[str, int],
    rules: ShopRules,
    products: Mapping[str, Product],
    random: Random,
) -> list[PlannedBasket]:
    """Return the baskets of one office's season, in no order.

    Every piece of the plan is in one of them, and beside it what will be `given_back`.
    """
    lines = list(_lines(plan, given_back, rules, products, random))
    random.shuffle(lines)
    # What is sold in some months alone begins a basket: two such could contradict each other.
    lines.sort(key=lambda line: line.product not in rules.months)
    count = max(1, round(len(lines) / rules.lines_of_a_receipt))
    count = max(count, sum(line.product in rules.months for line in lines))
    baskets = [PlannedBasket([line], rules.months.get(line.product)) for line in lines[:count]]
    for line in lines[count:]:
        chosen = random.choice(baskets)
        if chosen.takes(line):
            chosen.lines.append(line)
        else:
            baskets.append(PlannedBasket([line]))
    return baskets


def _lines(
    plan: OfficePlan,
    given_back: Mapping[str, int],
    rules: ShopRules,
    products: Mapping[str, Product],
    random: Random,
) -> Iterable[PlannedLine]:
    left = {**plan.units}
    for discount in plan.discounts:
        left[discount.product] -= discount.count
        yield from (PlannedLine(discount.product, 1, discount) for _ in range(discount.count))
    for code, count in (*plan.held.items(), *given_back.items()):
        left[code] = left.get(code, 0) + count
    for code, count in left.items():
        sizes = rules.pieces.get(group_of(products[code]), rules.pieces[OTHERS])
        for pieces in _parts(count, sizes, random):
            yield PlannedLine(code, pieces)


def _parts(count: int, sizes: Mapping[int, float], random: Random) -> Sequence[int]:
    parts = []
    while count:
        part = min(people.drawn(sizes, random), count)
        parts.append(part)
        count -= part
    return parts
