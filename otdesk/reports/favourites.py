"""What the counter's favourite keys would be by the season's real figures; applied on request."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from otdesk.domain.period import Period
from otdesk.domain.profile import EXPRESS_KEYS, FAVOURITES
from otdesk.domain.reference import FRANCE, NOT_ASKED, ChannelCode
from otdesk.reports.queries.scope import Scope, rows, within
from otdesk.store.tables import visit, visit_demand


@dataclass(frozen=True, slots=True)
class FavouriteOrigin:
    """An origin and the accueils of the period that came from it, all channels."""

    code: str
    acts: int


@dataclass(frozen=True, slots=True)
class FrequentVisit:
    """A kind of accueil and how often it came; `demands` in the order of their codes."""

    channel: ChannelCode
    party_size: int
    origin: str
    demands: tuple[str, ...]
    acts: int


@dataclass(frozen=True, slots=True)
class Favourites:
    """Nine origins, nine more behind Shift, and the commonest accueils for F1 to F4.

    Fewer where the period has fewer. « Non demandé » has its own key, and « France » names no
    place: neither takes a favourite's.
    """

    origins: tuple[FavouriteOrigin, ...]
    more_origins: tuple[FavouriteOrigin, ...]
    express: tuple[FrequentVisit, ...]


_ACTS = func.count().label("acts")
_ORIGINS = (
    select(visit.c.origin, _ACTS)
    .where(within(visit), visit.c.origin.not_in([NOT_ASKED, FRANCE]))
    .group_by(visit.c.origin)
    .order_by(_ACTS.desc(), visit.c.origin)
    .limit(2 * FAVOURITES)
)
_in_order = (
    select(visit_demand.c.code)
    .where(visit_demand.c.visit_uid == visit.c.uid)
    .order_by(visit_demand.c.code)
    .correlate(visit)
    .subquery()
)
_asked = select(func.aggregate_strings(_in_order.c.code, ",")).scalar_subquery()
_accueils = (
    select(
        visit.c.channel,
        visit.c.party_size,
        visit.c.origin,
        _asked.label("demands"),
    )
    .where(within(visit))
    .subquery()
)
_EXPRESS = (
    select(_accueils, _ACTS)
    # An accueil without a demand is incomplete, and one whose origin nobody asked is no habit to
    # keep: no key should make more of them.
    .where(_accueils.c.demands.is_not(None), _accueils.c.origin != NOT_ASKED)
    .group_by(*_accueils.c)
    .order_by(_ACTS.desc(), *_accueils.c)
    .limit(EXPRESS_KEYS)
)
STATEMENTS = (_ORIGINS, _EXPRESS)


def favourites(connection: Connection, office: str, season: Period) -> Favourites:
    """Return the most frequent origins and accueils of an office over a season."""
    scope = Scope.of((office,), season)
    origins = tuple(FavouriteOrigin(*row) for row in rows(connection, _ORIGINS, scope))
    express = tuple(
        FrequentVisit(ChannelCode(channel), size, origin, tuple(demands.split(",")), acts)
        for channel, size, origin, demands, acts in rows(connection, _EXPRESS, scope)
    )
    return Favourites(origins[:FAVOURITES], origins[FAVOURITES:], express)
