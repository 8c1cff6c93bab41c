"""Offices × months of a year: days planned and received, what is locked, late, missing.

`completeness` compares what an office counts with what is held; here its days are looked at too,
so that a month is missed before the office says anything of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from otdesk.domain.month_locks import MonthReopening, month_of
from otdesk.domain.period import Period
from otdesk.domain.profile import OfficeProfile
from otdesk.headquarters import month_locks
from otdesk.headquarters.completeness import MonthCell, MonthState, OfficeLine, completeness
from otdesk.headquarters.locked_figures import AtLock, ChangedSince, changed_since, locks_of
from otdesk.headquarters.posts import first_confirmed
from otdesk.headquarters.put_aside import put_aside
from otdesk.reports import counts, openings
from otdesk.reports.context import ReportContext
from otdesk.reports.counts import Counts, OfficeDate
from otdesk.reports.openings import OfficeDays
from otdesk.reports.queries import openings as opening_rows
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import DayMark
from otdesk.store.exchange_state import first_received
from otdesk.store.network_records import month_text

_CAME = frozenset({DayMark.OPEN, DayMark.CLOSED, DayMark.SHUT})
_NOTHING = Counts()


class CellState(StrEnum):
    """What the siège has of an office's month, in the order of a legend."""

    LOCKED = "locked"
    # Locked, and worth something else than when it was: what came later is never refused.
    CHANGED = "changed"
    # Locked for all but this office, which may correct it until a day.
    REOPENED = "reopened"
    COMPLETE = "complete"
    # The office says that nothing happened.
    NO_ACTIVITY = "no_activity"
    # The month runs, and every day until yesterday came.
    UP_TO_DATE = "up_to_date"
    INCOMPLETE = "incomplete"
    # The month runs, and some day until yesterday did not come.
    LATE = "late"
    # Days were planned, and nothing at all came.
    MISSING = "missing"
    # Days are missing, and a packet of this office lies in quarantine.
    QUARANTINED = "quarantined"
    # No day was planned, and nothing came.
    CLOSED = "closed"
    AWAITED = "awaited"
    # The office was not on the network yet.
    OUTSIDE = "outside"


LACKING = frozenset(
    {CellState.INCOMPLETE, CellState.LATE, CellState.MISSING, CellState.QUARANTINED}
)


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of an office: planned by it or by its profile, come or not, due or still to come."""

    day: date
    planned: bool
    received: bool
    due: bool
    mark: DayMark

    @property
    def is_missing(self) -> bool:
        """Tell whether the day should have come."""
        return self.planned and self.due and not self.received


@dataclass(frozen=True, slots=True)
class YearCell:
    """One month of one office.

    `acts` are its accueils of five channels. `missing` is empty once the office has declared the
    month whole. `said` is what the office said of it, `declared_at` (UTC) when; `theirs` is how
    many accueils it counts itself, None where it said nothing. `reopened` is the exception that
    holds today, `changed` what came of a locked month after its lock.
    """

    office: str
    month: date
    state: CellState
    acts: int
    days: tuple[YearDay, ...]
    missing: tuple[date, ...]
    said: MonthState
    declared_at: str
    held: int
    theirs: int | None
    is_declared: bool
    reopened: MonthReopening | None
    changed: ChangedSince | None = None

    @property
    def planned(self) -> int:
        """Return how many days were planned."""
        return sum(day.planned for day in self.days)

    @property
    def due(self) -> int:
        """Return how many planned days should have come by now."""
        return sum(day.planned and day.due for day in self.days)

    @property
    def received(self) -> int:
        """Return how many days came, those that nobody had planned included."""
        return sum(day.received for day in self.days)


@dataclass(frozen=True, slots=True)
class YearLine:
    """One office: its twelve months, and what is known of its packets.

    `begins` is from when it is asked for its days: the month of its pairing, or the first of this
    year of which anything came, where that was before; None for neither.
    """

    office: OfficeProfile
    begins: date | None
    cells: tuple[YearCell, ...]
    packets: OfficeLine
    quarantined: int


@dataclass(frozen=True, slots=True)
class YearTable:
    """The offices in the order of the profile, their months in their own."""

    year: int
    today: date
    lines: tuple[YearLine, ...]
    locked: frozenset[date]

    @property
    def due(self) -> int:
        """Return how many days should have come by now."""
        return sum(cell.due for cell in self._counted)

    @property
    def missing(self) -> int:
        """Return how many of them did not come."""
        return sum(len(cell.missing) for cell in self._counted)

    @property
    def _counted(self) -> Iterable[YearCell]:
        cells = (cell for line in self.lines for cell in line.cells)
        return (cell for cell in cells if cell.state is not CellState.OUTSIDE)

    def month(self, month: int) -> tuple[YearCell, ...]:
        """Return a month of every office."""
        return tuple(line.cells[month - 1] for line in self.lines)

    def acts(self, month: int) -> int:
        """Return the accueils of a month, all offices."""
        return sum(cell.acts for cell in self.month(month))

    def lacking(self, month: int) -> tuple[YearCell, ...]:
        """Return the cells that keep a month from being locked."""
        return tuple(cell for cell in self.month(month) if cell.state in LACKING)

    def is_partial(self, month: int) -> bool:
        """Tell whether more accueils of a month may exist than are here."""
        return any(cell.missing or cell.state in LACKING for cell in self.month(month))

    def is_over(self, month: int) -> bool:
        """Tell whether a month has ended."""
        return date(self.year, month, 1) < month_of(self.today)

    def is_locked(self, month: int) -> bool:
        """Tell whether a month is locked."""
        return date(self.year, month, 1) in self.locked


def year_table(connection: Connection, context: ReportContext, year: int) -> YearTable:
    """Return a year of the network, as the siège holds it now."""
    offices = context.profile.offices
    codes = tuple(office.code for office in offices)
    period = Period.year(year)
    scope = Scope.of(codes, period)
    ledger = counts.read(connection, scope).cells
    days = openings.read(connection, scope, context, ledger)
    planned_months = {
        (plan.office, month_of(plan.day)) for plan in opening_rows.plans(connection, scope)
    }
    months = [month_text(date(year, number, 1)) for number in range(1, 13)]
    said = completeness(connection, codes, months, context.today)
    aside = [each.office for each in put_aside(connection, codes) if not each.is_healed]
    grounds = _Grounds(
        connection=connection,
        context=context,
        ledger=ledger,
        days=days,
        planned_months=frozenset(planned_months),
        locks=locks_of(connection, period.first, period.last),
        locked=month_locks.locked(connection),
        reopenings=month_locks.reopenings(connection, context.today),
    )
    confirmed, heard = first_confirmed(connection), first_received(connection)
    lines = [
        _line(
            grounds,
            office,
            line,
            paired=_paired(context, confirmed.get(office.code), heard.get(office.code)),
            quarantined=aside.count(office.code),
        )
        for office, line in zip(offices, said.offices, strict=True)
    ]
    return YearTable(year, context.today, tuple(lines), grounds.locked)


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What every cell is made of."""

    context: ReportContext
    ledger: Mapping[OfficeDate, Counts]
    days: OfficeDays
    planned_months: frozenset[tuple[str, date]]
    connection: Connection
    locks: Mapping[date, AtLock]
    locked: frozenset[date]
    reopenings: Sequence[MonthReopening]


def _paired(context: ReportContext, *moments: str | None) -> date | None:
    """Return the month of the first of some instants (UTC), None where there is none."""
    known = [datetime.fromisoformat(moment) for moment in moments if moment is not None]
    return month_of(min(known).astimezone(context.zone).date()) if known else None


def _line(
    grounds: _Grounds,
    office: OfficeProfile,
    packets: OfficeLine,
    *,
    paired: date | None,
    quarantined: int,
) -> YearLine:
    by_month: dict[date, list[YearDay]] = defaultdict(list)
    for (code, day), found in grounds.days.items():
        if code == office.code:
            month = month_of(day)
            # Where the office has planned a month itself, its profile says no more.
            own = (code, month) in grounds.planned_months
            planned = bool(found.planned) if own else bool(office.planned(day))
            received = found.state in _CAME or (code, day) in grounds.ledger
            due = day < grounds.context.today
            by_month[month].append(YearDay(day, planned, received, due, found.state))
    came = [month for month, days in by_month.items() if any(day.received for day in days)]
    begins = min([*came, *([] if paired is None else [paired])], default=None)
    cells = tuple(
        _cell(grounds, said, tuple(by_month[month]), begins, quarantined=quarantined > 0)
        for month, said in zip(sorted(by_month), packets.months, strict=True)
    )
    return YearLine(office, begins, cells, packets, quarantined)


def _cell(
    grounds: _Grounds,
    said: MonthCell,
    days: tuple[YearDay, ...],
    begins: date | None,
    *,
    quarantined: bool,
) -> YearCell:
    month, office = month_of(days[0].day), said.office
    acts = sum(grounds.ledger.get((office, day.day), _NOTHING).acts for day in days)
    missing = () if said.is_declared else tuple(day.day for day in days if day.is_missing)
    reopened = next(
        (one for one in grounds.reopenings if (one.office, one.month) == (office, month)), None
    )
    lock = grounds.locks.get(month)
    changed = None if lock is None else changed_since(grounds.connection, lock, said.figures)
    seen = _Seen(
        is_outside=begins is None or month < begins,
        is_planned=any(day.planned for day in days),
        has_come=any(day.received for day in days),
        is_lacking=bool(missing) or said.state is MonthState.INCOMPLETE,
        is_quarantined=quarantined,
        is_locked=month in grounds.locked,
        is_reopened=reopened is not None,
        is_changed=changed is not None,
    )
    state = _state(month_of(grounds.context.today), month, seen, said.state)
    return YearCell(
        office=office,
        month=month,
        state=state,
        acts=acts,
        days=days,
        missing=() if state is CellState.OUTSIDE else missing,
        said=said.state,
        declared_at=said.declared_at,
        held=said.accueils,
        theirs=said.theirs,
        is_declared=said.is_declared,
        reopened=reopened if seen.is_locked else None,
        changed=changed,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    is_outside: bool
    is_planned: bool
    has_come: bool
    is_lacking: bool
    is_quarantined: bool
    is_locked: bool
    is_reopened: bool
    is_changed: bool


def _state(this_month: date, month: date, seen: _Seen, said: MonthState) -> CellState:  # noqa: PLR0911 - one line a state
    if said is MonthState.NO_ACTIVITY and not seen.is_locked:
        return CellState.NO_ACTIVITY
    if not seen.is_planned and not seen.has_come:
        return CellState.CLOSED
    # What an office says of a month before it was on the network counts all the same.
    if seen.is_outside and not seen.has_come and said is not MonthState.NO_ACTIVITY:
        return CellState.OUTSIDE
    if seen.is_locked:
        if seen.is_reopened:
            return CellState.REOPENED
        return CellState.CHANGED if seen.is_changed else CellState.LOCKED
    if seen.is_lacking:
        if seen.is_quarantined:
            return CellState.QUARANTINED
        if not seen.has_come:
            return CellState.MISSING
        return CellState.INCOMPLETE if month < this_month else CellState.LATE
    if month > this_month or not seen.has_come:
        return CellState.AWAITED
    return CellState.COMPLETE if month < this_month else CellState.UP_TO_DATE
