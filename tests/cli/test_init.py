from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Otdesk


def test_a_new_folder_is_named_with_its_office(otdesk: Otdesk, folder: Path) -> None:
    said = otdesk("init", "--office", "pdm")
    assert said.code == 0
    assert "Le Pont-de-Montvert (PDM)" in said.out
    assert (folder / "otdesk.sqlite").exists()


def test_the_profile_of_a_neighbour_makes_its_own_office(otdesk: Otdesk) -> None:
    said = otdesk("init", "--office", "XX", "--profile", "sommieres")
    assert said.code == 1
    assert "Sommières" in said.err


def test_a_used_folder_is_left_alone(office: Otdesk, folder: Path) -> None:
    before = (folder / "otdesk.sqlite").read_bytes()
    assert office("init", "--office", "VIA").code == 2
    assert (folder / "otdesk.sqlite").read_bytes() == before


@pytest.mark.parametrize("words", [["--office", "ZZZ"], ["--office", "PDM", "--profile", "mars"]])
def test_an_unknown_code_creates_nothing(otdesk: Otdesk, folder: Path, words: list[str]) -> None:
    assert otdesk("init", *words).code == 1
    assert not folder.exists()


def test_the_siege_has_a_folder_of_its_own(otdesk: Otdesk, folder: Path) -> None:
    said = otdesk("init", "--siege")
    assert said.code == 0
    assert "siège" in said.out
    assert (folder / "otdesk.sqlite").exists()
    assert otdesk("verify").code == 0
    # No office has sent anything yet.
    report = otdesk("report", "month", "2022-07", "--format", "json", "--output", "-")
    assert (report.code, json.loads(report.out)["offices"]) == (0, [])


@pytest.mark.parametrize(
    ("words", "address", "answer"),
    [
        (("--office", "PDM"), "postgresql+psycopg://siege/otdesk", (1, "va avec --siege")),
        (("--siege",), "sqlite:///otdesk.sqlite", (1, "n’est pas l’adresse")),
        (("--siege",), "postgresql+psycopg://siege", (1, "n’est pas l’adresse")),
        (("--siege",), "postgresql+psycopg://a:secret@siege:x/otdesk", (1, "n’est pas l’adresse")),
        # Port 1 of this machine: nobody listens there.
        (("--siege",), "postgresql+psycopg://a:secret@127.0.0.1:1/otdesk", (2, "ne répond pas")),
    ],
)
def test_a_server_that_cannot_be_used_leaves_no_folder(
    otdesk: Otdesk, folder: Path, words: tuple[str, ...], address: str, answer: tuple[int, str]
) -> None:
    said = otdesk("init", *words, "--database", address)
    code, why = answer
    assert said.code == code
    assert why in said.err
    assert "secret" not in said.err
    assert not folder.exists()
