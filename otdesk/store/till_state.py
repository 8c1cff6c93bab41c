"""Where a till stands: its last numbers, its open day, what its last closing left.

Read in the transaction that appends to it, so that two programs never give one number twice. Each
question is answered by an index on (till, seq): its cost does not grow with the years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import Closing, ClosingSpan, Perpetual, TillTotals
from otdesk.journal import canonical
from otdesk.journal.entry import Op
from otdesk.store import tables, till_tables
from otdesk.store.reading import driver
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


def _last_number(kind: str, table: Table) -> str:
    among = ""
    if table is till_tables.receipt:
        # As a literal: SQLite uses a partial index only where it can see the value.
        among = f"AND refund = {int(kind == 'refund')}"
    elif kind in _SPANS:
        among = f"AND span = '{_SPANS[kind].value}'"
    return (
        f"SELECT number FROM {table.name} WHERE till = ? {among}"  # noqa: S608 - own names
        " ORDER BY seq DESC LIMIT 1"
    )


# Asked at each sale: the driver's own answer, without a statement built around it.
_LAST_NUMBERS = {kind: _last_number(kind, table) for kind, table in _TABLES.items()}
_LAST_CLOSING = """
SELECT j.payload FROM till_closing AS c JOIN journal AS j ON j.uid = c.uid
WHERE c.till = ? AND c.span = ? ORDER BY c.seq DESC LIMIT 1
"""
_FIRST_OWED = " UNION ALL ".join(
    f"SELECT * FROM (SELECT t.seq, t.day FROM {table.name} AS t"  # noqa: S608 - own names
    " WHERE t.till = :till AND t.seq > (SELECT seq FROM closed) ORDER BY t.seq LIMIT 1)"
    for table in _DAY_TABLES
)
_OPEN_DAY = f"""
WITH closed (seq) AS (SELECT coalesce((
    SELECT last_seq FROM till_closing WHERE till = :till AND span = '{ClosingSpan.DAY.value}'
    ORDER BY seq DESC LIMIT 1
), 0))
SELECT day FROM ({_FIRST_OWED}) ORDER BY seq LIMIT 1
"""  # noqa: S608 - own names


def next_number(connection: Connection, till: str, kind: str) -> int:
    """Return the next number of a kind of record in a till; the first is 1."""
    last = driver(connection).execute(_LAST_NUMBERS[kind], (till,)).fetchone()
    return 1 if last is None else int(last[0]) + 1


def last_closing(connection: Connection, till: str, span: ClosingSpan) -> Closing | None:
    """Return the last closing of a span, None before the first."""
    row = driver(connection).execute(_LAST_CLOSING, (till, span.value)).fetchone()
    return None if row is None else closing_of(till, span, canonical.decode(row[0]))


def open_day(connection: Connection, till: str) -> date | None:
    """Return the day of the first record since the last Z that a Z is owed for."""
    row = driver(connection).execute(_OPEN_DAY, {"till": till}).fetchone()
    return None if row is None else date.fromisoformat(row[0])


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
        open_day=open_day(connection, till),
        last_z=last,
        totals=totals,
        perpetual=totals.after(before),
        drawer=carried + totals.cash,
        last_at=None if recorded is None else datetime.fromisoformat(recorded),
    )
