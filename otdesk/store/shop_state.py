"""Where the shop's money stands: on account, in cheques that wait, held for others.

Services ask before they write, reports show it: both find the same answer here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, func, literal, literal_column, select, union_all

from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.store import shop_tables, tables, till_tables

_CHEQUE = PaymentMethod.CHEQUE.value


def outstanding(connection: Connection, receipt: str) -> Cents:
    """Return what is left to pay of a receipt that was put on account, refunds taken off."""
    head, payment = till_tables.receipt, till_tables.receipt_payment
    account = PaymentMethod.ACCOUNT.value
    left = connection.execute(
        select(func.coalesce(func.sum(payment.c.cents), 0))
        .join_from(head, payment, payment.c.receipt_uid == head.c.uid)
        .where((head.c.uid == receipt) | (head.c.of_uid == receipt), payment.c.method == account)
    ).scalar_one()
    table = till_tables.payment_correction
    for row in connection.execute(
        select(table.c.taken, table.c.given, table.c.cents).where(table.c.receipt_uid == receipt)
    ):
        left += row.cents * ((row.given == account) - (row.taken == account))
    return int(left)


@dataclass(frozen=True, slots=True)
class WaitingCheque:
    """What a receipt left in cheques since the last slip of cheques; negative where one went."""

    receipt: str
    number: int
    till_name: str
    day: date
    cents: Cents


def waiting_cheques(connection: Connection, office: str) -> tuple[WaitingCheque, ...]:
    """Return the cheques of an office that no slip took yet, in the order of their receipts.

    Payments, refunds and corrections are taken as they were recorded here after the last slip:
    by their place in the journal, never by times. A receipt whose cheques come to nothing is
    left out.
    """
    return _cheques_between(connection, office, _last_slip(connection, office), None)


def cheques_of(connection: Connection, office: str, slip: str) -> tuple[WaitingCheque, ...]:
    """Return the cheques that a slip took: those that waited when it was recorded."""
    journal = tables.journal
    end = connection.execute(
        select(func.min(journal.c.id)).where(journal.c.uid == slip)
    ).scalar_one()
    return _cheques_between(connection, office, _last_slip(connection, office, end), end)


def has_later_slip(connection: Connection, slip: str) -> bool:
    """Tell whether a slip of cheques of the same office stands behind this one."""
    table, journal = shop_tables.bank_deposit, tables.journal
    office, place = connection.execute(
        select(table.c.office, func.min(journal.c.id))
        .join_from(table, journal, journal.c.uid == table.c.uid)
        .where(table.c.uid == slip)
        .group_by(table.c.office)
    ).one()
    return _last_slip(connection, office) > int(place)


def _cheques_between(
    connection: Connection, office: str, after: int, until: int | None
) -> tuple[WaitingCheque, ...]:
    journal, receipt, till = tables.journal, till_tables.receipt, till_tables.till
    moves = _cheque_moves(office).subquery()
    rows = connection.execute(
        select(
            moves.c.receipt,
            func.sum(moves.c.cents).label("cents"),
            receipt.c.number,
            receipt.c.day,
            till.c.name,
        )
        .join_from(moves, journal, journal.c.uid == moves.c.entry)
        .join(receipt, receipt.c.uid == moves.c.receipt)
        .join(till, till.c.till == receipt.c.till)
        .where(journal.c.id > after, literal(until is None) | (journal.c.id < (until or 0)))
        .group_by(moves.c.receipt)
        .having(func.sum(moves.c.cents) != 0)
        .order_by(receipt.c.day, receipt.c.till, receipt.c.number)
    )
    return tuple(
        WaitingCheque(row.receipt, row.number, row.name, date.fromisoformat(row.day), row.cents)
        for row in rows
    )


def _cheque_moves(office: str) -> Select[tuple[str, str, int]]:
    """Select (entry, receipt, cents) of whatever brought a cheque or took one away."""
    head, payment, change = (
        till_tables.receipt,
        till_tables.receipt_payment,
        till_tables.payment_correction,
    )
    paid = (
        select(
            head.c.uid.label("entry"),
            func.coalesce(head.c.of_uid, head.c.uid).label("receipt"),
            payment.c.cents.label("cents"),
        )
        .join_from(head, payment, payment.c.receipt_uid == head.c.uid)
        .where(head.c.office == office, payment.c.method == _CHEQUE)
    )
    given = select(change.c.uid, change.c.receipt_uid, change.c.cents).where(
        change.c.office == office, change.c.given == _CHEQUE
    )
    taken = select(change.c.uid, change.c.receipt_uid, -change.c.cents).where(
        change.c.office == office, change.c.taken == _CHEQUE
    )
    every = union_all(paid, given, taken).subquery()
    return select(every.c.entry, every.c.receipt, every.c.cents)


def _last_slip(connection: Connection, office: str, before: int | None = None) -> int:
    """Return the place of the last slip of cheques, perhaps before another; 0 without one."""
    slip, journal = shop_tables.bank_deposit, tables.journal
    # An entry that was issued again in another stream stands where it came first.
    first = (
        select(func.min(journal.c.id).label("id"))
        .join_from(slip, journal, journal.c.uid == slip.c.uid)
        .where(slip.c.office == office, slip.c.method == _CHEQUE, slip.c.void_reason.is_(None))
        .group_by(journal.c.uid, journal.c.rev)
        .subquery()
    )
    query = select(func.max(first.c.id))
    if before is not None:
        query = query.where(first.c.id < before)
    last = connection.execute(query).scalar()
    return 0 if last is None else int(last)


@dataclass(frozen=True, slots=True)
class HeldMoney:
    """What was collected for a third party, what it was given, what is owed still."""

    third_party: str
    collected: Cents
    paid_over: Cents

    @property
    def owed(self) -> Cents:
        """Return what is still to be given."""
        return self.collected - self.paid_over


def held_money(connection: Connection, office: str) -> tuple[HeldMoney, ...]:
    """Return the money that an office holds or held for others, by third party."""
    head, line, paid = till_tables.receipt, till_tables.receipt_line, shop_tables.held_payment
    collected = {
        row.held_for: int(row.cents)
        for row in connection.execute(
            select(line.c.held_for, func.sum(line.c.amount).label("cents"))
            .join_from(head, line, line.c.receipt_uid == head.c.uid)
            .where(head.c.office == office, line.c.held_for != literal_column("''"))
            .group_by(line.c.held_for)
        )
    }
    given = {
        row.third_party: int(row.cents)
        for row in connection.execute(
            select(paid.c.third_party, func.sum(paid.c.cents).label("cents"))
            .where(paid.c.office == office, paid.c.void_reason.is_(None))
            .group_by(paid.c.third_party)
        )
    }
    return tuple(
        HeldMoney(name, collected.get(name, 0), given.get(name, 0))
        for name in sorted(collected.keys() | given.keys())
    )
