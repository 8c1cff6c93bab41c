"""The accueils behind a figure: the same definitions as the summary, one line a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from otdesk.domain.period import Period
from otdesk.domain.reference import NOT_ASKED, ChannelCode, ResidencyCode
from otdesk.domain.visits import VisitDemand
from otdesk.reports.context import ReportContext
from otdesk.reports.day_list import Line, group_demands, sheet_line, visit_line, with_change
from otdesk.reports.queries.scope import Scope, within
from otdesk.store.tables import tally, tally_demand, tally_origin, visit, visit_demand

PAGE = 500


@dataclass(frozen=True, slots=True)
class Behind:
    """Which accueils: the period, the offices, and what the figure is of; None means all.

    `demand`: a first-level code takes its children with it; `unmet` keeps those where that
    demand (or any, without one) was not satisfied. `hour` is local; it leaves out accueils
    without an hour.
    """

    period: Period
    offices: tuple[str, ...]
    origin: str | None = None
    demand: str | None = None
    unmet: bool = False
    channel: ChannelCode | None = None
    hour: int | None = None
    audience: str | None = None
    residency: ResidencyCode | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """One page of accueils, and the sums of all of them: they are the figure.

    `persons` at the counter; `acts` of all channels. `sheets` are the paper sheets that the
    figure also counts, `sheet_persons` and `sheet_acts` what they add to it (0 acts where they
    do not say); empty where the figure leaves sheets out. So
    `persons + sheet_persons` is what the summary prints.
    """

    lines: tuple[Line, ...]
    acts: int
    persons: int
    sheets: tuple[Line, ...]
    sheet_persons: int
    sheet_acts: int


def records_behind(
    connection: Connection,
    context: ReportContext,
    behind: Behind,
    *,
    offset: int = 0,
    limit: int = PAGE,
) -> Records:
    """Return the accueils behind a figure, in the order of day and hour, one page of them."""
    scope = Scope.of(behind.offices, behind.period)
    if not scope.offices:
        return Records((), 0, 0, (), 0, 0)
    conditions = _conditions(behind)
    acts, persons = connection.execute(
        select(
            func.count(),
            func.coalesce(
                func.sum(visit.c.party_size).filter(visit.c.channel == ChannelCode.COMPTOIR.value),
                0,
            ),
        ).where(*conditions),
        scope.parameters,
    ).one()
    page = (
        select(visit)
        .where(*conditions)
        .order_by(visit.c.day, visit.c.minute, visit.c.uid)
        .offset(offset)
        .limit(limit)
    )
    rows = [dict(row) for row in connection.execute(page, scope.parameters).mappings()]
    demands = _demands(connection, [row["uid"] for row in rows])
    lines = (visit_line(row, demands.get(row["uid"], ()), context) for row in rows)
    sheets, sheet_persons, sheet_acts = _sheets(connection, context, behind, scope)
    return Records(
        tuple(with_change(connection, context, line) for line in lines),
        acts,
        persons,
        sheets,
        sheet_persons,
        sheet_acts,
    )


def _demands(connection: Connection, uids: Sequence[str]) -> Mapping[str, tuple[VisitDemand, ...]]:
    if not uids:
        return {}
    return group_demands(
        connection.execute(
            select(visit_demand.c.visit_uid, visit_demand.c.code, visit_demand.c.unmet)
            .where(visit_demand.c.visit_uid.in_(uids))
            .order_by(visit_demand.c.visit_uid, visit_demand.c.position)
        )
    )


def _conditions(behind: Behind) -> list[ColumnElement[bool]]:
    conditions = [within(visit)]
    if behind.origin is not None:
        conditions.append(visit.c.origin == behind.origin)
    if behind.channel is not None:
        conditions.append(visit.c.channel == behind.channel.value)
    if behind.hour is not None:
        first = behind.hour * 60
        conditions.append(visit.c.minute.between(first, first + 59))
    if behind.audience is not None:
        conditions.append(visit.c.audience == behind.audience)
    if behind.residency is not None:
        conditions.append(visit.c.residency == behind.residency.value)
    if behind.weekday is not None:
        conditions.append(visit.c.day.in_(_weekdays(behind.period, behind.weekday)))
    if behind.demand is not None or behind.unmet:
        conditions.append(_asked(behind.demand, unmet=behind.unmet))
    return conditions


def _weekdays(period: Period, weekday: int) -> Sequence[str]:
    return [day.isoformat() for day in period if day.weekday() == weekday]


def _asked(code: str | None, *, unmet: bool) -> ColumnElement[bool]:
    asked = exists().where(visit_demand.c.visit_uid == visit.c.uid)
    if code is not None:
        column = visit_demand.c.code if "." in code else visit_demand.c.theme
        asked = asked.where(column == code)
    if unmet:
        asked = asked.where(visit_demand.c.unmet == 1)
    return asked


def _sheets(
    connection: Connection, context: ReportContext, behind: Behind, scope: Scope
) -> tuple[tuple[Line, ...], int, int]:
    """Return the sheets that the figure counts too, with their part of persons and of acts."""
    crossed = (behind.channel, behind.hour, behind.audience, behind.residency)
    if behind.unmet or any(item is not None for item in crossed):
        return (), 0, 0
    if behind.origin is not None and behind.demand is not None:
        return (), 0, 0
    statement: Any = select(tally).where(within(tally)).order_by(tally.c.day, tally.c.uid)
    if behind.weekday is not None:
        statement = statement.where(tally.c.day.in_(_weekdays(behind.period, behind.weekday)))
    lines, persons, acts = [], 0, 0
    for row in connection.execute(statement, scope.parameters).mappings():
        of_figure = _part(connection, dict(row), behind, context)
        if of_figure != (0, 0):
            lines.append(sheet_line(dict(row)))
            persons += of_figure[0]
            acts += of_figure[1]
    return tuple(lines), persons, acts


def _part(
    connection: Connection, row: dict[str, Any], behind: Behind, context: ReportContext
) -> tuple[int, int]:
    if behind.origin is not None:
        return _origin_part(connection, row, behind.origin), 0
    if behind.demand is None:
        return row["persons"], row["acts"] or 0
    counts = {
        code: count
        for code, count in connection.execute(
            select(tally_demand.c.code, tally_demand.c.acts).where(
                tally_demand.c.tally_uid == row["uid"]
            )
        )
        if behind.demand in {code, context.lists.first_level(code)}
    }
    # The same rule as the summary's: a theme has its own marks, or its largest child's.
    return 0, max(counts.values(), default=0)


def _origin_part(connection: Connection, row: dict[str, Any], origin: str) -> int:
    rows = connection.execute(
        select(tally_origin.c.code, tally_origin.c.persons).where(
            tally_origin.c.tally_uid == row["uid"]
        )
    )
    counts: dict[str, int] = {code: persons for code, persons in rows}  # noqa: C416 - typed rows
    named = counts.get(origin, 0)
    without = row["persons"] - sum(counts.values()) if origin == NOT_ASKED else 0
    return named + without
