"""Who may be picked in a folder: its own counsellors, and those that the siège sent to it.

Asked before SQLAlchemy is there (decision 0008), and by services inside a transaction: plain SQL,
which every database that holds a folder understands.
"""

from __future__ import annotations

from dataclasses import dataclass

from otdesk.store.database_file import SIEGE_OFFICE, SIEGE_ROLE
from otdesk.store.reading import Readable, driver

_HERE = """
SELECT office, role FROM folder WHERE uid = (SELECT uid FROM journal ORDER BY id LIMIT 1)
"""
# Every entry of a record names its writer: none, where this folder wrote it itself.
_STANDING = """
SELECT c.uid, c.initials, c.name, c.office,
    (SELECT min(coalesce(r.office, '')) FROM journal j
     LEFT JOIN received_stream r ON r.stream = j.stream WHERE j.uid = c.uid)
FROM counsellor c WHERE c.void_reason IS NULL ORDER BY c.name, c.initials, c.uid
"""


@dataclass(frozen=True, slots=True)
class CounsellorRow:
    """A counsellor who did not leave.

    `office` is the one that the siège named, None where it named none. `writer` is the folder
    that the record comes from: an office's code, or `SIEGE`.
    """

    uid: str
    initials: str
    name: str
    office: str | None
    writer: str

    @property
    def is_of_siege(self) -> bool:
        """Tell whether the siège added it."""
        return self.writer == SIEGE_OFFICE

    def is_seen_at(self, office: str) -> bool:
        """Tell whether it may be picked at an office."""
        if self.is_of_siege:
            return self.office in {None, office}
        return self.writer == office


@dataclass(frozen=True, slots=True)
class Counsellors:
    """Every counsellor that a folder knows, those of its offices too where it is the siège's."""

    office: str
    at_siege: bool
    everyone: tuple[CounsellorRow, ...]

    @property
    def here(self) -> tuple[CounsellorRow, ...]:
        """Return those of this folder, by name, one for each initials: the siège's wins.

        Posts that had not heard of one another may each have added a person: the first one stands.
        """
        if self.at_siege:
            return tuple(row for row in self.everyone if row.is_of_siege)
        seen = [row for row in self.everyone if row.is_seen_at(self.office)]
        taken = {row.initials for row in seen if row.is_of_siege}
        own = sorted((row for row in seen if not row.is_of_siege), key=lambda row: row.uid)
        first = {row.initials: row.uid for row in reversed(own) if row.initials not in taken}
        return tuple(row for row in seen if row.is_of_siege or row.uid == first.get(row.initials))

    def same_as(self, uid: str) -> tuple[str, ...]:
        """Return the records of this folder's own that stand for the same person, itself too."""
        row = next((each for each in self.everyone if each.uid == uid), None)
        if row is None or self.at_siege:
            return (uid,)
        return tuple(
            each.uid
            for each in self.everyone
            if each.initials == row.initials and not each.is_of_siege and each.writer == row.writer
        )


def counsellors(connection: Readable) -> Counsellors:
    """Return every counsellor who did not leave."""
    asked = driver(connection)
    ((office, role),) = asked.execute(_HERE)
    return Counsellors(
        office,
        role == SIEGE_ROLE,
        tuple(
            CounsellorRow(uid, initials, name, named, writer or office)
            for uid, initials, name, named, writer in asked.execute(_STANDING)
        ),
    )
