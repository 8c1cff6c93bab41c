"""The demonstration network: six data folders, two years of accueils, one of bare totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from heapq import merge
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.demo import history
from otdesk.demo.demands import DemandTable
from otdesk.demo.entries import DemoEntry, EntryMaker
from otdesk.demo.facts import SEASON_YEAR, Facts, load_facts
from otdesk.demo.office_year import Setting, build_office_year
from otdesk.demo.openings import DeskDay
from otdesk.demo.plan import OfficeShare, shares
from otdesk.demo.reconstruction import Reconstruction, load_reconstruction
from otdesk.demo.rhythm import Clockwork, weather
from otdesk.demo.shop.network import CounterYear, ShopNetwork
from otdesk.demo.shop.plan import published_units, turnover_shares
from otdesk.demo.shop.rules import ShopRules, load_shop_rules
from otdesk.demo.shop.sales import TILL, OfficeSales, ShopFigures
from otdesk.demo.writer import write, write_season
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.days import MonthlyTotal
from otdesk.domain.profile import NetworkProfile, OfficeProfile
from otdesk.journal.keys import SigningKey
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.till.start import begin_new
from otdesk.store import faults
from otdesk.store.anchor import Anchors
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_lists
from otdesk.store.starter_catalogue import StarterCatalogue, load_starter
from otdesk.store.store import Identity, Store, is_empty

PROFILE = "cevennes"
OFFICES = "offices"
_BEGINNING = (1, 2, 8)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Where the folders lie, by office, and how many entries each one's journal got.

    `shops` are the figures of each office's till, `units` the pieces that all of them sold, by
    their published names.
    """

    profile: NetworkProfile
    folders: Mapping[str, Path]
    entries: Mapping[str, int]
    shops: Mapping[str, ShopFigures]
    units: Mapping[str, int]


def build(out: Path, *, anchors: Anchors, progress: Progress | None = None) -> DemoResult:
    """Build the season below `out`, `offices/<CODE>/` for each office.

    The tills' keys lie as files beside the marks of `anchors`, where a till's key is looked for.
    `progress` is told the office's name, how many steps are done and how many there are: first
    the counters, then the shops, which send each other goods and cash. Raises FolderTaken where
    anything lies in `out`: demonstration and real data never mix.
    """
    if not is_empty(out):
        raise faults.taken(out)
    network = _Network.load()
    codes = network.profile.office_codes
    steps = 2 * len(codes)

    def tell(code: str, done: int) -> None:
        if progress is not None:
            progress(network.facts.offices[code].name if code else "", done, steps)

    folders = {code: out / OFFICES / code for code in codes}
    entries: dict[str, int] = {}
    counters: dict[str, CounterYear] = {}
    for done, code in enumerate(codes):
        tell(code, done)
        entries[code], counters[code] = network.write_earlier(code, folders[code], anchors)
    shops = network.shops().build(counters)
    figures: dict[str, ShopFigures] = {}
    units: Counter[str] = Counter()
    for done, code in enumerate(codes, len(codes)):
        tell(code, done)
        shop = shops.pop(code)
        merged = merge(counters.pop(code).entries, shop.desk, key=lambda entry: entry.moment)
        entries[code] += network.write_season(code, folders[code], anchors, merged, shop.sales)
        figures[code] = shop.sales.figures
        units.update(shop.sales.units)
    tell("", steps)
    published = published_units(units, network.shop_rules, network.starter)
    return DemoResult(network.profile, folders, entries, figures, published)


@dataclass(frozen=True, slots=True)
class _Network:
    """What all the offices share."""

    profile: NetworkProfile
    facts: Facts
    reconstruction: Reconstruction
    shop_rules: ShopRules
    starter: StarterCatalogue
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
            shop_rules=load_shop_rules(files / "facts"),
            starter=load_starter(files / "reference"),
            calendar=DayCalendar.of(lists.public_holidays, lists.school_holidays),
            shares={
                year: shares(facts, reconstruction, year) for year in sorted(reconstruction.years)
            },
        )

    def shops(self) -> ShopNetwork:
        """Return what builds the shops of the season."""
        return ShopNetwork(
            facts=self.facts,
            rules=self.shop_rules,
            starter=self.starter,
            reconstruction=self.reconstruction,
            profile=self.profile,
            zone=self.zone,
            start=self._start(SEASON_YEAR),
        )

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the network."""
        return ZoneInfo(self.profile.timezone)

    def write_earlier(self, code: str, folder: Path, anchors: Anchors) -> tuple[int, CounterYear]:
        """Make an office's folder and write all years but the season.

        Return the number of entries, and the season's counter, which waits for its shop.
        """
        profile = self.profile.office(code)
        if profile is None:
            raise ValueError(f"the profile has no office {code}")
        first, *_ = self.shares
        identity = Identity(self.profile.code, code, reconstruction=True)
        clock = FixedClock(self._start(first))
        count = 0
        counter = CounterYear((), ())
        with closing(Store.create(folder, identity, clock, self.zone, anchors)) as store:
            for year in self.shares:
                days, entries = self._counter_year(year, profile, is_first=year == first)
                if year == SEASON_YEAR:
                    counter = CounterYear(days, entries)
                else:
                    count += write(store, entries)
        return count, counter

    def write_season(
        self,
        code: str,
        folder: Path,
        anchors: Anchors,
        entries: Iterable[DemoEntry],
        sales: OfficeSales,
    ) -> int:
        """Write an office's season, counter and shop; return the number of entries."""
        clock = FixedClock(sales.begins)
        with closing(Store.open(folder, clock, self.zone, anchors)) as store:
            post, _changes = begin_new(
                store,
                FileKeystore(anchors.folder / KEYS),
                author=sales.begun_by,
                office=code,
                name=TILL,
                key=_key(code),
            )
            # The till's own beginning is an entry too.
            return write_season(store, post, entries, sales.till) + 1

    def _counter_year(
        self, year: int, profile: OfficeProfile, *, is_first: bool
    ) -> tuple[tuple[DeskDay, ...], list[DemoEntry]]:
        share = self.shares[year][profile.code]
        random = Random(f"{profile.code} {year}")
        setting = self._setting(year, profile)
        built = build_office_year(share, setting, random)
        maker = EntryMaker(profile.code, setting, random)
        start = self._start(year)
        entries: list[DemoEntry] = []
        if is_first:
            entries += maker.beginnings(start, self._totals(profile.code))
        entries += maker.plan(start, built.days)
        entries += maker.year(built)
        return built.days, entries

    def _totals(self, code: str) -> list[MonthlyTotal]:
        totals = history.totals_of(self.facts.offices[code], self.reconstruction)
        for year, cents in self.shop_rules.earlier.items():
            of_office = turnover_shares(self.facts, cents)[code]
            totals += history.turnover_of(
                code, year, of_office, self.reconstruction, self.shop_rules.earlier_source
            )
        return totals

    def _start(self, year: int) -> datetime:
        return datetime(year, *_BEGINNING, tzinfo=self.zone).astimezone(UTC)

    def _setting(self, year: int, profile: OfficeProfile) -> Setting:
        return Setting(
            profile=profile,
            calendar=self.calendar,
            zone=self.zone,
            reconstruction=self.reconstruction,
            demands=DemandTable.of(self.facts.demands, self.reconstruction.demands),
            clockwork=Clockwork(self.reconstruction.hours),
            weather=weather(year, self.reconstruction.days),
        )


def _key(code: str) -> SigningKey:
    """Return the key of a demonstration till, the same at each run: it guards no money."""
    return SigningKey.derived(int.from_bytes(sha256(f"caisse {code}".encode()).digest()[1:], "big"))
