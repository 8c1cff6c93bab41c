"""Paper sheets, and the totals of earlier years as they were published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from otdesk.reports.queries.scope import Scope, rows, within
from otdesk.store.tables import monthly_total, tally, tally_demand, tally_origin


class SheetRecord(NamedTuple):
    """One sheet's totals; `acts` None where it has none."""

    uid: str
    office: str
    day: date
    half_day: str
    persons: int
    acts: int | None
    note: str


class SheetCount(NamedTuple):
    """What a sheet counts under one code: persons of an origin, or acts of a demand."""

    uid: str
    code: str
    marks: int


class TotalRecord(NamedTuple):
    """A published monthly figure."""

    office: str
    month: date
    measure: str
    unit: str
    value: int
    source: str


_SHEETS = (
    select(
        tally.c.uid,
        tally.c.office,
        tally.c.day,
        tally.c.half_day,
        tally.c.persons,
        tally.c.acts,
        tally.c.note,
    )
    .where(within(tally))
    .order_by(tally.c.day, tally.c.office, tally.c.half_day, tally.c.uid)
)
_ORIGINS = (
    select(tally.c.uid, tally_origin.c.code, tally_origin.c.persons)
    .select_from(tally.join(tally_origin, tally_origin.c.tally_uid == tally.c.uid))
    .where(within(tally))
)
_DEMANDS = (
    select(tally.c.uid, tally_demand.c.code, tally_demand.c.acts)
    .select_from(tally.join(tally_demand, tally_demand.c.tally_uid == tally.c.uid))
    .where(within(tally))
)
_TOTALS = (
    select(
        monthly_total.c.office,
        monthly_total.c.month,
        monthly_total.c.measure,
        monthly_total.c.unit,
        monthly_total.c.value,
        monthly_total.c.source,
    )
    .where(
        monthly_total.c.office.in_(bindparam("offices", expanding=True)),
        monthly_total.c.month.between(bindparam("first"), bindparam("last")),
        # Money is no visitor: the shop's own reports set it beside its receipts.
        monthly_total.c.unit != "cents",
        monthly_total.c.void_reason.is_(None),
    )
    .order_by(monthly_total.c.month, monthly_total.c.office, monthly_total.c.measure)
)
STATEMENTS = (_SHEETS, _ORIGINS, _DEMANDS)


def sheets(connection: Connection, scope: Scope) -> Iterator[SheetRecord]:
    """Yield the sheets of a scope."""
    for uid, office, day, half_day, persons, acts, note in rows(connection, _SHEETS, scope):
        yield SheetRecord(uid, office, date.fromisoformat(day), half_day, persons, acts, note)


def origins(connection: Connection, scope: Scope) -> Iterator[SheetCount]:
    """Yield the persons of each origin of each sheet."""
    return (SheetCount(*row) for row in rows(connection, _ORIGINS, scope))


def demands(connection: Connection, scope: Scope) -> Iterator[SheetCount]:
    """Yield the acts of each demand of each sheet."""
    return (SheetCount(*row) for row in rows(connection, _DEMANDS, scope))


def published_totals(
    connection: Connection, offices: tuple[str, ...], first: date, last: date
) -> Iterator[TotalRecord]:
    """Yield the published figures of the months from `first` to `last`, both included."""
    if not offices:
        return
    values = {
        "offices": list(offices),
        "first": first.isoformat()[:7],
        "last": last.isoformat()[:7],
    }
    for office, month, measure, unit, value, source in connection.execute(_TOTALS, values):
        yield TotalRecord(office, date.fromisoformat(f"{month}-01"), measure, unit, value, source)
