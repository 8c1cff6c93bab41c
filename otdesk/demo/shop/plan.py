"""What each office's shop has to come to, to the cent and to the piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otdesk.demo.apportion import apportion
from otdesk.demo.facts import Facts
from otdesk.demo.shop.rules import Discount, ShopRules
from otdesk.domain.catalogue import ProductKind
from otdesk.domain.money import Cents
from otdesk.store.starter_catalogue import StarterCatalogue

# Every price of the catalogue is a whole number of these; the discounts of 2 cents are not.
_STEP = 10
# Left for the products of `fill`: any number of steps above some 240 is a sum of their prices.
_LEFT = 4000


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """One office's part of the season, refunds taken off.

    `units` are pieces by product, those of `discounts` in them; `held` is sold beside the
    turnover.
    """

    office: str
    turnover: Cents
    units: Mapping[str, int]
    discounts: tuple[Discount, ...]
    held: Mapping[str, int]


def turnover_shares(facts: Facts, total: Cents) -> dict[str, Cents]:
    """Part a turnover among the offices as that of 2020."""
    weights = {code: float(office.turnover_2020) for code, office in facts.offices.items()}
    return apportion(total, weights)


def published_units(
    sold: Mapping[str, int], rules: ShopRules, starter: StarterCatalogue
) -> dict[str, int]:
    """Return what was sold under the published names; a set counts the sheets in it."""
    sheets = sum(
        sold.get(product.code, 0) * max(product.set_count, 1)
        for product, _cents in starter.products
        if product.sector or product.kind is ProductKind.SET
    )
    return {
        rules.sheets.counted_as: sheets,
        **{
            name: sum(sold.get(code, 0) for code in products)
            for name, products in rules.counted.items()
        },
    }


def plans(
    facts: Facts, rules: ShopRules, starter: StarterCatalogue, headquarters: str
) -> dict[str, OfficePlan]:
    """Return what each office sells; the offices add up to every published figure.

    Raises ValueError where the rules leave no way to the cent.
    """
    total = facts.season.shop.turnover
    whole_steps = turnover_shares(facts, total // _STEP)
    targets = {office: steps * _STEP for office, steps in whole_steps.items()}
    targets[headquarters] += total % _STEP
    counted = _counted(facts, rules, starter)
    prices = {product.code: cents for product, cents in starter.products}
    made = {}
    for office, target in targets.items():
        discounts = tuple(d for d in rules.discounts if d.office == office)
        units = counted[office]
        fixed = sum(prices[code] * count for code, count in units.items())
        given = sum(discount.cents * discount.count for discount in discounts)
        units.update(_others(target - fixed + given, rules, prices))
        for discount in discounts:
            if units[discount.product] < discount.count:
                raise ValueError(f"{office} sells too few {discount.product} for its discounts")
        made[office] = OfficePlan(office, target, +units, discounts, rules.held.get(office, {}))
    return made


def _counted(facts: Facts, rules: ShopRules, starter: StarterCatalogue) -> dict[str, Counter[str]]:
    """Return the pieces of which the number was published, by office and product."""
    published = facts.season.shop.units
    units: dict[str, Counter[str]] = {office: Counter() for office in facts.offices}
    for name, products in rules.counted.items():
        for office, count in turnover_shares(facts, published[name]).items():
            units[office].update(apportion(count, products))
    sheets = {p.sector: p.code for p, _cents in starter.products if p.sector}
    sets = {p.set_of: p for p, _cents in starter.products if p.kind is ProductKind.SET}
    (size,) = {product.set_count for product in sets.values()}
    alone = published[rules.sheets.counted_as] - size * rules.sheets.sets
    for count, codes in (
        (rules.sheets.sets, {sector: product.code for sector, product in sets.items()}),
        (alone, sheets),
    ):
        for office, of_office in turnover_shares(facts, count).items():
            by_sector = apportion(of_office, rules.sheets.sectors[office])
            units[office].update({codes[sector]: n for sector, n in by_sector.items()})
    return units


def _others(turnover: Cents, rules: ShopRules, prices: Mapping[str, Cents]) -> Counter[str]:
    """Return the pieces of the other products that come to exactly `turnover`."""
    by_product = apportion((turnover - _LEFT) // _STEP, rules.others)
    units = Counter({code: steps * _STEP // prices[code] for code, steps in by_product.items()})
    left = turnover - sum(prices[code] * count for code, count in units.items())
    # Those that lack most of a piece get it first, as long as enough is left to fill with.
    wanted = sorted(
        by_product, key=lambda code: -(by_product[code] * _STEP % prices[code]) / prices[code]
    )
    for code in wanted:
        if left - prices[code] >= _LEFT:
            units[code] += 1
            left -= prices[code]
    units.update(_exactly(left, [(code, prices[code]) for code in rules.fill]))
    return units


def _exactly(total: Cents, products: Sequence[tuple[str, Cents]]) -> Counter[str]:
    """Return the fewest pieces of some products that come to a total. Raises ValueError."""
    steps, rest = divmod(total, _STEP)
    if rest or steps < 0:
        raise ValueError(f"{total} cents cannot be made of whole prices")
    fewest: list[tuple[int, str] | None] = [(0, "")] + [None] * steps
    sizes = {code: cents // _STEP for code, cents in products}
    for amount in range(1, steps + 1):
        ways = [
            (before[0] + 1, code)
            for code, size in sizes.items()
            if size <= amount and (before := fewest[amount - size]) is not None
        ]
        fewest[amount] = min(ways, default=None)
    units: Counter[str] = Counter()
    while steps:
        way = fewest[steps]
        if way is None:
            raise ValueError(f"{total} cents cannot be made of whole prices")
        units[way[1]] += 1
        steps -= sizes[way[1]]
    return units
