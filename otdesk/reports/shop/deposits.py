"""The slips that left an office for the bank or the head office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from otdesk.domain.invoices import numbered
from otdesk.domain.money import Cents
from otdesk.domain.receipts import PaymentMethod
from otdesk.store import shop_tables


@dataclass(frozen=True, slots=True)
class DepositSlip:
    """One slip; `destination` is `bank` or `headquarters`, `pieces` 0 where not counted."""

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
    void_reason: str | None = None

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
    return tuple(_slip(row) for row in rows)


def find_slip(connection: Connection, uid: str) -> DepositSlip:
    """Return a slip by its uid."""
    table = shop_tables.bank_deposit
    return _slip(connection.execute(select(table).where(table.c.uid == uid)).one())


def _slip(row: Row[Any]) -> DepositSlip:
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
        author=row.author,
        void_reason=row.void_reason,
    )
