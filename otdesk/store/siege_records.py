"""Whose a record is, and which one counts where the siège says the same thing as an office.

A record belongs to the folder whose stream it came in. What the siège manages for all (articles,
prices, planned openings, counsellors, lists) lies beside what an office wrote itself before: both
stay in the journal and in the tables, and the siège's counts. This module is the one place that
says so; services ask it before they write, reports put `counts` into their WHERE
(decision 0016).
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    exists,
    func,
    or_,
    select,
)

from otdesk.errors import DataFault
from otdesk.store import exchange_tables, pairing_tables, tables
from otdesk.store.database_file import SIEGE_OFFICE, SIEGE_ROLE

# Aliases: a query that they are put into may ask the same tables for itself.
_ENTRY, _FOLDER = tables.journal.alias("first_entry"), tables.folder.alias("this_folder")
_LEAST = select(func.min(tables.journal.alias("any_entry").c.id)).scalar_subquery()
# An expression never changes, and making one costs more than asking it: each is made once for a
# table. The bound is far above the number of tables.
_made_once = lru_cache(maxsize=256)
# A folder that receives others' journals has their first entries too: its own came first.
_FIRST = select(_ENTRY.c.uid).where(_ENTRY.c.id == _LEAST).scalar_subquery()
_ROLE = select(_FOLDER.c.role).where(_FOLDER.c.uid == _FIRST)
_OFFICE = select(_FOLDER.c.office).where(_FOLDER.c.uid == _FIRST)


class ManagedBySiege(DataFault):
    """Something is to change here that the siège manages for all."""


def is_siege(connection: Connection) -> bool:
    """Tell whether this folder is the head office's."""
    return connection.execute(_ROLE).scalar() == SIEGE_ROLE


def office_here(connection: Connection) -> str:
    """Return the code of this folder's office, `SIEGE` in the head office's."""
    return str(connection.execute(_OFFICE).scalar() or "")


def is_paired(connection: Connection) -> bool:
    """Tell whether this folder is an office's post that knows its siège."""
    return connection.execute(select(pairing_tables.partner.c.id).limit(1)).first() is not None


@_made_once
def of_siege(table: FromClause) -> ColumnElement[bool]:
    """Return whether a row is a record of the siège's, in the siège's folder or an office's."""
    entry = tables.journal.alias()
    stream = exchange_tables.received_stream.alias()
    role = _ROLE.scalar_subquery()
    return exists(
        select(entry.c.id)
        .select_from(entry.outerjoin(stream, stream.c.stream == entry.c.stream))
        .where(
            entry.c.uid == table.c.uid,
            or_(
                stream.c.office == SIEGE_OFFICE,
                stream.c.stream.is_(None) & (role == SIEGE_ROLE),
            ),
        )
    )


@_made_once
def is_managed_here(table: Table) -> ColumnElement[bool]:
    """Return whether a row is this folder's to show as its own.

    An office's folder holds what it wrote, what its other posts wrote and what the siège sent:
    all of it is its own. In the siège's folder what its offices wrote is theirs alone.
    """
    return or_(_ROLE.scalar_subquery() != SIEGE_ROLE, of_siege(table))


@_made_once
def counts(table: Table, *keys: str) -> ColumnElement[bool]:
    """Return whether a row counts: no record of the siège's stands for the same `keys`.

    The siège's own always count. The caller leaves out what is void.
    """
    theirs = table.alias()
    same = [theirs.c[key] == table.c[key] for key in keys]
    # Nearly always there is no other row at all: whose this one is need not be asked then.
    return or_(~exists(_others_of_siege(table, theirs, *same)), of_siege(table))


@_made_once
def counts_from_first(table: Table, key: str, since: str) -> ColumnElement[bool]:
    """Return whether a dated row counts: from the siège's first day of a `key`, only the siège's.

    What an office had set for a day before stands, for the days before.
    """
    theirs = table.alias()
    before = (theirs.c[key] == table.c[key], theirs.c[since] <= table.c[since])
    return or_(~exists(_others_of_siege(table, theirs, *before)), of_siege(table))


def _others_of_siege(
    table: Table, theirs: FromClause, *wanted: ColumnElement[bool]
) -> Select[tuple[str]]:
    return select(theirs.c.uid).where(
        *wanted,
        theirs.c.uid != table.c.uid,
        theirs.c.void_reason.is_(None),
        of_siege(theirs),
    )
