"""Write the dump of the present schema, with rows of every kind, beside this script.

    PYTHONPATH=. python tests/data/schemas/make_dump.py

A dump of a released version is never made again: databases of that version are out there.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from otdesk.domain.days import MonthlyTotal, PlannedOpening
from otdesk.domain.transfers import SentPieces, TransferNotice
from otdesk.services import counsellors, days
from otdesk.store.engine import APPLICATION_ID
from otdesk.store.network_records import transfer_notice_payload
from otdesk.store.store import Store
from otdesk.store.tables import SCHEMA_VERSION
from tests.store.desk import DAY, OFFICE, Desk, work
from tests.store.shop_rows import trade


def main() -> None:
    """Work for a day in a throwaway folder and dump its database."""
    with tempfile.TemporaryDirectory() as place:
        desk = Desk(Path(place))
        with desk.opened() as store:
            erased = work(store)
            with store.writing("JD") as transaction:
                counsellors.add(transaction, "JD", "Jeanne")
                days.plan(transaction, [PlannedOpening(OFFICE, DAY, ())])
                month = DAY.replace(day=1)
                total = MonthlyTotal(OFFICE, month, "visitors", "persons", 1200, "bilan 2021")
                days.import_totals(transaction, [total])
                days.close(transaction, OFFICE, DAY, ranges=())
                days.set_hours(transaction, OFFICE, DAY, (), reason="erreur de saisie")
                days.explain(transaction, OFFICE, DAY, "formation")
                transaction.erase("day_reason", erased)
            trade(store)
            _tell_of_a_transfer(store)
        target = Path(__file__).with_name(f"{SCHEMA_VERSION:04d}.sql")
        with closing(sqlite3.connect(desk.path)) as connection:
            lines = [
                f"PRAGMA application_id={APPLICATION_ID};",
                f"PRAGMA user_version={SCHEMA_VERSION};",
                *connection.iterdump(),
            ]
        target.write_text("\n".join(lines) + "\n", "utf-8")


def _tell_of_a_transfer(store: Store) -> None:
    """Write what a siège writes: a dump has rows of every table that is projected."""
    pieces = (SentPieces("cp", 6000), SentPieces("magnet", 2000))
    notice = TransferNotice("sent", 1, "COL", OFFICE, DAY, "COL-20220714-1", pieces)
    with store.writing("CA") as transaction:
        transaction.put("transfer_notice", transfer_notice_payload(notice))


if __name__ == "__main__":
    main()
