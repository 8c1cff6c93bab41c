"""The ledger: what each office counted on each day, from which every total is a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.reference import ChannelCode
from otdesk.reports.queries import sheets, visits
from otdesk.reports.queries.scope import Scope
from otdesk.reports.queries.sheets import SheetRecord

OfficeDate = tuple[str, date]

_ACTS_OF = {
    ChannelCode.COMPTOIR.value: "counter_acts",
    ChannelCode.TELEPHONE.value: "calls",
    ChannelCode.COURRIEL.value: "emails",
    ChannelCode.COURRIER.value: "letters",
    ChannelCode.HORS_LES_MURS.value: "outing_acts",
}


@dataclass(slots=True)
class Counts:
    """Sums over accueils, passages and sheets; added to while rows come in."""

    persons: int = 0
    acts: int = 0
    counter_acts: int = 0
    calls: int = 0
    emails: int = 0
    letters: int = 0
    outing_acts: int = 0
    outing_persons: int = 0
    walk_ins: int = 0
    unknown_time_acts: int = 0
    sheets: int = 0
    sheet_persons: int = 0
    sheet_acts: int = 0
    at_least: bool = False

    def add_visits(self, row: visits.TimeCount) -> None:
        """Count accueils of one channel; only the counter has persons."""
        self.acts += row.acts
        name = _ACTS_OF[row.channel]
        setattr(self, name, getattr(self, name) + row.acts)
        if row.channel == ChannelCode.COMPTOIR:
            self.persons += row.size
        elif row.channel == ChannelCode.HORS_LES_MURS:
            self.outing_persons += row.size
        if row.hour is None:
            self.unknown_time_acts += row.acts

    def add_sheet(self, sheet: SheetRecord) -> None:
        """Count a paper sheet: people at the counter; its acts may be unknown."""
        self.sheets += 1
        self.persons += sheet.persons
        self.sheet_persons += sheet.persons
        if sheet.acts is None:
            self.at_least = self.at_least or sheet.persons > 0
            return
        self.acts += sheet.acts
        self.counter_acts += sheet.acts
        self.sheet_acts += sheet.acts

    def add(self, other: Counts) -> None:
        """Add the sums of another one."""
        self.persons += other.persons
        self.acts += other.acts
        self.counter_acts += other.counter_acts
        self.calls += other.calls
        self.emails += other.emails
        self.letters += other.letters
        self.outing_acts += other.outing_acts
        self.outing_persons += other.outing_persons
        self.walk_ins += other.walk_ins
        self.unknown_time_acts += other.unknown_time_acts
        self.sheets += other.sheets
        self.sheet_persons += other.sheet_persons
        self.sheet_acts += other.sheet_acts
        self.at_least = self.at_least or other.at_least


def summed(parts: Iterable[Counts]) -> Counts:
    """Return the sum of some counts."""
    total = Counts()
    for part in parts:
        total.add(part)
    return total


@dataclass(slots=True)
class HourCounts:
    """Persons and acts of one hour."""

    persons: int = 0
    acts: int = 0


@dataclass(slots=True)
class ChannelCounts:
    """Persons at the counter and acts of one channel, entered one by one."""

    persons: int = 0
    acts: int = 0


@dataclass(slots=True)
class Ledger:
    """Counts by (office, day), persons and acts by (day, local hour), and the sheets."""

    cells: dict[OfficeDate, Counts] = field(default_factory=lambda: defaultdict(Counts))
    hours: dict[tuple[date, int], HourCounts] = field(
        default_factory=lambda: defaultdict(HourCounts)
    )
    channels: dict[str, ChannelCounts] = field(default_factory=lambda: defaultdict(ChannelCounts))
    sheets: list[SheetRecord] = field(default_factory=list)

    def between(self, first: date, last: date) -> dict[OfficeDate, Counts]:
        """Return the cells of some days, both ends included."""
        return {key: counts for key, counts in self.cells.items() if first <= key[1] <= last}

    def total(self) -> Counts:
        """Return the sums over everything."""
        return summed(self.cells.values())


def read(connection: Connection, scope: Scope) -> Ledger:
    """Read the ledger of a scope: accueils, passages and sheets, voided ones left out."""
    ledger = Ledger()
    for row in visits.by_time(connection, scope):
        ledger.cells[row.office, row.day].add_visits(row)
        persons = row.size if row.channel == ChannelCode.COMPTOIR else 0
        channel = ledger.channels[row.channel]
        channel.persons += persons
        channel.acts += row.acts
        if row.hour is not None:
            hour = ledger.hours[row.day, row.hour]
            hour.persons += persons
            hour.acts += row.acts
    for passage in visits.walk_ins(connection, scope):
        ledger.cells[passage.office, passage.day].walk_ins += passage.people
    for sheet in sheets.sheets(connection, scope):
        ledger.cells[sheet.office, sheet.day].add_sheet(sheet)
        ledger.sheets.append(sheet)
    return ledger
