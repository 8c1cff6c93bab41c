"""The main job: July at Le Pont-de-Montvert, day by day, then the year of the network."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from otdesk.domain.period import Period
from tests.demo.reading import Season

# The Sunday on which the office stays closed.
CLOSED = date(2022, 7, 3)


FORMATS = ("pdf", "xlsx", "csv", "json")


@pytest.fixture(scope="module")
def files(season: Season) -> dict[str, Path]:
    written = season.made.prints
    (folder,) = {path.parent for path in written}
    assert folder.name == "prints"
    assert sorted(written) == sorted(folder.iterdir())
    return {path.name: path for path in written}


def test_each_day_that_was_entered_has_its_page(files: dict[str, Path]) -> None:
    days = [day for day in Period.month(2022, 7) if day != CLOSED]
    assert list(files)[:30] == [f"PDM-{day}.pdf" for day in days]


def test_the_month_comes_in_four_formats_and_so_does_the_year_of_the_network(
    files: dict[str, Path],
) -> None:
    names = [f"{name}.{form}" for name in ("PDM-2022-07", "reseau-2022") for form in FORMATS]
    assert list(files)[30:] == names


def test_every_file_is_of_its_kind(files: dict[str, Path]) -> None:
    beginnings = {".pdf": b"%PDF-", ".xlsx": b"PK", ".csv": b"\xef\xbb\xbfsection;", ".json": b"{"}
    for path in files.values():
        assert path.read_bytes().startswith(beginnings[path.suffix]), path.name


def test_the_files_say_what_the_season_says(files: dict[str, Path], season: Season) -> None:
    persons = season.summary("PDM", Period.month(2022, 7)).persons
    assert json.loads(files["PDM-2022-07.json"].read_text("utf-8"))["persons"] == persons
    with files["PDM-2022-07.csv"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert [row[4] for row in rows if row[0] == "total" and row[1] == "persons"] == [str(persons)]


def test_the_steps_are_told(files: dict[str, Path], season: Season) -> None:
    told = season.told[-len(files) :]
    assert [what for what, _ in told] == list(files)
    assert [fraction for _, fraction in told] == [n / 38 for n in range(1, 39)]
