"""The main job: each day of July at Le Pont-de-Montvert, then the month, in four formats."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from otdesk.demo import main_job
from otdesk.domain.period import Period
from tests.demo.reading import Season

# The Sunday on which the office stays closed.
CLOSED = date(2022, 7, 3)


@pytest.fixture(scope="module")
def files(season: Season, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("main_job")
    written = main_job.run(season.result, out, anchors=season.anchors)
    assert {path.parent for path in written} == {out / "prints"}
    assert sorted(written) == sorted((out / "prints").iterdir())
    return {path.name: path for path in written}


def test_each_day_that_was_entered_has_its_page(files: dict[str, Path]) -> None:
    days = [day for day in Period.month(2022, 7) if day != CLOSED]
    assert list(files)[:30] == [f"PDM-{day}.pdf" for day in days]


def test_the_month_comes_in_four_formats(files: dict[str, Path]) -> None:
    assert list(files)[30:] == [f"PDM-2022-07.{form}" for form in ("pdf", "xlsx", "csv", "json")]


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


def test_the_steps_are_told(season: Season, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    main_job.run(
        season.result,
        tmp_path,
        anchors=season.anchors,
        progress=lambda *step: told.append(step),
    )
    assert [done for _, done, _ in told] == list(range(1, 35))
    assert {total for *_, total in told} == {34}
