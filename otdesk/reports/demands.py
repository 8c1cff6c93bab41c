"""What people ask for: two levels, by channel, satisfied or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from otdesk.domain.reference import ChannelCode, Lists
from otdesk.reports.queries import sheets, visits
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import Base, DemandChannelRow, DemandRow, Share, UnmetRow


@dataclass(slots=True)
class DemandCounts:
    """Acts and unmet ones; those at the counter apart."""

    acts: int = 0
    unmet: int = 0
    counter_acts: int = 0
    counter_unmet: int = 0
    at_least: bool = False

    def add(self, channel: str, acts: int, unmet: int) -> None:
        """Add the acts of one channel."""
        self.acts += acts
        self.unmet += unmet
        if channel == ChannelCode.COMPTOIR:
            self.counter_acts += acts
            self.counter_unmet += unmet


@dataclass(slots=True)
class DemandTable:
    """Counts by first-level code, by second-level code, and by code as it was asked.

    `themes` count distinct acts; `asked` counts a theme only where it was asked by itself.
    """

    lists: Lists
    themes: dict[str, DemandCounts] = field(default_factory=lambda: defaultdict(DemandCounts))
    children: dict[str, dict[str, DemandCounts]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(DemandCounts))
    )
    asked: dict[str, DemandCounts] = field(default_factory=lambda: defaultdict(DemandCounts))
    channels: dict[tuple[str, str], DemandCounts] = field(
        default_factory=lambda: defaultdict(DemandCounts)
    )

    def rows(self, acts: int, counter_acts: int) -> tuple[DemandRow, ...]:
        """Return each theme followed by its children, the most acts first.

        `acts` and `counter_acts` are the bases of the shares.
        """
        rows: list[DemandRow] = []
        for theme, counts in _ordered(self.themes):
            rows.append(self._row(theme, theme, counts, acts, counter_acts))
            rows.extend(
                self._row(code, theme, below, acts, counter_acts)
                for code, below in _ordered(self.children.get(theme, {}))
            )
        return tuple(rows)

    def _row(
        self, code: str, theme: str, counts: DemandCounts, acts: int, counter_acts: int
    ) -> DemandRow:
        return DemandRow(
            code=code,
            label=self.lists.demand_label(code),
            level=1 if code == theme else 2,
            theme=theme,
            acts=counts.acts,
            unmet=counts.unmet,
            share=Share.part(counts.acts, acts, Base.ACTS),
            counter_acts=counts.counter_acts,
            counter_unmet=counts.counter_unmet,
            counter_share=Share.part(counts.counter_acts, counter_acts, Base.ACTS_COUNTER),
            at_least=counts.at_least,
        )

    def channel_rows(self) -> tuple[DemandChannelRow, ...]:
        """Return both levels by channel, by code and then in the order of the channels."""
        order = {channel.value: n for n, channel in enumerate(ChannelCode)}
        keys = sorted(self.channels, key=lambda key: (key[0], order[key[1]]))
        return tuple(
            DemandChannelRow(
                code,
                ChannelCode(channel),
                self.channels[code, channel].acts,
                self.channels[code, channel].unmet,
            )
            for code, channel in keys
        )

    def unmet_rows(self) -> tuple[UnmetRow, ...]:
        """Return the demands as asked that were not always satisfied, the most unmet first."""
        rows = [
            UnmetRow(code, self.lists.demand_label(code), counts.unmet, counts.acts)
            for code, counts in self.asked.items()
            if counts.unmet
        ]
        return tuple(sorted(rows, key=lambda r: (-r.unmet, -r.acts, r.code)))


def _ordered(counts: Mapping[str, DemandCounts]) -> list[tuple[str, DemandCounts]]:
    return sorted(counts.items(), key=lambda item: (-item[1].acts, item[0]))


def read(connection: Connection, scope: Scope, lists: Lists, *, with_sheets: bool) -> DemandTable:
    """Read the demands of a scope, those of paper sheets included where there are some."""
    table = DemandTable(lists)
    for row in visits.by_demand(connection, scope):
        table.themes[row.theme].add(row.channel, row.first, row.first_unmet)
        table.asked[row.code].add(row.channel, row.acts, row.unmet)
        of_theme = table.channels[row.theme, row.channel]
        of_theme.acts += row.first
        of_theme.unmet += row.first_unmet
        if row.code != row.theme:
            table.children[row.theme][row.code].add(row.channel, row.acts, row.unmet)
            of_code = table.channels[row.code, row.channel]
            of_code.acts += row.acts
            of_code.unmet += row.unmet
    if with_sheets:
        _add_sheets(table, sheets.demands(connection, scope))
    return table


def _add_sheets(table: DemandTable, rows: Iterable[sheets.SheetCount]) -> None:
    # A sheet does not say which marks of two columns are the same conversation. Its own mark
    # for a theme is believed; without one, the largest child is what is certain.
    by_sheet: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row.marks:
            by_sheet[row.uid, table.lists.first_level(row.code)][row.code] = row.marks
    for (_uid, theme), counts in by_sheet.items():
        own = counts.pop(theme, None)
        largest = max(counts.values(), default=0)
        whole = table.themes[theme]
        whole.acts += max(own or 0, largest)
        whole.at_least = whole.at_least or (own is None and len(counts) > 1)
        if own is not None:
            table.asked[theme].acts += own
        for code, count in counts.items():
            table.children[theme][code].acts += count
            table.asked[code].acts += count
