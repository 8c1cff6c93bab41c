"""Where a till stands: its last numbers, its open day, what its last closing left.

Read in the transaction that appends to it, so that two programs never give one number twice. Each
question is answered by an index on (till, seq): its cost does not grow with the years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, literal_column, select

from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import Closing, ClosingSpan, Perpetual, TillTotals
from otdesk.journal import canonical
from otdesk.journal.entry import Op
from otdesk.store import tables, till_tables
from otdesk.store.till_records import (
    CLOSING_KINDS,
    closing_of,
    receipt_of,
    refund_of,
)

_TABLES: dict[str, Table] = {
    "till": till_tables.till,
    "receipt": till_tables.receipt,
    "refund": till_tables.receipt,
    "cash_movement": till_tables.cash_movement,
    "payment_correction": till_tables.payment_correction,
    "duplicate": till_tables.duplicate,
    "till_event": till_tables.till_event,
    "till_archive": till_tables.till_archive,
    **dict.fromkeys(CLOSING_KINDS.values(), till_tables.till_closing),
}
_SPANS = {name: span for span, name in CLOSING_KINDS.items()}
# What makes a day of the till: a closing is owed for it.
_DAY_TABLES = (
    till_tables.receipt,
    till_tables.cash_movement,
    till_tables.payment_correction,
)
_AFTER = (
    select(tables.journal.c.kind, tables.journal.c.payload)
    .where(
        tables.journal.c.stream == bindparam("of_till"),
        tables.journal.c.seq > bindparam("after"),
        tables.journal.c.op == Op.PUT.value,
    )
    .order_by(tables.journal.c.seq)
)


@dataclass(frozen=True, slots=True)
class TillState:
    """Where a till stands.

    `open_day` has records and no Z yet. `last_z` is the last daily closing, None before the
    first; `drawer` the cash that should lie there now. `totals` are those since the last Z,
    `perpetual` those since the till's beginning.
    """

    till: str
    open_day: date | None
    last_z: Closing | None
    totals: TillTotals
    perpetual: Perpetual
    drawer: Cents
    last_at: datetime | None


def _last_number(kind: str, table: Table) -> Select[Any]:
    query = select(table.c.number).where(table.c.till == bindparam("of_till"))
    if table is till_tables.receipt:
        # As a literal: SQLite uses a partial index only where it can see the value.
        is_refund: ColumnElement[int] = literal_column("1" if kind == "refund" else "0")
        query = query.where(table.c.refund == is_refund)
    elif kind in _SPANS:
        query = query.where(table.c.span == _SPANS[kind].value)
    return query.order_by(table.c.seq.desc()).limit(1)


# Built once: building them again costs a sale more than SQLite's answers.
_LAST_NUMBERS = {kind: _last_number(kind, table) for kind, table in _TABLES.items()}
_LAST_CLOSING = (
    select(tables.journal.c.payload)
    .join_from(
        till_tables.till_closing,
        tables.journal,
        tables.journal.c.uid == till_tables.till_closing.c.uid,
    )
    .where(
        till_tables.till_closing.c.till == bindparam("of_till"),
        till_tables.till_closing.c.span == bindparam("of_span"),
    )
    .order_by(till_tables.till_closing.c.seq.desc())
    .limit(1)
)
_FIRST_AFTER = tuple(
    select(table.c.seq, table.c.day)
    .where(table.c.till == bindparam("of_till"), table.c.seq > bindparam("after"))
    .order_by(table.c.seq)
    .limit(1)
    for table in _DAY_TABLES
)


def next_number(connection: Connection, till: str, kind: str) -> int:
    """Return the next number of a kind of record in a till; the first is 1."""
    last = connection.execute(_LAST_NUMBERS[kind], {"of_till": till}).scalar()
    return 1 if last is None else int(last) + 1


def last_closing(connection: Connection, till: str, span: ClosingSpan) -> Closing | None:
    """Return the last closing of a span, None before the first."""
    payload = connection.execute(_LAST_CLOSING, {"of_till": till, "of_span": span.value}).scalar()
    return None if payload is None else closing_of(till, span, canonical.decode(payload))


def open_day(connection: Connection, till: str, after: int) -> date | None:
    """Return the day of the first record after a sequence number that a Z is owed for."""
    first: tuple[int, str] | None = None
    for query in _FIRST_AFTER:
        row = connection.execute(query, {"of_till": till, "after": after}).one_or_none()
        if row is not None and (first is None or row.seq < first[0]):
            first = row.seq, row.day
    return None if first is None else date.fromisoformat(first[1])


def totals_after(connection: Connection, till: str, after: int) -> TillTotals:
    """Return what happened in a till after a sequence number."""
    totals = TillTotals()
    for kind, payload in _entries(connection, till, after):
        count(totals, till, kind, payload)
    return totals


def count(totals: TillTotals, till: str, kind: str, payload: dict[str, Any]) -> None:
    """Add one entry of a till to totals; kinds that move no money change nothing."""
    if kind == "receipt":
        receipt = receipt_of(till, payload)
        totals.add_sale(receipt.lines, receipt.payments)
    elif kind == "refund":
        refund = refund_of(till, payload)
        totals.add_refund([r.line for r in refund.lines], refund.payments)
    elif kind == "cash_movement":
        totals.add_move(payload["move"], payload["cents"])
    elif kind == "payment_correction":
        taken, given = PaymentMethod(payload["taken"]), PaymentMethod(payload["given"])
        totals.add_correction(taken, given, payload["cents"])


def _entries(connection: Connection, till: str, after: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in connection.execute(_AFTER, {"of_till": till, "after": after}):
        yield row.kind, canonical.decode(row.payload)


def beginning(connection: Connection, till: str) -> Perpetual:
    """Return the perpetual totals that a till took over from the one before it."""
    table = till_tables.till
    row = connection.execute(
        select(table.c.perpetual_net, table.c.perpetual_absolute).where(table.c.till == till)
    ).one()
    return Perpetual(row.perpetual_net, row.perpetual_absolute)


def state_of(connection: Connection, till: str) -> TillState:
    """Return where a till stands. Its cost is that of the records since the last Z."""
    last = last_closing(connection, till, ClosingSpan.DAY)
    after = 0 if last is None else last.last_seq
    totals = totals_after(connection, till, after)
    before = beginning(connection, till) if last is None else last.perpetual
    carried = 0 if last is None or last.counted is None else last.counted
    recorded = connection.execute(
        select(tables.journal.c.recorded_at)
        .where(tables.journal.c.stream == till)
        .order_by(tables.journal.c.seq.desc())
        .limit(1)
    ).scalar()
    return TillState(
        till=till,
        open_day=open_day(connection, till, after),
        last_z=last,
        totals=totals,
        perpetual=totals.after(before),
        drawer=carried + totals.cash,
        last_at=None if recorded is None else datetime.fromisoformat(recorded),
    )
