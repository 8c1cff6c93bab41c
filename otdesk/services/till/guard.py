"""What must hold before a till takes a sale: its day is open or fresh, its clock goes forward."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from otdesk import typography
from otdesk.domain.till import TillEvent
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till.post import TillPost, note
from otdesk.store.reading import driver
from otdesk.store.till_state import open_day
from otdesk.store.transaction import Transaction

# A clock that is set by the network jumps a little; that is no event.
_TOLERANCE = timedelta(minutes=2)

# Asked at each sale: the driver's own answer, without a statement built around it.
_LAST_RECORDED = "SELECT recorded_at FROM journal WHERE stream = ? ORDER BY seq DESC LIMIT 1"


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
    opened = open_day(transaction.connection, post.stream)
    if opened is not None and opened < post.day(transaction):
        raise EarlierDayOpen(opened)
    watch_clock(transaction, post)


def watch_clock(transaction: Transaction, post: TillPost) -> None:
    """Note in the till's journal that the clock stands before its last record."""
    row = driver(transaction.connection).execute(_LAST_RECORDED, (post.stream,)).fetchone()
    if row is not None and datetime.fromisoformat(row[0]) - transaction.now > _TOLERANCE:
        note(transaction, post, TillEvent.CLOCK_BACK, row[0])
