"""The months of an office as the siège has them: what it acknowledged, declared, locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    case,
    func,
    literal,
    select,
    union_all,
)

from otdesk.domain.month_locks import month_of
from otdesk.domain.period import Period
from otdesk.domain.profile import OfficeProfile
from otdesk.domain.reference import ChannelCode
from otdesk.services.months import locked_months
from otdesk.store import network_tables, tables, till_tables
from otdesk.store.network_records import month_from, month_text
from otdesk.store.outgoing_left import Part

_VISIT = tables.visit
_COUNTER = ChannelCode.COMPTOIR.value
_MONTHS = 12


class SeenState(StrEnum):
    """What the siège has of a month; a month that is locked is also declared, or was empty."""

    LOCKED = "locked"
    COMPLETE = "complete"
    NO_ACTIVITY = "no_activity"
    # The siège counts less than it acknowledged: a person must look.
    DIFFERS = "differs"
    RUNNING = "running"
    TO_DECLARE = "to_declare"
    CLOSED = "closed"
    # This folder did not exist yet.
    BEFORE = "before"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class MonthSeen:
    """One month; `persons`, `accueils` and `days` are what the siège acknowledged of it.

    `siege_accueils` is its own count, None where it said nothing yet. `recorded` tells whether
    anything is here, sent or not; `declaration_left` whether what was declared is acknowledged.
    """

    month: date
    state: SeenState
    persons: int
    accueils: int
    days: int
    siege_accueils: int | None
    recorded: bool
    planned: bool
    declaration_left: bool

    @property
    def wants_declaration(self) -> bool:
        """Tell whether the office is to say that the month is whole, or that nothing happened."""
        return self.state is SeenState.TO_DECLARE

    @property
    def can_be_taken_back(self) -> bool:
        """Tell whether what was declared may still be taken back."""
        return self.state in {SeenState.COMPLETE, SeenState.NO_ACTIVITY, SeenState.DIFFERS}


def months_seen(
    connection: Connection,
    office: OfficeProfile,
    today: date,
    pending: Iterable[Part],
    counts: Mapping[str, int] | None,
) -> tuple[MonthSeen, ...]:
    """Return last December and the twelve months of this year, in order."""
    year = Period(date(today.year - 1, 12, 1), date(today.year, 12, 31))
    sent = _acknowledged(connection, office.code, year, _pending_uids(connection, pending))
    here = _recorded(connection, office.code, year)
    declared = _declared(connection, office.code)
    waiting = _pending_declarations(connection, office.code, pending)
    locked = _locks(connection)
    begun = _begun(connection, office.code)
    open_again = locked - locked_months(connection, office.code, today)
    found = []
    for step in range(_MONTHS + 1):
        month = date(today.year - 1, 12, 1) if not step else date(today.year, step, 1)
        name = month_text(month)
        persons, accueils, days = sent.get(name, (0, 0, 0))
        siege = None if counts is None else counts.get(name, 0)
        planned = _is_planned(connection, office, month)
        state = _state(
            month,
            today,
            declared=declared.get(name),
            locked=month in locked and month not in open_again,
            recorded=name in here,
            planned=planned,
            before=month < begun,
            lacks=siege is not None and siege < accueils,
        )
        found.append(
            MonthSeen(
                month=month,
                state=state,
                persons=persons,
                accueils=accueils,
                days=days,
                siege_accueils=siege,
                recorded=name in here,
                planned=planned,
                declaration_left=name in declared and name not in waiting,
            )
        )
    return tuple(found)


def _state(
    month: date,
    today: date,
    *,
    declared: bool | None,
    locked: bool,
    recorded: bool,
    planned: bool,
    before: bool,
    lacks: bool,
) -> SeenState:
    if locked:
        return SeenState.LOCKED
    if declared is not None:
        if lacks:
            return SeenState.DIFFERS
        return SeenState.COMPLETE if declared else SeenState.NO_ACTIVITY
    if month > month_of(today):
        return SeenState.TO_COME if planned else SeenState.CLOSED
    if not recorded and before:
        return SeenState.BEFORE
    if not recorded and not planned:
        return SeenState.CLOSED
    return SeenState.RUNNING if month == month_of(today) else SeenState.TO_DECLARE


def _pending_uids(connection: Connection, pending: Iterable[Part]) -> frozenset[str]:
    journal = tables.journal
    found: set[str] = set()
    for part in pending:
        found.update(
            connection.execute(
                select(journal.c.uid).where(
                    journal.c.stream == part.stream,
                    journal.c.seq.between(part.first, part.last),
                    journal.c.kind.in_(("visit", "tally")),
                )
            ).scalars()
        )
    return frozenset(found)


def _acknowledged(
    connection: Connection, office: str, year: Period, pending: frozenset[str]
) -> dict[str, tuple[int, int, int]]:
    """Return persons at the counter, accueils and days by month, without what is pending."""
    sheet = tables.tally
    rows = connection.execute(
        union_all(
            select(
                _VISIT.c.uid,
                _VISIT.c.day,
                # Only who stands at the counter is a visitor.
                case((_VISIT.c.channel == _COUNTER, _VISIT.c.party_size), else_=0),
                literal(1),
            ).where(*_standing(_VISIT, office, year)),
            select(sheet.c.uid, sheet.c.day, sheet.c.persons, literal(0)).where(
                *_standing(sheet, office, year)
            ),
        )
    )
    found: dict[str, tuple[int, int]] = {}
    days: dict[str, set[str]] = {}
    for uid, day, persons, accueils in rows:
        if uid in pending:
            continue
        month = day[:7]
        before = found.get(month, (0, 0))
        found[month] = before[0] + persons, before[1] + accueils
        days.setdefault(month, set()).add(day)
    return {month: (*figures, len(days[month])) for month, figures in found.items()}


def _standing(table: Table, office: str, year: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.office == office,
        table.c.day.between(year.first.isoformat(), year.last.isoformat()),
        table.c.void_reason.is_(None),
    )


def _recorded(connection: Connection, office: str, year: Period) -> frozenset[str]:
    """Return the months in which anything at all was entered."""
    found: set[str] = set()
    for table in (_VISIT, tables.walk_in, tables.tally, till_tables.receipt):
        months = select(func.substr(table.c.day, 1, 7)).where(*_standing(table, office, year))
        found.update(connection.execute(months.distinct()).scalars())
    return frozenset(found)


def _declared(connection: Connection, office: str) -> dict[str, bool]:
    table = network_tables.month_declaration
    rows = connection.execute(
        select(table.c.month, table.c.active).where(
            table.c.office == office, table.c.void_reason.is_(None)
        )
    )
    return {row[0]: bool(row[1]) for row in rows}


def _pending_declarations(
    connection: Connection, office: str, pending: Iterable[Part]
) -> frozenset[str]:
    journal, table = tables.journal, network_tables.month_declaration
    found: set[str] = set()
    for part in pending:
        found.update(
            connection.execute(
                select(table.c.month)
                .join(journal, journal.c.uid == table.c.uid)
                .where(
                    journal.c.stream == part.stream,
                    journal.c.seq.between(part.first, part.last),
                    journal.c.kind == "month_declaration",
                    table.c.office == office,
                )
            ).scalars()
        )
    return frozenset(found)


def _locks(connection: Connection) -> frozenset[date]:
    table = network_tables.month_lock
    rows = connection.execute(select(table.c.month).where(table.c.void_reason.is_(None)))
    return frozenset(month_from(month) for month in rows.scalars())


def _begun(connection: Connection, office: str) -> date:
    """Return the month from which on something may be missing.

    The one in which this folder was made, or the first one that is planned in it: an office that
    is set up in December for the season lacks no December.
    """
    first = connection.execute(
        select(tables.journal.c.recorded_at).order_by(tables.journal.c.id).limit(1)
    ).scalar_one()
    plan = tables.planned_opening
    planned = connection.execute(
        select(func.min(plan.c.day)).where(plan.c.office == office, plan.c.void_reason.is_(None))
    ).scalar_one()
    return month_of(date.fromisoformat(max(first[:10], planned or "")))


def _is_planned(connection: Connection, office: OfficeProfile, month: date) -> bool:
    """Tell whether the office was to open in a month: by its plan, else by its usual hours."""
    table = tables.planned_opening
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    planned = list(
        connection.execute(
            select(table.c.ranges != "")
            .where(
                table.c.office == office.code,
                table.c.day.between(month.isoformat(), last.isoformat()),
                table.c.void_reason.is_(None),
            )
            .distinct()
        ).scalars()
    )
    if planned:
        return any(planned)
    return any(office.planned(day) for day in Period(month, last))
