from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Otdesk
from tests.cli.test_import_visits import CALL, GOOD, PASSAGE, written

# `architecture.md`, "Command line", word by word.
KEYS = [
    "period",
    "offices",
    "unit_version",
    "persons",
    "acts",
    "walk_ins",
    "calls",
    "emails",
    "letters",
    "outing_persons",
    "by_origin",
    "by_demand",
    "by_demand_channel",
    "by_channel",
    "by_hour",
    "by_day",
    "by_audience",
    "by_residency",
    "open_days",
    "planned_days",
    "open_hours",
    "persons_per_open_hour",
    "origin_known_share",
    "foreign_share",
    "sales",
    "comparison",
]


@pytest.fixture
def filled(office: Otdesk, tmp_path: Path) -> Otdesk:
    file = written(tmp_path / "accueils.csv", GOOD, CALL, PASSAGE)
    assert office("import-visits", file).code == 0
    return office


@pytest.mark.parametrize(
    ("kind", "period"), [("day", "2022-07-14"), ("month", "2022-07"), ("year", "2022")]
)
def test_json_has_one_shape_for_day_month_and_year(filled: Otdesk, kind: str, period: str) -> None:
    said = filled("report", kind, period, "--format", "json", "--output", "-")
    assert said.code == 0
    assert said.err == ""
    report = json.loads(said.out)
    assert list(report) == KEYS
    assert report["offices"] == ["PDM"]
    assert report["persons"] == 2
    assert report["sales"] is None
    for share in ("origin_known_share", "foreign_share"):
        assert set(report[share]) == {"value", "base", "of"}


def test_what_was_imported_is_counted_as_what_it_is(filled: Otdesk) -> None:
    said = filled("report", "month", "2022-07", "--format", "json", "--output", "-")
    report = json.loads(said.out)
    assert (report["persons"], report["acts"], report["calls"], report["walk_ins"]) == (2, 2, 1, 3)
    # Ten o'clock in France, whatever the zone of the machine.
    assert [row for row in report["by_hour"] if row["acts"]] == [
        {"hour": 10, "persons": 2, "acts": 1}
    ]


@pytest.mark.parametrize(
    ("form", "magic"),
    [("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04"), ("csv", b"\xef\xbb\xbfsection;")],
)
def test_a_document_is_written_whole(
    filled: Otdesk, tmp_path: Path, form: str, magic: bytes
) -> None:
    target = tmp_path / f"juillet.{form}"
    said = filled("report", "month", "2022-07", "--format", form, "--output", target)
    assert said.code == 0
    assert str(target) in said.out
    assert target.read_bytes().startswith(magic)
    assert sorted(path.name for path in tmp_path.glob("*juillet*")) == [target.name]


def test_the_columns_of_the_csv_are_the_documented_ones(filled: Otdesk, tmp_path: Path) -> None:
    target = tmp_path / "jour.csv"
    filled("report", "day", "2022-07-14", "--format", "csv", "--output", target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file, delimiter=";"))
    assert table[0] == ["section", "code", "label", "unit", "value"]
    assert {len(row) for row in table} == {5}


def test_a_document_goes_down_a_pipe_byte_by_byte(filled: Otdesk, folder: Path) -> None:
    words = ("report", "day", "2022-07-14", "--format", "xlsx", "--output", "-")
    done = subprocess.run(
        [sys.executable, "-m", "otdesk", "--data", str(folder), *words],
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"PK\x03\x04")
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("kind", "period"),
    [("month", "2022-07-14"), ("day", "2022-07"), ("year", "juillet"), ("day", "2022-02-30")],
)
def test_a_period_of_another_kind_is_refused(office: Otdesk, kind: str, period: str) -> None:
    said = office("report", kind, period, "--format", "json", "--output", "-")
    assert said.code == 1
    assert said.out == ""
    assert "2022" in said.err


def test_docx_is_refused_until_the_bilan(office: Otdesk, tmp_path: Path) -> None:
    target = tmp_path / "bilan.docx"
    said = office("report", "year", "2022", "--format", "docx", "--output", target)
    assert said.code == 2
    assert "bilan" in said.err
    assert not target.exists()


def test_an_office_that_is_not_in_the_folder_is_refused(office: Otdesk) -> None:
    said = office(
        "report", "day", "2022-07-14", "--office", "VIA", "--format", "json", "--output", "-"
    )
    assert said.code == 1
    assert "VIA" in said.err
    assert "PDM" in said.err


def test_all_is_every_office_of_the_folder(filled: Otdesk) -> None:
    said = filled("report", "day", "2022-07-14", "--all", "--format", "json", "--output", "-")
    assert json.loads(said.out)["offices"] == ["PDM"]


def test_an_older_document_stays_where_the_new_one_cannot_be_written(
    filled: Otdesk, tmp_path: Path
) -> None:
    said = filled(
        "report", "day", "2022-07-14", "--format", "json", "--output", tmp_path / "no" / "d.json"
    )
    assert said.code == 2
    assert len(said.err.splitlines()) == 3
