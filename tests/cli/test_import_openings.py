"""`otdesk import-openings`: a season and its exceptions, every fault with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Otdesk

HEAD = "office;from;to;days;hours"
SEASON = (
    "VIA;01/08/2022;31/08/2022;lu-ve;9h30-12h30, 14h-18h\n"
    "Le Pont-de-Montvert;2022-08-01;2022-08-07;;9h-12h\n"
    "VIA;15/08/2022;;;fermé\n"
)


@pytest.fixture
def siege(otdesk: Otdesk) -> Otdesk:
    assert otdesk("init", "--siege").code == 0
    return otdesk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "saison.csv"
    path.write_text(f"{HEAD}\n{SEASON}", encoding="utf-8")
    return path


def test_the_siege_plans_a_season_and_its_exception(siege: Otdesk, file: Path) -> None:
    assert "essai" in siege("import-openings", "--dry-run", file).out
    said = siege("import-openings", file)
    assert said.code == 0
    assert said.out.splitlines() == [
        "« saison.csv », PDM, VIA : 30 jours, du 01/08/2022 au 31/08/2022, dont 29 d’ouverture.",
        "Importé.",
    ]
    answer = json.loads(siege("import-openings", "--json", file).out)
    assert (answer["days"], answer["open_days"], answer["offices"]) == (30, 29, ["PDM", "VIA"])


def test_every_fault_is_told_with_its_line_and_column(siege: Otdesk, file: Path) -> None:
    lines = [
        "XXX;01/08/2022;31/08/2022;lu-ve;9h-12h",
        "VIA;31/08/2022;01/08/2022;lu-ve;9h-12h",
        "VIA;01/08/2022;02/08/2022;sa;9h-12h",
        "VIA;01/08/2022;;lundi soir;midi",
        "VIA;01/08/2022;;;",
    ]
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    answer = json.loads(siege("import-openings", "--json", file).out)
    places = [(fault["line"], fault["column"]) for fault in answer["faults"]]
    assert places == [
        (2, "office"),
        (3, "to"),
        (4, "days"),
        (5, "days"),
        (5, "hours"),
        (6, "hours"),
    ]
    file.write_text("office;from;hours;note\nVIA;01/08/2022;9h-12h;x\n", encoding="utf-8")
    said = siege("import-openings", file)
    assert said.code == 1
    assert "ligne 1, note : colonne inconnue" in said.err


def test_an_office_plans_for_itself_alone(office: Otdesk, file: Path) -> None:
    assert "ce dossier est celui du bureau PDM" in office("import-openings", file).err
    file.write_text(f"{HEAD}\nPDM;01/08/2022;;;9h-12h\n", encoding="utf-8")
    assert office("import-openings", file).code == 0
