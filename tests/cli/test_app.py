from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from otdesk import __version__
from otdesk.app import main
from otdesk.cli import verify
from otdesk.errors import DataFault, DeskError, EnvironmentFault
from tests.cli.conftest import Otdesk

# Each costs more than the command that does not need it: decision 0003.
HEAVY = (
    "PySide6",
    "reportlab",
    "alembic",
    "rich",
    "babel",
    "pypdfium2",
    "xlsxwriter",
    "sqlalchemy",
)


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "otdesk", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


def imported_by(code: str) -> set[str]:
    """Return the heavy libraries that a piece of code imports in a fresh interpreter."""
    tail = f"; print(*[n for n in {HEAVY!r} if n in __import__('sys').modules])"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split()) if done.stdout.strip() else set()


def test_help_is_french_to_its_last_word(otdesk: Otdesk) -> None:
    said = otdesk("--help")
    assert said.code == 0
    for word in ("utilisation", "commandes", "options", "affiche cette aide"):
        assert word in said.out
    for word in ("usage", "show this", "positional"):
        assert word not in said.out


@pytest.mark.parametrize(
    "command",
    ["init", "import-visits", "report", "verify", "backup", "restore", "doctor", "demo"],
)
def test_every_command_has_its_help(otdesk: Otdesk, command: str) -> None:
    said = otdesk(command, "--help")
    assert said.code == 0
    assert said.out.startswith("utilisation : otdesk ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report"], "il manque : day|month|year"),
        (["vol"], "COMMANDE : « vol » n’est pas un choix possible"),
        (["verify", "--vite"], "inconnu : --vite"),
        (["backup", "--to"], "--to : il manque une valeur"),
        (["init", "--office", "PDM", "--siege"], "--siege ne va pas avec --office"),
        (["init"], "il faut l’un de : --office --siege"),
        (["verify", "--json=1"], "--json ne prend pas de valeur"),
    ],
)
def test_wrong_words_are_told_in_french(otdesk: Otdesk, words: list[str], said: str) -> None:
    answer = otdesk(*words)
    assert answer.code == 2
    assert said in answer.err
    assert "L’aide : otdesk" in answer.err


def test_the_version_is_that_of_the_package(otdesk: Otdesk) -> None:
    assert otdesk("--version").out == f"otdesk {__version__}\n"


def test_starting_imports_nothing_heavy() -> None:
    assert imported_by("import otdesk.app") == set()
    assert imported_by("import otdesk.app; otdesk.app.main(['--version'])") == set()


def test_a_command_imports_only_what_it_needs(tmp_path: Path) -> None:
    code = (
        "import otdesk.app; "
        f"otdesk.app.main(['--data', {str(tmp_path / 'data')!r}, 'init', '--office', 'PDM']); "
        f"otdesk.app.main(['--data', {str(tmp_path / 'data')!r}, 'report', 'day', '2022-07-14', "
        f"'--format', 'json', '--output', {str(tmp_path / 'day.json')!r}])"
    )
    assert imported_by(code) == {"sqlalchemy"}


def test_the_data_folder_is_named_by_option_then_by_environment(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert program("init", "--office", "PDM", OTDESK_DATA=str(one)).returncode == 0
    assert (
        program("--data", str(two), "init", "--office", "VIA", OTDESK_DATA=str(one)).returncode == 0
    )
    assert (one / "otdesk.sqlite").exists()
    assert (two / "otdesk.sqlite").exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataFault("une faute"), 1),
        (EnvironmentFault("le fait", safe="le sûr", todo="le remède"), 2),
        (DeskError("abandonné"), 130),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 2),
        (RuntimeError("Mme Michu, 06 00 00 00 00"), 2),
    ],
)
def test_each_family_of_failures_has_its_exit_code(
    otdesk: Otdesk, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(*_arguments: object) -> int:
        raise error

    monkeypatch.setattr(verify, "run", fail)
    assert otdesk("verify").code == code


def test_a_fault_of_the_environment_is_three_sentences(otdesk: Otdesk) -> None:
    said = otdesk("verify")
    assert said.code == 2
    assert len(said.err.splitlines()) == 3
    assert "otdesk init" in said.err


def test_our_own_fault_leaves_a_report_without_personal_data(
    otdesk: Otdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not in the source of the raising lines, which a report does quote.
    name, number = "Mme Michu", "06 00 00 00 00"

    def fail(*_arguments: object) -> int:
        try:
            raise OSError(5, name)
        except OSError as error:
            raise RuntimeError(number) from error

    monkeypatch.setattr(verify, "run", fail)
    said = otdesk("verify")
    (path,) = Path(os.environ["OTDESK_STATE"], "reports").iterdir()
    assert str(path) in said.err
    text = path.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in text
    assert "builtins.OSError" in text
    assert "code: 5" in text
    assert "doing: verify" in text
    assert f"otdesk {__version__}" in text
    for personal in (name, number, str(Path.home()), os.environ["OTDESK_DATA"]):
        assert personal not in text


def test_a_report_that_cannot_be_written_is_printed(
    otdesk: Otdesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_arguments: object) -> int:
        raise RuntimeError

    (tmp_path / "taken").write_text("a file, not a folder")
    monkeypatch.setenv("OTDESK_STATE", str(tmp_path / "taken"))
    monkeypatch.setattr(verify, "run", fail)
    said = otdesk("verify")
    assert said.code == 2
    assert "builtins.RuntimeError" in said.err


def test_a_reader_that_leaves_a_pipe_is_no_fault_of_ours(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    assert program("--data", data, "init", "--office", "PDM").returncode == 0
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "otdesk", "--data", data, "verify", "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 2


def test_french_survives_a_console_of_another_encoding(tmp_path: Path) -> None:
    done = program("--data", str(tmp_path / "x"), "doctor", PYTHONIOENCODING="ascii")
    assert "Bibliothèques" in done.stdout


def test_main_takes_the_words_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["otdesk", "--version"])
    assert main() == 0
