"""How a kind of journal entry becomes a row, and what payloads are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table

from otdesk.journal.canonical import Payload, Value
from otdesk.journal.entry import Header
from otdesk.store.instants import instant

Row = dict[str, Any]


def present(**values: Value | None) -> dict[str, Value]:
    """Return the keys that have a value: an absent one is the only way to say « none »."""
    return {key: value for key, value in values.items() if value is not None and value != ""}


def plain_row(*keys: str) -> Callable[[Mapping[str, Any]], Row]:
    """Return a row builder for kinds whose payload is their row."""
    return lambda payload: {key: payload[key] for key in keys}


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How one kind of journal entry is projected.

    `row` gives the columns beside `uid`, `author`, `rev` and `void_reason`; `children` the rows
    of dependent tables; `stamped` kinds also keep the instant of their entry; `personal` kinds
    can be erased and carry no counted figure; `signed` kinds belong to a till's stream, which
    their row names with its place there. A void takes the rows of `taken_back` away: sums over
    them must not ask which document was voided.
    """

    name: str
    table: Table
    row: Callable[[Mapping[str, Any]], Row]
    children: Callable[[str, Mapping[str, Any]], list[tuple[Table, list[Row]]]] | None = None
    stamped: bool = False
    personal: bool = False
    signed: bool = False
    taken_back: tuple[Table, ...] = ()

    def full_row(self, header: Header, payload: Payload) -> Row:
        """Return the whole row of a `put`. Raises KeyError on a payload that lacks a key."""
        row = self.row(cast("Mapping[str, Any]", payload))
        row["uid"] = header.uid
        row["author"] = header.author
        row["rev"] = header.rev
        row["void_reason"] = None
        if self.stamped:
            row["recorded_at"] = instant(datetime.fromisoformat(header.recorded_at))
        if self.signed:
            row["till"] = header.stream
            row["seq"] = header.seq
        return row
