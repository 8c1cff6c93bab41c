"""Printing a receipt or a refund again: each copy is a numbered DUPLICATA in the till's journal."""

from __future__ import annotations

from sqlalchemy import func, select

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till.guard import watch_clock
from otdesk.services.till.post import TillPost
from otdesk.store import tables, till_tables
from otdesk.store.transaction import Transaction


def duplicate(transaction: Transaction, post: TillPost, uid: str) -> int:
    """Record that a receipt or a refund is printed again; return the copy's number, from 1.

    Raises DataFault where `uid` is neither. An earlier day that waits for its Z does not stop
    it: nothing is sold.
    """
    connection = transaction.connection
    journal = tables.journal
    known = select(journal.c.uid).where(
        journal.c.uid == uid, journal.c.kind.in_(("receipt", "refund"))
    )
    if connection.execute(known).one_or_none() is None:
        raise DataFault(_("Ce ticket n’existe pas."))
    table = till_tables.duplicate
    made = connection.execute(
        select(func.max(table.c.copy)).where(table.c.of_uid == uid)
    ).scalar_one()
    copy = int(made or 0) + 1
    watch_clock(transaction, post)
    post.put(transaction, "duplicate", of_uid=uid, copy=copy)
    return copy
