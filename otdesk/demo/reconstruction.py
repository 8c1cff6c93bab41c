"""What no document says and the demonstration invents, as it lies in `db/facts`.

Weights have no unit, shares are percents, `by month` is twelve values from January.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from otdesk.demo.facts import SEASON_YEAR, SeasonFacts
from otdesk.domain.tallies import HalfDay

ByMonth = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The totals of one year, January to October; those of 2022 are published.

    `month_intensity`: persons of an open day beside the other months. `call_themes_factor`
    weighs themes of calls beside the shared weights.
    """

    year: int
    persons: int
    calls: int
    emails: int
    letters: int
    foreign_percent: int
    not_asked_percent: float
    month_intensity: ByMonth
    call_themes_factor: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class OriginRules:
    """Where people come from, beside the published shares.

    `months` and `bias` are by kind (`own`, `near`, `paris`, `far`, `foreign`, `unknown`): when
    they come, and to which office more than its share. `remote_not_asked_percent`: calls,
    e-mails and letters without an origin.
    """

    france_unknown_percent: float
    five_countries_percent: float
    remote_not_asked_percent: float
    months: Mapping[str, ByMonth]
    bias: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class DayRules:
    """What makes a day busier than its neighbours; sigmas are of a log-normal noise."""

    weekdays: tuple[float, ...]
    market: float
    public_holiday: float
    bridge: float
    school_zone: float
    dates: Mapping[str, float]
    high_season: tuple[tuple[str, str, float], ...]
    weather_sigma: float
    office_sigma: float


@dataclass(frozen=True, slots=True)
class HourRules:
    """Weights of the local hours, in persons and in calls; `market` weighs a market morning."""

    persons: Mapping[int, float]
    calls: Mapping[int, float]
    market: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class PublicRules:
    """Who the people of a party are: sizes, residency, public."""

    sizes: Mapping[str, Mapping[int, float]]
    residencies: Mapping[str, float]
    residency_unasked_percent: float
    audience_percent: float
    audiences: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class DemandRules:
    """How many demands an accueil has, which ones are not satisfied, and the rare notes."""

    counts: Mapping[int, float]
    first_level_percent: float
    unmet_percent: Mapping[str, float]
    months: Mapping[str, ByMonth]
    note_percent: float
    notes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A half-day counted on paper; `typed_after_days` later than the day, with a reason."""

    office: str
    day: date
    half_day: HalfDay
    typed_after_days: int
    note: str


@dataclass(frozen=True, slots=True)
class OutingRule:
    """A weekly reception outside, from `first` to `last` (month-day), on one weekday."""

    office: str
    place: str
    weekday: int
    first: str
    last: str
    minute: int
    minutes: int
    acts: int


@dataclass(frozen=True, slots=True)
class UnusualHours:
    """A reason to open longer or shorter (`minutes`), for that percent of the days."""

    reason: str
    percent: float
    minutes: int
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class AnnouncedHours:
    """One day of one office that opened longer or shorter by `minutes`, and why."""

    office: str
    day: date
    reason: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ClosureRule:
    """How a published reason is written: its code, when in the month, in how many stretches."""

    code: str
    when: str
    absences: int


@dataclass(frozen=True, slots=True)
class Counsellor:
    """Invented initials, and the months in which they are at the desk."""

    initials: str
    name: str
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class WalkInRules:
    """Passages: how many, in percent of the accueils at the counter, and by how many people."""

    percent: float
    sizes: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Totals2019:
    """How the yearly totals of 2019 are told as monthly ones."""

    measure: str
    unit: str
    source: str
    months_open: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """Everything invented."""

    years: Mapping[int, YearFigures]
    openings_2021: Mapping[str, Mapping[int, int]]
    totals_2019: Totals2019
    origins: OriginRules
    days: DayRules
    hours: HourRules
    public: PublicRules
    demands: DemandRules
    calls_by_office: Mapping[str, float]
    call_months: ByMonth
    walk_ins: WalkInRules
    repeat_percent: float
    express_percent: float
    sheets: Mapping[int, tuple[Sheet, ...]]
    outings: tuple[OutingRule, ...]
    announced_hours: tuple[AnnouncedHours, ...]
    unusual_hours: tuple[UnusualHours, ...]
    closures: Mapping[str, ClosureRule]
    direction: Counsellor
    counsellors: Mapping[str, tuple[Counsellor, ...]]


def load_reconstruction(folder: Path, season: SeasonFacts) -> Reconstruction:
    """Read `reconstruction.json`; the totals of 2022 are those of `season`."""
    data = json.loads((folder / "reconstruction.json").read_text("utf-8"))
    return Reconstruction(
        years=_years(data, season),
        openings_2021={code: _numbered(days) for code, days in data["openings_2021"].items()},
        totals_2019=Totals2019(
            **data["totals_2019"],
            months_open={code: tuple(m) for code, m in data["months_open_2019"].items()},
        ),
        origins=_origins(data["origins"]),
        days=_days(data["days"]),
        hours=HourRules(
            persons=_numbered(data["hours"]["persons"]),
            calls=_numbered(data["hours"]["calls"]),
            market=_numbered(data["hours"]["market_morning"]),
        ),
        public=_public(data),
        demands=_demands(data),
        calls_by_office=data["calls_by_office_percent"],
        call_months=tuple(data["call_month_intensity"]),
        walk_ins=WalkInRules(
            data["walk_ins"]["percent_of_parties"], _numbered(data["walk_ins"]["sizes"])
        ),
        repeat_percent=data["repeat_percent"],
        express_percent=data["express_percent"],
        sheets={
            int(year): tuple(_sheet(sheet) for sheet in sheets)
            for year, sheets in data["sheets"].items()
        },
        outings=tuple(_outing(outing) for outing in data["outings"]),
        announced_hours=tuple(
            AnnouncedHours(a["office"], date.fromisoformat(a["day"]), a["reason"], a["minutes"])
            for a in data["announced_hours"]
        ),
        unusual_hours=tuple(
            UnusualHours(u["reason"], u["percent"], u["minutes"], frozenset(u["months"]))
            for u in data["unusual_hours"]
        ),
        closures={reason: ClosureRule(**rule) for reason, rule in data["closure_reasons"].items()},
        direction=_counsellor({**data["direction"], "months": range(1, 13)}),
        counsellors={
            office: tuple(_counsellor(person) for person in people)
            for office, people in data["counsellors"].items()
        },
    )


def _numbered(data: Mapping[str, Any]) -> dict[int, Any]:
    # JSON has no whole numbers for keys.
    return {int(key): value for key, value in data.items()}


def _years(data: Mapping[str, Any], season: SeasonFacts) -> dict[int, YearFigures]:
    published = {
        SEASON_YEAR: {
            "persons": season.persons,
            "calls": season.calls,
            "foreign_share_percent": season.foreign_percent,
        }
    }
    years = {}
    for name, invented in data["years"].items():
        year = int(name)
        figures = {**invented, **published.get(year, {})}
        years[year] = YearFigures(
            year=year,
            persons=figures["persons"],
            calls=figures["calls"],
            emails=figures["emails"],
            letters=figures["letters"],
            foreign_percent=figures["foreign_share_percent"],
            not_asked_percent=data["origins"]["not_asked_percent"][name],
            month_intensity=tuple(figures["month_intensity"]),
            call_themes_factor=figures["call_themes_factor"],
        )
    return years


def _origins(data: Mapping[str, Any]) -> OriginRules:
    return OriginRules(
        france_unknown_percent=data["france_unknown_percent_of_french"],
        five_countries_percent=data["five_countries_percent_of_foreign"],
        remote_not_asked_percent=data["not_asked_of_remote_percent"],
        months={when: tuple(months) for when, months in data["months_by_when"].items()},
        bias=data["office_bias"],
    )


def _days(data: Mapping[str, Any]) -> DayRules:
    return DayRules(
        weekdays=tuple(data["weekdays"]),
        market=data["market_factor"],
        public_holiday=data["public_holiday_factor"],
        bridge=data["bridge_factor"],
        school_zone=data["school_zone_factor"],
        dates=data["high_season_days"],
        high_season=tuple((h["from"], h["to"], h["factor"]) for h in data["high_season"]),
        weather_sigma=data["weather_sigma"],
        office_sigma=data["office_sigma"],
    )


def _public(data: Mapping[str, Any]) -> PublicRules:
    audiences = dict(data["audiences"])
    return PublicRules(
        sizes={kind: _numbered(sizes) for kind, sizes in data["party_sizes"].items()},
        residencies=data["residency_of_own_department"],
        residency_unasked_percent=data["residency_unasked_percent"],
        audience_percent=audiences.pop("noted_percent"),
        audiences=audiences,
    )


def _demands(data: Mapping[str, Any]) -> DemandRules:
    return DemandRules(
        counts=_numbered(data["demands"]["count_of_demands"]),
        first_level_percent=data["demands"]["first_level_alone_percent"],
        unmet_percent=data["demands"]["unmet_percent"],
        months={when: tuple(months) for when, months in data["demand_months"].items()},
        note_percent=data["notes"]["percent"],
        notes={code: tuple(texts) for code, texts in data["notes"]["by_demand"].items()},
    )


def _sheet(data: Mapping[str, Any]) -> Sheet:
    return Sheet(
        office=data["office"],
        day=date.fromisoformat(data["day"]),
        half_day=HalfDay(data["half_day"]),
        typed_after_days=data.get("typed_after_days", 0),
        note=data["note"],
    )


def _outing(data: Mapping[str, Any]) -> OutingRule:
    return OutingRule(
        office=data["office"],
        place=data["place"],
        weekday=data["weekday"],
        first=data["from"],
        last=data["to"],
        minute=data["minute"],
        minutes=data["minutes"],
        acts=data["acts"],
    )


def _counsellor(data: Mapping[str, Any]) -> Counsellor:
    return Counsellor(data["initials"], data["name"], frozenset(data["months"]))
