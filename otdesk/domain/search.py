"""Find an origin from a few letters: the counter's `P` key.

What is typed is matched with the names of départements and countries (French, English, old,
foreign), with numbers, postcodes and communes. The answer to the same letters is always the same,
whatever was typed before, so that fingers can learn it: `P`, two letters, Enter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from heapq import nsmallest
from operator import itemgetter

from otdesk.domain.profile import NEAR_GROUP, NetworkProfile, OfficeProfile
from otdesk.domain.reference import FRANCE, NOT_ASKED, Commune, Country, Department, Lists
from otdesk.i18n import _

# Where foreign visitors of France mostly come from (Insee, fréquentation des hébergements): only
# orders answers that the same letters allow. « al » is Allemagne before Albanie.
_COMMON = (
    "BE", "DE", "NL", "GB", "CH", "ES", "IT", "US", "CA", "LU", "IE", "DK", "SE", "AT", "PT",
    "PL", "CZ", "AU", "NO", "JP", "CN", "IL", "BR", "MA", "FI", "RU", "NZ", "IN", "MX", "HU",
)  # fmt: skip

_WORD = re.compile(r"[^a-z0-9]+")
_UNDECOMPOSED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_SAINTS = {"st": "saint", "ste": "sainte"}
# « Le Havre » is looked for as « Havre » just as well, and nobody looks for « de ».
_ARTICLES = frozenset({"l", "la", "le", "les"})
_LINKS = _ARTICLES | frozenset(
    {"a", "au", "aux", "d", "de", "del", "des", "du", "en", "et", "lez", "les", "s", "sous", "sur"}
)
# Beyond the last code point that a name can hold: the end of a range of prefixes.
_END = "\U0010ffff"

# The first postcodes of a match: a beginning of three figures leaves few départements.
_POOL = 64
# An inhabitant two or three hours away comes to the counter as often as ten from further off: Alès
# is before Alençon, and « bord » is still Bordeaux before Bordezac in the Gard.
_NEAR_WEIGHT = 10
# A score is one number that sorts: tier, then weight, then kind of text.
_TIER_STEP = 10_000
_WEIGHT_STEP = 10


class _Tier(IntEnum):
    """How well the letters match; lower is better, and places come before communes."""

    EXACT = 0
    PREFIX = 1
    COMMUNE_EXACT = 2
    WORD = 3
    COMMUNE_PREFIX = 4
    COMMUNE_WORD = 5
    REGION = 6


@dataclass(frozen=True, slots=True)
class OriginMatch:
    """One answer.

    `label` is the origin's; `why` is what matched where it is not the label itself: the number of
    a département, a synonym, `30000 Nîmes`, `Florac Trois Rivières, 48400`. A lower `score` is a
    better match; equal scores keep the order of the answers.
    """

    code: str
    label: str
    why: str
    score: int


class _Kind(IntEnum):
    """What a searchable text of a place is; the order in which equal matches are told."""

    CODE = 0
    NAME = 1
    ALIAS = 2
    REGION = 3


@dataclass(frozen=True, slots=True)
class _Key:
    """A searchable text of a place."""

    text: str
    code: str
    why: str
    kind: _Kind


# Score, origin, why: made by the hundred, so no dataclass.
_Found = tuple[int, str, str]


def normalise(text: str) -> str:
    """Return lower-case words without accents, parted by one space; `st` becomes `saint`."""
    return " ".join(_SAINTS.get(word, word) for word in _plain(text).split())


def _plain(text: str) -> str:
    folded = text.casefold().translate(_UNDECOMPOSED)
    if not folded.isascii():
        folded = "".join(
            letter
            for letter in unicodedata.normalize("NFD", folded)
            if not unicodedata.combining(letter)
        )
    return _WORD.sub(" ", folded).strip()


class OriginIndex:
    """Everything that `P` finds; built once, never changed.

    Without communes it is ready at once; `with_communes` returns the whole index and belongs on a
    background thread (a fraction of a second for 37 000 communes).
    """

    def __init__(
        self,
        lists: Lists,
        communes: Sequence[Commune] | None = None,
        *,
        favourites: Iterable[str] = (),
        own: Iterable[str] = (),
        near: Iterable[str] = (),
    ) -> None:
        self._lists = lists
        self._favourites = tuple(favourites)
        self._own, self._near = frozenset(own), frozenset(near)
        # The profile's favourites first, the usual countries then, the rest in their order.
        self._weights: dict[str, int] = {}
        for code in (*self._favourites, *_COMMON):
            self._weights.setdefault(code, len(self._weights))
        self._places = _place_index(
            tuple(lists.departments.values()), tuple(lists.countries.values())
        )
        self._communes = None if communes is None else _CommuneIndex(communes, self._nearness)

    @classmethod
    def of_office(
        cls,
        lists: Lists,
        network: NetworkProfile,
        office: OfficeProfile,
        communes: Sequence[Commune] | None = None,
    ) -> OriginIndex:
        """Return the index of an office: its favourites, its own départements and those near."""
        groups = (group for group in network.origin_groups if group.code == NEAR_GROUP)
        return cls(
            lists,
            communes,
            favourites=office.favourites,
            own=office.own_departments,
            near=(origin for group in groups for origin in group.origins),
        )

    @property
    def has_communes(self) -> bool:
        """Tell whether communes and postcodes are searched."""
        return self._communes is not None

    def with_communes(self, communes: Sequence[Commune]) -> OriginIndex:
        """Return the same index with the communes."""
        return OriginIndex(
            self._lists, communes, favourites=self._favourites, own=self._own, near=self._near
        )

    def search(self, text: str, limit: int = 8) -> list[OriginMatch]:
        """Return at most `limit` origins, the best first, each of them once.

        Digits are the beginning of a département's number or of a postcode; `30 000` is 30000.
        """
        plain = _plain(text)
        digits = plain.replace(" ", "")
        if digits.isdecimal():
            return self._best(self._numbered(digits), limit)
        if not plain:
            return []
        queries = sorted({plain, normalise(text)})
        if text[-1].isspace():
            # A word that was ended is a whole word: « pays » and a space is no longer « paysa ».
            queries = [f"{query} " for query in queries]
        found = [match for query in queries for match in self._in_places(query)]
        # One letter would only show the biggest towns of France.
        if self._communes is not None and len(plain) > 1:
            found.extend(match for query in queries for match in self._in_communes(query))
        return self._best(found, limit)

    def _nearness(self, commune: Commune) -> tuple[bool, int]:
        """Return what a commune is sorted by: the office's own, then who may well come here."""
        weight = _NEAR_WEIGHT if commune.department in self._near else 1
        return commune.department not in self._own, -commune.population * weight

    # ------------------------------------------------------------------------------- by letters

    def _in_places(self, query: str) -> Iterator[_Found]:
        for tier, key in self._places.named(query):
            weight = self._weights.get(key.code)
            if weight is None:
                # Two letters are the code of some country: it comes before names (`kind`).
                weight = 2 * len(self._weights)
            elif key.kind is _Kind.ALIAS:
                # « irl » is Irlande before Irlande du Nord, « aus » is no Austria, and « ang »
                # still is Angleterre before Angola.
                weight += len(self._weights)
            yield tier * _TIER_STEP + weight * _WEIGHT_STEP + key.kind, key.code, key.why

    def _in_communes(self, query: str) -> Iterator[_Found]:
        for tier, commune in self._communes.named(query) if self._communes else ():
            postcode = commune.postcodes[0] if commune.postcodes else ""
            why = f"{commune.name}, {postcode}" if postcode else commune.name
            yield tier * _TIER_STEP, commune.department, why

    # ------------------------------------------------------------------------------- by figures

    def _numbered(self, digits: str) -> Iterator[_Found]:
        for department in self._lists.departments.values():
            number = department.number
            if department.retired is None and number.startswith(digits):
                tier = _Tier.EXACT if number == digits else _Tier.PREFIX
                yield tier * _TIER_STEP, department.code, number
        if 3 <= len(digits) <= 5:
            yield from self._postcodes(digits)

    def _postcodes(self, digits: str) -> Iterator[_Found]:
        known = False
        for postcode, commune in self._communes.with_postcode(digits) if self._communes else ():
            known = True
            tier = _Tier.COMMUNE_EXACT if postcode == digits else _Tier.COMMUNE_PREFIX
            yield tier * _TIER_STEP, commune.department, f"{postcode} {commune.name}"
        if not known and len(digits) == 5:
            # A CEDEX, or the communes are not there yet: the figures themselves say where.
            department = self._lists.department_of_number(_department_of_postcode(digits))
            if department is not None and department.retired is None:
                yield _Tier.COMMUNE_EXACT * _TIER_STEP, department.code, digits

    # -------------------------------------------------------------------------------- together

    def _best(self, found: Iterable[_Found], limit: int) -> list[OriginMatch]:
        best: dict[str, OriginMatch] = {}
        # Sorting is stable: communes come by nearness, places in the order of their lists.
        for score, code, why in sorted(found, key=itemgetter(0)):
            if len(best) == limit:
                break
            if code not in best:
                best[code] = OriginMatch(code, self._lists.origin_label(code), why, score)
        return list(best.values())


def _place_keys(departments: Iterable[Department], countries: Iterable[Country]) -> Iterator[_Key]:
    """Yield every name of every place in use; départements by number, countries by name."""
    for department in departments:
        if department.retired is not None:
            continue
        code, number = department.code, department.number
        yield from _keys(code, department.name, number, _Kind.NAME)
        yield from _keys(code, number, number, _Kind.NAME)
        for alias in department.aliases:
            yield from _keys(code, alias, alias, _Kind.ALIAS)
        if normalise(department.region) != normalise(department.name):
            yield from _keys(code, department.region, department.region, _Kind.REGION)
    for country in sorted(countries, key=lambda c: normalise(c.name)):
        if country.retired is not None:
            continue
        yield from _keys(country.code, country.name, "", _Kind.NAME)
        # As it is: the code of Sao Tomé, ST, is no saint.
        yield _Key(country.code.lower(), country.code, country.code, _Kind.CODE)
        for alias in (country.name_en, *country.aliases):
            yield from _keys(country.code, alias, alias, _Kind.ALIAS)
    for code, names in ((FRANCE, (_("France"), _("Inconnu"))), (NOT_ASKED, (_("Non demandé"),))):
        for name in names:
            yield from _keys(code, name, "", _Kind.NAME)


def _keys(code: str, name: str, why: str, kind: _Kind) -> Iterator[_Key]:
    for text in sorted({_plain(name), normalise(name)}):
        yield _Key(text, code, why, kind)


def _parts(text: str) -> tuple[list[str], list[str]]:
    """Return the whole names in a text (with and without its article), and its later words on.

    « Réunion » is all of « La Réunion », not its second word. Each part ends with a space, so that
    « pays » and a space finds whole words only.
    """
    words = text.split()
    later = [
        " ".join(words[index:]) + " "
        for index in range(1, len(words))
        if words[index] not in _LINKS
    ]
    if later and words[0] in _ARTICLES:
        return [f"{text} ", later[0]], later[1:]
    return [f"{text} "], later


def _department_of_postcode(postcode: str) -> str:
    """Return the number that a postcode begins with; Corsica as La Poste parts it."""
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    if postcode.startswith("20"):
        # 200 and 201 are sorted in Ajaccio, 202 and 206 in Bastia.
        return "2A" if postcode[2] in "01" else "2B"
    return postcode[:2]


class _PlaceIndex:
    """Départements and countries by the beginnings of their names."""

    def __init__(self, keys: Iterable[_Key]) -> None:
        self._keys = tuple(keys)
        whole: list[tuple[str, int]] = []
        words: list[tuple[str, int]] = []
        for position, key in enumerate(self._keys):
            names, later = _parts(key.text)
            whole.extend((name, position) for name in names)
            # A code has no words, and a region answers by its beginning alone.
            if key.kind in {_Kind.NAME, _Kind.ALIAS}:
                words.extend((word, position) for word in later)
        self._whole = _Ranges(whole)
        self._words = _Ranges(words)

    def named(self, query: str) -> Iterator[tuple[_Tier, _Key]]:
        """Yield what matches, the lists' order kept in each tier."""
        exact = set(self._whole.matching(query.rstrip() + " ", exact=True))
        for position in sorted(exact):
            key = self._keys[position]
            whole = key.kind in {_Kind.NAME, _Kind.ALIAS}
            yield (_Tier.EXACT if whole else _Tier.PREFIX), key
        for position in sorted(set(self._whole.matching(query)) - exact):
            key = self._keys[position]
            if key.kind is not _Kind.CODE:
                # The beginning of a code is nothing; that of a region brings whole regions.
                yield (_Tier.REGION if key.kind is _Kind.REGION else _Tier.PREFIX), key
        for position in sorted(set(self._words.matching(query))):
            yield _Tier.WORD, self._keys[position]


@lru_cache(2)
def _place_index(
    departments: tuple[Department, ...], countries: tuple[Country, ...]
) -> _PlaceIndex:
    """Return the index of some places: the same few hundred for each window and its palette."""
    return _PlaceIndex(_place_keys(departments, countries))


class _CommuneIndex:
    """Communes by the beginnings of their names and by postcode.

    They are kept in the order of `nearness`, so that a position is a rank and the first of
    thousands of matches are the smallest positions.
    """

    def __init__(
        self, communes: Sequence[Commune], nearness: Callable[[Commune], tuple[bool, int]]
    ) -> None:
        self._communes = sorted(communes, key=lambda c: (*nearness(c), c.insee, c.name))
        whole: list[tuple[str, int]] = []
        words: list[tuple[str, int]] = []
        postcodes: list[tuple[str, int]] = []
        for rank, commune in enumerate(self._communes):
            names, later = _parts(normalise(commune.name))
            whole.extend((name, rank) for name in names)
            words.extend((word, rank) for word in later)
            if not commune.former:
                postcodes.extend((postcode, rank) for postcode in commune.postcodes)
        self._whole = _Ranges(whole)
        self._words = _Ranges(words)
        self._postcodes = _Ranges(postcodes)

    def named(self, query: str) -> Iterator[tuple[_Tier, Commune]]:
        """Yield the first commune of each département that has one named so, or beginning so."""
        for tier, ranks in (
            (_Tier.COMMUNE_EXACT, self._whole.matching(query.rstrip() + " ", exact=True)),
            (_Tier.COMMUNE_PREFIX, self._whole.matching(query)),
            (_Tier.COMMUNE_WORD, self._words.matching(query)),
        ):
            # Each once: the « Saint- » of the office's own would fill any fixed number.
            seen: set[str] = set()
            for rank in sorted(ranks):
                commune = self._communes[rank]
                if commune.department not in seen:
                    seen.add(commune.department)
                    yield tier, commune

    def with_postcode(self, digits: str) -> Iterator[tuple[str, Commune]]:
        """Yield the communes of a postcode or of its beginning, the nearest first."""
        for rank in nsmallest(_POOL, self._postcodes.matching(digits)):
            commune = self._communes[rank]
            yield next(p for p in commune.postcodes if p.startswith(digits)), commune


class _Ranges:
    """Texts in order, so that those which begin with a prefix are one range."""

    def __init__(self, pairs: list[tuple[str, int]]) -> None:
        pairs.sort()
        self._texts = [text for text, _position in pairs]
        self._positions = [position for _text, position in pairs]

    def matching(self, prefix: str, *, exact: bool = False) -> list[int]:
        """Return the positions of the texts that begin with the prefix, or are it (`exact`)."""
        start = bisect_left(self._texts, prefix)
        end = bisect_left(self._texts, prefix + ("\0" if exact else _END))
        return self._positions[start:end]
