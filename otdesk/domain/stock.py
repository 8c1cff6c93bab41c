"""The stock of an office: a ledger of movements, and documents that say why pieces moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from otdesk.domain.money import Cents, Thousandths
from otdesk.errors import DataFault
from otdesk.i18n import _


class Cause(StrEnum):
    """Why pieces came or went; the values are the codes of the journal.

    SALE and REFUND are a receipt's; the others have a document of their own. A transfer is sent
    by one office, then received by the other.
    """

    SALE = "sale"
    REFUND = "refund"
    DELIVERY = "delivery"
    RETURN = "return"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"
    INVENTORY = "inventory"
    LOSS = "loss"
    FREE = "free"
    INTERNAL = "internal"


# Whether a document's pieces come (+1) or go (−1); an inventory does either.
_SIGNS = {
    Cause.DELIVERY: 1,
    Cause.RETURN: -1,
    Cause.TRANSFER_OUT: -1,
    Cause.TRANSFER_IN: 1,
    Cause.LOSS: -1,
    Cause.FREE: -1,
    Cause.INTERNAL: -1,
}


@dataclass(frozen=True, slots=True)
class StockLine:
    """Some pieces of one product; `quantity` is signed: what the stock gains.

    `cost` is the purchase price of one piece before tax. In an inventory, `expected` is what the
    ledger said and `counted` what lay there: `quantity` is their difference.
    """

    product: str
    quantity: Thousandths
    cost: Cents | None = None
    expected: Thousandths | None = None
    counted: Thousandths | None = None


@dataclass(frozen=True, slots=True)
class StockDocument:
    """A delivery, a transfer, an inventory, a loss: who, when, why, and the pieces.

    `partner` is the supplier of a delivery or a return, the other office of a transfer.
    """

    office: str
    day: date
    cause: Cause
    lines: tuple[StockLine, ...]
    partner: str = ""
    reference: str = ""
    note: str = ""

    def check(self) -> Self:
        """Return self, or raise DataFault where the document cannot be."""
        if self.cause in {Cause.SALE, Cause.REFUND}:
            raise ValueError("a sale has no document of its own: it is its receipt")
        if not self.lines:
            raise DataFault(_("Un mouvement de stock a au moins une ligne."))
        products = [line.product for line in self.lines]
        if len(set(products)) != len(products):
            raise DataFault(_("Le même article figure deux fois."))
        for line in self.lines:
            self._check_line(line)
        transfers = {Cause.TRANSFER_OUT, Cause.TRANSFER_IN}
        if self.cause in transfers and self.partner in {"", self.office}:
            raise DataFault(_("Un transfert nomme l’autre bureau."))
        if self.cause is Cause.LOSS and not self.note.strip():
            raise DataFault(_("Une perte demande un motif."))
        return self

    def _check_line(self, line: StockLine) -> None:
        if self.cause is Cause.INVENTORY:
            if line.expected is None or line.counted is None or line.counted < 0:
                raise DataFault(_("Une ligne d’inventaire dit ce qui a été compté."))
            if line.quantity != line.counted - line.expected:
                raise ValueError("an inventory moves what was counted less what was expected")
            return
        if line.quantity * _SIGNS[self.cause] <= 0:
            raise DataFault(_("Une quantité est plus grande que zéro."))


def document_line(
    cause: Cause, product: str, pieces: Thousandths, cost: Cents | None = None
) -> StockLine:
    """Return the line of so many pieces (positive) that a document moves, with its sign."""
    return StockLine(product, pieces * _SIGNS[cause], cost)


def inventory_line(
    product: str, expected: Thousandths, counted: Thousandths, cost: Cents | None = None
) -> StockLine:
    """Return the line of an inventory."""
    return StockLine(product, counted - expected, cost, expected, counted)
