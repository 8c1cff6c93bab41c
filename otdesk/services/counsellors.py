"""The counsellors of an office: picked by initials at opening, without a password."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store import tables
from otdesk.store.transaction import Transaction

MAX_INITIALS = 4


def add(transaction: Transaction, initials: str, name: str, *, uid: str | None = None) -> Changes:
    """Add a counsellor, or rename `uid`.

    Raises DataFault on initials that cannot serve, or that another counsellor has: entries are
    signed with them.
    """
    short = initials.strip().upper()
    if not 1 <= len(short) <= MAX_INITIALS or not short.isalpha():
        raise DataFault(_("Les initiales sont de une à quatre lettres."))
    if not name.strip():
        raise DataFault(_("Le prénom manque."))
    holder = _holder(transaction, short)
    if holder not in {None, uid}:
        raise DataFault(_("Les initiales « {} » sont déjà prises.").format(short))
    transaction.put("counsellor", {"initials": short, "name": name.strip()}, uid=uid)
    return transaction.changes


def leave(transaction: Transaction, uid: str, office: str, day: date) -> Changes:
    """Take a counsellor off the list; what was signed with the initials keeps them.

    Posts that had not heard of one another may each have added the same person.
    """
    table = tables.counsellor
    named = select(table.c.initials).where(table.c.uid == uid).scalar_subquery()
    same = transaction.connection.execute(
        select(table.c.uid).where(
            (table.c.initials == named) & table.c.void_reason.is_(None) | (table.c.uid == uid)
        )
    )
    for each in same.scalars().all():
        transaction.void("counsellor", each, _("a quitté le bureau"), office=office, day=day)
    return transaction.changes


def _holder(transaction: Transaction, initials: str) -> str | None:
    table = tables.counsellor
    return transaction.connection.execute(
        select(table.c.uid)
        .where(table.c.initials == initials, table.c.void_reason.is_(None))
        .limit(1)
    ).scalar()
