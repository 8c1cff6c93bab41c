"""The counter of the classement: distinct days open, against 180 and 240.

Arrêté du 16 avril 2019: an office of category II is open 180 days a year, of category I 240;
days outside count where the office itself was shut. Proof per office.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import Connection

from otdesk.domain.period import Period
from otdesk.reports.context import ReportContext
from otdesk.reports.queries import openings
from otdesk.reports.queries.scope import Scope
from otdesk.reports.summary import Classement, Threshold

_THRESHOLDS = ((180, "II"), (240, "I"))


def read(
    connection: Connection, offices: tuple[str, ...], period: Period, context: ReportContext
) -> tuple[Classement, ...]:
    """Return the counter of each office, then of all together where there are several.

    Days are counted from 1 January of the period's last year up to its end or today, whichever
    comes first; nothing for a year that has not begun.
    """
    until = min(period.last, context.today)
    start = date(period.last.year, 1, 1)
    if until < start or not offices:
        return ()
    opened: dict[str, set[date]] = defaultdict(set)
    for office, day in openings.open_dates(connection, Scope(offices, start, until)):
        opened[office].add(day)
    planned: dict[str, set[date]] = defaultdict(set)
    if until < date(start.year, 12, 31):
        rest = Scope(offices, until + timedelta(days=1), date(start.year, 12, 31))
        for office, day in openings.planned_dates(connection, rest):
            planned[office].add(day)
    outside = {
        office: set(
            openings.outing_dates(
                connection, office, [d for d in Period(start, until) if d not in opened[office]]
            )
        )
        for office in offices
    }
    rows = [
        _counter(
            office,
            context.office_name(office),
            until,
            opened=opened[office],
            outside=outside[office],
            planned=planned[office],
        )
        for office in offices
    ]
    if len(offices) > 1:
        every = set().union(*opened.values())
        outings = set().union(*outside.values()) - every
        plans = set().union(*planned.values())
        rows.append(
            _counter(
                None, context.profile.name, until, opened=every, outside=outings, planned=plans
            )
        )
    return tuple(rows)


def _counter(
    office: str | None,
    name: str,
    until: date,
    *,
    opened: set[date],
    outside: set[date],
    planned: set[date],
) -> Classement:
    past = sorted(opened | outside)
    coming = sorted(planned)
    return Classement(
        office=office,
        name=name,
        until=until,
        days=len(past),
        opening_days=len(opened),
        outing_days=len(outside),
        planned_days=len(coming),
        thresholds=tuple(
            Threshold(
                days,
                category,
                past[days - 1] if len(past) >= days else None,
                coming[days - len(past) - 1]
                if len(past) < days <= len(past) + len(coming)
                else None,
            )
            for days, category in _THRESHOLDS
        ),
    )
