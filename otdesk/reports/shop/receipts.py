"""Receipts found again: those of a day, one by its number, one whole with what became of it.

Each question is answered by an index; none costs more as the years go by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from otdesk.domain.money import Cents, Thousandths, parse_cents
from otdesk.domain.receipts import PaymentMethod, Receipt
from otdesk.domain.search import normalise
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.keys import short_signature
from otdesk.store import tables, till_tables
from otdesk.store.till_records import receipt_of


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt or a refund (`refund`) in a list; the amounts of a refund are negative.

    `labels` are the names of its lines, `methods` how it was paid, `of_number` the receipt that a
    refund gives back, `given_back` what was given back of a receipt so far (positive).
    """

    uid: str
    till: str
    number: int
    refund: bool
    day: date
    minute: int
    total: Cents
    labels: tuple[str, ...]
    methods: tuple[PaymentMethod, ...]
    operator: str
    reason: str = ""
    of_uid: str | None = None
    of_number: int | None = None
    given_back: Cents = 0


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """A part of a receipt that was paid otherwise than it was typed."""

    taken: PaymentMethod
    given: PaymentMethod
    cents: Cents
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt whole: as it was sold, its short signature, and what became of it.

    `remaining` are the thousandths of each line that may still be given back; `paid` what was paid
    by each method, corrections counted; `copies` how many duplicates were printed.
    """

    uid: str
    receipt: Receipt
    signature: str
    remaining: tuple[Thousandths, ...]
    refunds: tuple[ReceiptRow, ...]
    corrections: tuple[PaymentChange, ...]
    paid: Mapping[PaymentMethod, Cents]
    copies: int

    @property
    def is_refundable(self) -> bool:
        """Tell whether anything of it may still be given back."""
        return any(self.remaining)


def day_receipts(connection: Connection, office: str, day: date) -> tuple[ReceiptRow, ...]:
    """Return the receipts and refunds of an office's day, the newest first."""
    head = till_tables.receipt
    rows = connection.execute(
        select(head).where(head.c.office == office, head.c.day == day.isoformat())
    ).mappings()
    return _rows(connection, [dict(row) for row in rows])


def find_by_number(connection: Connection, till: str, number: int) -> str | None:
    """Return the uid of the receipt with a number, None where the till has none.

    Numbers grow with the sequence: halving the till's sequence finds one in some twenty steps,
    each answered by the index, however many years there are.
    """
    head = till_tables.receipt
    low, high = (
        0,
        int(
            connection.execute(select(func.max(head.c.seq)).where(head.c.till == till)).scalar_one()
            or 0
        ),
    )
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(
            select(head.c.seq, head.c.number, head.c.uid)
            .where(head.c.till == till, head.c.seq > middle, head.c.refund == 0)
            .order_by(head.c.seq)
            .limit(1)
        ).one_or_none()
        if row is None or row.number > number:
            high = middle
        elif row.number < number:
            low = row.seq
        else:
            return str(row.uid)
    return None


def last_receipt(connection: Connection, till: str) -> tuple[str, Receipt] | None:
    """Return the uid and content of the last receipt of a till, None before the first."""
    head = till_tables.receipt
    uid = connection.execute(
        select(head.c.uid)
        .where(head.c.till == till, head.c.refund == 0)
        .order_by(head.c.seq.desc())
        .limit(1)
    ).scalar()
    return None if uid is None else (uid, _content(connection, uid)[0])


def receipt_file(connection: Connection, uid: str) -> ReceiptFile:
    """Return a receipt with all that became of it. Raises DataFault where `uid` is none."""
    receipt, signature = _content(connection, uid)
    refunds = _refunds_of(connection, uid)
    back = _given_back(connection, uid)
    corrections = _corrections(connection, uid)
    paid: dict[PaymentMethod, Cents] = defaultdict(int)
    for payment in receipt.payments:
        paid[payment.method] += payment.cents
    for change in corrections:
        paid[change.taken] -= change.cents
        paid[change.given] += change.cents
    duplicate = till_tables.duplicate
    copies = connection.execute(
        select(func.count()).select_from(duplicate).where(duplicate.c.of_uid == uid)
    ).scalar_one()
    return ReceiptFile(
        uid=uid,
        receipt=receipt,
        signature=signature,
        remaining=tuple(
            line.quantity - back.get(place, 0) for place, line in enumerate(receipt.lines)
        ),
        refunds=refunds,
        corrections=corrections,
        paid={method: cents for method, cents in paid.items() if cents},
        copies=int(copies),
    )


def matching(rows: Iterable[ReceiptRow], text: str) -> tuple[ReceiptRow, ...]:
    """Return the receipts that a number, an amount or some letters of an article mean."""
    typed = text.strip()
    if not typed:
        return tuple(rows)
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else None
    try:
        amount: int | None = parse_cents(typed)
    except DataFault:
        amount = None
    words = normalise(typed).split()
    return tuple(
        row
        for row in rows
        if row.number == number
        or (amount is not None and abs(row.total) == amount)
        or (words and number is None and _names(row, words))
    )


def _names(row: ReceiptRow, words: Sequence[str]) -> bool:
    known = [word for label in row.labels for word in normalise(label).split()]
    return all(any(each.startswith(word) for each in known) for word in words)


def _content(connection: Connection, uid: str) -> tuple[Receipt, str]:
    journal = tables.journal
    row = connection.execute(
        select(journal.c.stream, journal.c.payload, journal.c.signature).where(
            journal.c.uid == uid, journal.c.kind == "receipt"
        )
    ).one_or_none()
    if row is None:
        raise DataFault(_("Ce ticket n’existe pas."))
    receipt = receipt_of(row.stream, canonical.decode(row.payload))
    return receipt, short_signature(row.signature or b"")


def _refunds_of(connection: Connection, uid: str) -> tuple[ReceiptRow, ...]:
    head = till_tables.receipt
    rows = connection.execute(select(head).where(head.c.of_uid == uid)).mappings()
    return _rows(connection, [dict(row) for row in rows])


def _given_back(connection: Connection, uid: str) -> dict[int, Thousandths]:
    head, line = till_tables.receipt, till_tables.receipt_line
    rows = connection.execute(
        select(line.c.of_position, func.sum(line.c.quantity))
        .join_from(head, line, line.c.receipt_uid == head.c.uid)
        .where(head.c.of_uid == uid)
        .group_by(line.c.of_position)
    )
    return {position: -int(quantity) for position, quantity in rows}


def _corrections(connection: Connection, uid: str) -> tuple[PaymentChange, ...]:
    table = till_tables.payment_correction
    rows = connection.execute(
        select(table).where(table.c.receipt_uid == uid).order_by(table.c.seq)
    ).mappings()
    return tuple(
        PaymentChange(
            PaymentMethod(row["taken"]),
            PaymentMethod(row["given"]),
            row["cents"],
            row["reason"],
            date.fromisoformat(row["day"]),
        )
        for row in rows
    )


def _rows(connection: Connection, heads: Sequence[Mapping[str, Any]]) -> tuple[ReceiptRow, ...]:
    uids = [head["uid"] for head in heads]
    line, payment, receipt = (
        till_tables.receipt_line,
        till_tables.receipt_payment,
        till_tables.receipt,
    )
    labels: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(
        select(line.c.receipt_uid, line.c.label)
        .where(line.c.receipt_uid.in_(uids))
        .order_by(line.c.receipt_uid, line.c.position)
    ):
        labels[row.receipt_uid].append(row.label)
    methods: dict[str, list[PaymentMethod]] = defaultdict(list)
    for row in connection.execute(
        select(payment.c.receipt_uid, payment.c.method)
        .where(payment.c.receipt_uid.in_(uids))
        .order_by(payment.c.receipt_uid, payment.c.position)
    ):
        methods[row.receipt_uid].append(PaymentMethod(row.method))
    back = {
        row.of_uid: -int(row.total)
        for row in connection.execute(
            select(receipt.c.of_uid, func.sum(receipt.c.total).label("total"))
            .where(receipt.c.of_uid.in_(uids))
            .group_by(receipt.c.of_uid)
        )
    }
    made = [
        ReceiptRow(
            uid=head["uid"],
            till=head["till"],
            number=head["number"],
            refund=bool(head["refund"]),
            day=date.fromisoformat(head["day"]),
            minute=head["minute"],
            total=head["total"],
            labels=tuple(labels[head["uid"]]),
            methods=tuple(dict.fromkeys(methods[head["uid"]])),
            operator=head["author"],
            reason=head["reason"],
            of_uid=head["of_uid"],
            of_number=head["of_number"],
            given_back=back.get(head["uid"], 0),
        )
        for head in heads
    ]
    order = {head["uid"]: (head["day"], head["minute"], head["seq"]) for head in heads}
    return tuple(sorted(made, key=lambda row: order[row.uid], reverse=True))
