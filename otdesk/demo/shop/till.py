"""A till's stream to come: numbers, totals and drawer run along, as its services would read them.

The services of the counter ask the database for each of them, a hundred times an entry's cost.
What comes out must be the same, and the tests of the demonstration hold it against them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from otdesk.demo.entries import DemoEntry
from otdesk.domain.basket import Basket
from otdesk.domain.money import Cents, Thousandths
from otdesk.domain.receipts import (
    Payment,
    PaymentMethod,
    Receipt,
    Refund,
    RefundLine,
    Seller,
    lines_of,
    refunded_line,
)
from otdesk.domain.till import CashCount, CashMove, Closing, ClosingSpan, Perpetual, TillTotals
from otdesk.journal.canonical import Payload, Value
from otdesk.journal.identifiers import uuid7
from otdesk.store.record_kind import present
from otdesk.store.till_records import (
    CLOSING_KINDS,
    closing_payload,
    receipt_payload,
    refund_payload,
)

_RANDOM_BYTES = 10
# A drawer holds no larger note: nobody pays five cards with it.
_PIECES = (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


@dataclass(frozen=True, slots=True)
class Made:
    """Something that the till recorded: who did it, and when."""

    moment: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Sold:
    """A receipt and its uid."""

    uid: str
    receipt: Receipt


class TillChain:
    """The entries of one till after its first, in the order of their instants."""

    def __init__(
        self, office: str, name: str, seller: Seller, zone: ZoneInfo, random: Random
    ) -> None:
        self.entries: list[DemoEntry] = []
        self.drawer: Cents = 0
        self.totals = TillTotals()
        self._office = office
        self._name = name
        self._seller = seller
        self._zone = zone
        self._random = random
        self._numbers: Counter[str] = Counter()
        # The till's own beginning is its first entry.
        self._seq = 1
        self.perpetual = Perpetual()
        self._closed_seq = 0
        self._month_totals = TillTotals()
        self._month_seq = 0
        self._months_closed: str = ""

    def sell(self, made: Made, basket: Basket, payments: Sequence[Payment]) -> Sold:
        """Record a paid basket, under the franchise: no VAT is charged."""
        receipt = Receipt(
            office=self._office,
            # A payload does not name its stream: the header does.
            till="",
            till_name=self._name,
            number=self._number("receipt"),
            day=self._day(made),
            minute=self._minute(made),
            sold_at=made.moment,
            operator=made.author,
            seller=self._seller,
            lines=lines_of(basket, {line.product.vat: 0 for line in basket.lines}),
            payments=tuple(payments),
            visit=basket.visit,
        ).check()
        self.totals.add_sale(receipt.lines, receipt.payments)
        self._count_cash(payments, 1)
        return Sold(self._append(made, "receipt", receipt_payload(receipt)), receipt)

    def give_back(
        self,
        made: Made,
        sold: Sold,
        position: int,
        quantity: Thousandths,
        *,
        reason: str,
        restocked: bool,
    ) -> RefundLine:
        """Give pieces of one line back, by the way they were paid; cash for what was a cheque."""
        line = RefundLine(
            position, refunded_line(sold.receipt.lines[position], 0, quantity), restocked
        )
        paid = {payment.method for payment in sold.receipt.payments}
        method = PaymentMethod.CARD if paid == {PaymentMethod.CARD} else PaymentMethod.CASH
        refund = Refund(
            office=self._office,
            till="",
            till_name=self._name,
            number=self._number("refund"),
            day=self._day(made),
            minute=self._minute(made),
            refunded_at=made.moment,
            operator=made.author,
            seller=self._seller,
            receipt=sold.uid,
            receipt_number=sold.receipt.number,
            lines=(line,),
            payments=(Payment(method, line.line.amount),),
            reason=reason,
        )
        self.totals.add_refund([line.line], refund.payments)
        self._count_cash(refund.payments, -1)
        self._append(made, "refund", refund_payload(refund))
        return line

    def move(self, made: Made, kind: CashMove, cents: Cents, note: str = "") -> None:
        """Record cash that came into the drawer, or left it (negative)."""
        if self.drawer + cents < 0:
            raise ValueError("more cash leaves the drawer than lies there")
        self.totals.add_move(kind.value, cents)
        self.drawer += cents
        self._put(made, "cash_movement", move=kind.value, cents=cents, note=note)

    def correct(self, made: Made, sold: Sold, cents: Cents, reason: str) -> None:
        """Say that cash was typed for what a card paid."""
        taken, given = PaymentMethod.CASH, PaymentMethod.CARD
        self.totals.add_correction(taken, given, cents)
        self.drawer -= cents
        self._put(
            made,
            "payment_correction",
            receipt_uid=sold.uid,
            taken=taken.value,
            given=given.value,
            cents=cents,
            reason=reason,
        )

    def close_day(
        self, made: Made, *, difference: Cents = 0, explanation: str = "", terminal: bool = False
    ) -> Closing:
        """Make the Z of the day; what was counted differs from what is expected by so much."""
        counted = self.drawer + difference
        self.perpetual = self.totals.after(self.perpetual)
        closing = self._closing(
            made,
            ClosingSpan.DAY,
            self._day(made).isoformat(),
            (self._closed_seq + 1, self._seq),
            self.totals,
            expected=self.drawer,
            counted=counted,
            count=CashCount(_pieces(counted)),
            card_terminal=self.totals.by_method["card"] if terminal else None,
            explanation=explanation,
        )
        self._closed_seq = closing.last_seq
        self._month_totals.add(self.totals)
        self.totals = TillTotals()
        self.drawer = counted
        return closing

    def close_months(self, made: Made, begun: date) -> None:
        """Close each month that is over, also without a sale."""
        current = f"{self._day(made):%Y-%m}"
        period = _month_after(self._months_closed) if self._months_closed else f"{begun:%Y-%m}"
        while period < current:
            self._closing(
                made,
                ClosingSpan.MONTH,
                period,
                (self._month_seq + 1, self._closed_seq),
                self._month_totals,
            )
            self._month_seq = self._closed_seq
            self._month_totals = TillTotals()
            self._months_closed = period
            period = _month_after(period)

    def _closing(  # noqa: PLR0913 - what a closing says
        self,
        made: Made,
        span: ClosingSpan,
        period: str,
        bounds: tuple[int, int],
        totals: TillTotals,
        *,
        expected: Cents = 0,
        counted: Cents | None = None,
        count: CashCount | None = None,
        card_terminal: Cents | None = None,
        explanation: str = "",
    ) -> Closing:
        closing = Closing(
            office=self._office,
            till="",
            till_name=self._name,
            span=span,
            number=self._number(CLOSING_KINDS[span]),
            period=period,
            day=self._day(made),
            closed_at=made.moment,
            operator=made.author,
            first_seq=bounds[0],
            last_seq=bounds[1],
            totals=totals,
            perpetual=self.perpetual,
            expected=expected,
            counted=counted,
            count=count or CashCount(),
            card_terminal=card_terminal,
            explanation=explanation,
        )
        self._append(made, CLOSING_KINDS[span], closing_payload(closing, self._minute(made)))
        return closing

    def _put(self, made: Made, kind: str, **values: Value) -> None:
        payload: dict[str, Value] = {
            "number": self._number(kind),
            "office": self._office,
            "till_name": self._name,
            "day": self._day(made).isoformat(),
            "minute": self._minute(made),
            **present(**values),
        }
        self._append(made, kind, payload)

    def _append(self, made: Made, kind: str, payload: Payload) -> str:
        if self.entries and made.moment < self.entries[-1].moment:
            raise ValueError("a till's clock goes forward")
        uid = uuid7(made.moment, self._random.randbytes(_RANDOM_BYTES))
        self.entries.append(DemoEntry(made.moment, made.author, kind, uid, payload))
        self._seq += 1
        return uid

    def _number(self, kind: str) -> int:
        self._numbers[kind] += 1
        return self._numbers[kind]

    def _count_cash(self, payments: Sequence[Payment], sign: int) -> None:
        self.drawer += sign * sum(p.cents for p in payments if p.method is PaymentMethod.CASH)

    def _day(self, made: Made) -> date:
        return made.moment.astimezone(self._zone).date()

    def _minute(self, made: Made) -> int:
        local = made.moment.astimezone(self._zone)
        return local.hour * 60 + local.minute


def _month_after(period: str) -> str:
    year, month = map(int, period.split("-"))
    return f"{year + month // 12:04}-{month % 12 + 1:02}"


def _pieces(cents: Cents) -> dict[int, int]:
    pieces = {}
    for value in _PIECES:
        pieces[value], cents = divmod(cents, value)
    return {value: count for value, count in pieces.items() if count}
