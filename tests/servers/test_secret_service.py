"""The till's key in a real keystore of the system: GNOME's, on a session bus of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("secret_service.py")
# Unlocked by its password, as the login does; it ends with its bus.
_UNLOCKED = "printf secret | gnome-keyring-daemon --unlock --components=secrets > /dev/null; "


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def ask(home: Path, act: str, *, unlocked: bool = True) -> dict[str, Any]:
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "XDG_RUNTIME_DIR": str(home),
    }
    words = f'{_UNLOCKED if unlocked else ""}exec "$@"'
    command = ["dbus-run-session", "--", "sh", "-c", words, "sh", sys.executable, str(SCRIPT)]
    done = subprocess.run(
        [*command, str(home / "state"), act, "0190aa"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_key_is_kept_by_the_system_and_found_after_a_new_login(home: Path) -> None:
    assert ask(home, "save") == {"found": True, "holder": "system"}
    assert ask(home, "load") == {"found": True, "holder": "system"}
    assert not (home / "state").exists()


def test_a_keystore_that_nobody_unlocks_leaves_the_key_in_its_file(home: Path) -> None:
    assert ask(home, "save", unlocked=False) == {"found": True, "holder": "file"}
    assert ask(home, "load") == {"found": True, "holder": "file"}
