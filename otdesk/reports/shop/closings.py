"""The closings of a till as they were signed: for the list, for the screen and for paper."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from otdesk.domain.till import Closing, ClosingSpan
from otdesk.journal import canonical
from otdesk.store import tables, till_tables
from otdesk.store.till_records import closing_of

# A period begins with its year: `2022-07-20`, `2022-07`, `2022`.
_YEAR = 4


@dataclass(frozen=True, slots=True)
class ClosingRecord:
    """A closing and the code of its own entry, which it carries on paper: `7F3A-09C2`."""

    uid: str
    closing: Closing
    head: str


@dataclass(frozen=True, slots=True)
class ClosingChoice:
    """Which closings are looked at: of a span, or of all for None; of a year, "" for the newest."""

    span: ClosingSpan | None = None
    year: str = ""


@dataclass(frozen=True, slots=True)
class ClosingList:
    """The closings of a choice, the newest first; `years` are those that have any of its span.

    `year` is the one that is listed, "" where all are: closings of years are few.
    """

    records: tuple[ClosingRecord, ...] = ()
    years: tuple[str, ...] = ()
    year: str = ""


def list_closings(connection: Connection, office: str, choice: ClosingChoice) -> ClosingList:
    """Return the closings of an office's tills in a year, the newest one that has any by itself.

    A till that nobody opened for years closes dozens of empty months at once: by its year and its
    span each closing of before is still reached.
    """
    table = till_tables.till_closing
    mine = table.c.office == office
    if choice.span is not None:
        mine &= table.c.span == choice.span.value
    if choice.span is ClosingSpan.YEAR:
        return ClosingList(_records(connection, mine))
    of_year = func.substr(table.c.period, 1, _YEAR)
    years = tuple(
        connection.execute(
            select(of_year).where(mine).distinct().order_by(of_year.desc())
        ).scalars()
    )
    if not years:
        return ClosingList()
    year = choice.year if choice.year in years else years[0]
    return ClosingList(_records(connection, mine & (of_year == year)), years, year)


def find_closing(connection: Connection, uid: str) -> ClosingRecord | None:
    """Return a closing by its uid, None where there is none."""
    found = _records(connection, till_tables.till_closing.c.uid == uid)
    return found[0] if found else None


def _records(connection: Connection, wanted: ColumnElement[bool]) -> tuple[ClosingRecord, ...]:
    table, journal = till_tables.till_closing, tables.journal
    rows = connection.execute(
        select(table.c.uid, table.c.till, table.c.span, journal.c.payload, journal.c.digest)
        .join_from(table, journal, journal.c.uid == table.c.uid)
        .where(wanted)
        .order_by(journal.c.id.desc())
    )
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
