"""Where the shipped files lie: source checkout, installed wheel, or frozen bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [_PACKAGE / "_data" / name, _PACKAGE.parent / name]
    if bundle is not None:
        candidates.insert(0, Path(bundle) / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"otdesk is installed without its {name!r} folder: {candidates}")


def resources() -> Path:
    """Return the folder of fonts, icons, maps, theme, translations and help."""
    return _shipped("resources")


def database_files() -> Path:
    """Return the `db` folder: migrations, reference lists, profiles, schema."""
    return _shipped("db")


def default_data_folder() -> Path:
    """Return the user's data folder, where nothing else was asked for."""
    return Path(platformdirs.user_data_dir("otdesk", appauthor=False))


def state_folder() -> Path:
    """Return the folder of the high-water marks, outside every data folder.

    A restored or cloned database is recognised by comparing it with what this machine last
    saw of it, so the mark may not lie where a copy of the data folder would take it along.
    `OTDESK_STATE` overrides (tests, roaming profiles).
    """
    override = os.environ.get("OTDESK_STATE")
    if override:
        return Path(override)
    return Path(platformdirs.user_state_dir("otdesk", appauthor=False))
