"""What a locked month was worth when it was locked, and what came of it since.

Nothing that an office recorded may be lost, and the siège never edits an office's records: what was
entered before the office heard of the lock, and sent after it, is taken. It is said, then, that the
figures are no longer those that were published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk.journal import canonical
from otdesk.store.month_figures import MonthFigures, month_figures, offices_of
from otdesk.store.network_records import month_from, month_text
from otdesk.store.reading import driver

# Each kind of a month's figures, which names its table too, and is the name of its entries.
KINDS = ("visit", "walk_in", "tally", "business_day", "receipt")
# A revision that another stream says again, as a restored post does, is not new; nor is one that
# came and went since: the month is worth the same.
IS_NEW = (
    " NOT EXISTS (SELECT 1 FROM journal e"
    " WHERE e.uid = j.uid AND e.rev = j.rev AND e.id <= :mark)"
    " AND (t.void_reason IS NULL"
    " OR EXISTS (SELECT 1 FROM journal e WHERE e.uid = j.uid AND e.id <= :mark))"
)
_SINCE: Mapping[str, str] = {
    kind: (
        f"SELECT count(DISTINCT t.uid) FROM {kind} t JOIN journal j ON j.uid = t.uid"  # noqa: S608 - our own names
        f" WHERE t.office = :office AND t.day >= :first AND t.day < :after"
        f" AND j.id > :mark AND{IS_NEW}"
    )
    for kind in KINDS
}
_LOCKS = """
SELECT l.month, j.id, j.payload FROM month_lock AS l JOIN journal AS j ON j.uid = l.uid
WHERE l.void_reason IS NULL AND j.kind = 'month_lock' AND j.op = 'put'
AND l.month >= :first AND l.month <= :last ORDER BY j.id
"""


@dataclass(frozen=True, slots=True)
class AtLock:
    """A lock that holds: its place in the siège's journal, and what it says of each office.

    A lock of an earlier version of the program says nothing of the figures: `figures` is None.
    """

    entry: int
    figures: Mapping[str, MonthFigures] | None


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """Records of a locked month that came, or were corrected, after its lock.

    `accueils` is how many the month had when it was locked, None where the lock does not say.
    """

    records: int
    accueils: int | None


def to_keep(connection: Connection, month: date) -> dict[str, canonical.Value]:
    """Return what a lock keeps of a month: the counts and the digest of each office's."""
    name = month_text(month)
    found = (month_figures(connection, office, name) for office in offices_of(connection, name))
    return {each.office: {**each.counts, "digest": each.digest} for each in found}


def locks_of(connection: Connection, first: date, last: date) -> dict[date, AtLock]:
    """Return the locks that hold of some months, as they were last said."""
    wanted = {"first": month_text(first), "last": month_text(last)}
    rows = driver(connection).execute(_LOCKS, wanted)
    return {month_from(m): AtLock(entry, _kept(m, payload)) for m, entry, payload in rows}


def changed_since(connection: Connection, lock: AtLock, held: MonthFigures) -> ChangedSince | None:
    """Return what changed in an office's month since its lock, None where nothing did."""
    then: MonthFigures | None = None
    if lock.figures is not None:
        then = lock.figures.get(held.office)
        if then is not None and then.digest == held.digest:
            return None
        if then is None and not any(held.counts.values()):
            return None
    records = _since(connection, lock.entry, held)
    if not records and lock.figures is not None:
        # In a database that was made anew the order of arrival is another one.
        before = {} if then is None else then.counts
        records = sum(abs(n - before.get(name, 0)) for name, n in held.counts.items())
    accueils = None if lock.figures is None else 0 if then is None else then.counts["accueils"]
    return ChangedSince(records, accueils) if records else None


def has_changed(connection: Connection, month: date) -> bool:
    """Tell whether a month is locked, and worth something else than when it was."""
    lock = locks_of(connection, month, month).get(month)
    if lock is None:
        return False
    name = month_text(month)
    offices = {*offices_of(connection, name), *(lock.figures or {})}
    return any(
        changed_since(connection, lock, month_figures(connection, office, name)) is not None
        for office in offices
    )


def _since(connection: Connection, mark: int, held: MonthFigures) -> int:
    values = {
        "office": held.office,
        "first": f"{held.month}-01",
        "after": f"{held.month}-99",
        "mark": mark,
    }
    asked = driver(connection)
    return sum(asked.execute(query, values).fetchone()[0] for query in _SINCE.values())


def _kept(month: str, payload: bytes) -> dict[str, MonthFigures] | None:
    figures = canonical.decode(bytes(payload)).get("figures")
    if not isinstance(figures, Mapping):
        return None
    found = {}
    for office, said in figures.items():
        if isinstance(said, Mapping):
            counts = {name: n for name, n in said.items() if isinstance(n, int)}
            found[office] = MonthFigures(office, month, counts, str(said.get("digest", "")))
    return found
