"""Refunding: from the original receipt, whole or part, never more than remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from otdesk.domain.money import Thousandths
from otdesk.domain.receipts import (
    Payment,
    PaymentMethod,
    Receipt,
    Refund,
    RefundLine,
    check_payments,
    refunded_line,
)
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.keys import short_signature
from otdesk.services.till.guard import ready
from otdesk.services.till.post import TillPost
from otdesk.store import tables, till_tables
from otdesk.store.till_records import receipt_of, refund_of, refund_payload
from otdesk.store.till_state import next_number
from otdesk.store.transaction import Transaction


def find_receipt(connection: Connection, uid: str) -> Receipt:
    """Return a receipt as it was sold. Raises DataFault where `uid` is none."""
    journal = tables.journal
    row = connection.execute(
        select(journal.c.stream, journal.c.payload).where(
            journal.c.uid == uid, journal.c.kind == "receipt"
        )
    ).one_or_none()
    if row is None:
        raise DataFault(_("Ce ticket n’existe pas."))
    return receipt_of(row.stream, canonical.decode(row.payload))


def find_refund(connection: Connection, uid: str) -> tuple[Refund, str]:
    """Return a refund as it was given back, and its short signature. Raises DataFault."""
    journal = tables.journal
    row = connection.execute(
        select(journal.c.stream, journal.c.payload, journal.c.signature).where(
            journal.c.uid == uid, journal.c.kind == "refund"
        )
    ).one_or_none()
    if row is None:
        raise DataFault(_("Ce remboursement n’existe pas."))
    found = refund_of(row.stream, canonical.decode(row.payload))
    return found, short_signature(row.signature or b"")


def already_refunded(connection: Connection, uid: str) -> dict[int, Thousandths]:
    """Return how many pieces of each line of a receipt were given back."""
    head, line = till_tables.receipt, till_tables.receipt_line
    rows = connection.execute(
        select(line.c.of_position, func.sum(line.c.quantity))
        .join_from(head, line, line.c.receipt_uid == head.c.uid)
        .where(head.c.of_uid == uid)
        .group_by(line.c.of_position)
    )
    return {position: -quantity for position, quantity in rows}


def refund_lines(
    connection: Connection,
    uid: str,
    quantities: Mapping[int, Thousandths],
    *,
    restocked: bool = True,
) -> tuple[RefundLine, ...]:
    """Return what giving back these pieces (line position → thousandths) of a receipt makes.

    Raises DataFault where more would come back than remains.
    """
    receipt = find_receipt(connection, uid)
    before = already_refunded(connection, uid)
    if not any(quantities.values()):
        raise DataFault(_("Indiquer ce qui est remboursé."))
    return tuple(
        RefundLine(
            position,
            refunded_line(receipt.lines[position], before.get(position, 0), quantity),
            restocked,
        )
        for position, quantity in sorted(quantities.items())
        if quantity
    )


def refund(
    transaction: Transaction,
    post: TillPost,
    uid: str,
    quantities: Mapping[int, Thousandths],
    payments: Sequence[Payment],
    *,
    reason: str,
    restocked: bool = True,
) -> tuple[str, Refund]:
    """Give back pieces of a receipt at the price and VAT of the sale; return the refund's uid.

    Raises EarlierDayOpen; DataFault without a reason, where more would come back than remains,
    or where the payments are not what is given back.
    """
    if not reason.strip():
        raise DataFault(_("Un remboursement demande un motif."))
    connection = transaction.connection
    receipt = find_receipt(connection, uid)
    lines = refund_lines(connection, uid, quantities, restocked=restocked)
    check_payments(payments, sum(refunded.line.amount for refunded in lines))
    if any(payment.received is not None for payment in payments):
        raise DataFault(_("Un remboursement ne rend pas la monnaie."))
    ready(transaction, post)
    made = Refund(
        office=post.office,
        till=post.stream,
        till_name=post.name,
        number=next_number(connection, post.stream, "refund"),
        day=post.day(transaction),
        minute=post.minute(transaction),
        refunded_at=transaction.now,
        operator=transaction.author,
        seller=receipt.seller,
        receipt=uid,
        receipt_number=receipt.number,
        lines=lines,
        payments=tuple(payments),
        reason=reason.strip(),
        training=post.training,
    )
    written = transaction.put_signed(post.stream, post.key, "refund", refund_payload(made))
    return written, made


def correct_payment(
    transaction: Transaction,
    post: TillPost,
    uid: str,
    *,
    taken: PaymentMethod,
    given: PaymentMethod,
    cents: int,
    reason: str,
) -> str:
    """Say that a part of a receipt was paid otherwise than it was typed, or an invoice was paid.

    Raises DataFault where the receipt has not so much of that payment, corrections included.
    """
    if not reason.strip():
        raise DataFault(_("Une correction demande un motif."))
    if taken is given or cents <= 0:
        raise DataFault(_("Une correction change le mode de règlement d’une somme."))
    connection = transaction.connection
    receipt = find_receipt(connection, uid)
    paid = sum(p.cents for p in receipt.payments if p.method is taken)
    table = till_tables.payment_correction
    for row in connection.execute(
        select(table.c.taken, table.c.given, table.c.cents).where(table.c.receipt_uid == uid)
    ):
        paid += row.cents * ((row.given == taken.value) - (row.taken == taken.value))
    if cents > paid:
        raise DataFault(_("Ce ticket n’a pas été réglé ainsi pour cette somme."))
    ready(transaction, post)
    return post.put(
        transaction,
        "payment_correction",
        receipt_uid=uid,
        taken=taken.value,
        given=given.value,
        cents=cents,
        reason=reason.strip(),
    )
