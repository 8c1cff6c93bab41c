"""Where people come from: origins, their five groups, and the residency of one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from otdesk.domain.reference import FRANCE, NOT_ASKED, ChannelCode, ResidencyCode
from otdesk.i18n import _
from otdesk.reports import labels
from otdesk.reports.context import ReportContext
from otdesk.reports.counts import ChannelCounts
from otdesk.reports.queries import sheets, visits
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import (
    Base,
    OriginAreaRow,
    OriginGroup,
    OriginGroupRow,
    OriginRow,
    ResidencyRow,
    Share,
)

# FR and ND come last whatever they count: they are no place.
_LAST = {FRANCE: 1, NOT_ASKED: 2}


class Bases(NamedTuple):
    """All persons, those whose origin is known (not ND), and those of France (`FR` included)."""

    persons: int
    known: int
    french: int


@dataclass(slots=True)
class OriginTable:
    """Persons and acts by origin, and by residency within the own département(s)."""

    context: ReportContext
    own_departments: frozenset[str]
    origins: dict[str, ChannelCounts] = field(default_factory=lambda: defaultdict(ChannelCounts))
    residencies: dict[str, ChannelCounts] = field(
        default_factory=lambda: defaultdict(ChannelCounts)
    )
    sheet_persons_without_origin: int = 0

    def bases(self) -> Bases:
        """Add up what the shares are taken of."""
        lists = self.context.lists
        persons = sum(counts.persons for counts in self.origins.values())
        known = persons - self._persons(NOT_ASKED)
        foreign = sum(
            counts.persons for code, counts in self.origins.items() if lists.is_foreign(code)
        )
        return Bases(persons, known, known - foreign)

    @property
    def own(self) -> int:
        """Return the persons of the own département(s)."""
        return sum(self._persons(code) for code in self.own_departments)

    def known_share(self) -> Share:
        """Return the share of all persons whose origin is known."""
        bases = self.bases()
        return Share.part(bases.known, bases.persons, Base.PERSONS)

    def foreign_share(self) -> Share:
        """Return the share of foreigners among the persons of known origin."""
        bases = self.bases()
        return Share.part(bases.known - bases.french, bases.known, Base.PERSONS_KNOWN_ORIGIN)

    def group(self, code: str) -> OriginGroup:
        """Return the part of the origin bar that an origin counts in."""
        if code == NOT_ASKED:
            return OriginGroup.NOT_ASKED
        if code == FRANCE:
            return OriginGroup.FRANCE_UNKNOWN
        if code in self.own_departments:
            return OriginGroup.OWN
        if self.context.lists.is_foreign(code):
            return OriginGroup.FOREIGN
        return OriginGroup.OTHER_FRENCH

    def share(self, code: str, bases: Bases) -> Share:
        """Return the share of an origin on the base that its group has."""
        persons = self._persons(code)
        if code == NOT_ASKED:
            return Share.part(persons, bases.persons, Base.PERSONS)
        if self.context.lists.is_foreign(code):
            return Share.part(persons, bases.known, Base.PERSONS_KNOWN_ORIGIN)
        return Share.part(persons, bases.french, Base.PERSONS_FRANCE)

    def rows(self, before: OriginTable | None) -> tuple[OriginRow, ...]:
        """Return a row an origin, the most persons first, `FR` and `ND` last."""
        lists = self.context.lists
        bases = self.bases()
        bases_before = None if before is None else before.bases()
        rows = [
            OriginRow(
                code=code,
                label=lists.origin_label(code),
                group=self.group(code),
                persons=counts.persons,
                acts=counts.acts,
                share=self.share(code, bases),
                before=None
                if before is None or bases_before is None
                else before.share(code, bases_before),
            )
            for code, counts in self.origins.items()
        ]
        return tuple(
            sorted(rows, key=lambda r: (_LAST.get(r.code, 0), -r.persons, -r.acts, r.code))
        )

    def group_rows(self) -> tuple[OriginGroupRow, ...]:
        """Return the five parts of the origin bar, empty ones included."""
        sums: dict[OriginGroup, ChannelCounts] = {group: ChannelCounts() for group in OriginGroup}
        for code, counts in self.origins.items():
            part = sums[self.group(code)]
            part.persons += counts.persons
            part.acts += counts.acts
        persons = self.bases().persons
        own = _(" et ").join(
            self.context.lists.origin_label(code) for code in sorted(self.own_departments)
        )
        return tuple(
            OriginGroupRow(
                group,
                labels.origin_group(group, own),
                counts.persons,
                counts.acts,
                Share.part(counts.persons, persons, Base.PERSONS),
            )
            for group, counts in sums.items()
        )

    def area_rows(self) -> tuple[OriginAreaRow, ...]:
        """Return the groups of origins that the network follows, in the profile's order."""
        known = self.bases().known
        return tuple(
            OriginAreaRow(
                area.code,
                area.label,
                sum(self._persons(code) for code in area.origins),
                sum(self.origins[code].acts for code in area.origins if code in self.origins),
                Share.part(
                    sum(self._persons(code) for code in area.origins),
                    known,
                    Base.PERSONS_KNOWN_ORIGIN,
                ),
            )
            for area in self.context.profile.origin_groups
        )

    def residency_rows(self) -> tuple[ResidencyRow, ...]:
        """Return the residencies that were noted, the most persons first."""
        rows = [
            ResidencyRow(
                ResidencyCode(code),
                self.context.lists.residency_label(code),
                counts.persons,
                counts.acts,
                Share.part(counts.persons, self.own, Base.PERSONS_OWN),
            )
            for code, counts in self.residencies.items()
        ]
        return tuple(sorted(rows, key=lambda r: (-r.persons, -r.acts, r.code)))

    @property
    def residency_unnoted(self) -> int:
        """Return the persons of the own département(s) beside the residencies."""
        return self.own - sum(counts.persons for counts in self.residencies.values())

    def _persons(self, code: str) -> int:
        counts = self.origins.get(code)
        return 0 if counts is None else counts.persons


def read(
    connection: Connection, scope: Scope, context: ReportContext, sheet_totals: Mapping[str, int]
) -> OriginTable:
    """Read the origins of a scope; `sheet_totals` are the persons of each sheet, by its uid."""
    table = OriginTable(context, context.own_departments(scope.offices))
    for row in visits.by_origin(connection, scope):
        persons = row.size if row.channel == ChannelCode.COMPTOIR else 0
        _add(table.origins[row.origin], persons, row.acts)
        if row.residency is not None and row.origin in table.own_departments:
            _add(table.residencies[row.residency], persons, row.acts)
    if sheet_totals:
        _add_sheets(table, sheets.origins(connection, scope), sheet_totals)
    return table


def _add(counts: ChannelCounts, persons: int, acts: int) -> None:
    counts.persons += persons
    counts.acts += acts


def _add_sheets(
    table: OriginTable, rows: Iterable[sheets.SheetCount], totals: Mapping[str, int]
) -> None:
    placed = 0
    for row in rows:
        table.origins[row.code].persons += row.marks
        placed += row.marks
    # « Non demandé » is where nothing is known: the rows then add up to the persons.
    table.sheet_persons_without_origin = sum(totals.values()) - placed
    if table.sheet_persons_without_origin:
        table.origins[NOT_ASKED].persons += table.sheet_persons_without_origin
