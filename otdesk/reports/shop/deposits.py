"""The slips that left an office for the bank or the head office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from otdesk.domain.invoices import numbered
from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.store import shop_tables, tables


@dataclass(frozen=True, slots=True)
class DepositSlip:
    """One slip; `destination` is `bank` or `headquarters`, `pieces` 0 where not counted.

    `author` made it at `made_at`; `voided_by` and `voided_at` tell of its end, where it was
    voided. Instants are UTC.
    """

    uid: str
    office: str
    series: str
    number: int
    day: date
    method: PaymentMethod
    cents: Cents
    pieces: int
    destination: str
    note: str
    author: str
    made_at: datetime
    void_reason: str | None = None
    voided_by: str = ""
    voided_at: datetime | None = None

    @property
    def reference(self) -> str:
        """Return how it is called on paper: `12-7F3A`, the number and the mark of its post."""
        return numbered(str(self.number), self.series)


def slips(
    connection: Connection, office: str, *, limit: int = 50, with_void: bool = False
) -> tuple[DepositSlip, ...]:
    """Return the last slips of an office, the newest first; voided ones where they are wanted."""
    table = shop_tables.bank_deposit
    query = select(table).where(table.c.office == office)
    if not with_void:
        query = query.where(table.c.void_reason.is_(None))
    rows = connection.execute(query.order_by(table.c.day.desc(), table.c.uid.desc()).limit(limit))
    return tuple(_slip(connection, row) for row in rows.all())


def find_slip(connection: Connection, uid: str) -> DepositSlip:
    """Return a slip by its uid."""
    table = shop_tables.bank_deposit
    return _slip(connection, connection.execute(select(table).where(table.c.uid == uid)).one())


def _slip(connection: Connection, row: Row[Any]) -> DepositSlip:
    journal = tables.journal
    # The table has the author of the last entry alone: who voided a slip did not make it.
    entries = connection.execute(
        select(journal.c.author, journal.c.recorded_at)
        .where(journal.c.uid == row.uid)
        .order_by(journal.c.rev, journal.c.id)
    ).all()
    made, last = entries[0], entries[-1]
    void = row.void_reason is not None
    return DepositSlip(
        uid=row.uid,
        office=row.office,
        series=row.series,
        number=row.number,
        day=date.fromisoformat(row.day),
        method=PaymentMethod(row.method),
        cents=row.cents,
        pieces=row.pieces,
        destination=row.destination,
        note=row.note,
        author=made.author,
        made_at=datetime.fromisoformat(made.recorded_at),
        void_reason=row.void_reason,
        voided_by=last.author if void else "",
        voided_at=datetime.fromisoformat(last.recorded_at) if void else None,
    )
