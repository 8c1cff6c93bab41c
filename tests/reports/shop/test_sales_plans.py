"""The shop's figures cost their period: each statement goes through an index, and none is added."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import event

from tests.reports.shop.conftest import CARD, CASH, Counter

# A few dozen rows, whatever the years: reading them whole is right.
SMALL = {"folder", "writing", "till", "family", "supplier", "shop_terms"}


def sent(counter: Counter, *periods: str) -> list[tuple[str, Any]]:
    """Return the statements of some summaries, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:  # noqa: ANN401
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    with counter.shop.store.reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", note)
    for period in periods:
        counter.summary(period, "PDM", "VIA")
    event.remove(engine, "before_cursor_execute", note)
    return seen


def trade(counter: Counter) -> None:
    visit = counter.visit(2, "BE", "sport", "sport.velo", day=counter.shop.workplace.today())
    uid = counter.sell_to(visit, cp=2, magnet=1, peche_jour=1)
    counter.shop.refund(uid, {0: 1})
    counter.correct(counter.sell(CASH, cp=1), 80, CASH, CARD)
    counter.shop.close_day()
    counter.shop.next_day()


def test_no_statement_of_the_shop_scans_a_table(counter: Counter) -> None:
    for _day in range(3):
        trade(counter)
    seen = sent(counter, "2022-07-20", "2022-07", "2022")
    assert any("receipt_line" in statement for statement, _ in seen)
    scans = []
    with counter.shop.store.reading() as connection:
        for statement, parameters in dict.fromkeys((s, tuple(p)) for s, p in seen):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for *_ids, detail in plan:
                table = re.match(r"SCAN (\w+)", detail)
                if table is not None and table[1] not in SMALL and "anon_" not in detail:
                    scans.append((detail, statement))
    assert not scans


def test_other_years_add_no_statement(counter: Counter) -> None:
    trade(counter)
    counter.shop.next_day(365)
    before = len(sent(counter, "2022-07"))
    for _day in range(3):
        trade(counter)
    assert len(sent(counter, "2022-07")) == before
