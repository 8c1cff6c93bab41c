"""The window on the real accessibility bus (AT-SPI), walked by another program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.offices import make_office
from tests.servers.display import ROOT, virtual_screen

# The bus lives in a D-Bus session of its own; everything that uses it runs inside.
_SESSION = textwrap.dedent(
    """
    set -e
    /usr/libexec/at-spi-bus-launcher --launch-immediately &
    launcher=$!
    "$PYTHON" -m otdesk --data "$FOLDER" >"$LOG" 2>&1 &
    program=$!
    trap 'kill $program $launcher 2>/dev/null || true' EXIT
    /usr/bin/python3 tests/servers/at_spi_walk.py 2>>"$LOG" >"$LOG.ready"
    /usr/bin/python3 tests/servers/at_spi_walk.py "4 personnes" 2>>"$LOG" >/dev/null
    sleep 1
    /usr/bin/python3 tests/servers/at_spi_walk.py 2>>"$LOG"
    """
)
_BUTTONS = {"push button", "toggle button", "button", "check box", "radio button"}


@pytest.fixture
def controls(tmp_path: Path) -> list[list[str]]:
    """Return (role, name, description) of all controls, once « 4 personnes » was toggled."""
    office = make_office(tmp_path)
    log = tmp_path / "log"
    with virtual_screen() as display:
        done = subprocess.run(
            ["dbus-run-session", "--", "bash", "-c", _SESSION],
            cwd=ROOT,
            env={
                **os.environ,
                "DISPLAY": display,
                "QT_QPA_PLATFORM": "xcb",
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "OTDESK_STATE": str(tmp_path / "state"),
                "PYTHON": sys.executable,
                "FOLDER": str(office.folder),
                "LOG": str(log),
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, f"{done.stderr}\n{log.read_text() if log.exists() else ''}"
    found = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(found, list)
    return found


def test_a_screen_reader_finds_every_question_by_name_and_its_actions_act(
    controls: list[list[str]],
) -> None:
    names = {name for _role, name, _description in controls}
    for wanted in ("Comptoir", "Lozère", "Chercher une provenance", "Valider l’accueil"):
        assert wanted in names, sorted(names)
    assert all(name for role, name, _description in controls if role in _BUTTONS)
    # The action really acted: the sentence reads four persons.
    assert any("4 personnes" in description for _role, _name, description in controls)
