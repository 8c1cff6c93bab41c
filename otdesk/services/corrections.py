"""Corrections of closed days: never without a reason, and always to be seen on the next print."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from otdesk import typography
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store import tables
from otdesk.store.transaction import Transaction

_CLOSED = select(tables.business_day.c.closed_at).where(
    tables.business_day.c.office == bindparam("of_office"),
    tables.business_day.c.day == bindparam("on_day"),
    tables.business_day.c.void_reason.is_(None),
)


class DayIsClosed(DataFault):
    """A record of a closed day is to change, and no reason was given."""


def is_closed(transaction: Transaction, office: str, day: date) -> bool:
    """Tell whether an office has closed its day. Every post of the office must have."""
    rows = transaction.connection.execute(
        _CLOSED, {"of_office": office, "on_day": day.isoformat()}
    ).scalars()
    closings = list(rows)
    return bool(closings) and all(closed_at is not None for closed_at in closings)


def note(
    transaction: Transaction, office: str, day: date, uid: str, kind: str, reason: str
) -> None:
    """Journal why a closed day changes; nothing where the day is not closed.

    Raises DayIsClosed without a reason: the whole transaction is then taken back.
    """
    if not is_closed(transaction, office, day):
        return
    if not reason.strip():
        raise DayIsClosed(
            _("La journée du {} est clôturée : indiquer le motif de la rectification.").format(
                typography.long_date(day)
            )
        )
    transaction.put(
        "day_correction",
        {
            "office": office,
            "day": day.isoformat(),
            "record_uid": uid,
            "record_kind": kind,
            "reason": reason.strip(),
        },
    )
