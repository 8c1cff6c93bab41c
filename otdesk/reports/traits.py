"""Publics, channels, and how the accueils were entered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from otdesk.domain.reference import ChannelCode, Lists
from otdesk.domain.visits import EntryMode
from otdesk.reports.counts import ChannelCounts
from otdesk.reports.queries import visits
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import AudienceRow, Base, ChannelRow, Share


@dataclass(slots=True)
class TraitTable:
    """Persons and acts by public; acts by way of entry."""

    lists: Lists
    audiences: dict[str, ChannelCounts] = field(default_factory=lambda: defaultdict(ChannelCounts))
    entries: Counter[str] = field(default_factory=Counter)

    @property
    def noted_persons(self) -> int:
        """Return the persons whose public is noted."""
        return sum(counts.persons for counts in self.audiences.values())

    def audience_rows(self) -> tuple[AudienceRow, ...]:
        """Return the publics that were noted, the most persons first."""
        base = self.noted_persons
        rows = [
            AudienceRow(
                code,
                self.lists.audience_label(code),
                counts.persons,
                counts.acts,
                Share.part(counts.persons, base, Base.PERSONS_AUDIENCE),
            )
            for code, counts in self.audiences.items()
        ]
        return tuple(sorted(rows, key=lambda r: (-r.persons, -r.acts, r.code)))

    def entry_share(self, *modes: EntryMode) -> Share:
        """Return the share of accueils entered in one of these ways."""
        return Share.part(
            sum(self.entries[mode.value] for mode in modes),
            self.entries.total(),
            Base.ACTS_RECORDED,
        )


def read(connection: Connection, scope: Scope, lists: Lists) -> TraitTable:
    """Read the publics and ways of entry of a scope."""
    table = TraitTable(lists)
    for row in visits.by_trait(connection, scope):
        table.entries[row.entry] += row.acts
        if row.audience is not None:
            counts = table.audiences[row.audience]
            counts.acts += row.acts
            if row.channel == ChannelCode.COMPTOIR:
                counts.persons += row.size
    return table


def channel_rows(channels: Mapping[str, ChannelCounts], lists: Lists) -> tuple[ChannelRow, ...]:
    """Return the five channels in their order, those without an accueil included."""
    base = sum(counts.acts for counts in channels.values())
    rows = []
    for code in ChannelCode:
        counts = channels.get(code.value, ChannelCounts())
        share = Share.part(counts.acts, base, Base.ACTS_RECORDED)
        rows.append(ChannelRow(code, lists.channel_label(code), counts.persons, counts.acts, share))
    return tuple(rows)
