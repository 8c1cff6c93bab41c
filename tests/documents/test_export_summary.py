"""A summary as JSON, CSV and XLSX: one shape, real numbers, and nothing that computes itself."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from otdesk import paths
from otdesk.clock import FixedClock
from otdesk.documents import export_csv, export_json, export_xlsx
from otdesk.domain.calendar import DayCalendar
from otdesk.domain.openings import read_hours
from otdesk.domain.period import Period
from otdesk.domain.reference import ChannelCode
from otdesk.domain.tallies import HalfDay, Tally
from otdesk.domain.visits import Visit, VisitDemand, WalkIn
from otdesk.reports.context import ReportContext
from otdesk.reports.summarise import summarise
from otdesk.reports.summary import Sales, Summary
from otdesk.services import days, tallies, visits
from otdesk.store.anchor import Anchors
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_lists
from otdesk.store.store import Identity, Store

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2022, 7, 14)
KEYS = [
    "period", "offices", "unit_version", "persons", "acts", "walk_ins", "calls", "emails",
    "letters", "outing_persons", "by_origin", "by_demand", "by_demand_channel", "by_channel",
    "by_hour", "by_day", "by_audience", "by_residency", "open_days", "planned_days", "open_hours",
    "persons_per_open_hour", "origin_known_share", "foreign_share", "sales", "comparison",
]  # fmt: skip


def _record(store: Store) -> None:
    started = datetime(2022, 7, 14, 8, 5, tzinfo=UTC)
    with store.writing("CM") as transaction:
        for size, origin, channel in (
            (3, "FR-48", ChannelCode.COMPTOIR),
            (2, "BE", ChannelCode.COMPTOIR),
            (1, "FR-30", ChannelCode.TELEPHONE),
        ):
            demands = (VisitDemand("sport.baignade"), VisitDemand("pratique", unmet=True))
            visits.record(
                transaction,
                Visit("PDM", DAY, channel, size, origin, demands, started, 605, None, "familles"),
            )
        visits.record_walk_in(transaction, WalkIn("PDM", DAY, 2))
        tallies.record(transaction, Tally("PDM", DAY, HalfDay.MORNING, 10, None, {"BE": 4}))
        days.set_hours(transaction, "PDM", DAY, read_hours("9h-12h30"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    clock = FixedClock(datetime(2022, 12, 20, 9, tzinfo=UTC))
    identity = Identity("cevennes", "PDM", reconstruction=True)
    anchors = Anchors(tmp_path / "state")
    with closing(Store.create(tmp_path / "pdm", identity, clock, PARIS, anchors)) as store:
        _record(store)
        yield store


def summary_of(store: Store, period: str) -> Summary:
    lists = load_lists(paths.database_files() / "reference")
    profile = load_profile(paths.database_files() / "profiles", "cevennes")
    calendar = DayCalendar.of(lists.public_holidays, lists.school_holidays)
    context = ReportContext(lists, profile, calendar, PARIS, store.clock.now())
    with store.reading() as connection:
        return summarise(connection, context, Period.parse(period), ("PDM",))


def read_json(store: Store, period: str = "2022-07") -> dict[str, Any]:
    value = json.loads(export_json.render(summary_of(store, period)))
    assert isinstance(value, dict)
    return value


def read_csv(summary: Summary) -> list[list[str]]:
    text = export_csv.render(summary).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def workbook(summary: Summary) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(export_xlsx.render(summary)))


# ------------------------------------------------------------------------------------------ JSON


@pytest.mark.parametrize("period", ["2022-07-14", "2022-07", "2022"])
def test_json_has_one_shape_for_day_month_and_year(store: Store, period: str) -> None:
    value = read_json(store, period)
    assert list(value) == KEYS
    assert (value["persons"], value["acts"], value["walk_ins"], value["calls"]) == (15, 3, 2, 1)
    assert value["offices"] == ["PDM"]
    assert value["unit_version"] == 1


def test_json_rows_have_exactly_the_promised_keys(store: Store) -> None:
    value = read_json(store)
    assert value["period"] == {"from": "2022-07-01", "to": "2022-07-31"}
    assert value["by_origin"][0] == {"code": "BE", "persons": 6, "acts": 1}
    assert value["by_demand"][0] == {"code": "pratique", "acts": 3, "unmet": 3}
    assert value["by_demand_channel"][0] == {
        "code": "pratique", "channel": "comptoir", "acts": 2, "unmet": 2,
    }  # fmt: skip
    assert value["by_day"][13] == {"day": "2022-07-14", "persons": 15, "acts": 3}
    assert {"hour": 10, "persons": 5, "acts": 3} in value["by_hour"]
    assert value["by_audience"] == [{"code": "familles", "persons": 5, "acts": 3}]
    assert [row["code"] for row in value["by_channel"]] == [c.value for c in ChannelCode]


def test_a_json_share_is_a_fraction_with_its_base(store: Store) -> None:
    value = read_json(store)
    assert value["foreign_share"] == {
        "value": round(6 / 9, 6), "base": 9, "of": "persons_known_origin",
    }  # fmt: skip
    assert value["origin_known_share"]["base"] == 15


def test_json_hours_are_numbers_and_sales_null_without_a_shop(store: Store) -> None:
    value = read_json(store)
    assert (value["open_hours"], value["persons_per_open_hour"]) == (3.5, round(15 / 3.5, 6))
    assert value["sales"] is None
    sold = replace(summary_of(store, "2022-07"), sales=Sales(27050))
    assert export_json.as_object(sold)["sales"]["turnover_cents"] == 27050  # type: ignore[index]


def test_a_refused_comparison_says_why_in_json(store: Store) -> None:
    comparison = read_json(store)["comparison"]
    assert comparison["rows"] == []
    assert comparison["refusal"].startswith("aucun relevé")
    assert comparison["period"] == {"from": "2021-07-01", "to": "2021-07-31"}


# ------------------------------------------------------------------------------------------- CSV


def test_csv_opens_in_a_french_spreadsheet(store: Store) -> None:
    summary = summary_of(store, "2022-07")
    assert export_csv.render(summary).startswith(b"\xef\xbb\xbfsection;code;label;unit;value\r\n")
    rows = read_csv(summary)
    assert {len(row) for row in rows} == {5}
    assert ["total", "persons", "Visiteurs", "persons", "15"] in rows
    assert ["total", "acts", "Accueils, au moins", "acts", "3"] in rows
    assert ["total", "open_hours", "Heures ouvertes", "hours", "3,5"] in rows
    assert ["by_origin", "BE", "Belgique", "persons", "6"] in rows


def test_csv_says_that_the_data_are_reconstructed(store: Store) -> None:
    assert "reconstruction" in [row[0] for row in read_csv(summary_of(store, "2022-07"))]


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r"])
def test_a_label_that_begins_as_a_formula_is_defused(store: Store, beginning: str) -> None:
    summary = summary_of(store, "2022-07")
    evil = replace(summary.by_origin[0], label=f'{beginning}HYPERLINK("http://x")')
    rows = read_csv(replace(summary, by_origin=(evil,)))
    labels = [row[2] for row in rows if row[0] == "by_origin"]
    assert labels == [f'\'{beginning}HYPERLINK("http://x")'] * 2


def test_a_negative_figure_is_a_figure(store: Store) -> None:
    assert export_csv._cell(-0.125) == "-0,125"
    assert export_csv._cell(-3) == "-3"
    assert export_csv._cell("-3+2") == "'-3+2"


# ------------------------------------------------------------------------------------------ XLSX


def test_the_workbook_has_its_sheets_with_real_numbers_and_dates(store: Store) -> None:
    book = workbook(summary_of(store, "2022-07"))
    assert book.sheet_names == [
        "Résumé", "Jours", "Provenances", "Demandes", "Canaux", "Heures", "Publics", "Définitions",
    ]  # fmt: skip
    rows = book.get_sheet_by_name("Jours").to_python()
    head = next(n for n, row in enumerate(rows) if row[0] == "Jour")
    day = rows[head + 14]
    assert day[0] == DAY
    assert day[4:6] == [15.0, 3.0]
    summary = {row[0]: row[1] for row in book.get_sheet_by_name("Résumé").to_python()}
    assert summary["Visiteurs"] == 15
    assert summary["Accueils, au moins"] == 3


def test_the_workbook_bears_the_mark_of_a_reconstruction(store: Store) -> None:
    real = summary_of(store, "2022-07")
    for summary, marked in ((real, True), (replace(real, reconstruction=False), False)):
        book = workbook(summary)
        for name in book.sheet_names:
            cells = [cell for row in book.get_sheet_by_name(name).to_python() for cell in row]
            assert ("RECONSTITUTION" in cells) is marked


def test_the_workbook_computes_nothing_and_draws_native_charts(store: Store) -> None:
    summary = summary_of(store, "2022-07")
    evil = replace(summary.by_origin[0], label="=1+1")
    data = export_xlsx.render(replace(summary, by_origin=(evil, *summary.by_origin[1:])))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        sheets = [archive.read(n) for n in names if n.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert len([n for n in names if n.startswith("xl/charts/chart")]) == 3
    assert b"frozen" in sheets[1]
    assert b"<autoFilter" in sheets[1]
    assert all(b'paperSize="9"' in sheet for sheet in sheets)


def test_an_empty_day_has_its_workbook_too(store: Store) -> None:
    book = workbook(summary_of(store, "2022-07-13"))
    assert len(book.sheet_names) == 8


def test_the_workbook_names_its_period_and_offices(store: Store) -> None:
    data = export_xlsx.render(summary_of(store, "2022-07"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "juillet 2022" in core
    assert "Le Pont-de-Montvert" in core
