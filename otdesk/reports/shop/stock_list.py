"""What lies on the shelves on a day, what it cost, what runs low, what inventories found.

Quantities are thousandths, costs the purchase price of one piece before tax, in cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.catalogue import Product
from otdesk.domain.money import Cents, Thousandths, times
from otdesk.domain.period import Period
from otdesk.reports.queries import shop_stock
from otdesk.reports.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class StockRow:
    """One article in one office.

    `cost_cents` is the last known one on that day, None where none is. `value_cents` is None
    then, and for goods on consignment: they belong to who left them.
    """

    office: str
    product: str
    label: str
    family: str
    family_label: str
    supplier: str
    consignment: bool
    quantity: Thousandths
    reorder_level: Thousandths | None
    cost_cents: Cents | None
    value_cents: Cents | None

    @property
    def is_low(self) -> bool:
        """Tell whether the reorder level is reached."""
        return self.reorder_level is not None and self.quantity <= self.reorder_level


@dataclass(frozen=True, slots=True)
class StockList:
    """The stock of some offices at the end of a day, by office, family and label."""

    day: date
    offices: tuple[str, ...]
    rows: tuple[StockRow, ...]

    @property
    def value_cents(self) -> Cents:
        """Return what the office's own goods of known cost are worth."""
        return sum(row.value_cents or 0 for row in self.rows)

    @property
    def unvalued(self) -> tuple[StockRow, ...]:
        """Return the own goods whose cost nobody knows: the value leaves them out."""
        return tuple(
            r for r in self.rows if r.quantity and r.value_cents is None and not r.consignment
        )

    @property
    def low(self) -> tuple[StockRow, ...]:
        """Return what is to be ordered again."""
        return tuple(row for row in self.rows if row.is_low)


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """What an inventory found of one article; `difference` is counted less expected."""

    office: str
    day: date
    product: str
    label: str
    expected: Thousandths
    counted: Thousandths
    difference: Thousandths
    cost_cents: Cents | None
    value_cents: Cents | None
    note: str


@dataclass(frozen=True, slots=True)
class InventoryDifferences:
    """The differences of a period's inventories, by day and office; equal counts are left out.

    The count that an article's ledger began with is its opening stock, never a difference.
    `counted` is the number of articles that were counted, those without a difference included.
    """

    period: Period
    offices: tuple[str, ...]
    rows: tuple[InventoryRow, ...]
    counted: int

    @property
    def value_cents(self) -> Cents:
        """Return what the differences are worth, where the cost is known."""
        return sum(row.value_cents or 0 for row in self.rows)


def read_stock_list(connection: Connection, offices: Sequence[str], day: date) -> StockList:
    """Return what the ledger says lay in these offices at the end of a day.

    An article that is still sold is listed at zero; a retired one only while pieces are left.
    """
    codes = tuple(dict.fromkeys(offices))
    products = shop_stock.products(connection)
    families = shop_stock.families(connection)
    consigned = {s.code for s in shop_stock.suppliers(connection) if s.consignment}
    costs = shop_stock.last_costs(connection, day)
    quantities = shop_stock.quantities(connection, codes, day)
    rows = []
    for office in codes:
        for product in products.values():
            quantity = quantities.get((office, product.code), 0)
            if not product.has_stock or not (quantity or product.is_sold_at(office)):
                continue
            family = families.get(product.family)
            rows.append(
                StockRow(
                    office=office,
                    product=product.code,
                    label=product.label,
                    family=product.family,
                    family_label=product.family if family is None else family.label,
                    supplier=product.supplier,
                    consignment=product.supplier in consigned,
                    quantity=quantity,
                    reorder_level=product.reorder_level,
                    **_valued(product, quantity, costs, consigned),
                )
            )
    places = {code: (f.position, f.label) for code, f in families.items()}
    last = (len(places) + 1_000_000, "")
    rows.sort(key=lambda r: (codes.index(r.office), places.get(r.family, last), r.label))
    return StockList(day, codes, tuple(rows))


def read_inventory_differences(
    connection: Connection, offices: Sequence[str], period: Period
) -> InventoryDifferences:
    """Return what the inventories of a period found, valued at the last known cost."""
    scope = Scope.of(offices, period)
    products = shop_stock.products(connection)
    costs = shop_stock.last_costs(connection, period.last)
    first = shop_stock.first_documents(connection, scope.offices, period.last)
    rows, counted = [], 0
    for line in shop_stock.inventories(connection, scope):
        if first.get((line.office, line.product)) == line.uid:
            continue
        counted += 1
        if not line.quantity:
            continue
        product = products.get(line.product)
        cost = line.cost if line.cost is not None else _cost(line.product, product, costs)
        rows.append(
            InventoryRow(
                office=line.office,
                day=date.fromisoformat(line.day),
                product=line.product,
                label=line.product if product is None else product.label,
                expected=line.expected or 0,
                counted=line.counted or 0,
                difference=line.quantity,
                cost_cents=cost,
                value_cents=None if cost is None else times(cost, line.quantity),
                note=line.note,
            )
        )
    return InventoryDifferences(period, scope.offices, tuple(rows), counted)


def _cost(code: str, product: Product | None, costs: dict[str, Cents]) -> Cents | None:
    """Return the cost of the last delivery, else what the catalogue says."""
    return costs.get(code, None if product is None else product.cost)


def _valued(
    product: Product, quantity: Thousandths, costs: dict[str, Cents], consigned: set[str]
) -> dict[str, Cents | None]:
    cost = _cost(product.code, product, costs)
    owned = product.supplier not in consigned
    value = times(cost, quantity) if cost is not None and owned else None
    return {"cost_cents": cost, "value_cents": value}
