"""The one summary that every report prints: a day, a month, a year, or any range of days.

Only dataclasses. `summarise` (queries) fills them; PDF, spreadsheet, JSON and screens draw them
and compute nothing. Definitions are those of the office's words (`unit_version` 1):

- **persons**: party sizes at the counter, and the persons of paper sheets.
- **acts**: accueils of the five channels, and the marks of paper sheets.
- **walk-ins**: people who came in and asked nothing. The three are never added together.
- Voided records are in no figure; a revised record counts once, as it stands.
- A paper sheet is in the totals, `by_origin.persons`, `by_demand.acts` and `by_day`, never in
  hours, channels, publics, residency or cross tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from otdesk.domain.period import Period
from otdesk.reports.rows import (
    AudienceRow,
    ChannelRow,
    CorrectionRow,
    DayRow,
    DemandChannelRow,
    DemandRow,
    HeatCell,
    HourRow,
    MonthRow,
    OfficeDay,
    OfficeMonthRow,
    OfficeRow,
    OriginAreaRow,
    OriginGroup,
    OriginGroupRow,
    OriginRow,
    ResidencyRow,
    Share,
    SheetRow,
    UnmetRow,
    VisitMark,
    WeekdayRow,
    WeekHourCell,
)
from otdesk.reports.shop.sales import Sales as Sales  # noqa: PLC0414 - a part of the summary

UNIT_VERSION = 1


class Measure(StrEnum):
    """What a line of the comparison measures; `labels.measure` says it in French."""

    PERSONS = "persons"
    COUNTER_ACTS = "counter_acts"
    CALLS = "calls"
    WRITTEN = "emails_and_letters"
    WALK_INS = "walk_ins"
    OPEN_DAYS = "open_days"
    OPEN_HOURS = "open_hours"
    PERSONS_PER_OPEN_HOUR = "persons_per_open_hour"
    FOREIGN_SHARE = "foreign_share"
    ORIGIN_KNOWN_SHARE = "origin_known_share"
    TURNOVER = "shop_turnover_cents"


class DeltaUnit(StrEnum):
    """How the difference of a line is told.

    PERCENT: a fraction of the earlier figure per open day (of the figure itself for a rate);
    POINTS: percentage points, as a fraction (0.022 is +2,2 pt); COUNT: the plain difference.
    """

    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One measure, this period and before, as a total and per open day.

    `this` and `before` are counts, hours (`OPEN_HOURS`), cents (`TURNOVER`), rates or fractions
    (the shares).
    `*_per_day` are per open day of an office; None where that has no sense. `delta` is None
    where the earlier figure is zero.
    """

    measure: Measure
    this: float | None
    before: float | None
    this_per_day: float | None
    before_per_day: float | None
    delta: float | None
    delta_unit: DeltaUnit


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is not compared, and why: « Passages : comptés depuis 2022. »."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """A figure of an earlier year as it was published; `unit` persons, acts or unknown."""

    office: str
    month: date
    measure: str
    unit: str
    value: int
    source: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same months of an earlier year, the same offices, the same unit; or why not.

    `period` is the one compared with (the same weekday 364 days before for a single day).
    `refusal`: a French sentence, None where the comparison stands; `way_out` says what can be
    compared instead. `rows` are empty on a refusal. `context`: what differs without anybody's
    doing (Easter, Saturdays, holidays), always given. `notes`: what is not compared, and why.
    `published`: imported totals of earlier years, to be shown apart, never compared blindly.
    """

    period: Period
    refusal: str | None
    way_out: str | None
    rows: tuple[ComparisonRow, ...]
    context: tuple[str, ...]
    notes: tuple[Note, ...]
    published: tuple[PublishedTotal, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """180 days (catégorie II) or 240 (catégorie I): reached on a date, or expected on one.

    `expected_on` follows the planned openings; None where they do not reach it this year.
    """

    days: int
    category: str
    reached_on: date | None
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class Classement:
    """Distinct days since 1 January, one office, up to `until` (arrêté du 16 avril 2019).

    `days` = `opening_days` + `outing_days`, the latter outside on a day when the office itself
    was not open. `planned_days` are still to come this year. `office` None is all the offices
    of the summary together, each date once.
    """

    office: str | None
    name: str
    until: date
    days: int
    opening_days: int
    outing_days: int
    planned_days: int
    thresholds: tuple[Threshold, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the summary, by its code and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a report says of a period and some offices.

    Totals: `counter_acts + outing_acts + calls + emails + letters == acts`; `acts_at_least`
    where a paper sheet does not give its acts (« au moins »). `sheet_persons`, `sheet_acts`:
    the part of the totals that comes from sheets. `unknown_time_acts`: accueils without an
    hour, in the totals and not in hours.

    Openings, summed over offices: `open_days` (real hours, posts united), `planned_days`,
    minutes; `closed_days` (the day is closed), `missing_days` (planned, nothing entered),
    `corrected_days`. `persons_per_open_hour`: persons of days whose hours are known, by those
    hours; None without any. `persons_per_open_day` likewise.

    Shares: `origin_known_share` of all persons; `foreign_share` of the persons whose origin is
    not ND; `entry_shares` (express and repeated) of the accueils entered one by one.
    `unmet_demands`: demands that were not satisfied, the sum of `by_unmet`.
    `audience_unnoted`, `residency_unnoted`: persons beside those tables.

    A single day has `marks` and `reference_days`; `month_record`: its persons are the most of
    its month so far. `by_demand` holds both levels, a theme followed by its children.
    `head`: code of the journal's last entry (`7F3A-09C2`), for the foot « Registre … ».
    `generated_at` carries the office's zone.
    """

    network: str
    period: Period
    offices: tuple[Office, ...]
    generated_at: datetime
    reconstruction: bool
    head: str
    unit_version: int

    persons: int
    acts: int
    acts_at_least: bool
    counter_acts: int
    walk_ins: int
    calls: int
    emails: int
    letters: int
    outing_acts: int
    outing_persons: int
    unknown_time_acts: int
    sheet_persons: int
    sheet_acts: int
    sheet_persons_without_origin: int

    open_days: int
    planned_days: int
    open_minutes: int
    planned_minutes: int
    closed_days: int
    missing_days: int
    corrected_days: int
    persons_per_open_hour: float | None
    persons_per_open_day: float | None

    origin_known_share: Share
    foreign_share: Share
    express_share: Share
    repeat_share: Share
    entry_share: Share
    unmet_demands: int
    audience_unnoted: int
    residency_unnoted: int

    by_origin: tuple[OriginRow, ...]
    by_origin_group: tuple[OriginGroupRow, ...]
    by_origin_area: tuple[OriginAreaRow, ...]
    by_demand: tuple[DemandRow, ...]
    by_demand_channel: tuple[DemandChannelRow, ...]
    by_unmet: tuple[UnmetRow, ...]
    by_channel: tuple[ChannelRow, ...]
    by_hour: tuple[HourRow, ...]
    by_day: tuple[DayRow, ...]
    by_weekday: tuple[WeekdayRow, ...]
    by_month: tuple[MonthRow, ...]
    by_office: tuple[OfficeRow, ...]
    by_office_month: tuple[OfficeMonthRow, ...]
    by_audience: tuple[AudienceRow, ...]
    by_residency: tuple[ResidencyRow, ...]
    heat: tuple[HeatCell, ...]
    week_hours: tuple[WeekHourCell, ...]
    office_days: tuple[OfficeDay, ...]
    marks: tuple[VisitMark, ...]
    sheets: tuple[SheetRow, ...]
    corrections: tuple[CorrectionRow, ...]

    reference_days: int
    month_record: bool | None
    comparison: Comparison | None
    classement: tuple[Classement, ...]
    sales: Sales | None

    @property
    def departments(self) -> tuple[OriginRow, ...]:
        """Return the rows of French départements, without `FR`."""
        return tuple(row for row in self.by_origin if row.code.startswith("FR-"))

    @property
    def countries(self) -> tuple[OriginRow, ...]:
        """Return the rows of foreign countries."""
        return tuple(row for row in self.by_origin if row.group is OriginGroup.FOREIGN)

    @property
    def themes(self) -> tuple[DemandRow, ...]:
        """Return the demands of the first level."""
        return tuple(row for row in self.by_demand if row.level == 1)
