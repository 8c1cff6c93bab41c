"""`otdesk import-lists`: entries of the lists, every fault with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Otdesk

HEAD = "list;code;label;short;retired"


@pytest.fixture
def siege(otdesk: Otdesk) -> Otdesk:
    assert otdesk("init", "--siege").code == 0
    return otdesk


def listed(folder: Path, *lines: str) -> Path:
    path = folder / "listes.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return path


def test_entries_are_added_renamed_and_retired(siege: Otdesk, tmp_path: Path) -> None:
    file = listed(
        tmp_path,
        "demands;loisirs.ciel_etoile;Ciel étoilé;;",
        "Publics;couples;Couples et amis;;",
        "demands;sport.velo;;;2022-07-01",
    )
    assert "essai" in siege("import-lists", "--dry-run", file).out
    said = siege("import-lists", file)
    assert said.code == 0
    assert said.out.splitlines() == [
        "« listes.csv » :",
        "  1 entrée nouvelle",
        "  2 entrées modifiées",
        "Importé.",
    ]
    assert "rien n’a été changé" in siege("import-lists", file).out


def test_every_fault_is_told_with_its_line(siege: Otdesk, tmp_path: Path) -> None:
    file = listed(
        tmp_path,
        "canaux;fax;Fax;;",
        "demands;loisirs.ciel;Ciel;;demain",
        "demands;lune.pleine;Pleine lune;;",
        "audiences;ecoles;;;",
        "audiences;ecoles;Écoles;;",
        "audiences;ecoles;Écoles;;",
    )
    said = siege("import-lists", "--json", file)
    assert said.code == 1
    faults = json.loads(said.out)["faults"]
    places = [(fault["line"], fault["column"]) for fault in faults]
    assert places == [(2, "list"), (3, "retired"), (4, ""), (5, "label"), (7, "code")]


def test_an_office_changes_no_list(office: Otdesk, tmp_path: Path) -> None:
    said = office("import-lists", listed(tmp_path, "audiences;ecoles;Écoles;;"))
    assert said.code == 1
    assert "au siège" in said.err
