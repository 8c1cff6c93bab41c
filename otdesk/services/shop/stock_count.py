"""A count of the stock under way: kept locally, so that a power cut loses no piece counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.domain.money import ONE, Cents, Thousandths, times
from otdesk.domain.stock import inventory_line
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import preferences
from otdesk.services.shop import stock
from otdesk.store.reading import Readable
from otdesk.store.transaction import Transaction

# Nobody has counted more of one article than that: it is a barcode in the wrong field.
MOST = 99_999 * ONE


@dataclass(frozen=True, slots=True)
class StockCount:
    """What was counted so far, by product; `family` is empty where the whole shop is counted."""

    begun: date
    family: str = ""
    counted: Mapping[str, Thousandths] = field(default_factory=dict)

    def with_count(self, product: str, quantity: Thousandths | None) -> StockCount:
        """Return the count with so many pieces of a product; None says that nobody counted it."""
        if quantity is not None and not 0 <= quantity <= MOST:
            raise DataFault(_("Une quantité comptée va de zéro à 99 999."))
        counted = dict(self.counted)
        counted.pop(product, None)
        if quantity is not None:
            counted[product] = quantity
        return replace(self, counted=counted)

    def with_piece(self, product: str) -> StockCount:
        """Return the count with one piece more: what a scan says."""
        return self.with_count(product, self.counted.get(product, 0) + ONE)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a count changes of one product, and what that is worth at cost (None: unknown)."""

    product: str
    expected: Thousandths
    counted: Thousandths
    value: Cents | None

    @property
    def quantity(self) -> Thousandths:
        """Return the pieces that the ledger gains, or loses."""
        return self.counted - self.expected


def differences(
    count: StockCount,
    expected: Mapping[str, Thousandths],
    costs: Mapping[str, Cents | None],
) -> tuple[Difference, ...]:
    """Return what does not agree with the ledger, the largest loss first."""
    found = []
    for product, counted in count.counted.items():
        line = inventory_line(product, expected.get(product, 0), counted)
        if line.quantity:
            cost = costs.get(product)
            value = None if cost is None else times(cost, line.quantity)
            found.append(Difference(product, expected.get(product, 0), counted, value))
    return tuple(sorted(found, key=lambda each: (each.value or 0, each.quantity, each.product)))


def save(connection: Readable, count: StockCount | None) -> None:
    """Keep a count, or nothing any more, in the caller's transaction."""
    text = ""
    if count is not None:
        content = {
            "begun": count.begun.isoformat(),
            "family": count.family,
            "counted": dict(count.counted),
        }
        text = json.dumps(content, ensure_ascii=False)
    preferences.save(connection, settings.STOCK_COUNT, text)


def load(connection: Readable) -> StockCount | None:
    """Return the count that is under way, None where there is none or it cannot be read."""
    text = preferences.load(connection).get(settings.STOCK_COUNT)
    if not text:
        return None
    try:
        content: dict[str, Any] = json.loads(text)
        return StockCount(
            date.fromisoformat(content["begun"]),
            str(content["family"]),
            {str(code): int(quantity) for code, quantity in content["counted"].items()},
        )
    except (ValueError, KeyError, AttributeError, TypeError):
        # A damaged draft must not keep the page shut.
        return None


def validate(
    transaction: Transaction, count: StockCount, office: str, day: date, *, note: str = ""
) -> Changes:
    """Record what was counted; the draft goes in the same transaction.

    Products that agree are recorded too: an inventory says that somebody looked.
    """
    if not count.counted:
        raise DataFault(_("Rien n’a encore été compté."))
    changes = stock.take_inventory(transaction, office, day, count.counted, note=note)
    save(transaction.connection, None)
    return changes
