"""Entries that the siège adds to the reference lists, or says anew, and the lists with them.

The lists that come with the program stay; an entry of the siège's with the same code takes the
place of the shipped one. A code is retired, never deleted and never used again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from otdesk.domain.reference import (
    FRANCE,
    NOT_ASKED,
    Audience,
    ClosureReason,
    Country,
    Demand,
    Lists,
)
from otdesk.errors import DataFault
from otdesk.i18n import _

SHORT_LENGTH = 16
SHORT_DEMAND_LENGTH = 20
_MAX_LABEL = 80
_CODE = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
_DEMAND_CODE = re.compile(r"[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40})?", re.ASCII)
_COUNTRY_CODE = re.compile(r"[A-Z]{2}", re.ASCII)
_ICON = "circle-help"
_DIGEST = 12


class ListName(StrEnum):
    """The lists that the siège may extend; channels and residencies belong to the program."""

    DEMANDS = "demands"
    AUDIENCES = "audiences"
    CLOSURE_REASONS = "closure_reasons"
    COUNTRIES = "countries"


def list_label(name: ListName) -> str:
    """Return the French name of a list."""
    return {
        ListName.DEMANDS: _("Demandes"),
        ListName.AUDIENCES: _("Publics"),
        ListName.CLOSURE_REASONS: _("Motifs de fermeture"),
        ListName.COUNTRIES: _("Pays"),
    }[name]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a list, as the siège says it.

    `parent` is a demand's of the first level. `short` fits a tile. `published` and `personal` are
    those of a closure reason. `position` orders the demands of a level. `retired` is the day from
    which it is not offered any more.
    """

    list: ListName
    code: str
    label: str
    short: str = ""
    parent: str | None = None
    icon: str = ""
    published: str = ""
    personal: bool = False
    position: int = 0
    retired: date | None = None

    @property
    def short_label(self) -> str:
        """Return what a tile says."""
        return self.short or self.label

    @property
    def short_length(self) -> int:
        """Return how many characters a tile has room for."""
        return SHORT_DEMAND_LENGTH if self.list is ListName.DEMANDS else SHORT_LENGTH

    def check(self) -> Self:
        """Return self, or raise DataFault where no list could have it."""
        pattern, shape = {
            ListName.DEMANDS: (_DEMAND_CODE, _("nature ou nature.ciel_etoile")),
            ListName.COUNTRIES: (_COUNTRY_CODE, _("les deux capitales de la norme ISO")),
        }.get(self.list, (_CODE, _("groupes_scolaires")))
        if pattern.fullmatch(self.code) is None or self.code in {FRANCE, NOT_ASKED}:
            raise DataFault(
                _("« {code} » n’est pas un code : écrire {shape}.").format(
                    code=self.code, shape=shape
                )
            )
        if self.parent != (self.code.rpartition(".")[0] or None):
            raise DataFault(_("« {} » ne vient pas du début du code.").format(self.parent or ""))
        if not self.label.strip() or len(self.label) > _MAX_LABEL:
            raise DataFault(_("Un nom a de 1 à {} caractères.").format(_MAX_LABEL))
        if self.list is not ListName.CLOSURE_REASONS and len(self.short_label) > self.short_length:
            raise DataFault(
                _(
                    "« {text} » est trop long pour une touche : un nom court de {most} au plus."
                ).format(text=self.short_label, most=self.short_length)
            )
        if self.personal and self.published in {"", self.label}:
            raise DataFault(_("Un motif personnel ne se publie pas tel quel : dire autrement."))
        return self


def merged(lists: Lists, items: Iterable[ListItem]) -> Lists:
    """Return the lists with what the siège says of them; the same items again change nothing."""
    by_list: dict[ListName, list[ListItem]] = {name: [] for name in ListName}
    for item in items:
        by_list[item.list].append(item)
    demands = dict(lists.demands)
    # A parent is there before its children ask for its picture.
    for item in sorted(by_list[ListName.DEMANDS], key=lambda item: item.code.count(".")):
        demands[item.code] = _demand(item, demands)
    audiences = dict(lists.audiences)
    for item in by_list[ListName.AUDIENCES]:
        icon = item.icon or _icon_of(audiences.get(item.code))
        audiences[item.code] = Audience(item.code, item.label, item.short_label, icon, item.retired)
    reasons = dict(lists.closure_reasons)
    for item in by_list[ListName.CLOSURE_REASONS]:
        published = item.published or item.label
        reasons[item.code] = ClosureReason(
            item.code, item.label, published, item.personal, item.retired
        )
    countries = dict(lists.countries)
    for item in by_list[ListName.COUNTRIES]:
        known = countries.get(item.code)
        made = Country(item.code, item.label, item.short_label, item.label, (), item.retired)
        if known is not None:
            made = replace(made, name_en=known.name_en, aliases=known.aliases)
        countries[item.code] = made
    return replace(
        lists,
        demands=MappingProxyType(demands),
        audiences=MappingProxyType(audiences),
        closure_reasons=MappingProxyType(reasons),
        countries=MappingProxyType(countries),
        added_audiences=tuple(item.code for item in by_list[ListName.AUDIENCES]),
    )


def offered_audiences(lists: Lists, of_profile: Iterable[str]) -> tuple[str, ...]:
    """Return the publics that are offered: the profile's, then those that the siège added."""
    codes = dict.fromkeys((*of_profile, *lists.added_audiences))
    found = {code: lists.audiences.get(code) for code in codes}
    return tuple(code for code, each in found.items() if each is None or each.retired is None)


def standing_item(lists: Lists, name: ListName, code: str) -> ListItem | None:
    """Return an entry of the lists as the siège would say it, None where there is none."""
    if name is ListName.DEMANDS and (demand := lists.demands.get(code)) is not None:
        return ListItem(
            name,
            code,
            demand.label,
            demand.short,
            demand.parent,
            demand.icon,
            position=demand.position,
            retired=demand.retired,
        )
    if name is ListName.AUDIENCES and (audience := lists.audiences.get(code)) is not None:
        return ListItem(
            name, code, audience.label, audience.short, icon=audience.icon, retired=audience.retired
        )
    if name is ListName.CLOSURE_REASONS and (reason := lists.closure_reasons.get(code)) is not None:
        return ListItem(
            name,
            code,
            reason.label,
            published=reason.published,
            personal=reason.personal,
            retired=reason.retired,
        )
    if name is ListName.COUNTRIES and (country := lists.countries.get(code)) is not None:
        return ListItem(name, code, country.name, country.short, retired=country.retired)
    return None


def version_of(items: Iterable[ListItem]) -> str:
    """Return what names a state of the siège's entries: how many, and a digest of them.

    Empty where there are none: the lists are those of the program.
    """
    lines = sorted(repr(_told(item)) for item in items)
    if not lines:
        return ""
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"{len(lines)}-{digest[:_DIGEST]}"


def _told(item: ListItem) -> tuple[str | int | None, ...]:
    return (
        item.list.value,
        item.code,
        item.label,
        item.short,
        item.parent,
        item.icon,
        item.published,
        int(item.personal),
        item.position,
        None if item.retired is None else item.retired.isoformat(),
    )


def _demand(item: ListItem, demands: Mapping[str, Demand]) -> Demand:
    known = demands.get(item.code)
    above = demands.get(item.parent) if item.parent else None
    beside = (d.position for d in demands.values() if d.parent == item.parent)
    last = max(beside, default=0)
    return Demand(
        code=item.code,
        parent=item.parent,
        label=item.label,
        short=item.short_label,
        label_en=item.label if known is None else known.label_en,
        icon=item.icon or _icon_of(known or above),
        position=item.position or (last + 1 if known is None else known.position),
        retired=item.retired,
    )


def _icon_of(entry: Demand | Audience | None) -> str:
    return _ICON if entry is None else entry.icon
