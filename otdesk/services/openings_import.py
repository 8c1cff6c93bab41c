"""Planned openings from a spreadsheet: a season and its exceptions, all or nothing.

`office;from;to;days;hours`: `VIA;01/07/2026;31/08/2026;lu-ve;9h30-12h30, 14h-18h`. No `to` is one
date, no `days` the whole week; `fermé` plans a closing. A line that comes later wins for its dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from otdesk.domain.changes import Changes
from otdesk.domain.days import PlannedOpening
from otdesk.domain.month_locks import month_of
from otdesk.domain.openings import read_hours
from otdesk.domain.period import Period
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.season_plan import SeasonLine, read_weekdays, season
from otdesk.domain.visits_file import FIRST_YEAR
from otdesk.domain.vocabulary import Vocabulary, Word
from otdesk.domain.written_dates import read_date
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import days, months
from otdesk.services.fixed_table import FixedRow, read_fixed
from otdesk.services.workplace import Workplace
from otdesk.store.transaction import Transaction

COLUMNS = ("office", "from", "to", "days", "hours")
# A season of more than a year is a slip of the keyboard.
_MOST_DAYS = 400
_LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class OpeningsTarget:
    """The folder that a file is meant for: its network, its office (None at the siège).

    `locked` are the locked months of each office, by their first days.
    """

    profile: NetworkProfile
    office: str | None
    locked: Mapping[str, frozenset[date]]


@dataclass(frozen=True, slots=True)
class OpeningsPlan:
    """A file without a fault, and the dates that it plans."""

    path: Path
    sha256: str
    lines: int
    openings: tuple[PlannedOpening, ...]

    @property
    def offices(self) -> tuple[str, ...]:
        """Return the offices that it plans."""
        return tuple(dict.fromkeys(opening.office for opening in self.openings))

    @property
    def open_days(self) -> int:
        """Count the dates with hours."""
        return sum(1 for opening in self.openings if opening.ranges)

    @property
    def first(self) -> date:
        """Return its first date."""
        return min(opening.day for opening in self.openings)

    @property
    def last(self) -> date:
        """Return its last date."""
        return max(opening.day for opening in self.openings)


def target_of(workplace: Workplace, connection: Connection) -> OpeningsTarget:
    """Return the folder as a file must find it. Raises ManagedBySiege at a paired office."""
    days.refuse_where_siege_plans(connection)
    today = workplace.today()
    return OpeningsTarget(
        profile=workplace.profile,
        office=None if workplace.is_siege else workplace.identity.office,
        locked={
            code: months.locked_months(connection, code, today)
            for code in workplace.profile.office_codes
        },
    )


def read(path: Path, target: OpeningsTarget) -> OpeningsPlan:
    """Read a file to its end and return what it plans.

    Raises FileRefused with every fault, or an EnvironmentFault where the file cannot be read.
    """
    table = read_fixed(path, COLUMNS, frozenset({"to", "days"}))
    offices = Vocabulary(
        _("un bureau ({})").format(", ".join(target.profile.office_codes)),
        [Word(office.code, (office.name,)) for office in target.profile.offices],
    )
    found = [_line(row, offices, target) for row in table]
    table.check()
    lines = [line for line in found if line is not None]
    return OpeningsPlan(path, table.sha256, len(lines), season(lines))


def write(transaction: Transaction, plan: OpeningsPlan) -> Changes:
    """Record what a file plans, in one transaction. Raises as `days.plan` does."""
    return days.plan(transaction, plan.openings)


def _line(row: FixedRow, offices: Vocabulary, target: OpeningsTarget) -> SeasonLine | None:
    before = len(row.faults)
    office = row.read("office", lambda text: offices.code(text, None))
    if office is not None and target.office not in {None, office}:
        row.refuse("office", _("ce dossier est celui du bureau {}.").format(target.office))
    first = row.read("from", _day)
    last = row.read("to", _day) if row.text("to") else first
    weekdays = row.read("days", read_weekdays)
    ranges = row.read("hours", read_hours) if row.needed("hours") else None
    if first is not None and last is not None:
        _check_span(row, first, last)
    if office is None or first is None or last is None or weekdays is None or ranges is None:
        return None
    if len(row.faults) > before:
        return None
    line = SeasonLine(office, Period(first, last), weekdays, ranges)
    planned = list(line)
    if not planned:
        row.refuse("days", _("aucun de ces jours ne tombe entre les deux dates."))
    for month in sorted({month_of(day) for day in planned} & target.locked.get(office, set())):
        row.refuse("from", months.locked_words(month))
    return line


def _day(text: str) -> date:
    day = read_date(text)
    if not FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise DataFault(_("« {} » : l’année est impossible.").format(text))
    return day


def _check_span(row: FixedRow, first: date, last: date) -> None:
    if last < first:
        row.refuse("to", _("la fin vient avant le début."))
    elif (last - first).days > _MOST_DAYS:
        row.refuse("to", _("plus d’un an : écrire une ligne par saison."))
