from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Otdesk

HEADER = "office;date;time;channel;party_size;origin;residency;demands;unmet;audience;note"
GOOD = "PDM;14/07/2022;10h05;comptoir;2;48;;sport.baignade;;;"
CALL = "PDM;15/07/2022;;telephone;;BE;;;;;"
PASSAGE = "PDM;15/07/2022;;passage;3;;;;;;"
BAD = "VIA;14/07/2022;;comptoir;2;;;;;;"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "accueils.csv", GOOD, CALL, PASSAGE)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def visits(office: Otdesk) -> int:
    counts = json.loads(office("doctor", "--json").out)["counts"]
    return int(counts["visit"]) + int(counts["walk_in"])


def test_an_import_says_what_it_took(office: Otdesk, file: Path) -> None:
    said = office("import-visits", file)
    assert said.code == 0
    assert said.out.splitlines() == [
        "« accueils.csv », bureau PDM :",
        "  2 accueils",
        "  1 ligne de passages",
        "  2 personnes au comptoir",
        "  2 jours",
        "  du 14/07/2022 au 15/07/2022",
        "Importé.",
    ]
    assert said.err == ""
    assert visits(office) == 3


def test_a_dry_run_records_nothing(office: Otdesk, file: Path) -> None:
    said = office("import-visits", "--dry-run", file)
    assert said.code == 0
    assert "Rien n’a été enregistré" in said.out
    assert visits(office) == 0


@pytest.mark.parametrize("mode", [[], ["--dry-run"]])
def test_faults_are_listed_and_nothing_is_recorded(
    office: Otdesk, tmp_path: Path, mode: list[str]
) -> None:
    said = office("import-visits", *mode, written(tmp_path / "bad.csv", GOOD, BAD))
    assert said.code == 1
    assert said.out == ""
    assert "« bad.csv » a 2 anomalies" in said.err
    assert "  ligne 3, office :" in said.err
    assert "  ligne 3, origin :" in said.err
    assert visits(office) == 0


def test_a_long_list_of_faults_ends_with_their_number(office: Otdesk, tmp_path: Path) -> None:
    said = office("import-visits", written(tmp_path / "bad.csv", *[BAD] * 80))
    assert "« bad.csv » a 160 anomalies" in said.err
    assert len(said.err.splitlines()) == 102
    assert said.err.splitlines()[-1] == "  … et 60 autres."


def test_a_file_is_taken_twice_only_on_demand(office: Otdesk, file: Path) -> None:
    assert office("import-visits", file).code == 0
    again = office("import-visits", file)
    assert again.code == 1
    assert "--again" in again.err
    assert office("import-visits", "--again", file).code == 0
    assert visits(office) == 6


def test_json_says_what_was_taken(office: Otdesk, file: Path) -> None:
    answer = json.loads(office("import-visits", "--json", file).out)
    assert list(answer) == [
        "file",
        "sha256",
        "written",
        "visits",
        "walk_ins",
        "persons",
        "outing_persons",
        "days",
        "from",
        "to",
        "offices",
        "fault_count",
        "faults",
    ]
    assert (answer["written"], answer["visits"], answer["walk_ins"]) == (True, 2, 1)
    assert (answer["from"], answer["to"], answer["days"]) == ("2022-07-14", "2022-07-15", 2)


def test_json_says_what_is_wrong(office: Otdesk, tmp_path: Path) -> None:
    said = office("import-visits", "--json", written(tmp_path / "bad.csv", BAD))
    answer = json.loads(said.out)
    assert said.code == 1
    assert (answer["written"], answer["fault_count"]) == (False, 2)
    assert [(f["line"], f["column"]) for f in answer["faults"]] == [(2, "office"), (2, "origin")]


def test_a_missing_file_could_not_run(office: Otdesk, tmp_path: Path) -> None:
    said = office("import-visits", tmp_path / "rien.csv")
    assert said.code == 2
    assert len(said.err.splitlines()) == 3


def test_a_missing_folder_could_not_run(otdesk: Otdesk, file: Path) -> None:
    assert otdesk("import-visits", file).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_leaves_everything_unchanged(office: Otdesk, folder: Path, tmp_path: Path) -> None:
    source = written(tmp_path / "long.csv", *[GOOD] * 60_000)
    running = subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED, str(folder), str(source)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SIGNAL": str(int(signal.SIGINT))},
    )
    _out, err = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "rien n’a été changé" in err
    assert visits(office) == 0


# The signal comes while the file is prepared, as from the keyboard.
_INTERRUPTED = """
import os, sys
from otdesk.app import main
from otdesk.cli import progress
from contextlib import contextmanager

@contextmanager
def pressed():
    yield lambda text, fraction: (
        os.kill(os.getpid(), int(os.environ["SIGNAL"])) if text == "Préparation" else None
    )

from otdesk.cli import import_visits
import_visits.progress = pressed
sys.exit(main(["--data", sys.argv[1], "import-visits", sys.argv[2]]))
"""
