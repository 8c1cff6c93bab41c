"""What corrections made of each receipt's payments: never more of a method than it was paid with.

A till that followed the one that sold may correct its receipt: the check spans streams, and its
answer waits for the last of them. Memory grows with the corrections, and nothing else.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otdesk import typography
from otdesk.domain.money import Cents
from otdesk.i18n import _
from otdesk.journal.chain import ChainFault, FaultKind
from otdesk.journal.entry import Header

# Returns the payments of a receipt by its uid, None where the journal has none.
Payments = Callable[[str], "list[dict[str, Any]] | None"]


@dataclass(frozen=True, slots=True)
class _Correction:
    """One correction, where it lies and when it was recorded."""

    stream: str
    seq: int
    recorded: datetime
    taken: str
    given: str
    cents: Cents


class PaymentCheck:
    """All corrections of a file.

    `is_part` says that only a period is given: a receipt from before it cannot be judged.
    """

    def __init__(self, payments: Payments, *, is_part: bool = False) -> None:
        self._payments = payments
        self._is_part = is_part
        self._corrections: dict[str, dict[str, list[_Correction]]] = defaultdict(
            lambda: defaultdict(list)
        )

    def take(self, header: Header, payload: Mapping[str, Any]) -> Iterator[str]:
        """Count a correction; yield, in French, what is wrong with it alone."""
        cents, taken, given = payload["cents"], payload["taken"], payload["given"]
        if cents <= 0 or taken == given:
            yield _("le changement de règlement ne change le mode d’aucune somme")
            return
        uid = payload["receipt_uid"]
        if self._payments(uid) is None:
            if not self._is_part:
                yield _("le ticket dont le règlement change n’est pas dans le journal")
            return
        recorded = datetime.fromisoformat(header.recorded_at)
        self._corrections[uid][header.stream].append(
            _Correction(header.stream, header.seq, recorded, taken, given, cents)
        )

    def faults(self) -> Iterator[ChainFault]:
        """Yield the corrections that took more of a method than the receipt had of it then."""
        for uid, by_stream in self._corrections.items():
            left: Counter[str] = Counter()
            for payment in self._payments(uid) or ():
                left[payment["method"]] += payment["cents"]
            # Within a till its own order holds, whatever the clock said; between tills, the time.
            for each in heapq.merge(*by_stream.values(), key=lambda found: found.recorded):
                if each.cents > left[each.taken]:
                    detail = _("le changement retire {taken}, ce ticket n’en a que {left} ainsi")
                    yield ChainFault(
                        FaultKind.PAYMENT,
                        each.stream,
                        each.seq,
                        detail.format(
                            taken=typography.cents(each.cents),
                            left=typography.cents(left[each.taken]),
                        ),
                    )
                left[each.taken] -= each.cents
                left[each.given] += each.cents
