"""What a round takes in of months that are locked: it is said, and never refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk import typography
from otdesk.headquarters import month_locks
from otdesk.headquarters.locked_figures import IS_NEW, KINDS
from otdesk.headquarters.year_table import YearCell
from otdesk.i18n import _, ngettext
from otdesk.store.network_records import month_from
from otdesk.store.reading import driver

_LATE: Mapping[str, str] = {
    kind: (
        f"SELECT t.office, l.month, count(DISTINCT t.uid) FROM journal j"  # noqa: S608 - our own names
        f" JOIN {kind} t ON t.uid = j.uid"
        " JOIN month_lock l ON l.month = substr(t.day, 1, 7) AND l.void_reason IS NULL"
        f" WHERE j.id > :mark AND j.kind = '{kind}' AND{IS_NEW} GROUP BY t.office, l.month"
    )
    for kind in KINDS
}


@dataclass(frozen=True, slots=True)
class LateForLock:
    """Records of an office's locked month that a round took in."""

    office: str
    month: date
    records: int


def last_entry(connection: Connection) -> int:
    """Return the place of the last entry that came: what comes later is after it."""
    row = driver(connection).execute("SELECT max(id) FROM journal").fetchone()
    return row[0] or 0 if row is not None else 0


def late_for_locks(connection: Connection, mark: int, today: date) -> tuple[LateForLock, ...]:
    """Return what came after an entry of months that are locked, and open for no exception."""
    if not month_locks.locked(connection):
        return ()
    found: dict[tuple[str, date], int] = {}
    for office, month, records in _late(connection, mark):
        key = office, month_from(month)
        found[key] = found.get(key, 0) + records
    again = {(each.office, each.month) for each in month_locks.reopenings(connection, today)}
    return tuple(LateForLock(*key, found[key]) for key in sorted(found) if key not in again)


def _late(connection: Connection, mark: int) -> Iterable[tuple[str, str, int]]:
    asked = driver(connection)
    for query in _LATE.values():
        yield from asked.execute(query, {"mark": mark}).fetchall()


def late_words(late: LateForLock, office: str) -> str:
    """Return what came late for a lock, and what to do; `office` is its name."""
    count = ngettext(
        "{office} : {count} enregistrement de {month} est arrivé après son verrou.",
        "{office} : {count} enregistrements de {month} sont arrivés après son verrou.",
        late.records,
    )
    said = count.format(
        office=office,
        count=typography.integer(late.records),
        month=typography.month_name(late.month),
    )
    return _(
        "{said} Rien n’est perdu, mais les chiffres publiés ne sont plus ceux-là. {todo}"
    ).format(said=said, todo=todo_words())


def changed_words(cell: YearCell) -> str:
    """Return what changed in an office's month since its lock, empty where nothing did."""
    changed = cell.changed
    if changed is None:
        return ""
    count = changed.records
    said = ngettext(
        "{} enregistrement est arrivé ou a changé après le verrou",
        "{} enregistrements sont arrivés ou ont changé après le verrou",
        count,
    ).format(typography.integer(count))
    if changed.accueils is None or changed.accueils == cell.held:
        return _("{}.").format(said)
    return _("{said} : {then} accueils au verrou, {now} maintenant.").format(
        said=said, then=typography.integer(changed.accueils), now=typography.integer(cell.held)
    )


def todo_words() -> str:
    """Return what is to be done about a locked month that changed."""
    return _(
        "Rouvrir le mois pour ce bureau, regarder, puis verrouiller de nouveau ; ou reprendre le "
        "bilan de l’année."
    )
