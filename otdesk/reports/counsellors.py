"""Who is at the desk of an office: those who may be picked, by name."""

from __future__ import annotations

from dataclasses import dataclass

from otdesk.store.reading import Readable, driver

_PRESENT = """
SELECT uid, initials, name FROM counsellor AS c WHERE void_reason IS NULL AND NOT EXISTS (
    SELECT 1 FROM counsellor AS other
    WHERE other.initials = c.initials AND other.void_reason IS NULL AND other.uid < c.uid
) ORDER BY name, initials
"""


@dataclass(frozen=True, slots=True)
class Counsellor:
    """A counsellor of the list."""

    uid: str
    initials: str
    name: str


def present(connection: Readable) -> tuple[Counsellor, ...]:
    """Return the counsellors who did not leave, in the order of their names."""
    return tuple(Counsellor(*row) for row in driver(connection).execute(_PRESENT))
