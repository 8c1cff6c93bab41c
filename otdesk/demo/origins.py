"""Where the persons of a year come from, as parties dealt out to the offices.

Every published share is met by counting, not by chance: first the persons of each origin, then
parties that add up to them, then the parties of each office that add up to its persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from otdesk.demo.apportion import apportion, rounded
from otdesk.demo.facts import Facts
from otdesk.demo.reconstruction import Reconstruction, YearFigures
from otdesk.domain.reference import FRANCE, NOT_ASKED

OWN = "own"
UNKNOWN = "unknown"
FOREIGN = "foreign"
_EVERYONE = "visitors"


@dataclass(frozen=True, slots=True)
class Party:
    """People who come to the counter together; `when` is the kind of origin they are."""

    size: int
    origin: str
    when: str


def persons_by_origin(
    facts: Facts, reconstruction: Reconstruction, figures: YearFigures
) -> dict[str, int]:
    """Return the persons of each origin of a year; they add up to `figures.persons`."""
    rules = reconstruction.origins
    asked = figures.persons - rounded(figures.persons * figures.not_asked_percent / 100)
    foreign = rounded(asked * figures.foreign_percent / 100)
    french = asked - foreign
    unknown = rounded(french * rules.france_unknown_percent / 100)
    persons = {NOT_ASKED: figures.persons - asked, FRANCE: unknown}
    persons |= _departments(facts, french, french - unknown)
    persons |= _countries(facts, foreign, rules.five_countries_percent)
    return persons


def _departments(facts: Facts, french: int, known: int) -> dict[str, int]:
    # The Bilan does not say which base it took. Halfway between both, a share of 21 % is
    # 21 % of the French whose département is known and of all the French.
    base = (french + known) / 2
    first = {
        code: rounded(base * percent / 100)
        for code, percent in facts.season.five_departments.items()
    }
    others = {o.code: o.weight for o in facts.origins if o.when != FOREIGN and o.code not in first}
    return first | apportion(known - sum(first.values()), others)


def _countries(facts: Facts, foreign: int, five_percent: float) -> dict[str, int]:
    five = rounded(foreign * five_percent / 100)
    others = {o.code: o.weight for o in facts.origins if o.when == FOREIGN}
    return apportion(five, facts.season.five_countries) | apportion(foreign - five, others)


def kinds(facts: Facts) -> dict[str, str]:
    """Return the kind of each origin: it says when and where its people come."""
    of_weights = {weight.code: weight.when for weight in facts.origins}
    of_five = dict.fromkeys(facts.season.five_countries, FOREIGN)
    return of_weights | of_five | {FRANCE: UNKNOWN, NOT_ASKED: UNKNOWN}


def parties_of(
    persons: Mapping[str, int],
    kind_of: Mapping[str, str],
    sizes: Mapping[str, Mapping[int, float]],
    random: Random,
) -> list[Party]:
    """Part the persons of each origin into parties; `sizes` by origin, or `visitors`."""
    parties = []
    for origin, count in persons.items():
        weights = sizes.get(origin, sizes[_EVERYONE])
        choices = tuple(weights)
        left = count
        while left:
            # Two or three people of a rare origin are a couple and one more, not a coach.
            size = min(random.choices(choices, weights=tuple(weights.values()))[0], left)
            parties.append(Party(size, origin, kind_of[origin]))
            left -= size
    return parties


def deal(
    parties: Iterable[Party],
    persons_by_office: Mapping[str, int],
    bias: Mapping[str, Mapping[str, float]],
) -> dict[str, list[Party]]:
    """Deal parties to offices so that each one has exactly its persons.

    The largest are dealt first: parties of one fill what remains, to the person. Within a kind
    of origin an office gets its share times its bias, by the running credit of each office.
    """
    left = dict(persons_by_office)
    dealt: dict[str, list[Party]] = {office: [] for office in left}
    credit: dict[tuple[str, str], float] = {}
    for party in sorted(parties, key=lambda p: (-p.size, p.when, p.origin)):
        weights = {
            office: persons_by_office[office] * bias.get(party.when, {}).get(office, 1.0)
            for office in left
        }
        whole = sum(weights.values())
        for office, weight in weights.items():
            key = (party.when, office)
            credit[key] = credit.get(key, 0.0) + weight / whole
        able = [office for office, room in left.items() if room >= party.size]
        if not able:
            raise ValueError(f"no office has room for a party of {party.size}")
        chosen = max(able, key=lambda office: credit[party.when, office])
        credit[party.when, chosen] -= 1.0
        dealt[chosen].append(party)
        left[chosen] -= party.size
    return dealt
