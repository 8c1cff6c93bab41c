"""What was written to the journal since one last looked, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, bindparam, case, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from otdesk.store.exchange_tables import received_stream
from otdesk.store.reading import shown_to
from otdesk.store.tables import journal


@dataclass(frozen=True, slots=True)
class Written:
    """One entry; `day` is None for a record that belongs to no day.

    `is_received`: another folder wrote it, another post of the office or the siège.
    """

    uid: str
    kind: str
    day: date | None
    is_received: bool


@dataclass(frozen=True, slots=True)
class WrittenSince:
    """The entries after a place in the journal, and the place after them."""

    last: int
    entries: tuple[Written, ...]


_IS_RECEIVED = journal.c.stream.in_(select(received_stream.c.stream))
# An erased payload is empty, which is no JSON.
_IS_EMPTY = journal.c.payload == b""
_DAYS: Mapping[str, ColumnElement[Any]] = {
    "sqlite": func.json_extract(func.iif(_IS_EMPTY, "{}", cast(journal.c.payload, Text)), "$.day"),
    "postgresql": cast(
        case((_IS_EMPTY, "{}"), else_=func.convert_from(journal.c.payload, "UTF8")), JSONB
    )["day"].astext,
}
_SINCE = {
    dialect: select(journal.c.uid, journal.c.kind, day, _IS_RECEIVED)
    .where(journal.c.id > bindparam("last"), journal.c.id <= bindparam("newest"))
    .order_by(journal.c.id)
    for dialect, day in _DAYS.items()
}


def written_since(connection: Connection, last: int | None) -> WrittenSince:
    """Return the entries after `last`; none at the first look, which only says where one is.

    Entries that came from elsewhere are told of once the tables show them: whoever refreshes
    before sees nothing new, and nobody would tell again.
    """
    newest = shown_to(connection)
    if last is None or newest <= last:
        return WrittenSince(newest, ())
    rows = connection.execute(_SINCE[connection.dialect.name], {"last": last, "newest": newest})
    entries = tuple(
        Written(uid, kind, None if day is None else date.fromisoformat(day), bool(is_received))
        for uid, kind, day, is_received in rows
    )
    return WrittenSince(newest, entries)
