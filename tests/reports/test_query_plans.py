"""No report reads more than its period: every statement goes through an index."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, event

from otdesk.domain.period import Period
from otdesk.reports.calendar_view import calendar_month
from otdesk.reports.day_list import day_list
from otdesk.reports.favourites import favourites
from otdesk.reports.history import history
from otdesk.reports.live import live
from otdesk.reports.records_behind import Behind, records_behind

if TYPE_CHECKING:
    from tests.reports.conftest import Desk

DAY = date(2022, 7, 14)
# A row each, or one for each PC, whatever the years: reading them whole is right.
SMALL = {"folder", "writing", "till", "post"}


def statements_of(desk: Desk, connection: Connection) -> list[tuple[str, Any]]:
    """Run every report and return the statements that it sent, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:  # noqa: ANN401
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    context = desk.context
    from otdesk.reports.summarise import summarise

    for period in ("2022-07-14", "2022-07", "2022"):
        summarise(connection, context, Period.parse(period), ("PDM", "VIA"))
    live(connection, context, "PDM", DAY)
    day_list(connection, context, "PDM", DAY)
    calendar_month(connection, context, "PDM", DAY)
    favourites(connection, "PDM", Period.parse("2022"))
    history(connection, context, "any")
    records_behind(
        connection, context, Behind(Period.parse("2022-07"), ("PDM",), demand="sport", unmet=True)
    )
    event.remove(connection, "before_cursor_execute", note)
    return seen


def some_days(desk: Desk) -> None:
    for day in (DAY, DAY - timedelta(days=364), DAY - timedelta(days=365)):
        desk.plan("9h-12h", day)
        desk.visit(2, "BE", "sport", "sport.velo", day=day)
        desk.passage(day=day)
        desk.sheet(4, 2, day=day, origins={"BE": 1}, demands={"sport": 1})
        desk.hours("9h-12h", day)
    desk.visit(3, channel="hors_les_murs", day=DAY + timedelta(days=1))


def test_no_statement_scans_a_table(desk: Desk) -> None:
    some_days(desk)
    with desk.store.reading() as connection:
        seen = statements_of(desk, connection)
        scans = []
        for statement, parameters in dict.fromkeys((s, tuple(p)) for s, p in seen):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for *_ids, detail in plan:
                table = re.match(r"SCAN (\w+)", detail)
                if table is not None and table[1] not in SMALL and "anon_" not in detail:
                    scans.append((detail, statement))
    assert len(seen) > 40
    assert not scans


def test_the_guard_sees_a_scan(desk: Desk) -> None:
    with desk.store.reading() as connection:
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT * FROM visit WHERE note = 'x'")
        assert [row[-1] for row in plan] == ["SCAN visit"]


@pytest.mark.parametrize("years", [0, 1])
def test_a_summary_sends_the_same_statements_whatever_lies_in_other_years(
    desk: Desk, years: int
) -> None:
    def sent() -> int:
        count = 0

        def note(*_all: object) -> None:
            nonlocal count
            count += 1

        with desk.store.reading() as connection:
            from otdesk.reports.summarise import summarise

            event.listen(connection, "before_cursor_execute", note)
            summarise(connection, desk.context, Period.parse("2022-07"), ("PDM",), years_back=years)
            event.remove(connection, "before_cursor_execute", note)
        return count

    some_days(desk)
    before = sent()
    for year in range(2005, 2015):
        desk.visit(2, day=date(year, 7, 14))
        desk.passage(day=date(year, 7, 14))
    assert sent() == before
