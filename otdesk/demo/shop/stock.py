"""What fills the shelves: stock at the start, deliveries, transfers, losses, an inventory.

A small office is served by the head office; each time so much comes that nothing runs out before
the next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from otdesk.demo.entries import DemoEntry
from otdesk.demo.shop.rules import OTHERS, Loss, StockRules, group_of
from otdesk.demo.shop.sales import Flow
from otdesk.domain.catalogue import Product, pieces
from otdesk.domain.money import ONE, Thousandths
from otdesk.domain.stock import (
    Cause,
    StockDocument,
    StockLine,
    document_line,
    inventory_line,
)
from otdesk.journal.identifiers import uuid7
from otdesk.store.shop_records import stock_document_payload

_RANDOM_BYTES = 10
_NOTED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Supply:
    """Pieces of one product that come to an office at an instant."""

    moment: datetime
    product: str
    quantity: Thousandths


def supplies(
    flows: Iterable[Flow],
    times: Sequence[datetime],
    products: Mapping[str, Product],
    rules: StockRules,
    *,
    in_packs: bool,
) -> list[Supply]:
    """Return what has to come at each of the `times` so that no stock ever falls to nothing.

    Every flow lies after the first time.
    """
    by_product: dict[str, list[Flow]] = defaultdict(list)
    for flow in sorted(flows, key=lambda flow: flow.moment):
        by_product[flow.product].append(flow)
    found: list[Supply] = []
    for code, of_product in sorted(by_product.items()):
        group = group_of(products[code])
        kept = pieces(rules.kept.get(group, rules.kept[OTHERS]))
        pack = pieces(rules.pack.get(group, rules.pack[OTHERS]) if in_packs else 1)
        stock = 0
        for i, moment in enumerate(times):
            until = times[i + 1] if i + 1 < len(times) else None
            inside = [
                flow.quantity
                for flow in of_product
                if flow.moment >= moment and (until is None or flow.moment < until)
            ]
            lowest = level = 0
            for quantity in inside:
                level += quantity
                lowest = min(lowest, level)
            lacking = kept - (stock + lowest)
            if lacking > 0 and inside:
                coming = -(-lacking // pack) * pack
                found.append(Supply(moment, code, coming))
                stock += coming
            stock += level
    return found


@dataclass(frozen=True, slots=True)
class Slip:
    """What a side of a transfer says of the other one; both name the same reference."""

    partner: str
    reference: str


@dataclass(slots=True)
class StockRoom:
    """Writes the documents of one office's stock, and knows what lies there."""

    office: str
    products: Mapping[str, Product]
    random: Random
    author: str

    def document(self, moment: datetime, document: StockDocument, author: str = "") -> DemoEntry:
        """Return the entry of a document."""
        uid = uuid7(moment, self.random.randbytes(_RANDOM_BYTES))
        payload = stock_document_payload(document.check())
        return DemoEntry(moment, author or self.author, "stock_document", uid, payload)

    def opening(self, moment: datetime, day: date, coming: Sequence[Supply]) -> DemoEntry:
        """Return what lay there when the ledger began: counted, nothing being expected."""
        lines = tuple(
            inventory_line(s.product, 0, s.quantity, self.products[s.product].cost) for s in coming
        )
        document = StockDocument(self.office, day, Cause.INVENTORY, lines, note="Stock de départ")
        return self.document(moment, document)

    def deliveries(self, moment: datetime, day: date, coming: Iterable[Supply]) -> list[DemoEntry]:
        """Return a document for each supplier; sheets are the office's own print."""
        by_supplier: dict[str, list[StockLine]] = defaultdict(list)
        for supply in coming:
            product = self.products[supply.product]
            by_supplier[product.supplier].append(
                document_line(Cause.DELIVERY, product.code, supply.quantity, product.cost)
            )
        return [
            self.document(
                moment,
                StockDocument(
                    self.office,
                    day,
                    Cause.DELIVERY,
                    tuple(lines),
                    partner=supplier,
                    reference=f"BL {day:%Y%m%d}",
                    note="" if supplier else "Impression des fiches",
                ),
            )
            for supplier, lines in sorted(by_supplier.items())
        ]

    def transfer(
        self, moment: datetime, day: date, cause: Cause, slip: Slip, coming: Iterable[Supply]
    ) -> DemoEntry:
        """Return one side of a transfer."""
        lines = tuple(document_line(cause, s.product, s.quantity) for s in coming)
        document = StockDocument(
            self.office, day, cause, lines, partner=slip.partner, reference=slip.reference
        )
        return self.document(moment, document)

    def loss(self, moment: datetime, loss: Loss) -> DemoEntry:
        """Return the document of a loss."""
        lines = (document_line(Cause.LOSS, loss.product, pieces(loss.pieces)),)
        document = StockDocument(self.office, loss.day, Cause.LOSS, lines, note=loss.note)
        return self.document(moment, document)

    def inventory(
        self, moment: datetime, day: date, flows: Iterable[Flow], wrong_percent: float, author: str
    ) -> DemoEntry:
        """Return the count of the whole shelf, where a few pieces are missing or too many."""
        expected: dict[str, Thousandths] = defaultdict(int)
        for flow in flows:
            expected[flow.product] += flow.quantity
        lines = []
        for code, quantity in sorted(expected.items()):
            counted = quantity
            if self.random.random() * 100 < wrong_percent:
                counted = max(0, quantity + self.random.choice((-2, -1, -1, 1)) * ONE)
            lines.append(inventory_line(code, quantity, counted, self.products[code].cost))
        document = StockDocument(
            self.office, day, Cause.INVENTORY, tuple(lines), note="Inventaire de fin de saison"
        )
        return self.document(moment + _NOTED_AFTER, document, author)
