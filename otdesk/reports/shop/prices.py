"""Dated prices: those to come, and how those of an article changed, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from otdesk.domain.money import Cents
from otdesk.reports.context import ReportContext
from otdesk.reports.history import Revision, history
from otdesk.store import siege_records
from otdesk.store.shop_tables import price, product
from otdesk.store.tables import journal

_OF_PRODUCT = (
    select(
        price.c.since,
        price.c.cents,
        price.c.author,
        # An entry that was issued again in another stream kept its instant: one price.
        func.min(journal.c.recorded_at).label("recorded_at"),
    )
    .join(
        journal,
        (journal.c.uid == price.c.uid)
        & (journal.c.kind == "price")
        & (journal.c.rev == price.c.rev),
    )
    .where(
        price.c.product == bindparam("of_product"),
        price.c.void_reason.is_(None),
        siege_records.counts_from_first(price, "product", "since"),
        siege_records.is_managed_here(price),
    )
    .group_by(price.c.uid, price.c.since, price.c.cents, price.c.author)
    .order_by(price.c.since.desc(), price.c.uid.desc())
)
_TO_COME = (
    select(price.c.product, price.c.since, price.c.cents)
    .where(
        price.c.since > bindparam("of_day"),
        price.c.void_reason.is_(None),
        siege_records.counts_from_first(price, "product", "since"),
        siege_records.is_managed_here(price),
    )
    .order_by(price.c.since.desc(), price.c.uid.desc())
)
_PRODUCT = select(product.c.uid).where(
    product.c.code == bindparam("of_product"),
    product.c.void_reason.is_(None),
    siege_records.counts(product, "code"),
    siege_records.is_managed_here(product),
)


@dataclass(frozen=True, slots=True)
class DatedPrice:
    """A price from a day on; `before` is the one that it follows, None for the first."""

    since: date
    cents: Cents
    before: Cents | None = None
    author: str = ""
    recorded_at: datetime | None = None


def prices_to_come(connection: Connection, day: date) -> dict[str, DatedPrice]:
    """Return the next price of each product that has one after a day."""
    rows = connection.execute(_TO_COME, {"of_day": day.isoformat()})
    # Read from the latest to the nearest: the nearest one stays.
    return {row.product: DatedPrice(date.fromisoformat(row.since), row.cents) for row in rows}


def prices_of(connection: Connection, code: str) -> tuple[DatedPrice, ...]:
    """Return every price of an article, the latest first."""
    rows = connection.execute(_OF_PRODUCT, {"of_product": code}).all()
    before = [row.cents for row in rows[1:]] + [None]
    return tuple(
        DatedPrice(
            date.fromisoformat(row.since),
            row.cents,
            earlier,
            row.author,
            datetime.fromisoformat(row.recorded_at),
        )
        for row, earlier in zip(rows, before, strict=True)
    )


def article_history(
    connection: Connection, context: ReportContext, code: str
) -> tuple[Revision, ...]:
    """Return the revisions of an article, the oldest first."""
    uid = connection.execute(_PRODUCT, {"of_product": code}).scalars().first()
    return () if uid is None else history(connection, context, uid)
