"""The demonstration network: six offices, two years of accueils, one of bare totals, a siège."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
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
from otdesk.demo.exchange.proof import own_entries
from otdesk.demo.exchange.run import Exchange
from otdesk.demo.exchange.told import ExchangeTold
from otdesk.demo.facts import SEASON_YEAR, Facts, SeasonFacts, load_facts
from otdesk.demo.office_year import Setting, build_office_year
from otdesk.demo.openings import DeskDay
from otdesk.demo.plan import OfficeShare, shares
from otdesk.demo.reconstruction import Reconstruction, load_reconstruction
from otdesk.demo.rhythm import Clockwork, weather
from otdesk.demo.shop.network import CounterYear, OfficeShop, ShopNetwork
from otdesk.demo.shop.plan import published_units, turnover_shares
from otdesk.demo.shop.rules import ShopRules, load_shop_rules
from otdesk.demo.shop.sales import TILL, ShopFigures
from otdesk.demo.writer import SeasonWriter, write
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.days import MonthlyTotal
from otdesk.domain.profile import NetworkProfile, OfficeProfile
from otdesk.journal.keys import SigningKey
from otdesk.services.till.keystore import KEYS, FileKeystore
from otdesk.services.till.post import TillPost
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
    """Where the folders lie, by office, and how many entries each office's journal got.

    `shops` are the figures of each office's till, `units` the pieces that all of them sold, by
    their published names; `exchange` is how it all came to the siège, `published` what it has to
    come to.
    """

    profile: NetworkProfile
    folders: Mapping[str, Path]
    entries: Mapping[str, int]
    shops: Mapping[str, ShopFigures]
    units: Mapping[str, int]
    exchange: ExchangeTold
    published: SeasonFacts


def build(out: Path, *, anchors: Anchors, progress: Progress | None = None) -> DemoResult:
    """Build the season below `out`: `offices/<CODE>/` for each office, `siege/`, `mailbox/`.

    The tills' keys, and those of the posts, lie as files beside the marks of `anchors`, where they
    are looked for. `progress` is told the office's name, how many steps are done and how many
    there are: first the counters, then each month's round, the siège's turn last. Raises
    FolderTaken where anything lies in `out`: demonstration and real data never mix.
    """
    if not is_empty(out):
        raise faults.taken(out)
    network = _Network.load()
    codes = network.profile.office_codes
    clock = FixedClock(network.start(min(network.shares)))
    exchange = Exchange(
        out,
        network.profile,
        network.facts.season.period,
        clock,
        anchors,
        network.reconstruction.direction.initials,
    )
    steps = _Steps(network, progress, len(codes) + len(exchange.rounds) * (len(codes) + 1))
    folders = {code: out / OFFICES / code for code in codes}
    counters: dict[str, CounterYear] = {}
    with ExitStack() as stack:
        stores: dict[str, Store] = {}
        for code in codes:
            steps.tell(code)
            stores[code] = stack.enter_context(
                closing(network.created(code, folders[code], clock, anchors))
            )
            earlier, counters[code] = network.counter_years(code)
            write(stores[code], earlier)
        shops = network.shops().build(counters)
        seasons = {
            code: network.season(code, counters.pop(code), shop, clock)
            for code, shop in shops.items()
        }
        clock.instant = network.start(SEASON_YEAR)
        told = exchange.run(stores, seasons, steps.tell)
        entries = {code: own_entries(store, told.stream) for code, store in stores.items()}
    steps.tell("")
    figures = {code: shop.sales.figures for code, shop in shops.items()}
    units = sum((Counter(shop.sales.units) for shop in shops.values()), Counter[str]())
    return DemoResult(
        profile=network.profile,
        folders=folders,
        entries=entries,
        shops=figures,
        units=published_units(units, network.shop_rules, network.starter),
        exchange=told,
        published=network.facts.season,
    )


def draw() -> dict[str, list[DemoEntry]]:
    """Return every entry of each office, its till's among them, as `build` records them."""
    network = _Network.load()
    drawn = {code: network.counter_years(code) for code in network.profile.office_codes}
    shops = network.shops().build({code: counter for code, (_, counter) in drawn.items()})
    return {
        code: [*earlier, *counter.entries, *shops[code].desk, *shops[code].sales.till]
        for code, (earlier, counter) in drawn.items()
    }


class _Steps:
    """Counts the steps while they are told."""

    def __init__(self, network: _Network, progress: Progress | None, total: int) -> None:
        self._names = {code: office.name for code, office in network.facts.offices.items()}
        self._progress = progress
        self._total = total
        self._done = 0

    def tell(self, code: str) -> None:
        """Tell whose turn it is: an office's, or the siège's."""
        if self._progress is not None:
            self._progress(self._names.get(code, "Siège"), self._done, self._total)
        self._done += 1


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
            start=self.start(SEASON_YEAR),
        )

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the network."""
        return ZoneInfo(self.profile.timezone)

    def created(self, code: str, folder: Path, clock: FixedClock, anchors: Anchors) -> Store:
        """Make an office's folder, and open it."""
        identity = Identity(self.profile.code, code, reconstruction=True)
        return Store.create(folder, identity, clock, self.zone, anchors)

    def counter_years(self, code: str) -> tuple[list[DemoEntry], CounterYear]:
        """Return the entries of all years but the season, and the season's counter.

        The season waits for its shop.
        """
        profile = self.profile.office(code)
        if profile is None:
            raise ValueError(f"the profile has no office {code}")
        first, *_ = self.shares
        counter = CounterYear((), ())
        earlier: list[DemoEntry] = []
        for year in self.shares:
            days, entries = self._counter_year(year, profile, is_first=year == first)
            if year == SEASON_YEAR:
                counter = CounterYear(days, entries)
            else:
                earlier += entries
        return earlier, counter

    def season(
        self, code: str, counter: CounterYear, shop: OfficeShop, clock: FixedClock
    ) -> SeasonWriter:
        """Return what writes an office's season, counter and shop."""
        sales = shop.sales

        def begin(store: Store) -> TillPost:
            clock.instant = sales.begins
            post, _changes = begin_new(
                store,
                FileKeystore(store.anchors.folder / KEYS),
                author=sales.begun_by,
                office=code,
                name=TILL,
                key=_key(code),
            )
            return post

        desk = merge(counter.entries, shop.desk, key=lambda entry: entry.moment)
        direction = self.reconstruction.direction.initials
        return SeasonWriter(list(desk), sales.till, begin, direction)

    def _counter_year(
        self, year: int, profile: OfficeProfile, *, is_first: bool
    ) -> tuple[tuple[DeskDay, ...], list[DemoEntry]]:
        share = self.shares[year][profile.code]
        random = Random(f"{profile.code} {year}")
        setting = self._setting(year, profile)
        built = build_office_year(share, setting, random)
        maker = EntryMaker(profile.code, setting, random)
        start = self.start(year)
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

    def start(self, year: int) -> datetime:
        """Return the instant at which the offices begin a year."""
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
