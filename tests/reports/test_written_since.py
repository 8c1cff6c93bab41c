"""What another program wrote is told of once, and not before the tables show it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, func, insert, select

from otdesk.reports.written_since import written_since
from otdesk.services import visits
from otdesk.store.exchange_tables import unprojected
from otdesk.store.tables import journal
from tests.store.desk import VISIT, Desk


def test_entries_from_elsewhere_are_told_once_the_tables_show_them(tmp_path: Path) -> None:
    with Desk(tmp_path).opened() as store:
        with store.reading() as connection:
            seen = written_since(connection, None).last
        with store.writing("JD") as transaction:
            visits.record(transaction, VISIT)
        with store.writing_local() as connection:
            last = connection.execute(select(func.max(journal.c.id))).scalar_one()
            connection.execute(insert(unprojected).values(first=last, last=last))
            waiting = written_since(connection, seen)
            assert waiting.entries == ()
            connection.execute(delete(unprojected))
            (entry,) = written_since(connection, waiting.last).entries
        assert (entry.kind, entry.day) == ("visit", VISIT.day)
