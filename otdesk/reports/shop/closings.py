"""The closings of a till as they were signed: for the list, for the screen and for paper."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from otdesk.domain.till import Closing, ClosingSpan
from otdesk.journal import canonical
from otdesk.store import tables, till_tables
from otdesk.store.till_records import closing_of


@dataclass(frozen=True, slots=True)
class ClosingRecord:
    """A closing and the code of its own entry, which it carries on paper: `7F3A-09C2`."""

    uid: str
    closing: Closing
    head: str


def last_closings(
    connection: Connection, office: str, *, span: ClosingSpan | None = None, limit: int = 40
) -> tuple[ClosingRecord, ...]:
    """Return the last closings of an office's tills, the newest first; of every span for None."""
    table, journal = till_tables.till_closing, tables.journal
    query = (
        select(table.c.uid, table.c.till, table.c.span, journal.c.payload, journal.c.digest)
        .join_from(table, journal, journal.c.uid == table.c.uid)
        .where(table.c.office == office)
    )
    if span is not None:
        query = query.where(table.c.span == span.value)
    rows = connection.execute(query.order_by(journal.c.id.desc()).limit(limit))
    return tuple(
        ClosingRecord(
            row.uid,
            closing_of(row.till, ClosingSpan(row.span), canonical.decode(row.payload)),
            code_of(row.digest),
        )
        for row in rows
    )


def till_head(connection: Connection, till: str) -> tuple[int, str]:
    """Return the place and the code of a till's last entry; (0, "") before the first."""
    journal = tables.journal
    last = connection.execute(
        select(journal.c.seq, journal.c.digest)
        .where(journal.c.stream == till)
        .order_by(journal.c.seq.desc())
        .limit(1)
    ).first()
    return (0, "") if last is None else (int(last.seq), code_of(last.digest))


def entry_code(connection: Connection, uid: str) -> str:
    """Return the code of the entry that recorded something, as its paper carries it."""
    journal = tables.journal
    digest = connection.execute(
        select(journal.c.digest).where(journal.c.uid == uid).order_by(journal.c.id).limit(1)
    ).scalar_one()
    return code_of(digest)


def code_of(digest: bytes) -> str:
    """Return the code by which a state of a journal is recognised on paper."""
    code = bytes(digest).hex()[:8].upper()
    return f"{code[:4]}-{code[4:]}"
