"""What must hold before a till takes a sale: its day is open or fresh, its clock goes forward."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select

from otdesk import typography
from otdesk.domain.till import ClosingSpan, TillEvent
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till.post import TillPost, note
from otdesk.store import tables
from otdesk.store.till_state import last_closing, open_day
from otdesk.store.transaction import Transaction

# A clock that is set by the network jumps a little; that is no event.
_TOLERANCE = timedelta(minutes=2)

_LAST_RECORDED = (
    select(tables.journal.c.recorded_at)
    .where(tables.journal.c.stream == bindparam("of_till"))
    .order_by(tables.journal.c.seq.desc())
    .limit(1)
)


class EarlierDayOpen(DataFault):
    """An earlier day of the till has no Z yet: only closing works until it has."""

    def __init__(self, day: date) -> None:
        super().__init__(
            _(
                "La caisse du {} n’est pas clôturée. Rien n’est perdu : faire d’abord son Z, "
                "puis continuer."
            ).format(typography.long_date(day))
        )
        self.day = day


def ready(transaction: Transaction, post: TillPost) -> None:
    """Raise EarlierDayOpen where an earlier day waits for its Z; note a clock that went back."""
    connection = transaction.connection
    last = last_closing(connection, post.stream, ClosingSpan.DAY)
    opened = open_day(connection, post.stream, 0 if last is None else last.last_seq)
    if opened is not None and opened < post.day(transaction):
        raise EarlierDayOpen(opened)
    watch_clock(transaction, post)


def watch_clock(transaction: Transaction, post: TillPost) -> None:
    """Note in the till's journal that the clock stands before its last record."""
    recorded = transaction.connection.execute(_LAST_RECORDED, {"of_till": post.stream}).scalar()
    if recorded is not None and datetime.fromisoformat(recorded) - transaction.now > _TOLERANCE:
        note(transaction, post, TillEvent.CLOCK_BACK, recorded)
