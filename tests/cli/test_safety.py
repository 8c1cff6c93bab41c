from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Otdesk
from tests.cli.test_import_visits import GOOD, written


def damage(folder: Path) -> None:
    """Change a figure behind the program's back."""
    with closing(sqlite3.connect(folder / "otdesk.sqlite")) as connection:
        connection.execute("UPDATE visit SET party_size = 9")
        connection.commit()


def filled(office: Otdesk, tmp_path: Path) -> Otdesk:
    assert office("import-visits", written(tmp_path / "a.csv", GOOD)).code == 0
    return office


def test_a_sound_folder_verifies(office: Otdesk, tmp_path: Path) -> None:
    said = filled(office, tmp_path)("verify")
    assert said.code == 0
    assert "Tout est conforme." in said.out
    assert "ancre conforme" in said.out


def test_a_changed_figure_is_found_with_its_place(
    office: Otdesk, folder: Path, tmp_path: Path
) -> None:
    filled(office, tmp_path)
    damage(folder)
    said = office("verify")
    assert said.code == 1
    assert "party_size" in said.err
    answer = office("verify", "--json")
    assert answer.code == 1
    report = json.loads(answer.out)
    assert not report["clean"]
    assert {fault["column"] for fault in report["faults"]} == {"party_size"}


def test_the_code_on_a_print_is_found_in_the_journal(office: Otdesk, tmp_path: Path) -> None:
    digest = json.loads(office("verify", "--json").out)["streams"][0]["digest"]
    code = f"{digest[:4]}-{digest[4:8]}".upper()
    # It stays known when the journal goes on.
    filled(office, tmp_path)
    said = office("verify", "--head", code)
    assert said.code == 0
    assert f"Registre {code} : entrée n° 1" in said.out
    answer = json.loads(office("verify", "--head", code.lower(), "--json").out)
    assert (answer["head"]["known"], answer["head"]["seq"]) == (True, 1)


def test_a_code_that_the_journal_never_had_is_a_fault(office: Otdesk) -> None:
    said = office("verify", "--head", "0000-0000")
    assert said.code == 1
    assert "inconnu" in said.err


def test_what_is_no_code_is_told(office: Otdesk) -> None:
    said = office("verify", "--head", "juillet")
    assert said.code == 1
    assert "7F3A-09C2" in said.err


def test_a_backup_restores_what_it_held(office: Otdesk, folder: Path, tmp_path: Path) -> None:
    filled(office, tmp_path)
    said = office("backup")
    assert said.code == 0
    (made,) = (folder / "backups").glob("*-manual.sqlite")
    assert str(made) in said.out
    office("import-visits", "--again", tmp_path / "a.csv")
    restored = office("restore", made)
    assert restored.code == 0
    assert "La base précédente est gardée" in restored.out
    report = json.loads(office("doctor", "--json").out)
    assert report["counts"]["visit"] == 1
    # The window and the next command go on in a new stream.
    assert office("verify").code == 0


def test_a_second_place_gets_the_same_backup(office: Otdesk, folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert office("backup", "--to", stick).code == 0
    (made,) = (folder / "backups").iterdir()
    assert (stick / made.name).read_bytes() == made.read_bytes()


def test_a_second_place_that_is_away_could_not_run(office: Otdesk, tmp_path: Path) -> None:
    said = office("backup", "--to", tmp_path / "away")
    assert said.code == 2
    assert "est faite" in said.err


def test_the_window_says_why_and_when_it_wants_a_backup(office: Otdesk, folder: Path) -> None:
    assert office("backup", "--reason", "hourly", "--at", "2022-07-19T16:05:00").code == 0
    (made,) = (folder / "backups").iterdir()
    assert made.name == "otdesk-20220719-160500-hourly.sqlite"
    assert "--reason" not in office("backup", "--help").out


def test_a_damaged_backup_is_not_restored(office: Otdesk, folder: Path, tmp_path: Path) -> None:
    filled(office, tmp_path)
    office("backup")
    (made,) = (folder / "backups").iterdir()
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("UPDATE visit SET party_size = 9")
        connection.commit()
    before = (folder / "otdesk.sqlite").read_bytes()
    assert office("restore", made).code == 1
    assert (folder / "otdesk.sqlite").read_bytes() == before


def test_restoring_nothing_could_not_run(office: Otdesk, tmp_path: Path) -> None:
    assert office("restore", tmp_path / "rien.sqlite").code == 2
