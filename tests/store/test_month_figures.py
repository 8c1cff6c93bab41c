"""Office and head office count a month the same way, and see any difference."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from otdesk.store.month_figures import MonthFigures, month_figures, months_of
from otdesk.store.records import visit_payload
from otdesk.store.store import Store
from tests.store.desk import DAY, OFFICE, VISIT, Desk, record, work
from tests.store.exchange import carry, make_siege
from tests.store.shop_rows import trade

MONTH = "2022-07"


def figures(store: Store, month: str = MONTH) -> MonthFigures:
    """Return the figures of the office's month."""
    with store.reading() as connection:
        return month_figures(connection, OFFICE, month)


def test_office_and_head_office_agree(tmp_path: Path, desk: Desk) -> None:
    with desk.opened() as store, closing(make_siege(tmp_path)) as siege:
        work(store)
        trade(store)
        carry(store, siege)
        assert figures(store) == figures(siege)
        assert figures(store).counts == {
            "accueils": 2,
            "passages": 1,
            "sheets": 1,
            "days": 1,
            "receipts": 2,
        }
        record(store)
        assert figures(store).digest != figures(siege).digest


def test_a_change_of_any_counted_figure_changes_the_digest(desk: Desk) -> None:
    with desk.opened() as store:
        uid = record(store)
        seen = [figures(store)]
        for changed in (replace(VISIT, party_size=3), replace(VISIT, origin="BE")):
            with store.writing("JD") as transaction:
                transaction.put("visit", visit_payload(changed), uid=uid)
            seen.append(figures(store))
        with store.writing("JD") as transaction:
            transaction.void("visit", uid, "doublon", office=OFFICE, day=DAY)
        seen.append(figures(store))
    assert len({month.digest for month in seen}) == 4
    assert [month.counts["accueils"] for month in seen] == [1, 1, 1, 0]
    assert not seen[-1].has_activity


def test_a_month_is_bounded_by_its_days(desk: Desk) -> None:
    with desk.opened() as store:
        for days in (0, 17, 18):
            record(store, replace(VISIT, day=DAY + timedelta(days=days)))
        assert figures(store).counts["accueils"] == 2
        assert figures(store, "2022-08").counts["accueils"] == 1
        with store.reading() as connection:
            assert months_of(connection, OFFICE) == ("2022-07", "2022-08")
            assert months_of(connection, "LSA") == ()
