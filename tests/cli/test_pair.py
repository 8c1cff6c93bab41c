"""The pairing as somebody types it: who invites a post that has its siège, what leaves before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import ACCUEIL, Run

pytestmark = pytest.mark.usefixtures("no_keystore")


def names(shared: Path) -> list[str]:
    """Return the files that offices left in the mailbox."""
    return sorted(path.name for path in shared.rglob("*") if path.is_file())


def invitation(run: Run, siege: str, file: Path, mailbox: Path) -> Path:
    made = run(siege, "pair", "--office", "PDM", "--mailbox", mailbox, "--output", file)
    assert made.code == 0
    return file


def test_nothing_but_the_answer_leaves_before_the_siege_confirms(
    run: Run, tmp_path: Path, shared: Path
) -> None:
    run("siege", "init", "--siege")
    run("via", "init", "--office", "PDM")
    run("via", "pair", invitation(run, "siege", tmp_path / "i", shared), "--output", tmp_path / "r")
    for _again in range(2):
        said = run("via", "sync")
        assert said.code == 0
        assert "pas encore confirmé" in said.out
        assert "Envoi" not in said.out
    (answer,) = names(shared)
    assert answer.endswith(".otdesk-reponse")
    run("siege", "sync", "--mailbox", shared)
    (kept,) = (tmp_path / "siege" / "reponses").iterdir()
    run("siege", "pair", kept, "--confirm")
    run("siege", "sync", "--mailbox", shared)
    assert "Envoi n° 1 déposé" in run("via", "sync").out


def test_a_reply_to_another_post_of_the_office_confirms_nothing(
    paired: Run, tmp_path: Path, shared: Path
) -> None:
    paired("deux", "init", "--office", "PDM")
    asked = invitation(paired, "siege", tmp_path / "i2", shared)
    paired("deux", "pair", asked, "--output", tmp_path / "r2")
    before = names(shared)
    said = paired("deux", "sync")
    assert "Accusé n° 1" in said.out
    assert "pas encore confirmé" in said.out
    (left,) = set(names(shared)) - set(before)
    assert left.endswith(".otdesk-reponse")


def test_another_siege_takes_no_post_that_has_its_own(
    paired: Run, tmp_path: Path, shared: Path
) -> None:
    paired("via", "sync")
    paired("faux", "init", "--siege")
    false = tmp_path / "boite-du-faux"
    false.mkdir()
    asked = invitation(paired, "faux", tmp_path / "fausse", false)
    said = paired("via", "pair", asked, "--output", tmp_path / "r2")
    assert said.code == 1
    assert "autre siège" in said.err
    assert "Rien n’a été changé" in said.err
    assert "--replace" in said.err
    assert not (tmp_path / "r2").exists()
    paired("via", "sync")
    assert names(false) == []
    # A new invitation of its own siège, under the same key, is no other's.
    again = invitation(paired, "siege", tmp_path / "encore", shared)
    assert paired("via", "pair", again, "--output", tmp_path / "r3").code == 0


def test_a_post_changes_its_siege_where_it_is_said_and_sends_nothing_yet(
    paired: Run, tmp_path: Path
) -> None:
    paired("via", "sync")
    paired("neuf", "init", "--siege")
    new = tmp_path / "boite-neuve"
    new.mkdir()
    asked = invitation(paired, "neuf", tmp_path / "neuve", new)
    said = paired("via", "pair", asked, "--output", tmp_path / "r2", "--replace")
    assert said.code == 0
    assert "remplace" in said.out
    assert "pas encore confirmé" in paired("via", "sync").out
    assert all(name.endswith(".otdesk-reponse") for name in names(new))
    assert paired("neuf", "pair", tmp_path / "r2", "--confirm").code == 0
    paired("neuf", "sync", "--mailbox", new)
    assert "déposé" in paired("via", "sync").out


def test_a_revoked_post_says_so_each_time_and_sends_nothing(
    paired: Run, tmp_path: Path, shared: Path
) -> None:
    paired("via", "sync")
    paired("siege", "sync", "--mailbox", shared)
    words = paired("siege", "pair", "--list").out.split("  ")[2]
    paired("siege", "pair", "--revoke", words, "--motive", "stolen")
    # It knocks once more, and is told.
    more = tmp_path / "more.csv"
    more.write_text(ACCUEIL.replace("14/07", "15/07"), encoding="utf-8")
    assert paired("via", "import-visits", more).code == 0
    paired("via", "sync")
    paired("siege", "sync", "--mailbox", shared)
    before = names(shared)
    for _again in range(2):
        said = paired("via", "sync")
        assert said.code == 1
        assert "révoqué ce poste le 20/07/2022, déclaré volé" in said.err
        assert "tout reste enregistré ici" in said.err
        assert "déposé" not in said.out
    assert names(shared) == before
    said = paired("via", "export", "--output", shared)
    assert (said.code, "révoqué" in said.err) == (1, True)
    assert names(shared) == before


def test_a_siege_whose_pc_died_is_known_again_by_its_new_key(
    paired: Run, tmp_path: Path, shared: Path
) -> None:
    paired("via", "sync")
    paired("siege", "sync", "--mailbox", shared)
    paired("via", "sync")
    assert paired("siege", "backup").code == 0
    (kept,) = (tmp_path / "siege" / "backups").glob("*.sqlite")
    # Another PC, another keystore.
    assert paired("neuf", "init", "--siege").code == 0
    assert paired("neuf", "restore", kept).code == 0
    found = paired("neuf", "doctor")
    assert (found.code, "connaissent PDM" in found.out) == (1, True)
    said = paired("neuf", "sync", "--mailbox", shared)
    assert (said.code, "connaissent PDM" in said.err) == (1, True)
    for _again in range(2):
        told = paired("via", "sync")
        assert (told.code, "nouvelle invitation" in told.err) == (1, True)
    assert paired("neuf", "export", "--office", "PDM", "--output", tmp_path).code == 0
    (reply,) = tmp_path.glob("PDM_SIEGE_*")
    told = paired("via", "import", reply)
    assert (told.code, "nouvelle invitation" in told.err) == (1, True)
    asked = invitation(paired, "neuf", tmp_path / "neuve", shared)
    assert "connaissent" not in paired("neuf", "doctor").out
    refused = paired("via", "pair", asked, "--output", tmp_path / "r2")
    assert (refused.code, "--replace" in refused.err) == (1, True)
    assert paired("via", "pair", asked, "--output", tmp_path / "r2", "--replace").code == 0
    assert paired("neuf", "pair", tmp_path / "r2", "--confirm").code == 0
    assert paired("neuf", "sync", "--mailbox", shared).code == 0
    said = paired("via", "sync")
    assert (said.code, "Accusé" in said.out) == (0, True)


def test_an_invitation_is_answered_and_delivered_at_once(
    run: Run, tmp_path: Path, shared: Path
) -> None:
    run("siege", "init", "--siege")
    run("via", "init", "--office", "PDM")
    asked = invitation(run, "siege", tmp_path / "i", shared)
    said = run("via", "pair", asked, "--output", tmp_path / "r", "--deliver")
    assert (said.code, "Clé de ce poste" in said.out) == (0, True)
    assert (tmp_path / "r").is_file()
    assert names(shared)[0].endswith(".otdesk-reponse")


def test_words_that_would_be_passed_over_are_refused(
    paired: Run, tmp_path: Path, shared: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    for words, code, why in (
        (("siege", "pair", "--list", "--revoke", "x"), 1, "à la fois"),
        (("siege", "pair", tmp_path / "photo.jpg", "--list"), 1, "à la fois"),
        (("siege", "pair", tmp_path / "photo.jpg"), 1, "Demandez au bureau"),
        (("siege", "pair", "--deliver"), 1, "pour un bureau"),
        (("siege", "sync", "--mailbox", shared, "--if-new"), 1, "pour un bureau"),
        (("siege", "sync", "--mailbox", shared, "--posts", shared), 1, "pour un bureau"),
        (("siege", "sync", "--mailbox", tmp_path / "siege"), 1, "dossier de données"),
        (("via", "sync", "--mailbox", tmp_path / "via" / "recus"), 1, "dossier de données"),
        (("via", "sync", "--posts", shared), 1, "déjà la boîte du siège"),
        (("via", "sync", "--mailbox", "nulle-part"), 2, "n’existe pas"),
        (("via", "sync", "--inconnu"), 2, "otdesk sync"),
    ):
        said = paired(*words)
        assert (said.code, why in said.err) == (code, True), (words, said)
