"""Who is in front of the counter, and which counsellor notes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from random import Random
from typing import TypeVar

from otdesk.demo.origins import OWN, Party
from otdesk.demo.reconstruction import Counsellor, PublicRules
from otdesk.domain.profile import ExpressProfile
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.visits import EntryMode, Visit, VisitDemand
from otdesk.store.records import theme_of

Key = TypeVar("Key")
_FEW = 7


def drawn(weights: Mapping[Key, float], random: Random) -> Key:
    """Draw one key by its weight."""
    return random.choices(tuple(weights), weights=tuple(weights.values()))[0]


def happens(percent: float, random: Random) -> bool:
    """Tell whether something that happens `percent` times in a hundred does."""
    return random.random() * 100 < percent


def residency(party: Party, rules: PublicRules, random: Random) -> ResidencyCode | None:
    """Draw the residency, asked of people of the own département alone."""
    if party.when != OWN or happens(rules.residency_unasked_percent, random):
        return None
    return ResidencyCode(drawn(rules.residencies, random))


def audience(
    party: Party, lives: ResidencyCode | None, rules: PublicRules, random: Random
) -> str | None:
    """Draw the public from the size of the party; inhabitants are one themselves."""
    if not happens(rules.audience_percent, random):
        return None
    if lives is ResidencyCode.HABITANT:
        return drawn(rules.audiences["own"], random)
    by_size = "few" if party.size <= _FEW else "many"
    return drawn(rules.audiences.get(str(party.size), rules.audiences[by_size]), random)


def counsellor_of(people: Iterable[Counsellor], day: date, random: Random) -> str:
    """Draw who is at the desk, among those of the month."""
    present = [person.initials for person in people if day.month in person.months]
    return random.choice(present)


def as_express(
    visit: Visit, profiles: Iterable[ExpressProfile], percent: float, random: Random
) -> Visit:
    """Return the accueil as one express key would have entered it, where one fits it.

    Its demand has to be one of the accueil's, or the office's rankings would shift.
    """
    themes = {theme_of(demand.code) for demand in visit.demands}
    for profile in profiles:
        same = (visit.channel, visit.party_size, visit.origin)
        fits = same == (profile.channel, profile.party_size, profile.origin)
        if fits and themes >= {theme_of(code) for code in profile.demands}:
            if not happens(percent, random):
                return visit
            demands = tuple(VisitDemand(code) for code in profile.demands)
            return replace(
                visit, demands=demands, entry=EntryMode.EXPRESS, residency=None, audience=None
            )
    return visit


def as_repeat(visit: Visit, before: Visit | None, percent: float, random: Random) -> Visit:
    """Return the accueil as `*` would have entered it, where it is the one before again."""
    if before is None or visit.channel is not ChannelCode.COMPTOIR:
        return visit
    same = (visit.channel, visit.party_size, visit.origin)
    themes = {theme_of(demand.code) for demand in before.demands}
    fits = (
        same == (before.channel, before.party_size, before.origin)
        and theme_of(visit.demands[0].code) in themes
    )
    if not fits or not happens(percent, random):
        return visit
    return replace(
        visit,
        demands=before.demands,
        residency=before.residency,
        audience=before.audience,
        entry=EntryMode.REPEAT,
    )
