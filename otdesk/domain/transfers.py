"""Goods between two offices, as the siège tells of them to the one that is to receive them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from otdesk.domain.money import Thousandths
from otdesk.domain.stock import Cause, StockDocument, document_line

# What was not received after more than a year is no longer on its way.
WAITING_DAYS = 400


@dataclass(frozen=True, slots=True)
class SentPieces:
    """Some pieces of one product, as many as left: more than zero."""

    product: str
    quantity: Thousandths


@dataclass(frozen=True, slots=True)
class TransferNotice:
    """What a revision of a transfer's document says; `sender` and `receiver` are offices.

    `reference` is the slip's, empty where it has none. The document's note is its office's own
    affair and is not passed on.
    """

    document: str
    revision: int
    sender: str
    receiver: str
    day: date
    reference: str
    lines: tuple[SentPieces, ...]

    def as_document(self) -> StockDocument:
        """Return the sender's document as far as it is told."""
        return StockDocument(
            office=self.sender,
            day=self.day,
            cause=Cause.TRANSFER_OUT,
            lines=tuple(
                document_line(Cause.TRANSFER_OUT, line.product, line.quantity)
                for line in self.lines
            ),
            partner=self.receiver,
            reference=self.reference,
        )
