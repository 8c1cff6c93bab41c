"""The program as a script sees it: words in, exit code and two streams out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock
from tests.keyrings import using

NOON = datetime(2022, 7, 20, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Otdesk = Callable[..., Said]
Run = Callable[..., Said]
WORDS = re.compile(r"Clé (?:du siège|du poste|de ce poste) : (.+)")
ACCUEIL = (
    "office;date;time;channel;party_size;origin;residency;demands;unmet;audience;note\n"
    "PDM;14/07/2022;10h05;comptoir;2;48;;sport.baignade;;;\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def otdesk(folder: Path, capsys: pytest.CaptureFixture[str]) -> Otdesk:
    """Run commands on a folder that is not there yet, on a Wednesday in July."""

    def run(*words: str | Path) -> Said:
        code = main(["--data", str(folder), *map(str, words)], clock=FixedClock(NOON))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def office(otdesk: Otdesk) -> Otdesk:
    """Run commands on the folder of Le Pont-de-Montvert."""
    assert otdesk("init", "--office", "PDM").code == 0
    return otdesk


@pytest.fixture
def no_keystore() -> Iterator[None]:
    """Have this machine's own keystore, where it has one, left alone."""
    with using():
        yield


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a folder by its name; each folder has a machine of its own."""

    def run(name: str, *words: str | Path) -> Said:
        monkeypatch.setenv("OTDESK_STATE", str(tmp_path / f"{name}-state"))
        code = main(["--data", str(tmp_path / name), *map(str, words)], clock=FixedClock(NOON))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    place = tmp_path / "partage"
    place.mkdir()
    return place


@pytest.fixture
def confirmed(
    run: Run, tmp_path: Path, shared: Path, siege_address: Callable[[], str | None]
) -> Run:
    """A siège that has confirmed the post of an office, and said nothing yet; accueils there."""
    address = siege_address()
    named = () if address is None else ("--database", address)
    assert run("siege", "init", "--siege", *named).code == 0
    assert run("via", "init", "--office", "PDM").code == 0
    invitation, answer = tmp_path / "invitation", tmp_path / "answer"
    invited = run("siege", "pair", "--office", "PDM", "--mailbox", shared, "--output", invitation)
    answered = run("via", "pair", invitation, "--output", answer, "--name", "Comptoir")
    reviewed = run("siege", "pair", answer)
    assert (invited.code, answered.code, reviewed.code) == (0, 0, 0)
    # Both screens show the same words of both keys.
    assert WORDS.findall(answered.out) == WORDS.findall(reviewed.out)
    assert WORDS.findall(invited.out) == WORDS.findall(reviewed.out)[:1]
    assert run("siege", "pair", "--list").out == "Aucun poste n’est encore reconnu.\n"
    assert "est reconnu" in run("siege", "pair", answer, "--confirm").out
    (tmp_path / "good.csv").write_text(ACCUEIL, encoding="utf-8")
    assert run("via", "import-visits", tmp_path / "good.csv").code == 0
    return run


@pytest.fixture
def paired(confirmed: Run, shared: Path) -> Run:
    """Give a siège whose first word lies in the mailbox."""
    assert "Répondu à : PDM" in confirmed("siege", "sync", "--mailbox", shared).out
    return confirmed
