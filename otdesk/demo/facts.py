"""The published figures of the season, as they lie in `db/facts`."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from otdesk.domain.money import Cents, parse_cents
from otdesk.domain.period import Period

SEASON_YEAR = 2022


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """One office, its visitors of 2019 and what its shop sold in 2020 (cents).

    Persons or acts, the Manuel qualité does not say.
    """

    code: str
    name: str
    visitors_2019: int
    turnover_2020: Cents


@dataclass(frozen=True, slots=True)
class MonthOpenings:
    """Days open in one month of one office, and how many were planned.

    `reason` is the published one, empty where both numbers agree.
    """

    office: str
    month: int
    open_days: int
    planned_days: int
    reason: str


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What the six shops sold from January to October 2022, refunds taken off.

    `versus` are whole percents beside the same months of earlier years. `units` are pieces by
    their published names; the sheets of sets of ten are in them.
    """

    turnover: Cents
    versus: Mapping[int, int]
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SeasonFacts:
    """What the season of 2022 gives exactly; shares in whole percents, as they were printed.

    `five_countries`: shares of those five together. `five_departments`: shares of the French
    whose département is known; they hold too with all the French as the base.
    """

    period: Period
    persons: int
    calls: int
    foreign_percent: int
    five_countries: Mapping[str, int]
    five_departments: Mapping[str, int]
    themes_in_order: tuple[str, ...]
    shop: ShopFacts


@dataclass(frozen=True, slots=True)
class OriginWeight:
    """How often an origin comes beside the others of its kind, and when in the year."""

    code: str
    weight: float
    when: str


@dataclass(frozen=True, slots=True)
class DemandWeight:
    """How often a demand is made at the counter, on the telephone, in writing, and when."""

    code: str
    counter: float
    telephone: float
    written: float
    when: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything published, and the weights that no document gives."""

    offices: Mapping[str, OfficeFacts]
    openings: tuple[MonthOpenings, ...]
    season: SeasonFacts
    origins: tuple[OriginWeight, ...]
    demands: tuple[DemandWeight, ...]


def load_facts(folder: Path) -> Facts:
    """Read `db/facts`. Raises KeyError or ValueError: a shipped file is our own business."""
    offices = (
        OfficeFacts(
            row["code"],
            row["name"],
            int(row["visitors_2019"]),
            parse_cents(row["shop_turnover_2020_eur"]),
        )
        for row in _rows(folder / "offices.csv")
    )
    season = json.loads((folder / "season-2022.json").read_text("utf-8"))
    return Facts(
        offices={office.code: office for office in offices},
        openings=tuple(_openings(row) for row in _rows(folder / "openings-2022.csv")),
        season=_season(season),
        origins=tuple(
            OriginWeight(row["code"], float(row["weight"]), row["when"])
            for row in _rows(folder / "origin_weights.csv")
        ),
        demands=tuple(
            DemandWeight(
                row["code"],
                float(row["counter"]),
                float(row["telephone"]),
                float(row["written"]),
                row["when"],
            )
            for row in _rows(folder / "demand_weights.csv")
        ),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _openings(row: Mapping[str, str]) -> MonthOpenings:
    opened = int(row["open_days"])
    return MonthOpenings(
        office=row["office"],
        month=int(row["month"]),
        open_days=opened,
        planned_days=int(row["planned_days"] or opened),
        reason=row["reason"],
    )


def _season(data: Mapping[str, Any]) -> SeasonFacts:
    return SeasonFacts(
        period=Period(
            date.fromisoformat(data["period"]["from"]), date.fromisoformat(data["period"]["to"])
        ),
        persons=data["visitors_as_persons"],
        calls=data["calls"],
        foreign_percent=data["foreign_share_percent"],
        five_countries=data["foreign_top5_percent_of_the_five"],
        five_departments=data["french_top5_percent_of_french_with_known_department"],
        themes_in_order=tuple(data["demands_at_the_counter_in_order"]),
        shop=ShopFacts(
            turnover=data["shop_turnover_cents"],
            versus={
                2021: data["shop_turnover_versus_2021_percent"],
                2019: data["shop_turnover_versus_2019_percent"],
            },
            units=data["shop_units_sold"],
        ),
    )
