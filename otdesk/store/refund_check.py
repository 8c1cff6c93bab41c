"""What came back of each receipt: never more than was sold, and at the price and VAT of the sale.

A receipt may be refunded by the till that followed the one that sold it: the check spans streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from otdesk.domain.money import portion
from otdesk.i18n import _
from otdesk.journal.chain import ChainFault, FaultKind
from otdesk.journal.entry import Header

# Returns the lines of a receipt by its uid, None where the journal has none.
Lines = Callable[[str], "list[dict[str, Any]] | None"]
_AMOUNTS = ("amount", "tax")


@dataclass(slots=True)
class _Line:
    """One line of a receipt and what came back of it."""

    stream: str
    seq: int
    label: str
    quantity: int
    sold: dict[str, int]
    back: int
    given: dict[str, int]


class RefundCheck:
    """All refunds of a file; memory grows with the lines that were refunded, and no others.

    `is_part` says that only a period is given: a receipt from before it cannot be judged.
    """

    def __init__(self, lines: Lines, *, is_part: bool = False) -> None:
        self._lines = lines
        self._is_part = is_part
        self._refunded: dict[tuple[str, int], _Line] = {}

    def take(self, header: Header, payload: Mapping[str, Any]) -> Iterator[str]:
        """Count a refund; yield, in French, where it gives back more than remains."""
        uid = payload["receipt"]
        sold = self._lines(uid)
        if sold is None:
            if not self._is_part:
                yield _("le ticket remboursé n’est pas dans le journal")
            return
        for line in payload["lines"]:
            place = line["position"]
            if not 0 <= place < len(sold) or line["quantity"] <= 0:
                yield _("le ticket n’a pas de ligne n° {}").format(place + 1)
                continue
            of = sold[place]
            key = (uid, place)
            if key not in self._refunded:
                self._refunded[key] = _Line(
                    header.stream,
                    header.seq,
                    of["label"],
                    of["quantity"],
                    {name: of[name] for name in _AMOUNTS},
                    0,
                    dict.fromkeys(_AMOUNTS, 0),
                )
            known = self._refunded[key]
            if any(line[n] != of[n] for n in ("product", "unit_price", "vat_basis_points")):
                yield _("« {} » n’est pas remboursé au prix et à la TVA de la vente").format(
                    of["label"]
                )
            known.back += line["quantity"]
            known.stream, known.seq = header.stream, header.seq
            for name in _AMOUNTS:
                known.given[name] += line[name]
            if known.back > known.quantity:
                yield _("« {} » est remboursé au-delà de ce qui a été vendu").format(of["label"])

    def faults(self) -> Iterator[ChainFault]:
        """Yield the lines whose refunds, once all are known, gave back another amount or VAT.

        Told of the last refund of the line: two tills may have taken turns, and only their sum
        says what was due.
        """
        for line in self._refunded.values():
            if line.back > line.quantity:
                continue
            due = {name: portion(line.sold[name], line.back, line.quantity) for name in _AMOUNTS}
            if due != line.given:
                detail = _("« {} » n’est pas remboursé au prix et à la TVA de la vente").format(
                    line.label
                )
                yield ChainFault(FaultKind.REFUND, line.stream, line.seq, detail)
