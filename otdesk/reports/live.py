"""The counter's live figures: what a day counts so far, read on its index alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.reference import NOT_ASKED
from otdesk.reports import counts, openings, rates
from otdesk.reports.context import ReportContext
from otdesk.reports.queries import sheets, visits
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import Base, DayMark, HourRow, Share


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """One office's day so far; the words are those of `Summary`.

    `persons_last_hour`: at the counter in the sixty minutes up to now, None on another day than
    today. `minutes` really open, a running range up to now. `origin_known_share` of the
    persons entered one by one. `by_hour` has the hours with an accueil only.
    """

    persons: int
    acts: int
    acts_at_least: bool
    walk_ins: int
    calls: int
    emails: int
    letters: int
    outing_persons: int
    persons_last_hour: int | None
    minutes: int
    persons_per_open_hour: float | None
    origin_known_share: Share
    state: DayMark
    by_hour: tuple[HourRow, ...]


def live(connection: Connection, context: ReportContext, office: str, day: date) -> LiveFigures:
    """Return the live figures of an office's day."""
    scope = Scope((office,), day, day)
    ledger = counts.read(connection, scope)
    total = ledger.total()
    office_day = openings.read(connection, scope, context, ledger.cells)[office, day]
    last_hour = known = asked = 0
    for row in visits.by_minute(connection, scope):
        asked += row.size
        known += row.known
        if row.minute is not None and context.minute - 60 < row.minute <= context.minute:
            last_hour += row.size
    if total.sheet_persons:
        asked += total.sheet_persons
        known += sum(r.marks for r in sheets.origins(connection, scope) if r.code != NOT_ASKED)
    hours = [(hour, ledger.hours[on, hour]) for on, hour in sorted(ledger.hours)]
    return LiveFigures(
        persons=total.persons,
        acts=total.acts,
        acts_at_least=total.at_least,
        walk_ins=total.walk_ins,
        calls=total.calls,
        emails=total.emails,
        letters=total.letters,
        outing_persons=total.outing_persons,
        persons_last_hour=last_hour if day == context.today else None,
        minutes=office_day.minutes,
        persons_per_open_hour=rates.per_open_hour(total.persons, office_day.minutes),
        origin_known_share=Share.part(known, asked, Base.PERSONS),
        state=office_day.state,
        by_hour=tuple(HourRow(hour, n.persons, n.acts) for hour, n in hours),
    )
