"""The till: its cash, its closings (Z, month, year), its technical events.

Closings are bounded by sequence numbers, never by times (`shop.md`). Perpetual totals never go
back to zero: the net one is sales less refunds, the absolute one their sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from otdesk.domain.money import Cents
from otdesk.domain.receipts import Payment, PaymentMethod, ReceiptLine
from otdesk.domain.vat import VatAmount

# Euro coins and notes in cents, the largest first.
DENOMINATIONS = (
    50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
)  # fmt: skip
BANKNOTES = tuple(value for value in DENOMINATIONS if value >= 500)


class CashMove(StrEnum):
    """Why cash comes into the till or leaves it, beside sales."""

    FLOAT = "float"
    DEPOSIT = "deposit"
    TO_HEADQUARTERS = "to_headquarters"
    PAID_OVER = "paid_over"
    PURCHASE = "purchase"
    OTHER = "other"


class ClosingSpan(StrEnum):
    """What a closing closes."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class TillEvent(StrEnum):
    """The technical events of a till (« JET », journal des événements techniques)."""

    START = "start"
    STOP = "stop"
    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    CLOCK_BACK = "clock_back"
    UPDATE = "update"
    KEY = "key"
    TERMS = "terms"
    PRICE = "price"
    SETTING = "setting"
    TRAINING_ON = "training_on"
    TRAINING_OFF = "training_off"
    DRAWER = "drawer"
    ABANDONED = "abandoned"
    BACKUP = "backup"
    RESTORE = "restore"
    VERIFIED = "verified"
    PRINT_FAILED = "print_failed"
    # The original of a closing left the program on paper or as a file; its uid is the detail.
    CLOSING_PRINTED = "closing_printed"


@dataclass(frozen=True, slots=True)
class Perpetual:
    """Totals since the till's beginning: `net` sales less refunds, `absolute` both added up."""

    net: Cents = 0
    absolute: Cents = 0


@dataclass(slots=True)
class TillTotals:
    """What happened between two sequence numbers of a till; amounts keep their sign.

    `turnover`, `held` and every breakdown are sales less refunds. `cash` is what came into the
    drawer by sales and refunds; `moves` the cash that came or went otherwise.
    """

    receipts: int = 0
    refunds: int = 0
    sales: Cents = 0
    refunded: Cents = 0
    held: Cents = 0
    by_rate: Counter[int] = field(default_factory=Counter)
    tax_by_rate: Counter[int] = field(default_factory=Counter)
    by_family: Counter[str] = field(default_factory=Counter)
    by_method: Counter[str] = field(default_factory=Counter)
    by_third_party: Counter[str] = field(default_factory=Counter)
    by_move: Counter[str] = field(default_factory=Counter)

    def add_sale(self, lines: Iterable[ReceiptLine], payments: Iterable[Payment]) -> None:
        """Count a receipt."""
        self.receipts += 1
        self.sales += self._count(lines, payments, 1)

    def add_refund(self, lines: Iterable[ReceiptLine], payments: Iterable[Payment]) -> None:
        """Count a refund, whose amounts are given positive."""
        self.refunds += 1
        self.refunded -= self._count(lines, payments, -1)

    def add_move(self, move: str, cents: Cents) -> None:
        """Count cash that came into the drawer, or left it (negative)."""
        self.by_move[move] += cents

    def add(self, other: TillTotals) -> None:
        """Count what another period says: a month is the sum of its days."""
        for name in ("receipts", "refunds", "sales", "refunded", "held"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in (
            "by_rate",
            "tax_by_rate",
            "by_family",
            "by_method",
            "by_third_party",
            "by_move",
        ):
            # `Counter.__iadd__` would drop what a refund made negative.
            getattr(self, name).update(getattr(other, name))

    def add_correction(self, taken: PaymentMethod, given: PaymentMethod, cents: Cents) -> None:
        """Count a payment that was typed under the wrong method."""
        self.by_method[taken.value] -= cents
        self.by_method[given.value] += cents

    def _count(self, lines: Iterable[ReceiptLine], payments: Iterable[Payment], sign: int) -> Cents:
        turnover = 0
        for line in lines:
            amount = sign * line.amount
            if line.held_for:
                self.held += amount
                self.by_third_party[line.held_for] += amount
                continue
            turnover += amount
            self.by_rate[line.vat_basis_points] += amount
            self.tax_by_rate[line.vat_basis_points] += sign * line.tax
            self.by_family[line.family] += amount
        for payment in payments:
            self.by_method[payment.method.value] += sign * payment.cents
        return turnover

    @property
    def turnover(self) -> Cents:
        """Return sales less refunds, money held for others left out."""
        return self.sales - self.refunded

    @property
    def cash(self) -> Cents:
        """Return the cash that the period leaves in the drawer."""
        return self.by_method[PaymentMethod.CASH.value] + sum(self.by_move.values())

    @property
    def vat(self) -> tuple[VatAmount, ...]:
        """Return the amounts of each rate, the highest first."""
        return tuple(
            VatAmount(
                rate,
                self.by_rate[rate],
                self.by_rate[rate] - self.tax_by_rate[rate],
                self.tax_by_rate[rate],
            )
            for rate in sorted(self.by_rate, reverse=True)
        )

    def after(self, before: Perpetual) -> Perpetual:
        """Return the perpetual totals that follow."""
        return Perpetual(before.net + self.turnover, before.absolute + self.sales + self.refunded)


@dataclass(frozen=True, slots=True)
class CashCount:
    """How many of each coin and note (value in cents → count) lay in the drawer."""

    pieces: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> Cents:
        """Return what they are worth."""
        return sum(value * count for value, count in self.pieces.items())


@dataclass(frozen=True, slots=True)
class Closing:
    """A Z, or the closing of a month or a year.

    Entries `first_seq` to `last_seq` of the till are closed. `expected` is the cash that must lie
    there, `counted` what does, None where nothing was counted (month, year); the difference is
    recorded and explained, never corrected. `left` stays in the drawer as the next float.
    """

    office: str
    till: str
    till_name: str
    span: ClosingSpan
    number: int
    period: str
    day: date
    closed_at: datetime
    operator: str
    first_seq: int
    last_seq: int
    totals: TillTotals
    perpetual: Perpetual
    expected: Cents = 0
    counted: Cents | None = None
    count: CashCount = field(default_factory=CashCount)
    card_terminal: Cents | None = None
    explanation: str = ""
    training: bool = False

    @property
    def difference(self) -> Cents:
        """Return what was counted less what was expected; zero where nothing was counted."""
        return 0 if self.counted is None else self.counted - self.expected


def change_in_pieces(cents: Cents) -> tuple[int, ...]:
    """Return the notes and coins to hand back, the largest first: 20 + 1 + 0,50 for 21,50 €."""
    pieces: list[int] = []
    left = cents
    for value in DENOMINATIONS:
        count, left = divmod(left, value)
        pieces += [value] * count
    return tuple(pieces)
