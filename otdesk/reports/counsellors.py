"""Who is at the desk of an office: those who may be picked, by name."""

from __future__ import annotations

from dataclasses import dataclass

from otdesk.store.counsellor_rows import counsellors
from otdesk.store.reading import Readable


@dataclass(frozen=True, slots=True)
class Counsellor:
    """A counsellor of the list.

    `managed` is one that the siège added, as an office sees it; `office` the one that the siège
    added it for, None for all of them, or where an office added it itself.
    """

    uid: str
    initials: str
    name: str
    managed: bool = False
    office: str | None = None


def present(connection: Readable) -> tuple[Counsellor, ...]:
    """Return the counsellors who did not leave, in the order of their names."""
    known = counsellors(connection)
    return tuple(
        Counsellor(
            row.uid, row.initials, row.name, row.is_of_siege and not known.at_siege, row.office
        )
        for row in known.here
    )
