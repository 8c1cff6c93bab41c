"""Read the network profiles of `db/profiles`: TOML files, one a network.

A profile is written by an office, not by a programmer: each fault names the file and the key, and
no key is read that the office did not mean (`favorites` is refused, not ignored).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from otdesk.domain.openings import Ranges, read_hours
from otdesk.domain.profile import (
    DEMAND_TILES,
    EXPRESS_KEYS,
    FAVOURITES,
    ExpressProfile,
    Market,
    MonthDay,
    NetworkProfile,
    OfficeProfile,
    OpeningRule,
    OriginGroup,
    Season,
)
from otdesk.domain.reference import ChannelCode, Lists
from otdesk.domain.visits import FACE_TO_FACE, MAX_PARTY
from otdesk.errors import DataFault
from otdesk.i18n import _

WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
CATEGORIES = ("", "I", "II")
SCHOOL_ZONES = ("", "A", "B", "C")

_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_OFFICE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}", re.ASCII)
_PROFILE_CODE = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)
# An office may leave these to [defaults].
_SHARED = frozenset(
    {
        "phone",
        "own_departments",
        "closed_days",
        "favourites",
        "more_favourites",
        "demand_tiles",
        "express",
        "opening",
        "market",
    }
)

_Value = TypeVar("_Value")


class ProfileFault(DataFault):
    """A profile cannot be used: `file`, `key` (`office[PDM].favourites`), `reason`."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}, {key} : {reason}" if key else f"{file} : {reason}")
        self.file = file
        self.key = key
        self.reason = reason


@dataclass(slots=True)
class _Table:
    """A TOML table that remembers what was read of it, so that the rest can be refused."""

    file: str
    place: str
    values: Mapping[str, object]
    fallback: Mapping[str, object] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def fault(self, key: str, reason: str) -> ProfileFault:
        return ProfileFault(self.file, f"{self.place}.{key}".strip("."), reason)

    def value(self, key: str, kind: type[_Value], default: _Value | None = None) -> _Value:
        """Return a value of a kind; without default it is wanted."""
        self.read.add(key)
        value = self.values.get(key, self.fallback.get(key, default))
        if value is None:
            raise self.fault(key, _("la valeur manque."))
        # In Python a truth value is a number; in a profile it is a mistake.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fault(key, _("« {} » n’a pas la forme attendue.").format(value))
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without default it is wanted and not empty."""
        value = self.value(key, str, default)
        if default is None and not value.strip():
            raise self.fault(key, _("la valeur est vide."))
        return value

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        value = self.value(key, str, default)
        if value not in choices:
            known = ", ".join(choice for choice in choices if choice)
            raise self.fault(key, _("« {} » n’est pas l’un de : {}.").format(value, known))
        return value

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return texts, none of them twice."""
        values = self.value(key, list, None if default is None else list(default))
        if not all(isinstance(value, str) for value in values):
            raise self.fault(key, _("la liste ne contient que des textes."))
        for position, value in enumerate(values):
            if value in values[:position]:
                raise self.fault(key, _("« {} » figure deux fois.").format(value))
        return tuple(values)

    def exactly(self, key: str, count: int) -> tuple[str, ...]:
        values = self.texts(key)
        if len(values) != count:
            raise self.fault(key, _("{} valeurs au lieu de {}.").format(len(values), count))
        return values

    def tables(self, key: str) -> list[_Table]:
        """Return the tables of a list of tables, none where it is absent."""
        tables = self.value(key, list, [])
        return [
            _Table(self.file, f"{self.place}.{key}[{number}]".strip("."), table)
            if isinstance(table, dict)
            else self._no_table(key, table)
            for number, table in enumerate(tables, start=1)
        ]

    def _no_table(self, key: str, value: object) -> _Table:
        raise self.fault(key, _("« {} » n’a pas la forme attendue.").format(value))

    def finish(self) -> None:
        """Refuse what nobody reads: a word that was misspelt must not be ignored."""
        for key in self.values:
            if key not in self.read:
                raise self.fault(key, _("cette clé n’existe pas."))


def available_profiles(folder: Path) -> tuple[str, ...]:
    """Return the codes of the profiles in the folder (`db/profiles`), in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def load_profile(folder: Path, code: str, lists: Lists | None = None) -> NetworkProfile:
    """Read the profile `code` of the folder; with `lists`, every code in it must be known.

    Raises ProfileFault at the first fault, also where there is no such profile.
    """
    if not _PROFILE_CODE.fullmatch(code) or code not in available_profiles(folder):
        known = ", ".join(available_profiles(folder))
        raise ProfileFault(
            f"{code}.toml", "", _("ce profil n’existe pas. Profils connus : {}.").format(known)
        )
    path = folder / f"{code}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ProfileFault(path.name, "", _("le fichier n’est pas en UTF-8.")) from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileFault(
            path.name, "", _("le fichier n’est pas du TOML : {}").format(error)
        ) from error
    profile = _network(_Table(path.name, "", content))
    if profile.code != code:
        raise ProfileFault(
            path.name, "network.code", _("« {} » n’est pas le nom du fichier.").format(profile.code)
        )
    if lists is not None:
        check_codes(profile, lists, path.name)
    return profile


def check_codes(profile: NetworkProfile, lists: Lists, file: str) -> None:
    """Raise ProfileFault where the profile names a code that the lists do not know."""
    for audience in profile.audiences:
        _known(file, "network.audiences", audience, audience in lists.audiences)
    for group in profile.origin_groups:
        for origin in group.origins:
            _known(file, f"origin_group[{group.code}].origins", origin, lists.is_origin(origin))
    for office in profile.offices:
        place = f"office[{office.code}]"
        for own in office.own_departments:
            _known(file, f"{place}.own_departments", own, lists.is_department(own))
        for origin in (*office.favourites, *office.more_favourites):
            _known(file, f"{place}.favourites", origin, lists.is_origin(origin))
        for demand in office.demand_tiles:
            _known(file, f"{place}.demand_tiles", demand, lists.is_demand(demand))
        for express in office.express:
            _known(file, f"{place}.express", express.origin, lists.is_origin(express.origin))
            for demand in express.demands:
                _known(file, f"{place}.express", demand, lists.is_demand(demand))


def _known(file: str, key: str, code: str, known: bool) -> None:  # noqa: FBT001 - one fact
    if not known:
        raise ProfileFault(file, key, _("« {} » n’est pas connu des listes.").format(code))


def _network(root: _Table) -> NetworkProfile:
    network = _Table(root.file, "network", root.value("network", dict))
    defaults = root.value("defaults", dict, {})
    for key in defaults:
        if key not in _SHARED:
            raise root.fault(f"defaults.{key}", _("cette clé n’existe pas."))
    phone = network.text("phone", "")
    offices = tuple(
        _office(table, {"phone": phone, **defaults}) for table in root.tables("office")
    )  # fmt: skip
    codes = [office.code for office in offices]
    _no_twice(root, "office", codes)
    if not offices:
        raise root.fault("office", _("il manque au moins un bureau."))
    groups = tuple(_group(table) for table in root.tables("origin_group"))
    _no_twice(root, "origin_group", (group.code for group in groups))
    # Groups are added up: an origin in two of them would be counted twice.
    _no_twice(root, "origin_group.origins", (o for group in groups for o in group.origins))
    profile = NetworkProfile(
        code=network.text("code"),
        name=network.text("name"),
        legal_name=network.text("legal_name"),
        address=network.text("address", ""),
        postcode=_postcode(network),
        commune=network.text("commune"),
        phone=phone,
        email=network.text("email", ""),
        website=network.text("website", ""),
        siret=network.text("siret", ""),
        timezone=_timezone(network),
        school_zone=network.choice("school_zone", SCHOOL_ZONES),
        category=network.choice("category", CATEGORIES, ""),
        category_aimed=network.choice("category_aimed", CATEGORIES, ""),
        headquarters=network.choice("headquarters", codes),
        has_shop=network.value("has_shop", bool),
        logo=network.text("logo", ""),
        colours=_colours(network),
        audiences=network.texts("audiences"),
        origin_groups=groups,
        offices=offices,
    )
    network.finish()
    root.finish()
    return profile


def _office(table: _Table, shared: Mapping[str, object]) -> OfficeProfile:
    code = table.text("code")
    if not _OFFICE_CODE.fullmatch(code):
        raise table.fault("code", _("« {} » : 2 à 8 majuscules ou chiffres.").format(code))
    office = _Table(table.file, f"office[{code}]", table.values, shared)
    inhabitants = office.value("inhabitants", int, 0)
    tiles = office.exactly("demand_tiles", DEMAND_TILES)
    if tiles[-1] != "autre":
        raise office.fault(
            "demand_tiles", _("la dixième tuile est « autre » : elle ouvre le reste.")
        )
    favourites = office.exactly("favourites", FAVOURITES)
    more = office.exactly("more_favourites", FAVOURITES)
    _no_twice(office, "more_favourites", (*favourites, *more))
    profile = OfficeProfile(
        code=office.text("code"),
        name=office.text("name"),
        address=office.text("address", ""),
        postcode=_postcode(office),
        commune=office.text("commune"),
        inhabitants=inhabitants or None,
        phone=office.text("phone", ""),
        own_departments=office.texts("own_departments"),
        opening_pattern=_pattern(office),
        closed_days=frozenset(
            _month_day(office, "closed_days", text) for text in office.texts("closed_days", ())
        ),
        markets=tuple(_market(market) for market in office.tables("market")),
        favourites=favourites,
        more_favourites=more,
        demand_tiles=tiles,
        express=tuple(_express(express) for express in office.tables("express")),
    )
    if len(profile.express) > EXPRESS_KEYS:
        raise office.fault("express", _("pas plus de {} profils.").format(EXPRESS_KEYS))
    office.finish()
    return profile


def _group(table: _Table) -> OriginGroup:
    group = OriginGroup(table.text("code"), table.text("label"), table.texts("origins"))
    table.finish()
    return group


def _pattern(office: _Table) -> tuple[OpeningRule, ...]:
    rules: list[OpeningRule] = []
    for table in office.tables("opening"):
        weekdays = frozenset(_weekday(table, "weekdays", name) for name in table.texts("weekdays"))
        rule = OpeningRule(_season(table), weekdays, _hours(table))
        table.finish()
        for other in rules:
            if rule.weekdays & other.weekdays and _overlap(rule.season, other.season):
                raise table.fault("from", _("un même jour est déjà prévu par une autre saison."))
        rules.append(rule)
    return tuple(rules)


def _overlap(one: Season, other: Season) -> bool:
    # Two rounds of the year overlap where one begins within the other.
    return _begins_in(one, other) or _begins_in(other, one)


def _begins_in(one: Season, other: Season) -> bool:
    if other.first <= other.last:
        return other.first <= one.first <= other.last
    return one.first >= other.first or one.first <= other.last


def _hours(table: _Table) -> Ranges:
    try:
        ranges = read_hours(table.text("hours"))
    except DataFault as error:
        raise table.fault("hours", str(error)) from error
    if not ranges:
        raise table.fault("hours", _("une saison a des heures ; un jour fermé n’en est pas."))
    return ranges


def _market(table: _Table) -> Market:
    weekday = _weekday(table, "weekday", table.text("weekday"))
    market = Market(weekday, _season(table), table.text("label"))
    table.finish()
    return market


def _express(table: _Table) -> ExpressProfile:
    channel = ChannelCode(
        table.choice("channel", [c.value for c in ChannelCode], ChannelCode.COMPTOIR)
    )
    faced = channel in FACE_TO_FACE
    size = table.value("party_size", int, None if faced else 1)
    if not 1 <= size <= MAX_PARTY or (size != 1 and not faced):
        raise table.fault("party_size", _("« {} » n’est pas un nombre de personnes.").format(size))
    express = ExpressProfile(size, table.text("origin"), table.texts("demands"), channel)
    table.finish()
    return express


def _season(table: _Table) -> Season:
    first, last = (_month_day(table, key, table.text(key)) for key in ("from", "to"))
    return Season(first, last)


def _month_day(table: _Table, key: str, text: str) -> MonthDay:
    found = re.fullmatch(r"(\d{2})-(\d{2})", text, re.ASCII)
    if found is not None:
        month, day = int(found[1]), int(found[2])
        if 1 <= month <= 12 and 1 <= day <= _DAYS_OF_MONTH[month - 1]:
            return MonthDay(month, day)
    raise table.fault(key, _("« {} » n’est pas un jour de l’année : écrire 07-14.").format(text))


def _weekday(table: _Table, key: str, name: str) -> int:
    if name not in WEEKDAYS:
        known = ", ".join(WEEKDAYS)
        raise table.fault(key, _("« {} » n’est pas l’un de : {}.").format(name, known))
    return WEEKDAYS.index(name)


def _postcode(table: _Table) -> str:
    postcode = table.text("postcode")
    if len(postcode) != 5 or not postcode.isdecimal():
        raise table.fault("postcode", _("« {} » n’est pas un code postal.").format(postcode))
    return postcode


def _timezone(network: _Table) -> str:
    name = network.text("timezone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise network.fault("timezone", _("« {} » n’est pas connu.").format(name)) from error
    return name


def _colours(network: _Table) -> Mapping[str, str]:
    colours = network.value("colours", dict, {})
    for role, colour in colours.items():
        if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            raise network.fault(
                f"colours.{role}",
                _("« {} » n’est pas une couleur : écrire #7A3E1D.").format(colour),
            )
    return MappingProxyType(colours)


def _no_twice(table: _Table, key: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise table.fault(key, _("« {} » figure deux fois.").format(code))
        seen.add(code)
