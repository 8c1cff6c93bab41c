"""Who is at the desk of an office: those who may be picked, by name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from otdesk.store.tables import counsellor


@dataclass(frozen=True, slots=True)
class Counsellor:
    """A counsellor of the list."""

    uid: str
    initials: str
    name: str


_PRESENT = (
    select(counsellor.c.uid, counsellor.c.initials, counsellor.c.name)
    .where(counsellor.c.void_reason.is_(None))
    .order_by(counsellor.c.name, counsellor.c.initials)
)


def present(connection: Connection) -> tuple[Counsellor, ...]:
    """Return the counsellors who did not leave, in the order of their names."""
    return tuple(Counsellor(*row) for row in connection.execute(_PRESENT))
