from __future__ import annotations

import json
from pathlib import Path

import pytest

from otdesk import __version__
from otdesk.cli import doctor
from otdesk.services.bug_report import LIBRARIES
from otdesk.store.database_file import SCHEMA_VERSION
from tests.cli.conftest import Otdesk


def test_it_describes_the_installation_and_the_folder(office: Otdesk, folder: Path) -> None:
    office("backup")
    said = office("doctor", "--json")
    assert said.code == 0
    found = json.loads(said.out)
    assert found["otdesk"] == __version__
    assert found["folder"] == str(folder)
    assert (found["office"], found["schema"], found["reconstruction"]) == (
        "PDM",
        SCHEMA_VERSION,
        False,
    )
    assert found["counts"]["journal"] == 1
    assert found["anchor_seq"] == 1
    assert found["disk_free_bytes"] > 0
    assert found["last_backup"] == "2022-07-20T12:00:00"
    assert any("Inter" in font for font in found["fonts"])
    assert set(found["libraries"]) == set(LIBRARIES)
    assert "-" not in found["libraries"].values()
    assert found["warnings"] == []


def test_people_read_the_same_in_sentences(office: Otdesk) -> None:
    office("backup")
    said = office("doctor")
    assert "Bureau : PDM" in said.out
    assert said.out.rstrip().endswith("Rien d’anormal.")


def test_a_folder_that_cannot_be_opened_is_a_finding(otdesk: Otdesk) -> None:
    said = otdesk("doctor")
    assert said.code == 1
    assert __version__ in said.out
    assert "ne contient pas de base" in said.out


def test_a_folder_without_a_backup_is_a_finding(office: Otdesk) -> None:
    said = office("doctor")
    assert said.code == 1
    assert "otdesk backup" in said.out


def test_a_full_disk_is_a_finding(office: Otdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    office("backup")
    monkeypatch.setattr(doctor, "LOW_DISK_BYTES", 10**18)
    said = office("doctor")
    assert said.code == 1
    assert "Mo sur le disque" in said.out
