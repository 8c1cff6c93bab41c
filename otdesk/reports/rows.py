"""The rows of a summary: one dataclass for each kind of table that is printed or charted.

In every row, unless it says otherwise: `persons` are party sizes at the counter (`comptoir`)
and the persons of paper sheets; `acts` are accueils of the five channels. A call is 0 person
and 1 act. Rows are sorted as they are to be printed, the largest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from otdesk.domain.openings import Ranges
from otdesk.domain.reference import ChannelCode, ResidencyCode


class Base(StrEnum):
    """What the base of a share counts; `labels.base` says it in French."""

    PERSONS = "persons"
    PERSONS_KNOWN_ORIGIN = "persons_known_origin"
    PERSONS_FRANCE = "persons_france"
    PERSONS_OWN = "persons_own_departments"
    PERSONS_AUDIENCE = "persons_noted_audience"
    ACTS = "acts"
    ACTS_COUNTER = "acts_counter"
    ACTS_RECORDED = "acts_recorded"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction (0.074 for 7,4 %) that names its base.

    `base` is the number that `value` is a fraction of, `of` what that number counts. `value`
    is None on an empty base: a share of nothing is not zero.
    """

    value: float | None
    base: int
    of: Base

    @classmethod
    def part(cls, part: int, base: int, of: Base) -> Share:
        """Return the share of `part` in `base`."""
        return cls(part / base if base else None, base, of)


class OriginGroup(StrEnum):
    """The five groups of the bar « D’où viennent-ils ? », in their order."""

    OWN = "own"
    OTHER_FRENCH = "other_french"
    FOREIGN = "foreign"
    FRANCE_UNKNOWN = "france_unknown"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One origin: `FR-48`, `BE`, `FR` (département unknown) or `ND`.

    `share`: of all French persons, `FR` included, for a département and `FR`; of the persons
    whose origin is known for a country; of all persons for `ND`. `before` is the same share
    in the compared period, None where nothing is compared. Persons of a paper sheet that names
    no origin are under `ND`, so that the rows add up to the persons of the summary.
    """

    code: str
    label: str
    group: OriginGroup
    persons: int
    acts: int
    share: Share
    before: Share | None = None


@dataclass(frozen=True, slots=True)
class OriginGroupRow:
    """One of the five parts of the origin bar; `share` of all persons."""

    group: OriginGroup
    label: str
    persons: int
    acts: int
    share: Share


@dataclass(frozen=True, slots=True)
class OriginAreaRow:
    """A group of origins that the network's profile follows (proximité, bassin parisien).

    Groups may overlap or leave origins out; `share` of the persons whose origin is known.
    """

    code: str
    label: str
    persons: int
    acts: int
    share: Share


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One demand, all channels. `level` 1 or 2; `theme` is its first-level code (its own there).

    `acts`: distinct accueils with it, at level 1 with it or any of its children; unmet ones
    count. `unmet`: those among them where it could not be answered. `at_least`: a paper sheet
    counts several children of the theme and not the theme, so overlaps are not known and only
    the largest child is taken. `share` of all acts; several demands an act are usual, so
    shares add up to more than one. `counter_acts` and `counter_unmet`: the same at the counter
    alone, paper sheets apart, and `counter_share` of the accueils at the counter; rankings
    printed « au comptoir » use them.
    """

    code: str
    label: str
    level: int
    theme: str
    acts: int
    unmet: int
    share: Share
    counter_acts: int
    counter_unmet: int
    counter_share: Share
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class DemandChannelRow:
    """One demand by one channel: distinct acts and unmet ones. Paper sheets are not in it."""

    code: str
    channel: ChannelCode
    acts: int
    unmet: int


@dataclass(frozen=True, slots=True)
class UnmetRow:
    """One demand as it was asked (second level, or a theme alone): `unmet` among `acts`."""

    code: str
    label: str
    unmet: int
    acts: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel, all five always. `share` of the accueils entered one by one (no sheet)."""

    code: ChannelCode
    label: str
    persons: int
    acts: int
    share: Share


@dataclass(frozen=True, slots=True)
class HourRow:
    """One local hour of the day (`9` is 9:00 to 9:59); sheets and unknown times are not in it.

    `reference`: on the print of a day, mean persons in that hour over the month's open days
    up to the day (their number is `Summary.reference_days`); None elsewhere.
    """

    hour: int
    persons: int
    acts: int
    reference: float | None = None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Persons of one day in one local hour; only cells with an accueil or an open minute.

    `open_minutes` are summed over the offices: 0 with persons is an accueil outside the hours.
    """

    day: date
    hour: int
    persons: int
    open_minutes: int


@dataclass(frozen=True, slots=True)
class WeekHourCell:
    """Persons of one weekday (0 is Monday) and local hour over the period.

    `per_open_hour`: persons for each hour really open in that cell; None where it was open for
    less than half an hour in all, which leaves `persons` (`rates`).
    """

    weekday: int
    hour: int
    persons: int
    open_minutes: int
    per_open_hour: float | None

    @property
    def is_brief(self) -> bool:
        """Tell whether there is a count to show, and no rate."""
        return self.per_open_hour is None and (self.open_minutes > 0 or self.persons > 0)


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """One public, as noted; `share` of the persons at the counter whose public is noted."""

    code: str
    label: str
    persons: int
    acts: int
    share: Share


@dataclass(frozen=True, slots=True)
class ResidencyRow:
    """One residency of the own département(s); `share` of all persons of those."""

    code: ResidencyCode
    label: str
    persons: int
    acts: int
    share: Share


@dataclass(frozen=True, slots=True)
class WeekdayRow:
    """One weekday (0 is Monday) over the period: persons for each open day of an office.

    `per_open_day` is None where no such day was open; `before` is that of the compared period.
    """

    weekday: int
    persons: int
    open_days: int
    per_open_day: float | None
    before: float | None = None


class DayMark(StrEnum):
    """What a day of the period is: three absences that must never look the same."""

    OPEN = "open"
    CLOSED = "closed"
    SHUT = "shut"
    NOT_ENTERED = "not_entered"
    NOT_PLANNED = "not_planned"


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """One office on one date: real and planned hours (minutes since midnight, local).

    `state`: OPEN, a range runs or the day is not closed yet; CLOSED, it was open and its day is
    closed; SHUT, it stayed shut; NOT_PLANNED, nothing entered and nothing planned (or a planned
    closing); NOT_ENTERED, planned and nothing entered. `ranges` unite the office's posts.
    `minutes` count a range that runs today up to now. `reason` is the published wording.
    `closed_at` is in the office's zone.
    """

    office: str
    day: date
    state: DayMark
    ranges: Ranges
    planned: Ranges
    minutes: int
    planned_minutes: int
    reason: str | None
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The counted figures of one day, all offices; `minutes` really open."""

    day: date
    persons: int
    acts: int
    counter_acts: int
    calls: int
    minutes: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """One date of the period, all its offices together.

    `acts` are of five channels, `counter_acts` those at the counter (sheets included),
    `outing_acts` those outside; `outing_persons` and `walk_ins` stand apart from `persons`.
    `at_least`: a sheet lacks its acts. `sheet`: a paper sheet is in the day. `minutes` and
    `planned_minutes` are summed over the offices. `state`: OPEN or CLOSED if one office was
    open, else SHUT, NOT_ENTERED, NOT_PLANNED in that order. `reasons`: published wordings,
    each with its office where there are several. `school_zones` None means unknown. `before`
    is the same weekday of the compared year (364 days earlier for one year).
    """

    day: date
    persons: int
    acts: int
    at_least: bool
    counter_acts: int
    walk_ins: int
    calls: int
    emails: int
    letters: int
    outing_acts: int
    outing_persons: int
    sheet: bool
    minutes: int
    planned_minutes: int
    state: DayMark
    open_offices: int
    planned_offices: int
    reasons: tuple[str, ...]
    corrections: int
    weekend: bool
    public_holiday: str | None
    school_zones: tuple[str, ...] | None
    market: str | None
    before: DayFigures | None


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """What is counted for one office, one month, or one office's month.

    Days and minutes are summed over the offices; `at_least` says that acts are partial.
    """

    persons: int
    acts: int
    at_least: bool
    counter_acts: int
    walk_ins: int
    calls: int
    emails: int
    letters: int
    outing_acts: int
    outing_persons: int
    open_days: int
    planned_days: int
    open_minutes: int
    planned_minutes: int
    persons_per_open_day: float | None
    persons_per_open_hour: float | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One calendar month of the period, all offices (`month` is its first day)."""

    month: date
    figures: PeriodFigures


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office over the period; `share` of all persons of the summary."""

    code: str
    name: str
    figures: PeriodFigures
    share: Share


@dataclass(frozen=True, slots=True)
class OfficeMonthRow:
    """One office in one month: the openings table of the bilan.

    `reasons` are the published wordings of that month, each once, in the order of the days.
    """

    office: str
    month: date
    figures: PeriodFigures
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitMark:
    """One accueil on a day's time line: local minute, channel, size (0 for a call)."""

    minute: int
    channel: ChannelCode
    persons: int
    own: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One paper sheet of the period: in the totals, never in hours or cross tables.

    `half_day` is `am` or `pm`; `acts` None is unknown; `unplaced` are the persons whose origin
    the sheet does not say (counted under ND).
    """

    office: str
    day: date
    half_day: str
    persons: int
    acts: int | None
    unplaced: int
    note: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction of a closed day: « rectifié le 23/07 : feuille papier saisie ».

    `recorded_at` is in the office's zone; `kind` the record that changed (`visit`, `tally`…).
    """

    office: str
    day: date
    recorded_at: datetime
    author: str
    kind: str
    reason: str


def head_and_rest(rows: Sequence[OriginRow], count: int) -> tuple[Sequence[OriginRow], Rest | None]:
    """Part the `count` largest rows from the others, folded in one (« 15 autres départements »).

    Give it rows of one base only (départements, or countries). A single row left over is shown
    rather than folded, as it takes the same line.
    """
    if len(rows) <= count + 1:
        return rows, None
    rest = rows[count:]
    persons = sum(row.persons for row in rest)
    base = rest[0].share
    return rows[:count], Rest(
        len(rest), persons, sum(row.acts for row in rest), Share.part(persons, base.base, base.of)
    )


@dataclass(frozen=True, slots=True)
class Rest:
    """The rows that a table does not print, folded: how many, their sums and their share."""

    rows: int
    persons: int
    acts: int
    share: Share
