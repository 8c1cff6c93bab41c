"""A network and its offices: everything in the product that belongs to one tourist office.

Names, lists, hours, keys of the counter and colours are data, so that a neighbour runs the same
program by writing another file (`db/profiles/README.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from otdesk.domain.openings import Ranges
from otdesk.domain.reference import ChannelCode

FAVOURITES = 9
DEMAND_TILES = 10
EXPRESS_KEYS = 4
# The group of the départements two or three hours away (« proximité »), in every profile.
NEAR_GROUP = "proximite"


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of any year. 29 February is one of them, in years that have it."""

    month: int
    day: int

    @classmethod
    def of(cls, day: date) -> MonthDay:
        """Return the day of the year of a date."""
        return cls(day.month, day.day)


@dataclass(frozen=True, slots=True)
class Season:
    """From `first` to `last`, both included, every year; it may go over New Year."""

    first: MonthDay
    last: MonthDay

    def __contains__(self, day: date) -> bool:
        current = MonthDay.of(day)
        if self.first <= self.last:
            return self.first <= current <= self.last
        return current >= self.first or current <= self.last


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """The planned hours of some weekdays (0 is Monday) in a season."""

    season: Season
    weekdays: frozenset[int]
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Market:
    """A weekly market near the office, shown beside the figures of the day."""

    weekday: int
    season: Season
    label: str


@dataclass(frozen=True, slots=True)
class ExpressProfile:
    """A frequent accueil that one key enters (F1 to F4).

    `party_size` is 1 for a call, an e-mail or a letter, which have no size.
    """

    party_size: int
    origin: str
    demands: tuple[str, ...]
    channel: ChannelCode = ChannelCode.COMPTOIR


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """Origins that the reports add up: own départements, proximité, bassin parisien."""

    code: str
    label: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """One office (BIT).

    `own_departments` are those whose visitors are asked for their residency. `favourites` are the
    nine keys A to O of the counter and `more_favourites` the same with Shift; `demand_tiles` the
    ten keys Q to M, the tenth of which opens the rest. `closed_days` are closed whatever the
    weekday. `phone` is the one that rings there.
    """

    code: str
    name: str
    address: str
    postcode: str
    commune: str
    inhabitants: int | None
    phone: str
    own_departments: tuple[str, ...]
    opening_pattern: tuple[OpeningRule, ...]
    closed_days: frozenset[MonthDay]
    markets: tuple[Market, ...]
    favourites: tuple[str, ...]
    more_favourites: tuple[str, ...]
    demand_tiles: tuple[str, ...]
    express: tuple[ExpressProfile, ...]

    def planned(self, day: date) -> Ranges:
        """Return the hours that the pattern plans for a date; none is a planned closing."""
        if MonthDay.of(day) in self.closed_days:
            return ()
        for rule in self.opening_pattern:
            if day.weekday() in rule.weekdays and day in rule.season:
                return rule.ranges
        return ()

    def market(self, day: date) -> str | None:
        """Return the market of a date, None where there is none."""
        for market in self.markets:
            if day.weekday() == market.weekday and day in market.season:
                return market.label
        return None

    def asks_residency(self, origin: str) -> bool:
        """Tell whether the origin is the office's own: F5 to F8 are offered."""
        return origin in self.own_departments


@dataclass(frozen=True, slots=True)
class NetworkProfile:
    """A network: what its documents say of it, and its offices in the order of its documents.

    `headquarters` is the code of the office that is the siège too. `audiences` are the publics
    that the counter offers, in order. `colours` replaces roles of the theme (`#RRGGBB`) and `logo`
    names a file beside the profile; both may be empty. `siret` is empty until the office fills it
    in: receipts need it. `category` is that of the classement (arrêté du 16 avril 2019), and
    `category_aimed` the one that the opening days are counted for.
    """

    code: str
    name: str
    legal_name: str
    address: str
    postcode: str
    commune: str
    phone: str
    email: str
    website: str
    siret: str
    timezone: str
    school_zone: str
    category: str
    category_aimed: str
    headquarters: str
    has_shop: bool
    logo: str
    colours: Mapping[str, str]
    audiences: tuple[str, ...]
    origin_groups: tuple[OriginGroup, ...]
    offices: tuple[OfficeProfile, ...]

    def office(self, code: str) -> OfficeProfile | None:
        """Return the office of a code, None where the network has none."""
        return next((office for office in self.offices if office.code == code), None)

    @property
    def office_codes(self) -> tuple[str, ...]:
        """Return the codes of the offices, in order."""
        return tuple(office.code for office in self.offices)

    def group_of(self, origin: str) -> OriginGroup | None:
        """Return the group that an origin counts in, None for the others."""
        return next((group for group in self.origin_groups if origin in group.origins), None)
