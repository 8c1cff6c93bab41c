"""Everything that the screen shows of one day, read at once on the reading thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.calendar import same_weekday_last_year
from otdesk.domain.period import Period
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.reports import hours, openings
from otdesk.reports.context import ReportContext
from otdesk.reports.day_list import Line as RecordLine
from otdesk.reports.day_list import day_list
from otdesk.reports.live import LiveFigures, live
from otdesk.reports.queries import openings as opening_rows
from otdesk.reports.queries import sheets as sheet_rows
from otdesk.reports.queries.openings import CorrectionRecord
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import DayMark, OfficeDay, VisitMark
from otdesk.reports.shop.till_day import TillDay, till_day


@dataclass(frozen=True, slots=True)
class DayPicture:
    """One office's day.

    `sheets` are the paper sheets by uid. `reason` is the code of why real and planned hours
    differ; `own` names the office's own départements. `school_zones` None is not known. `before`
    is the same weekday of the year before, None where nothing was closed then. `till` is None
    where the office has no shop, or its till did nothing.
    """

    day: date
    office_day: OfficeDay
    live: LiveFigures
    lines: tuple[RecordLine, ...]
    marks: tuple[VisitMark, ...]
    sheets: Mapping[str, Tally]
    corrections: tuple[CorrectionRecord, ...]
    reason: str | None
    own: str
    public_holiday: str | None
    school_zones: tuple[str, ...] | None
    market: str | None
    before_day: date
    before: LiveFigures | None
    till: TillDay | None = None

    @property
    def state(self) -> DayMark:
        """Return what the day is called."""
        return self.office_day.state

    @property
    def is_closed(self) -> bool:
        """Tell whether only a correction can change the day: closed, or noted as shut."""
        return self.office_day.closed_at is not None


def read_day(connection: Connection, context: ReportContext, office: str, day: date) -> DayPicture:
    """Read an office's day."""
    scope = Scope.of((office,), Period.day(day))
    lines = day_list(connection, context, office, day)
    standing = any(line.void_reason is None for line in lines)
    active = {(office, day)} if standing else set()
    own = context.own_departments((office,))
    records = tuple(opening_rows.days(connection, scope))
    before_day = same_weekday_last_year(day)
    before = live(connection, context, office, before_day)
    return DayPicture(
        day=day,
        office_day=openings.read(connection, scope, context, active)[office, day],
        live=live(connection, context, office, day),
        lines=lines,
        marks=hours.marks(connection, scope, own),
        sheets=_sheets(connection, scope),
        corrections=tuple(opening_rows.corrections(connection, scope)),
        reason=next((record.reason for record in records if record.reason), None),
        own=", ".join(context.lists.origin_label(code) for code in sorted(own)),
        public_holiday=context.calendar.public_holiday(day),
        school_zones=context.calendar.school_zones(day),
        market=context.market((office,), day),
        before_day=before_day,
        before=before if before.state is DayMark.CLOSED else None,
        till=till_day(connection, day) if context.profile.has_shop else None,
    )


def _sheets(connection: Connection, scope: Scope) -> dict[str, Tally]:
    origins: dict[str, dict[str, int]] = defaultdict(dict)
    demands: dict[str, dict[str, int]] = defaultdict(dict)
    for row in sheet_rows.origins(connection, scope):
        origins[row.uid][row.code] = row[2]
    for row in sheet_rows.demands(connection, scope):
        demands[row.uid][row.code] = row[2]
    return {
        row.uid: Tally(
            office=row.office,
            day=row.day,
            half_day=HalfDay(row.half_day),
            persons=row.persons,
            acts=row.acts,
            origins=origins[row.uid],
            demands=demands[row.uid],
            note=row.note,
        )
        for row in sheet_rows.sheets(connection, scope)
    }
