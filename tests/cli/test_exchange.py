"""The exchange as a scheduler runs it: paired by files and words, sent, received, answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.clock import FixedClock
from tests.cli.conftest import NOON, Said
from tests.cli.test_import_visits import GOOD, written
from tests.keyrings import using

Run = Callable[..., Said]
WORDS = re.compile(r"Clé (?:du siège|du poste|de ce poste) : (.+)")


@pytest.fixture(autouse=True)
def _no_keystore() -> Iterator[None]:
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
def paired(run: Run, tmp_path: Path, shared: Path, siege_address: Callable[[], str | None]) -> Run:
    """A siège and Vialas that know each other, and nine accueils at Vialas."""
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
    assert run("via", "import-visits", written(tmp_path / "good.csv", GOOD)).code == 0
    return run


def persons(run: Run, name: str) -> int:
    said = run(name, "report", "year", "2022", "--all", "--format", "json", "--output", "-")
    found: int = json.loads(said.out)["persons"]
    return found


def test_a_round_brings_the_office_to_the_siege_and_the_answer_back(
    paired: Run, shared: Path
) -> None:
    assert "Envoi n° 1 déposé" in paired("via", "sync").out
    received = paired("siege", "sync", "--mailbox", shared)
    assert received.code == 0
    assert "entrées nouvelles" in received.out
    assert "Répondu à : PDM" in received.out
    assert persons(paired, "siege") == persons(paired, "via") > 0
    heard = paired("via", "sync")
    assert "Accusé n° 1 du siège" in heard.out
    assert "Rien à envoyer" in heard.out
    assert paired("siege", "verify").code == 0
    assert paired("via", "verify").code == 0


def test_a_folder_is_named_as_a_shell_names_it(
    paired: Run, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared.parent)
    assert paired("via", "sync", "--mailbox", shared.name).code == 0
    assert "entrées nouvelles" in paired("siege", "sync", "--mailbox", f"./{shared.name}").out


def test_a_scheduler_sends_nothing_twice_in_a_day(paired: Run, shared: Path) -> None:
    # The siège has confirmed and not spoken yet: nothing is sent by itself before it does.
    assert "Rien de nouveau" in paired("via", "sync", "--if-new").out
    paired("siege", "sync", "--mailbox", shared)
    assert "Envoi n° 1 déposé" in paired("via", "sync", "--if-new").out
    assert "Rien de nouveau" in paired("via", "sync", "--if-new").out
    assert "Envoi n° 2 déposé" in paired("via", "sync").out


def test_an_answer_is_left_in_the_mailbox_and_waits_for_the_call(
    run: Run, tmp_path: Path, shared: Path
) -> None:
    run("siege", "init", "--siege")
    run("via", "init", "--office", "PDM")
    invitation = tmp_path / "invitation"
    run("siege", "pair", "--office", "PDM", "--mailbox", shared, "--output", invitation)
    run("via", "pair", invitation, "--output", tmp_path / "answer")
    assert "déposée" in run("via", "pair", "--deliver").out
    # Given once more, it changes nothing.
    assert run("via", "pair", "--deliver").code == 0
    received = run("siege", "sync", "--mailbox", shared)
    assert received.code == 0
    (kept,) = (tmp_path / "siege" / "reponses").iterdir()
    assert str(kept) in received.out
    assert "est reconnu" in run("siege", "pair", kept, "--confirm").out
    assert "Réponse d’un poste" not in run("siege", "sync", "--mailbox", shared).out


def test_a_stick_carries_both_ways(paired: Run, tmp_path: Path) -> None:
    stick = tmp_path / "cle"
    stick.mkdir()
    assert paired("via", "export", "--output", stick).code == 0
    (packet,) = stick.iterdir()
    assert paired("siege", "import", packet).code == 0
    assert paired("siege", "export", "--office", "PDM", "--output", stick).code == 0
    (reply,) = (path for path in stick.iterdir() if path != packet)
    assert "Accusé" in paired("via", "import", reply).out
    assert "Rien à envoyer" in paired("via", "export", "--output", stick).out
    assert paired("siege", "import", packet).out.count("0 entrée nouvelle") == 1


def test_a_damaged_file_exits_1_and_is_kept_aside(paired: Run, tmp_path: Path) -> None:
    stick = tmp_path / "cle"
    stick.mkdir()
    paired("via", "export", "--output", stick)
    (packet,) = stick.iterdir()
    packet.write_bytes(packet.read_bytes()[:-7])
    said = paired("siege", "import", packet)
    assert said.code == 1
    assert "en quarantaine" in said.err
    assert len(list((tmp_path / "siege" / "quarantaine").iterdir())) == 1
    found = json.loads(paired("siege", "doctor", "--json").out)
    (why,) = found["quarantine"]
    assert packet.name in why
    assert persons(paired, "siege") == 0


def test_a_lost_post_is_revoked_by_its_words(paired: Run) -> None:
    words = re.search(r"Comptoir  (.+?)  reconnu", paired("siege", "pair", "--list").out)
    assert words is not None
    said = paired("siege", "pair", "--revoke", words[1], "--motive", "stolen")
    assert "n’est plus cru" in said.out
    assert "révoqué" in paired("siege", "pair", "--list").out
    assert paired("siege", "pair", "--revoke", "un deux trois quatre").code == 1


def test_what_is_missing_is_said(run: Run, tmp_path: Path) -> None:
    run("siege", "init", "--siege")
    run("via", "init", "--office", "VIA")
    for words in (
        ("siege", "pair"),
        ("siege", "pair", "--office", "PDM"),
        ("siege", "pair", "--office", "ZZZ", "--output", tmp_path / "x"),
        ("siege", "pair", "--office", "PDM", "--mailbox", "ftp://x", "--output", tmp_path / "x"),
        ("siege", "sync"),
        ("siege", "import", tmp_path / "absent"),
        ("siege", "export", "--output", tmp_path),
        ("siege", "pair", tmp_path / "absent"),
        ("siege", "export", "--office", "ZZZ", "--output", tmp_path),
        ("via", "pair"),
        ("via", "pair", tmp_path / "absent", "--output", tmp_path / "x"),
        ("via", "pair", "--list"),
        ("via", "sync"),
        ("via", "export", "--output", tmp_path),
        ("via", "export", "--output", tmp_path / "absent"),
    ):
        said = run(*words)
        assert said.code == 1, words
        assert said.err, words
        # A file that is not there is no fault of ours.
        assert "notre faute" not in said.err, words
    assert not (tmp_path / "x").exists()


def test_a_siege_that_lost_its_database_rebuilds_it_from_what_it_archived(
    paired: Run, tmp_path: Path, shared: Path
) -> None:
    assert paired("siege", "backup").code == 0
    (backup,) = (tmp_path / "siege" / "backups").iterdir()
    paired("via", "sync")
    paired("siege", "sync", "--mailbox", shared)
    archive = tmp_path / "siege" / "recus"
    assert paired("via", "import", "--rebuild", archive).code == 1
    assert "fichier" in paired("siege", "import").err.lower()
    known = paired("siege", "import", "--rebuild", archive)
    assert (known.code, known.out) == (0, "0 envoi repris, 1 déjà connu : 0 entrée nouvelle.\n")
    before = persons(paired, "siege")
    assert paired("siege", "restore", backup).code == 0
    assert "1 envoi repris" in paired("siege", "import", "--rebuild", archive).out
    assert persons(paired, "siege") == before > 0
    assert paired("siege", "verify").code == 0
    assert "introuvable" in paired("siege", "import", "--rebuild", tmp_path / "rien").err
    empty = paired("siege", "import", "--rebuild", shared)
    assert (empty.code, "Aucun envoi archivé" in empty.err) == (1, True)
