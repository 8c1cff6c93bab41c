"""Closings: the Z of a day, then the month and the year, each with perpetual totals.

Bounded by sequence numbers, never by times; none can be deleted or reopened (`shop.md`, "Till").
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, select

from otdesk.domain.money import Cents
from otdesk.domain.till import CashCount, Closing, ClosingSpan, TillTotals
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.services.till.guard import watch_clock
from otdesk.services.till.post import TillPost
from otdesk.store import tables, till_tables
from otdesk.store.till_records import CLOSING_KINDS, closing_of, closing_payload
from otdesk.store.till_state import (
    beginning,
    last_closing,
    next_number,
    open_day,
    state_of,
)
from otdesk.store.transaction import Transaction


class NothingToClose(DataFault):
    """Nothing happened in the till since its last Z."""


def close_day(
    transaction: Transaction,
    post: TillPost,
    count: CashCount,
    *,
    counted: Cents | None = None,
    card_terminal: Cents | None = None,
    explanation: str = "",
) -> tuple[str, Closing]:
    """Make the Z of the open day, an earlier one too; return its uid and the closing.

    `counted` is a sum that was counted elsewhere, where nobody says which pieces: `count` is then
    empty. A difference between what was counted and what is expected is recorded and explained,
    never corrected: the accountant must see it. Raises NothingToClose, and DataFault where a
    difference has no explanation.
    """
    lying = count.total if counted is None else counted
    if counted is not None and count.pieces:
        raise ValueError("a count or a sum, not both")
    watch_clock(transaction, post)
    state = state_of(transaction.connection, post.stream)
    if state.open_day is None:
        raise NothingToClose(_("Rien à clôturer : aucun mouvement depuis le dernier Z."))
    card_differs = card_terminal is not None and card_terminal != state.totals.by_method["card"]
    if (lying != state.drawer or card_differs) and not explanation.strip():
        raise DataFault(_("Un écart demande une explication."))
    head = transaction.till_head(post.stream, post.key)
    closing = Closing(
        office=post.office,
        till=post.stream,
        till_name=post.name,
        span=ClosingSpan.DAY,
        number=next_number(transaction.connection, post.stream, CLOSING_KINDS[ClosingSpan.DAY]),
        period=state.open_day.isoformat(),
        day=state.open_day,
        closed_at=transaction.now,
        operator=transaction.author,
        first_seq=1 if state.last_z is None else state.last_z.last_seq + 1,
        last_seq=head.seq,
        totals=state.totals,
        perpetual=state.perpetual,
        expected=state.drawer,
        counted=lying,
        count=count,
        card_terminal=card_terminal,
        explanation=explanation.strip(),
        training=post.training,
    )
    return _put(transaction, post, closing), closing


def close_periods(transaction: Transaction, post: TillPost) -> tuple[Closing, ...]:
    """Close each month and year that is over, also without a sale; return the closings.

    Called at the first start after the period. Nothing is closed while a day waits for its Z: it
    is called again then.
    """
    if periods_wait(transaction.connection, post.stream):
        return ()
    made: list[Closing] = []
    today = post.day(transaction)
    for span in (ClosingSpan.MONTH, ClosingSpan.YEAR):
        for period in _periods_owed(transaction, post, span, today):
            closing = _period_closing(transaction, post, span, period)
            _put(transaction, post, closing)
            made.append(closing)
    return tuple(made)


def periods_wait(connection: Connection, till: str) -> bool:
    """Tell whether a day without its Z keeps months and years from closing."""
    return open_day(connection, till) is not None


def _periods_owed(
    transaction: Transaction, post: TillPost, span: ClosingSpan, today: date
) -> list[str]:
    last = last_closing(transaction.connection, post.stream, span)
    table = till_tables.till
    begun = transaction.connection.execute(
        select(table.c.day).where(table.c.till == post.stream)
    ).scalar_one()
    first = date.fromisoformat(begun) if last is None else _after(last.period)
    periods: list[str] = []
    while _name(first, span) < _name(today, span):
        periods.append(_name(first, span))
        first = _after(_name(first, span))
    return periods


def _name(day: date, span: ClosingSpan) -> str:
    return day.isoformat()[: 4 if span is ClosingSpan.YEAR else 7]


def _after(period: str) -> date:
    """Return the first day after a month (`2022-07`) or a year (`2022`)."""
    if len(period) == len("2022"):
        return date(int(period) + 1, 1, 1)
    first = date.fromisoformat(f"{period}-01")
    return (first + timedelta(days=31)).replace(day=1)


def _period_closing(
    transaction: Transaction, post: TillPost, span: ClosingSpan, period: str
) -> Closing:
    connection = transaction.connection
    last = last_closing(connection, post.stream, span)
    after = 0 if last is None else last.last_seq
    totals = TillTotals()
    perpetual = beginning(connection, post.stream) if last is None else last.perpetual
    last_seq = after
    for closing in _days_closed(transaction, post, after):
        if _name(closing.day, span) > period:
            break
        totals.add(closing.totals)
        perpetual = closing.perpetual
        last_seq = closing.last_seq
    return Closing(
        office=post.office,
        till=post.stream,
        till_name=post.name,
        span=span,
        number=next_number(connection, post.stream, CLOSING_KINDS[span]),
        period=period,
        day=post.day(transaction),
        closed_at=transaction.now,
        operator=transaction.author,
        first_seq=after + 1,
        last_seq=last_seq,
        totals=totals,
        perpetual=perpetual,
        training=post.training,
    )


def _days_closed(transaction: Transaction, post: TillPost, after: int) -> list[Closing]:
    """Return the Zs whose entries lie after a sequence number, in order."""
    table, journal = till_tables.till_closing, tables.journal
    rows = transaction.connection.execute(
        select(journal.c.payload)
        .join_from(table, journal, journal.c.uid == table.c.uid)
        .where(
            table.c.till == post.stream,
            table.c.span == ClosingSpan.DAY.value,
            table.c.last_seq > after,
        )
        .order_by(table.c.seq)
    ).scalars()
    return [closing_of(post.stream, ClosingSpan.DAY, canonical.decode(row)) for row in rows]


def _put(transaction: Transaction, post: TillPost, closing: Closing) -> str:
    return transaction.put_signed(
        post.stream,
        post.key,
        CLOSING_KINDS[closing.span],
        closing_payload(closing, post.minute(transaction)),
    )
