"""What the siège holds in the end, held against what each office holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from otdesk.demo.exchange.place import Post, Siege
from otdesk.demo.exchange.told import Proof
from otdesk.domain.period import Period
from otdesk.reports.context import ReportContext
from otdesk.reports.summarise import summarise
from otdesk.store import tables
from otdesk.store.integrity import verify
from otdesk.store.month_figures import month_figures, months_of
from otdesk.store.store import Store

_JOURNAL = tables.journal


def prove(siege: Siege, posts: Sequence[Post], period: Period) -> Proof:
    """Compare entry by entry and month by month; figures are those of `period` at the siège."""
    place = siege.workplace
    context = ReportContext(
        place.lists, place.profile, place.calendar, place.zone, place.clock.now()
    )
    entries: set[bytes] = set()
    months = equal = 0
    with siege.store.reading() as held:
        for post in posts:
            with post.store.reading() as own:
                entries |= _digests(own, siege.store.stream)
                for month in months_of(own, post.office):
                    months += 1
                    ours, theirs = (month_figures(c, post.office, month) for c in (own, held))
                    equal += ours == theirs
        at_siege = _digests(held, siege.store.stream)
        offices = tuple(post.office for post in posts)
        summary = summarise(held, context, period, offices)
    report = verify(place.folder, place.anchors)
    return Proof(
        persons=summary.persons,
        turnover=0 if summary.sales is None else summary.sales.turnover_cents,
        entries=len(entries),
        missing=len(entries - at_siege),
        strange=len(at_siege - entries),
        months=months,
        equal_months=equal,
        faults=len(report.faults),
    )


def own_entries(store: Store, siege_stream: str) -> int:
    """Return how many entries of its office a folder holds, those of the siège apart."""
    with store.reading() as connection:
        return len(_digests(connection, siege_stream))


def _digests(connection: Connection, siege_stream: str) -> set[bytes]:
    return set(
        connection.execute(
            select(_JOURNAL.c.digest).where(_JOURNAL.c.stream != siege_stream)
        ).scalars()
    )
