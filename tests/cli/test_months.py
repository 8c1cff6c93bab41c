"""`otdesk months`: a scheduler asks what is missing, support locks and reopens."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock
from tests.cli.conftest import NOON, Said
from tests.keyrings import using

Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _no_keystore() -> Iterator[None]:
    """Have this machine's own keystore, where it has one, left alone."""
    with using():
        yield


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(name: str, *words: str | Path) -> Said:
        monkeypatch.setenv("OTDESK_STATE", str(tmp_path / f"{name}-state"))
        code = main(["--data", str(tmp_path / name), *map(str, words)], clock=FixedClock(NOON))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    assert run("siege", "init", "--siege").code == 0
    return run


def test_the_siege_says_what_it_lacks_as_text_and_as_json(run: Run) -> None:
    said = run("siege", "months").out
    assert "PDM  pas encore au réseau" in said
    # The table first, in letters that its last line explains.
    assert re.search(r"^  PDM +[.F] .* n° 0$", said, re.MULTILINE)
    assert ". : pas encore au réseau" in said
    shape = json.loads(run("siege", "months", str(NOON.year), "--json").out)
    assert (shape["year"], shape["missing_days"], shape["locked"]) == (NOON.year, 0, [])
    assert [len(office["months"]) for office in shape["offices"]] == [12] * 6
    assert shape["offices"][0]["months"][0]["state"] in {"outside", "closed"}


def test_a_month_is_locked_reopened_for_one_and_for_all(run: Run) -> None:
    last_year = f"{NOON.year - 1}-07"
    assert run("siege", "months", "--lock", last_year).code == 0
    assert "déjà verrouillé" in run("siege", "months", "--lock", last_year).err
    reopen = ("siege", "months", "--reopen", last_year, "--reason", "feuille retrouvée")
    assert "--office" in run(*reopen).err
    assert "pas un bureau" in run(*reopen, "--office", "XXX").err
    assert "--until" in run(*reopen, "--office", "via").err
    until = f"{NOON.year + 1}-01-31"
    assert "rouvert pour VIA" in run(*reopen, "--office", "via", "--until", until).out
    assert "pourquoi" in run("siege", "months", "--unlock", last_year).err
    unlocked = run("siege", "months", "--unlock", last_year, "--reason", "publié trop tôt")
    assert unlocked.code == 0
    assert run("siege", "months", "--lock", "2026").code == 1


def test_only_an_office_declares_its_month(run: Run) -> None:
    assert run("via", "init", "--office", "VIA").code == 0
    month = f"{NOON.year - 1}-11"
    assert run("siege", "months", "--declare", month).code == 1
    said = run("via", "months", "--declare", month, "--no-activity")
    assert "sans activité" in said.out
    assert run("via", "months", "--lock", month).code == 1


def test_an_office_asks_what_the_siege_has_of_its_months(run: Run) -> None:
    assert run("via", "init", "--office", "VIA").code == 0
    said = run("via", "months")
    assert said.code == 0
    assert "n’a encore rien accusé" in said.out
    shape = json.loads(run("via", "months", "--json").out)
    assert shape["office"] == "VIA"
    assert len(shape["months"]) == 13
