"""A data folder for tests: made, written, damaged, looked into."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from otdesk.clock import FixedClock
from otdesk.domain.reference import ChannelCode
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.domain.visits import Visit, VisitDemand, WalkIn
from otdesk.services import days, tallies, visits
from otdesk.store import tables
from otdesk.store.anchor import Anchors
from otdesk.store.database import has_database
from otdesk.store.integrity import verify
from otdesk.store.report import IntegrityFault, IntegrityReport
from otdesk.store.store import DATABASE, Identity, Store

START = datetime(2022, 7, 14, 16, 44, 12, tzinfo=UTC)
DAY = date(2022, 7, 14)
OFFICE = "PDM"
ZONE = ZoneInfo("Europe/Paris")
PRIVATE = "arrêt maladie de Jeanne"
VISIT = Visit(
    office=OFFICE,
    day=DAY,
    channel=ChannelCode.COMPTOIR,
    party_size=2,
    origin="FR-48",
    demands=(VisitDemand("sport.baignade"), VisitDemand("pratique.transport", unmet=True)),
    started_at=START,
    minute=1124,
    note="à pied",
)


@dataclass(slots=True)
class Desk:
    """A data folder below `root`, its clock, and the marks of its machine."""

    root: Path
    name: str = "data"
    clock: FixedClock = field(default_factory=lambda: FixedClock(START))
    office: str = OFFICE
    role: str = "office"
    # Of a siège whose database is on a server.
    address: str | None = None

    @property
    def folder(self) -> Path:
        """Return the data folder."""
        return self.root / self.name

    @property
    def path(self) -> Path:
        """Return the database."""
        return self.folder / DATABASE

    @property
    def anchors(self) -> Anchors:
        """Return the marks of the machine: desks below one root share them."""
        return Anchors(self.root / "state")

    def create(self) -> Store:
        """Make the folder."""
        identity = Identity("cevennes", self.office, self.role)
        if self.address is None:
            return Store.create(self.folder, identity, self.clock, ZONE, self.anchors)
        from otdesk.store.server.making import make

        state = self.anchors.folder
        make(self.folder, self.address, identity, clock=self.clock, zone=ZONE, state=state)
        return self.open()

    def open(self) -> Store:
        """Open the folder."""
        return Store.open(self.folder, self.clock, ZONE, self.anchors)

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Give the open store, made where it was not there."""
        with closing(self.open() if has_database(self.folder) else self.create()) as store:
            yield store

    def verify(self) -> IntegrityReport:
        """Check the folder against the marks of its machine."""
        return verify(self.folder, self.anchors)

    def faults(self) -> tuple[IntegrityFault, ...]:
        """Return the faults of the folder."""
        return self.verify().faults

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """Give the database as any other program sees it."""
        with closing(sqlite3.connect(self.path)) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def unguarded(self) -> Iterator[sqlite3.Connection]:
        """Give the database with its triggers out of the way; they stand again afterwards."""
        with self.raw() as connection:
            query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            triggers = connection.execute(query).fetchall()
            for name, _sql in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            yield connection
            for _name, sql in triggers:
                connection.execute(sql)

    def count(self, table: str = "visit") -> int:
        """Return how many rows a table has."""
        with self.raw() as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def content(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every projected row, by table."""
        with self.raw() as connection:
            return {
                table.name: sorted(
                    connection.execute(f"SELECT * FROM {table.name}").fetchall(), key=repr
                )
                for table in tables.PROJECTED
            }


def record(store: Store, visit: Visit = VISIT) -> str:
    """Record one accueil, a second after the last; return its uid."""
    assert isinstance(store.clock, FixedClock)
    store.clock.instant += timedelta(seconds=1)
    with store.writing("JD") as transaction:
        return visits.record(transaction, visit).uids[0]


def work(store: Store) -> str:
    """Do a day's work: every kind of entry, a correction, a void; return a day reason's uid."""
    office = store.identity.office
    visit = replace(VISIT, office=office)
    kept, corrected, voided = (record(store, visit) for _ in range(3))
    assert kept
    with store.writing("JD") as transaction:
        visits.record(transaction, visit.with_demands("sport.baignade"), uid=corrected)
        visits.void(transaction, voided, office, DAY, "doublon")
        visits.record_walk_in(transaction, WalkIn(office, DAY, 4))
        sheet = Tally(office, DAY, HalfDay.MORNING, 12, 5, {"FR-48": 12}, {"sport.baignade": 3})
        tallies.record(transaction, sheet)
        days.open_range(transaction, office, DAY, 540)
        days.close_range(transaction, office, DAY, 720)
    with store.writing("JD") as transaction:
        return days.explain(transaction, office, DAY, PRIVATE).uids[0]


def drop_privileges() -> None:
    """Become an ordinary user: root writes where a counsellor could not."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
