"""Printing again: each copy of a paper of the till is a numbered DUPLICATA in its journal."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from otdesk.domain.till import TillEvent
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.till.guard import watch_clock
from otdesk.services.till.post import TillPost
from otdesk.store import tables, till_tables
from otdesk.store.till_records import CLOSING_KINDS
from otdesk.store.transaction import Transaction

_PRINTED = ("receipt", "refund", *CLOSING_KINDS.values())


def duplicate(transaction: Transaction, post: TillPost, uid: str) -> int:
    """Record that a receipt, a refund or a closing is printed again; return its number, from 1.

    Raises DataFault where `uid` is none of them. An earlier day that waits for its Z does not stop
    it: nothing is sold.
    """
    connection = transaction.connection
    journal = tables.journal
    known = select(journal.c.uid).where(journal.c.uid == uid, journal.c.kind.in_(_PRINTED))
    if connection.execute(known).one_or_none() is None:
        raise DataFault(_("Ce ticket ou cette clôture n’existe pas."))
    table = till_tables.duplicate
    made = connection.execute(
        select(func.max(table.c.copy)).where(table.c.of_uid == uid)
    ).scalar_one()
    copy = int(made or 0) + 1
    watch_clock(transaction, post)
    post.put(transaction, "duplicate", of_uid=uid, copy=copy)
    return copy


def has_original(connection: Connection, uid: str) -> bool:
    """Tell whether the original of a closing left the program: the next paper is a duplicate."""
    event, copies = till_tables.till_event, till_tables.duplicate
    printed = select(event.c.uid).where(
        event.c.event == TillEvent.CLOSING_PRINTED.value, event.c.detail == uid
    )
    copied = select(copies.c.uid).where(copies.c.of_uid == uid)
    return connection.execute(printed.union_all(copied).limit(1)).first() is not None
