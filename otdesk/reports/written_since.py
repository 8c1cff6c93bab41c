"""What was written to the journal since one last looked, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, bindparam, case, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from otdesk.store.exchange_tables import unprojected
from otdesk.store.tables import journal


@dataclass(frozen=True, slots=True)
class Written:
    """One entry; `day` is None for a record that belongs to no day."""

    uid: str
    kind: str
    day: date | None


@dataclass(frozen=True, slots=True)
class WrittenSince:
    """The entries after a place in the journal, and the place after them."""

    last: int
    entries: tuple[Written, ...]


# What was received is told once the tables show it: whoever looks then finds it.
_LAST = select(
    func.coalesce(
        select(func.min(unprojected.c.first) - 1).scalar_subquery(), func.max(journal.c.id), 0
    )
)
# An erased payload is empty, which is no JSON.
_IS_EMPTY = journal.c.payload == b""
_DAYS: Mapping[str, ColumnElement[Any]] = {
    "sqlite": func.json_extract(func.iif(_IS_EMPTY, "{}", cast(journal.c.payload, Text)), "$.day"),
    "postgresql": cast(
        case((_IS_EMPTY, "{}"), else_=func.convert_from(journal.c.payload, "UTF8")), JSONB
    )["day"].astext,
}
_SINCE = {
    dialect: select(journal.c.uid, journal.c.kind, day)
    .where(journal.c.id > bindparam("last"), journal.c.id <= bindparam("newest"))
    .order_by(journal.c.id)
    for dialect, day in _DAYS.items()
}


def written_since(connection: Connection, last: int | None) -> WrittenSince:
    """Return the entries after `last`; none at the first look, which only says where one is."""
    newest: int = connection.execute(_LAST).scalar_one()
    if last is None or newest <= last:
        return WrittenSince(newest, ())
    rows = connection.execute(_SINCE[connection.dialect.name], {"last": last, "newest": newest})
    entries = tuple(
        Written(uid, kind, None if day is None else date.fromisoformat(day))
        for uid, kind, day in rows
    )
    return WrittenSince(newest, entries)
