"""Every command once as a process of its own, as a scheduler starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.test_import_visits import BAD, GOOD, written


def test_each_command_leaves_its_exit_code(tmp_path: Path) -> None:
    data = tmp_path / "data"
    good, bad = written(tmp_path / "good.csv", GOOD), written(tmp_path / "bad.csv", BAD)

    def code(*words: str | Path) -> int:
        done = subprocess.run(
            [sys.executable, "-m", "otdesk", "--data", data, *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode

    assert code("verify") == 2
    assert code("init", "--office", "PDM") == 0
    assert code("init", "--office", "PDM") == 2
    assert code("init", "--siege") == 2
    assert code("import-visits", bad) == 1
    assert code("import-visits", good) == 0
    assert code("import-visits", good) == 1
    report = ("report", "day", "2022-07-14", "--format")
    assert code(*report, "json", "--output", tmp_path / "day.json") == 0
    assert code(*report, "docx", "--output", tmp_path / "day.docx") == 2
    assert code("verify") == 0
    assert code("verify", "--head", "0000-0000") == 1
    assert code("doctor") == 1
    assert code("backup") == 0
    assert code("doctor", "--json") == 0
    (backup,) = (data / "backups").iterdir()
    assert code("restore", backup) == 0
    assert code("restore", good) == 2
    assert code("demo", "--out", data) == 2
    assert code("vol") == 2


def test_the_window_opens_paints_and_closes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "otdesk", "--smoke-test"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OTDESK_DATA": str(tmp_path / "untouched")},
    )
    assert done.returncode == 0, done.stderr
    # It works on a folder of its own.
    assert not (tmp_path / "untouched").exists()
