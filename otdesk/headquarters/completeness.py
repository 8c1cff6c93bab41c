"""Which month of which office the head office holds whole: the table that it looks at first.

An office says in each packet what it counts of its months; the head office counts what it holds.
No activity is not the same as no data: an office closes a month in which nothing happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, func, select

from otdesk.domain.period import Period
from otdesk.journal import canonical
from otdesk.store import exchange_tables
from otdesk.store.month_figures import MonthFigures, month_figures

# A month is asked for once its end is so many days past: the office closes it in the first days.
DAYS_OF_GRACE = 10


class MonthState(StrEnum):
    """What the head office has of an office's month."""

    # Closed by the office, and counted the same here.
    COMPLETE = "complete"
    # Closed by the office, which counts nothing: nothing happened.
    NO_ACTIVITY = "no_activity"
    # Something came, and the month is not closed or not over.
    RECEIVED = "received"
    # The office counts otherwise: something is still on its way, or waits.
    INCOMPLETE = "incomplete"
    # It is past the days of grace, and not closed.
    LATE = "late"
    # It is past the days of grace, and nothing came.
    MISSING = "missing"
    # It is not over, or not long enough, and nothing came.
    AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One month of one office: what is held, and what the office said of it.

    `theirs` is how many accueils the office counts, None where it said nothing; `is_declared`: it
    has declared the month whole. `figures` are all that is here.
    """

    office: str
    month: str
    state: MonthState
    accueils: int
    declared_at: str
    figures: MonthFigures
    theirs: int | None = None
    is_declared: bool = False


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One office: its months in order, its last packet, what waits and what was refused."""

    office: str
    months: tuple[MonthCell, ...]
    last_number: int
    last_received_at: str
    waiting: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """Offices in the order of the profile, months in their own."""

    months: tuple[str, ...]
    offices: tuple[OfficeLine, ...]

    @property
    def complete(self) -> int:
        """Return how many months are whole, those without activity included."""
        whole = {MonthState.COMPLETE, MonthState.NO_ACTIVITY}
        return sum(cell.state in whole for line in self.offices for cell in line.months)


def completeness(
    connection: Connection, offices: Sequence[str], months: Sequence[str], today: date
) -> Completeness:
    """Return what is held of some months (`2026-07`) of some offices. `today` is local."""
    return Completeness(
        tuple(months),
        tuple(_line(connection, office, months, today) for office in offices),
    )


def _line(connection: Connection, office: str, months: Sequence[str], today: date) -> OfficeLine:
    packet = exchange_tables.received_packet
    rows = connection.execute(
        select(
            packet.c.state,
            func.count().label("packets"),
            func.max(packet.c.number).label("number"),
            func.max(packet.c.received_at).label("received_at"),
        )
        .where(packet.c.office == office)
        .group_by(packet.c.state)
    ).all()
    states: Mapping[str, int] = {row.state: row.packets for row in rows}
    taken = [row for row in rows if row.state != "quarantined"]
    return OfficeLine(
        office=office,
        months=tuple(_cell(connection, office, month, today) for month in months),
        last_number=max((row.number for row in taken), default=0),
        last_received_at=max((row.received_at for row in taken), default=""),
        waiting=states.get("waiting", 0) + states.get("newer", 0),
        quarantined=states.get("quarantined", 0),
    )


@dataclass(frozen=True, slots=True)
class _Declared:
    """What an office last said of a month."""

    digest: str = ""
    closed: bool = False
    declared_at: str = ""
    accueils: int | None = None


def _cell(connection: Connection, office: str, month: str, today: date) -> MonthCell:
    held = month_figures(connection, office, month)
    declared = _declared(connection, office, month)
    return MonthCell(
        office=office,
        month=month,
        state=_state(held, declared, today),
        accueils=held.counts["accueils"],
        declared_at=declared.declared_at,
        theirs=declared.accueils,
        is_declared=declared.closed,
        figures=held,
    )


def _declared(connection: Connection, office: str, month: str) -> _Declared:
    table = exchange_tables.declared_month
    row = connection.execute(
        select(table).where(table.c.office == office, table.c.month == month)
    ).first()
    if row is None:
        return _Declared()
    said = canonical.decode(row.counts.encode()).get("accueils")
    accueils = said if isinstance(said, int) else None
    return _Declared(row.digest, bool(row.closed), row.declared_at, accueils)


def _state(held: MonthFigures, declared: _Declared, today: date) -> MonthState:
    if declared.digest and declared.digest != held.digest:
        return MonthState.INCOMPLETE
    if declared.closed:
        return MonthState.COMPLETE if held.has_activity else MonthState.NO_ACTIVITY
    is_due = (today - Period.parse(held.month).last).days > DAYS_OF_GRACE
    if held.has_activity:
        return MonthState.LATE if is_due else MonthState.RECEIVED
    return MonthState.MISSING if is_due else MonthState.AWAITED
