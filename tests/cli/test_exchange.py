"""The exchange as a scheduler runs it: paired by files and words, sent, received, answered."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from otdesk.headquarters import replies
from tests.cli.conftest import Run
from tests.cli.test_import_visits import CALL, GOOD, written

pytestmark = pytest.mark.usefixtures("no_keystore")


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
    assert "Accusé n° 2 du siège" in heard.out
    assert "Rien à envoyer" in heard.out
    assert paired("siege", "verify").code == 0
    assert paired("via", "verify").code == 0


def test_the_doctor_says_where_an_office_stands_with_the_siege(paired: Run, shared: Path) -> None:
    before = json.loads(paired("via", "doctor", "--json").out)
    assert (before["paired"], before["acknowledged_at"]) == (False, None)
    assert before["not_sent"] > 0
    paired("siege", "sync", "--mailbox", shared)
    paired("via", "sync")
    sent = json.loads(paired("via", "doctor", "--json").out)
    assert (sent["paired"], sent["not_sent"]) == (True, 0)
    assert sent["not_acknowledged"] > 0
    paired("siege", "sync", "--mailbox", shared)
    paired("via", "sync")
    heard = json.loads(paired("via", "doctor", "--json").out)
    assert (heard["paired"], heard["not_acknowledged"]) == (True, 0)
    assert heard["acknowledged_at"] is not None
    assert heard["mailbox"] == str(shared)


def test_a_round_says_what_it_took_in_of_a_locked_month(paired: Run, shared: Path) -> None:
    assert paired("siege", "months", "--lock", "2022-06").code == 0
    june = (line.replace("/07/", "/06/") for line in (GOOD, CALL))
    paired("via", "import-visits", written(shared.parent / "june.csv", *june))
    paired("via", "sync")
    received = paired("siege", "sync", "--mailbox", shared)
    assert received.code == 0
    assert "enregistrements de juin 2022 sont arrivés après son verrou" in received.err
    assert "après le verrou : 0 accueils au verrou" in paired("siege", "months", "2022").out
    shape = json.loads(paired("siege", "months", "2022", "--json").out)
    months = {office["office"]: office["months"] for office in shape["offices"]}
    assert months["PDM"][5]["state"] == "changed"
    assert months["PDM"][5]["changed_since_lock"] == 2
    assert shape["locked"] == ["2022-06"]
    assert paired("siege", "months", "--lock", "2022-06").code == 0
    assert "après le verrou" not in paired("siege", "months", "2022").out
    paired("via", "sync")
    own = paired("via", "months")
    assert "  verrouillé : juin\n" in own.out


def test_an_office_hears_that_its_version_is_too_old_and_goes_on(
    paired: Run, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paired("siege", "sync", "--mailbox", shared)
    assert "version" not in paired("via", "sync").err
    monkeypatch.setattr(replies, "LEAST_PROGRAM", "9.10")
    paired("siege", "sync", "--mailbox", shared)
    heard = paired("via", "sync")
    assert heard.code == 0
    assert "au moins la version 9.10" in heard.err
    assert "au moins la version 9.10" in paired("via", "doctor").out


def test_a_folder_is_named_as_a_shell_names_it(
    paired: Run, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared.parent)
    assert paired("via", "sync", "--mailbox", shared.name).code == 0
    assert "entrées nouvelles" in paired("siege", "sync", "--mailbox", f"./{shared.name}").out


def test_a_scheduler_sends_nothing_twice_in_a_day(paired: Run) -> None:
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
    # As somebody types it in a night of theft.
    typed = unicodedata.normalize("NFKD", words[1]).encode("ascii", "ignore").decode()
    typed = "-".join(typed.upper().split())
    said = paired("siege", "pair", "--revoke", typed, "--motive", "stolen")
    assert "n’est plus cru" in said.out
    assert "révoqué" in paired("siege", "pair", "--list").out
    assert paired("siege", "pair", "--revoke", "un deux trois quatre").code == 1


def test_a_post_is_revoked_by_its_name_or_its_office_where_it_has_one(
    paired: Run, tmp_path: Path
) -> None:
    paired("deux", "init", "--office", "PDM")
    invitation, answer = tmp_path / "i2", tmp_path / "r2"
    paired("siege", "pair", "--office", "PDM", "--output", invitation)
    paired("deux", "pair", invitation, "--output", answer, "--name", "Réserve")
    paired("siege", "pair", answer, "--confirm")
    said = paired("siege", "pair", "--revoke", "le pont de montvert")
    assert said.code == 1
    assert "plusieurs postes" in said.err
    assert said.err.count("PDM  ") == 2
    assert "« Réserve » (PDM)" in paired("siege", "pair", "--revoke", "reserve").out
    assert "« Comptoir » (PDM)" in paired("siege", "pair", "--revoke", "pdm").out


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
