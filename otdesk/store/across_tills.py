"""What no till says alone: refunds and corrections of receipts that another till may have sold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from otdesk.journal.chain import ChainFault
from otdesk.store.payment_check import PaymentCheck
from otdesk.store.refund_check import RefundCheck

# Returns the payload of a receipt by its uid, None where there is none to read.
Receipts = Callable[[str], "dict[str, Any] | None"]


class AcrossTills:
    """The checks that all tills of a file share.

    `is_part` says that only a period is given: a receipt from before it cannot be judged.
    """

    def __init__(self, receipts: Receipts, *, is_part: bool = False) -> None:
        self._receipts = receipts
        self.refunds = RefundCheck(lambda uid: self._listed(uid, "lines"), is_part=is_part)
        self.payments = PaymentCheck(lambda uid: self._listed(uid, "payments"), is_part=is_part)

    def faults(self) -> Iterator[ChainFault]:
        """Yield what only shows once every entry is known."""
        yield from self.refunds.faults()
        yield from self.payments.faults()

    def _listed(self, uid: str, name: str) -> list[dict[str, Any]] | None:
        found: Any = (self._receipts(uid) or {}).get(name)
        return found if isinstance(found, list) else None
