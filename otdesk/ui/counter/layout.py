"""What lies under the counter's keys: built from the office's profile, lists and settings."""

from __future__ import annotations

from otdesk.domain.counter.grammar import ExpressAccueil, Layout
from otdesk.domain.list_items import offered_audiences
from otdesk.domain.profile import NetworkProfile, OfficeProfile
from otdesk.domain.reference import Lists

_ROW = 9


def counter_layout(
    lists: Lists,
    profile: NetworkProfile,
    office: OfficeProfile,
    favourites: tuple[str, ...] = (),
) -> Layout:
    """Return the layout of an office.

    `favourites` are those that the office asked for (nine, then nine more); the profile's stand
    where none were. Retired codes leave the tiles and stay in the lists.
    """
    first = favourites[:_ROW] or office.favourites
    more = favourites[_ROW : 2 * _ROW] or office.more_favourites
    shown = set(office.demand_tiles)
    in_use = [d for d in lists.first_levels() if d.retired is None]
    others = tuple(d.code for d in in_use if d.code not in shown or d.code == _OTHER)
    details = {
        demand.code: tuple(c.code for c in lists.children(demand.code) if c.retired is None)
        for demand in in_use
    }
    return Layout(
        favourites=first,
        more_favourites=more,
        tiles=office.demand_tiles,
        others=others,
        details={code: children for code, children in details.items() if children},
        audiences=offered_audiences(lists, profile.audiences),
        departments={d.number: d.code for d in lists.departments.values() if d.retired is None},
        own_departments=frozenset(office.own_departments),
        express=tuple(
            ExpressAccueil(e.channel, e.party_size, e.origin, tuple(e.demands))
            for e in office.express
        ),
    )


_OTHER = "autre"
