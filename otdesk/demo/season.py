"""The demonstration network: six data folders, two years of accueils, one of bare totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.demo import history
from otdesk.demo.demands import DemandTable
from otdesk.demo.entries import DemoEntry, EntryMaker
from otdesk.demo.facts import Facts, load_facts
from otdesk.demo.office_year import Setting, build_office_year
from otdesk.demo.plan import OfficeShare, shares
from otdesk.demo.reconstruction import Reconstruction, load_reconstruction
from otdesk.demo.rhythm import Clockwork, weather
from otdesk.demo.writer import write
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.profile import NetworkProfile, OfficeProfile
from otdesk.store import faults
from otdesk.store.anchor import Anchors
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_lists
from otdesk.store.store import Identity, Store, is_empty

PROFILE = "cevennes"
OFFICES = "offices"
_BEGINNING = (1, 2, 8)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Where the folders lie, by office, and how many entries each one's journal got."""

    profile: NetworkProfile
    folders: Mapping[str, Path]
    entries: Mapping[str, int]


def build(out: Path, *, anchors: Anchors, progress: Progress | None = None) -> DemoResult:
    """Build the season below `out`, `offices/<CODE>/` for each office.

    `progress` is told the office's name, how many are done and how many there are. Raises
    FolderTaken where anything lies in `out`: demonstration and real data never mix.
    """
    if not is_empty(out):
        raise faults.taken(out)
    network = _Network.load()
    codes = network.profile.office_codes
    folders: dict[str, Path] = {}
    entries: dict[str, int] = {}
    for done, code in enumerate(codes):
        if progress is not None:
            progress(network.facts.offices[code].name, done, len(codes))
        folders[code] = out / OFFICES / code
        entries[code] = network.write_office(code, folders[code], anchors)
    if progress is not None:
        progress("", len(codes), len(codes))
    return DemoResult(network.profile, folders, entries)


@dataclass(frozen=True, slots=True)
class _Network:
    """What all the offices share."""

    profile: NetworkProfile
    facts: Facts
    reconstruction: Reconstruction
    calendar: DayCalendar
    shares: Mapping[int, Mapping[str, OfficeShare]]

    @classmethod
    def load(cls) -> _Network:
        """Read the facts, the lists and the profile, and part the totals among the offices."""
        files = paths.database_files()
        lists = load_lists(files / "reference")
        facts = load_facts(files / "facts")
        reconstruction = load_reconstruction(files / "facts", facts.season)
        return cls(
            profile=load_profile(files / "profiles", PROFILE, lists),
            facts=facts,
            reconstruction=reconstruction,
            calendar=DayCalendar.of(lists.public_holidays, lists.school_holidays),
            shares={
                year: shares(facts, reconstruction, year) for year in sorted(reconstruction.years)
            },
        )

    def write_office(self, code: str, folder: Path, anchors: Anchors) -> int:
        """Write one office's folder; return the number of entries."""
        profile = self.profile.office(code)
        if profile is None:
            raise ValueError(f"the profile has no office {code}")
        zone = ZoneInfo(self.profile.timezone)
        first, *_ = self.shares
        clock = FixedClock(datetime(first, *_BEGINNING, tzinfo=zone).astimezone(UTC))
        identity = Identity(self.profile.code, code, reconstruction=True)
        store = Store.create(folder, identity, clock, zone, anchors)
        try:
            return self._write_years(store, profile, zone)
        finally:
            store.close()

    def _write_years(self, store: Store, profile: OfficeProfile, zone: ZoneInfo) -> int:
        count = 0
        for year, by_office in self.shares.items():
            share = by_office[profile.code]
            random = Random(f"{profile.code} {year}")
            setting = self._setting(year, profile, zone)
            built = build_office_year(share, setting, random)
            maker = EntryMaker(profile.code, setting, random)
            start = datetime(year, *_BEGINNING, tzinfo=zone).astimezone(UTC)
            entries: list[DemoEntry] = []
            if not count:
                totals = history.totals_of(self.facts.offices[profile.code], self.reconstruction)
                entries += maker.beginnings(start, totals)
            entries += maker.plan(start, built.days)
            entries += maker.year(built)
            count += write(store, entries)
        return count

    def _setting(self, year: int, profile: OfficeProfile, zone: ZoneInfo) -> Setting:
        return Setting(
            profile=profile,
            calendar=self.calendar,
            zone=zone,
            reconstruction=self.reconstruction,
            demands=DemandTable.of(self.facts.demands, self.reconstruction.demands),
            clockwork=Clockwork(self.reconstruction.hours),
            weather=weather(year, self.reconstruction.days),
        )
