"""The shop's figures of a period and some offices: what `Summary.sales` holds.

Only dataclasses; `read_sales` fills them. Amounts are cents, tax included; quantities of pieces
are thousandths. A refund counts on the day when it was made, so that every sum is net:

- **turnover**: what the offices sold for themselves, less what they gave back.
- **held**: money collected for third parties, never in the turnover.
- **taken**: turnover and held money together, which is what the payments add up to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otdesk.domain.money import Cents, Thousandths
from otdesk.domain.period import Period
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.vat import VatRegime
from otdesk.reports.rows import Base, Share

# The measure and unit of the monthly totals of the shop that were imported (`monthly_total`).
TURNOVER_MEASURE = "shop_turnover"
TURNOVER_UNIT = "cents"


class SalesSource(StrEnum):
    """Where the turnover of an earlier year comes from."""

    RECEIPTS = "receipts"
    MONTHLY_TOTALS = "monthly_totals"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What was collected for one third party."""

    code: str
    label: str
    quantity: Thousandths
    cents: Cents


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """What one family sold; `share` is a part of the turnover, None where that is not positive."""

    code: str
    label: str
    short: str
    turnover_cents: Cents
    quantity: Thousandths
    share: float | None


@dataclass(frozen=True, slots=True)
class FamilyDayRow:
    """What one family sold on one day."""

    code: str
    day: date
    turnover_cents: Cents


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One article among the best sellers; a set counts as one piece."""

    code: str
    label: str
    quantity: Thousandths
    turnover_cents: Cents


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What was taken by one method, refunds and corrections counted; `receipts` were paid so."""

    method: PaymentMethod
    receipts: int
    cents: Cents


@dataclass(frozen=True, slots=True)
class VatRow:
    """What one rate makes of the turnover: `gross == net + vat`."""

    basis_points: int
    gross_cents: Cents
    net_cents: Cents
    vat_cents: Cents


@dataclass(frozen=True, slots=True)
class SalesDayRow:
    """One day of the period, one without a sale too."""

    day: date
    turnover_cents: Cents
    held_cents: Cents
    receipts: int
    refunds: int


@dataclass(frozen=True, slots=True)
class SalesHourRow:
    """One local hour with a receipt or a refund, summed over the days."""

    hour: int
    turnover_cents: Cents
    receipts: int


@dataclass(frozen=True, slots=True)
class SalesMonthRow:
    """One month. `published_cents` is an imported total, shown apart and in no sum."""

    month: date
    turnover_cents: Cents
    held_cents: Cents
    receipts: int
    refunds: int
    average_cents: Cents | None
    published_cents: Cents | None


@dataclass(frozen=True, slots=True)
class SalesOfficeRow:
    """One office; its turnover per visitor is that of its own visitors."""

    code: str
    name: str
    turnover_cents: Cents
    held_cents: Cents
    receipts: int
    refunds: int
    average_cents: Cents | None
    per_visitor_cents: Cents | None


@dataclass(frozen=True, slots=True)
class LinkedOriginRow:
    """The turnover of the receipts linked to an accueil of one origin."""

    code: str
    label: str
    receipts: int
    turnover_cents: Cents


@dataclass(frozen=True, slots=True)
class LinkedDemandRow:
    """The turnover of the receipts linked to an accueil that asked for this.

    An accueil asks several things: the rows of one level add up to more than the linked turnover.
    """

    code: str
    label: str
    level: int
    receipts: int
    turnover_cents: Cents


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A Z: what was expected in the drawer, what was counted, and why they differ.

    `card_difference_cents` is the terminal's total less the till's, None where none was typed.
    """

    office: str
    day: date
    till: str
    number: int
    turnover_cents: Cents
    expected_cents: Cents
    counted_cents: Cents
    difference_cents: Cents
    card_difference_cents: Cents | None
    explanation: str


@dataclass(frozen=True, slots=True)
class UnclosedDay:
    """A day of a till with receipts that no Z holds."""

    office: str
    day: date
    till: str


@dataclass(frozen=True, slots=True)
class SalesComparison:
    """The same period of an earlier year; or the French reason why not.

    `turnover_cents` is the earlier one and `delta` the relative change, None where it was zero;
    `source` says what it was read from; `receipts` and `average_cents` are None where that is not
    receipts alone. `since`: the earlier period is known from that day only, its shop was new. All
    are None on a refusal. `this_per_day_cents` and `before_per_day_cents`
    are per open day of an office, None where the open days of either year are not known.
    """

    period: Period
    refusal: str | None = None
    way_out: str | None = None
    source: SalesSource | None = None
    since: date | None = None
    turnover_cents: Cents | None = None
    delta: float | None = None
    receipts: int | None = None
    average_cents: Cents | None = None
    this_per_day_cents: float | None = None
    before_per_day_cents: float | None = None
    delta_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class Sales:
    """Everything that a summary says of the shop.

    `receipts` are sales, `refunds` what gave money back; `average_cents` is the turnover by
    receipt, `per_visitor_cents` by person at the counter, both None without any. `linked` is the
    share of the receipts that belong to an accueil, the base of the two linked tables.
    `by_family` and `by_payment` are the largest first, `by_vat` the highest rate first and empty
    where the regime charges none. `best_sellers` are ten at most. `by_month` is empty within one
    month. `difference_cents` sums the Zs (`closings`); `unclosed` days wait for theirs.
    """

    turnover_cents: Cents
    held_cents: Cents = 0
    taken_cents: Cents = 0
    receipts: int = 0
    refunds: int = 0
    refunded_cents: Cents = 0
    average_cents: Cents | None = None
    per_visitor_cents: Cents | None = None
    regime: VatRegime = VatRegime.FRANCHISE
    linked: Share = Share(None, 0, Base.RECEIPTS)  # noqa: RUF009 - frozen
    held: tuple[HeldRow, ...] = ()
    by_family: tuple[FamilyRow, ...] = ()
    by_family_day: tuple[FamilyDayRow, ...] = ()
    by_payment: tuple[PaymentRow, ...] = ()
    by_vat: tuple[VatRow, ...] = ()
    best_sellers: tuple[ProductRow, ...] = ()
    by_day: tuple[SalesDayRow, ...] = ()
    by_hour: tuple[SalesHourRow, ...] = ()
    by_month: tuple[SalesMonthRow, ...] = ()
    by_office: tuple[SalesOfficeRow, ...] = ()
    linked_by_origin: tuple[LinkedOriginRow, ...] = ()
    linked_by_demand: tuple[LinkedDemandRow, ...] = ()
    closings: tuple[ClosingRow, ...] = ()
    unclosed: tuple[UnclosedDay, ...] = ()
    difference_cents: Cents = 0
    comparison: SalesComparison | None = None

    @property
    def has_split_payments(self) -> bool:
        """Tell whether a receipt was paid in several ways: it counts in each row of payments."""
        return sum(row.receipts for row in self.by_payment) > self.receipts

    @property
    def explained(self) -> tuple[ClosingRow, ...]:
        """Return the Zs whose drawer or card terminal differs."""
        return tuple(
            row for row in self.closings if row.difference_cents or row.card_difference_cents
        )
