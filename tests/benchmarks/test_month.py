"""A month of six offices in print, beside SQL written by hand and pages composed beforehand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO

from otdesk.documents.pdf.document import Metadata, write
from otdesk.documents.pdf.render import compose, render_pdf
from otdesk.documents.pdf.style import PrintStyle
from otdesk.domain.period import Period
from otdesk.reports.context import ReportContext
from otdesk.reports.summarise import summarise
from otdesk.store.database_file import DATABASE, open_raw
from tests.benchmarks.pairs import Pairs
from tests.benchmarks.years import Years

MONTH = Period.parse("2026-07")
BEFORE = (date(2025, 7, 1), date(2025, 7, 31))
NOW = datetime(2026, 8, 8, 14, 15, tzinfo=UTC)

_WHERE = "office IN ({offices}) AND day BETWEEN ? AND ? AND void_reason IS NULL"
# What the pages show, asked for by hand: the month, and the one that it is compared with.
_TWICE = (
    f"""SELECT office, day, minute / 60, channel, count(*), sum(party_size) FROM visit
    WHERE {_WHERE} GROUP BY 1, 2, 3, 4""",
    f"""SELECT origin, residency, channel, count(*), sum(party_size) FROM visit
    WHERE {_WHERE} GROUP BY 1, 2, 3""",
    f'SELECT office, day, sum("count") FROM walk_in WHERE {_WHERE} GROUP BY 1, 2',
    f"SELECT office, day, half_day, persons, acts, note FROM tally WHERE {_WHERE}",
    f"SELECT office, day, ranges, reason, closed_at, closed_by FROM business_day WHERE {_WHERE}",
    f"SELECT office, day, ranges FROM planned_opening WHERE {_WHERE}",
)
_ONCE = (
    f"""SELECT audience, entry, channel, count(*), sum(party_size) FROM visit
    WHERE {_WHERE} GROUP BY 1, 2, 3""",
    f"""SELECT d.theme, d.code, v.channel, count(*), sum(d.unmet), sum(
        d.position = 0 OR NOT EXISTS (
            SELECT 1 FROM visit_demand e
            WHERE e.visit_uid = d.visit_uid AND e.theme = d.theme AND e.position < d.position))
    FROM visit v JOIN visit_demand d ON d.visit_uid = v.uid
    WHERE v.{_WHERE} GROUP BY 1, 2, 3""",
    f"SELECT office, day, author, reason FROM day_correction WHERE {_WHERE}",
)
# A classement looks at the year up to the month's end.
_YEAR = (
    f"SELECT DISTINCT office, day FROM business_day WHERE {_WHERE} AND ranges <> ''",
    f"SELECT DISTINCT office, day FROM planned_opening WHERE {_WHERE} AND ranges <> ''",
)
_PUBLISHED = (
    "SELECT office, month, measure, unit, value, source FROM monthly_total"
    " WHERE office IN ({offices}) AND month BETWEEN ? AND ? AND void_reason IS NULL"
)


def ask(connection: sqlite3.Connection, offices: Sequence[str]) -> int:
    """Ask everything in one state of the database; return how many rows came."""
    marks = ", ".join("?" * len(offices))
    rows = 0

    def fetch(statement: str, first: str, last: str) -> None:
        nonlocal rows
        text = statement.format(offices=marks)
        rows += len(connection.execute(text, (*offices, first, last)).fetchall())

    connection.execute("BEGIN")
    first, last = MONTH.first.isoformat(), MONTH.last.isoformat()
    for statement in _TWICE:
        fetch(statement, first, last)
        fetch(statement, BEFORE[0].isoformat(), BEFORE[1].isoformat())
    for statement in _ONCE:
        fetch(statement, first, last)
    for statement in _YEAR:
        fetch(statement, "2025-08-01", last)
    fetch(_PUBLISHED, "2016-01", "2025-12")
    connection.execute("COMMIT")
    return rows


def test_a_month_of_six_offices_costs_at_most_half_more_than_by_hand(
    pairs: Pairs, million: Years
) -> None:
    workplace, offices = million.workplace, million.offices
    style = PrintStyle.shipped()
    context = ReportContext(
        workplace.lists, workplace.profile, workplace.calendar, workplace.zone, NOW
    )
    store = workplace.open_store()
    with closing(store), closing(open_raw(workplace.folder / DATABASE)) as raw:

        def ours() -> None:
            with store.reading() as connection:
                summary = summarise(connection, context, MONTH, offices)
            render_pdf(summary, style, BytesIO())

        with store.reading() as connection:
            summary = summarise(connection, context, MONTH, offices)
        assert len(offices) == 6
        assert summary.comparison is not None
        assert summary.comparison.refusal is None
        pages = compose(summary, style)
        metadata = Metadata(title="juillet 2026", author=summary.network, subject="")

        def by_hand() -> None:
            assert ask(raw, offices) > 1000
            write(pages, metadata, style, BytesIO())

        pairs.compare(
            "a month of six offices over ten years / by hand",
            ours,
            by_hand,
            rounds=15,
            limit=1.5,
        )
