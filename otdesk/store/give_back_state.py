"""Which posts a siège gives their office's records back to, and how far that went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from otdesk.journal import canonical
from otdesk.store import posts_tables

_TABLE = posts_tables.give_back


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A post that asked; `given` says how far each stream was left for it already."""

    public_key: str
    office: str
    asked_at: str
    given: Mapping[str, int]


def ask(connection: Connection, public_key: str, office: str, moment: str) -> None:
    """Note that a post is to be given all that is held of its office, from the beginning."""
    connection.execute(delete(_TABLE).where(_TABLE.c.public_key == public_key))
    connection.execute(
        insert(_TABLE).values(
            public_key=public_key,
            office=office,
            asked_at=moment,
            given=_encoded({}),
            finished_at=None,
        )
    )


def unfinished(connection: Connection) -> tuple[GiveBack, ...]:
    """Return what is to be given back still, in the order in which it was asked."""
    rows = connection.execute(
        select(_TABLE)
        .where(_TABLE.c.finished_at.is_(None))
        .order_by(_TABLE.c.asked_at, _TABLE.c.public_key)
    )
    return tuple(
        GiveBack(row.public_key, row.office, row.asked_at, _decoded(row.given)) for row in rows
    )


def note_given(
    connection: Connection, public_key: str, given: Mapping[str, int], finished_at: str | None
) -> None:
    """Note how far it went, and when all of it was left."""
    connection.execute(
        update(_TABLE)
        .where(_TABLE.c.public_key == public_key)
        .values(given=_encoded(given), finished_at=finished_at)
    )


def _encoded(given: Mapping[str, int]) -> str:
    return canonical.encode(dict(given)).decode()


def _decoded(text: str) -> dict[str, int]:
    said: dict[str, int] = canonical.decode(text.encode())  # type: ignore[assignment]
    return said
