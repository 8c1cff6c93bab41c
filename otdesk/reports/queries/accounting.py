"""What each Z closed, the deposits, the payments to third parties: for the accounting journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from otdesk.domain.money import Cents
from otdesk.domain.till import ClosingSpan
from otdesk.reports.queries.scope import Scope, rows, within
from otdesk.store.shop_tables import bank_deposit, held_payment
from otdesk.store.till_tables import receipt, receipt_line, till, till_closing


class ZTotals(NamedTuple):
    """A Z; `totals` is its canonical JSON."""

    uid: str
    office: str
    till: str
    day: str
    number: int
    expected: Cents
    counted: Cents | None
    card_terminal: Cents | None
    totals: str


class ZLine(NamedTuple):
    """What a Z holds of one family, third party (or none) and VAT rate."""

    uid: str
    family: str
    held_for: str
    amount: Cents
    tax: Cents


class Deposit(NamedTuple):
    """A « remise en banque »."""

    office: str
    day: str
    series: str
    number: int
    method: str
    cents: Cents
    destination: str


class PaidOver(NamedTuple):
    """Money given to a third party."""

    office: str
    day: str
    third_party: str
    cents: Cents
    method: str
    note: str


_REAL = till_closing.c.till.not_in(
    select(till.c.till).where(till.c.training == 1).scalar_subquery()
)
_DAILY = and_(within(till_closing), till_closing.c.span == ClosingSpan.DAY.value, _REAL)
_ZS = (
    select(
        till_closing.c.uid,
        till_closing.c.office,
        till_closing.c.till,
        till_closing.c.day,
        till_closing.c.number,
        till_closing.c.expected,
        till_closing.c.counted,
        till_closing.c.card_terminal,
        till_closing.c.totals,
    )
    .where(_DAILY)
    .order_by(till_closing.c.day, till_closing.c.office, till_closing.c.till, till_closing.c.seq)
)
_LINES = (
    select(
        till_closing.c.uid,
        receipt_line.c.family,
        receipt_line.c.held_for,
        func.sum(receipt_line.c.amount),
        func.sum(receipt_line.c.tax),
    )
    .select_from(
        till_closing.join(
            receipt,
            and_(
                receipt.c.till == till_closing.c.till,
                receipt.c.seq.between(till_closing.c.first_seq, till_closing.c.last_seq),
            ),
        ).join(receipt_line, receipt_line.c.receipt_uid == receipt.c.uid)
    )
    .where(_DAILY)
    .group_by(till_closing.c.uid, receipt_line.c.family, receipt_line.c.held_for)
    .order_by(till_closing.c.uid, receipt_line.c.family, receipt_line.c.held_for)
)
_DEPOSITS = (
    select(
        bank_deposit.c.office,
        bank_deposit.c.day,
        bank_deposit.c.series,
        bank_deposit.c.number,
        bank_deposit.c.method,
        bank_deposit.c.cents,
        bank_deposit.c.destination,
    )
    .where(within(bank_deposit))
    .order_by(bank_deposit.c.day, bank_deposit.c.office, bank_deposit.c.uid)
)
_PAID_OVER = (
    select(
        held_payment.c.office,
        held_payment.c.day,
        held_payment.c.third_party,
        held_payment.c.cents,
        held_payment.c.method,
        held_payment.c.note,
    )
    .where(within(held_payment))
    .order_by(held_payment.c.day, held_payment.c.office, held_payment.c.uid)
)


def zs(connection: Connection, scope: Scope) -> Iterator[ZTotals]:
    """Yield the Zs of a scope, by day and office."""
    return (ZTotals(*row) for row in rows(connection, _ZS, scope))


def z_lines(connection: Connection, scope: Scope) -> Iterator[ZLine]:
    """Yield what these Zs hold, by their sequence numbers."""
    return (ZLine(*row) for row in rows(connection, _LINES, scope))


def deposits(connection: Connection, scope: Scope) -> Iterator[Deposit]:
    """Yield the deposits of a scope."""
    return (Deposit(*row) for row in rows(connection, _DEPOSITS, scope))


def paid_over(connection: Connection, scope: Scope) -> Iterator[PaidOver]:
    """Yield what was given to third parties in a scope."""
    return (PaidOver(*row) for row in rows(connection, _PAID_OVER, scope))
