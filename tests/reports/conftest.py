"""An office at work in a real folder: what a test records, the reports read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.days import MonthlyTotal, PlannedOpening
from otdesk.domain.openings import read_hours
from otdesk.domain.period import Period
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.reference import ChannelCode, Lists, ResidencyCode
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.domain.visits import EntryMode, Visit, VisitDemand, WalkIn
from otdesk.reports.context import ReportContext
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Summary
from otdesk.services import days, tallies, visits
from otdesk.store.anchor import Anchors
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_lists
from otdesk.store.store import Identity, Store

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2022, 7, 14)


@cache
def _grounds() -> tuple[Lists, NetworkProfile, DayCalendar]:
    lists = load_lists(paths.database_files() / "reference")
    profile = load_profile(paths.database_files() / "profiles", "cevennes")
    calendar = DayCalendar.of(lists.public_holidays, lists.school_holidays)
    return lists, profile, calendar


@dataclass
class Desk:
    """Short words for what a counter does; `clock` is the only clock."""

    store: Store
    clock: FixedClock
    uids: list[str] = field(default_factory=list)

    @property
    def context(self) -> ReportContext:
        lists, profile, calendar = _grounds()
        return ReportContext(lists, profile, calendar, PARIS, self.clock.now())

    def visit(
        self,
        size: int = 1,
        origin: str = "FR-48",
        *demands: str,
        day: date = DAY,
        minute: int | None = 600,
        channel: str = "comptoir",
        office: str = "PDM",
        unmet: tuple[str, ...] = (),
        residency: str | None = None,
        audience: str | None = None,
        entry: EntryMode = EntryMode.MANUAL,
        uid: str | None = None,
        reason: str = "",
    ) -> str:
        asked = tuple(VisitDemand(code, code in unmet) for code in demands or ("pratique",))
        with self.store.writing("CM") as transaction:
            changes = visits.record(
                transaction,
                Visit(
                    office=office,
                    day=day,
                    channel=ChannelCode(channel),
                    party_size=size,
                    origin=origin,
                    demands=asked,
                    started_at=None if minute is None else local(day, minute),
                    minute=minute,
                    residency=ResidencyCode(residency) if residency else None,
                    audience=audience,
                    entry=entry,
                ),
                uid=uid,
                reason=reason,
            )
        return changes.uids[0]

    def void(self, uid: str, *, day: date = DAY, office: str = "PDM") -> None:
        with self.store.writing("CM") as transaction:
            visits.void(transaction, uid, office, day, "saisi deux fois")

    def passage(self, count: int = 1, *, day: date = DAY, office: str = "PDM") -> None:
        with self.store.writing("CM") as transaction:
            visits.record_walk_in(transaction, WalkIn(office, day, count))

    def sheet(
        self,
        persons: int,
        acts: int | None = None,
        *,
        day: date = DAY,
        office: str = "PDM",
        origins: Mapping[str, int] | None = None,
        demands: Mapping[str, int] | None = None,
    ) -> str:
        with self.store.writing("CM") as transaction:
            changes = tallies.record(
                transaction,
                Tally(office, day, HalfDay.AFTERNOON, persons, acts, origins or {}, demands or {}),
            )
        return changes.uids[0]

    def plan(self, hours: str, *on: date, office: str = "PDM") -> None:
        with self.store.writing("CM") as transaction:
            days.plan(
                transaction,
                [PlannedOpening(office, day, read_hours(hours)) for day in on or (DAY,)],
            )

    def hours(self, hours: str, *on: date, office: str = "PDM", motive: str | None = None) -> None:
        """Note the real hours; the days stay to be closed."""
        for day in on or (DAY,):
            with self.store.writing("CM") as transaction:
                days.set_hours(transaction, office, day, read_hours(hours), motive=motive)

    def close(self, hours: str, *on: date, office: str = "PDM") -> None:
        """Close the days with these hours; none at all: the office stayed shut."""
        for day in on or (DAY,):
            with self.store.writing("CM") as transaction:
                days.close(transaction, office, day, ranges=read_hours(hours))

    def total(self, year: int, unit: str, value: int = 100, month: int = 7) -> None:
        with self.store.writing("CM") as transaction:
            days.import_totals(
                transaction,
                [MonthlyTotal("PDM", date(year, month, 1), "visitors", unit, value, "bilan")],
            )

    def summary(
        self, period: str | Period = "2022-07-14", *offices: str, years: int = 1
    ) -> Summary:
        of = period if isinstance(period, Period) else Period.parse(period)
        with self.store.reading() as connection:
            return summarise(connection, self.context, of, offices or ("PDM",), years_back=years)

    def at(self, day: date, minute: int = 600) -> None:
        """Set the clock."""
        self.clock.instant = local(day, minute)


def local(day: date, minute: int) -> datetime:
    moment = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=PARIS)
    return moment.astimezone(UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = FixedClock(datetime(2022, 12, 20, 9, tzinfo=UTC))
    identity = Identity("cevennes", "PDM")
    anchors = Anchors(tmp_path / "state")
    with closing(Store.create(tmp_path / "pdm", identity, clock, PARIS, anchors)) as store:
        yield Desk(store, clock)
