"""Printing a receipt again: each copy is a numbered DUPLICATA in the till's journal."""

from __future__ import annotations

from sqlalchemy import func, select

from otdesk.services.till.guard import watch_clock
from otdesk.services.till.post import TillPost
from otdesk.services.till.refunds import find_receipt
from otdesk.store import till_tables
from otdesk.store.transaction import Transaction


def duplicate(transaction: Transaction, post: TillPost, uid: str) -> int:
    """Record that a receipt is printed again; return the number of the copy, the first is 1.

    Raises DataFault where `uid` is no receipt. An earlier day that waits for its Z does not stop
    it: nothing is sold.
    """
    connection = transaction.connection
    find_receipt(connection, uid)
    table = till_tables.duplicate
    made = connection.execute(
        select(func.max(table.c.copy)).where(table.c.of_uid == uid)
    ).scalar_one()
    copy = int(made or 0) + 1
    watch_clock(transaction, post)
    post.put(transaction, "duplicate", of_uid=uid, copy=copy)
    return copy
