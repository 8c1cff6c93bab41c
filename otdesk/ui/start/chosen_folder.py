"""Which data folder was chosen instead of the usual one, kept outside every data folder."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

_FILE = "chosen-folders.json"


def remembered(state: Path, folder: Path) -> Path | None:
    """Return the folder that was chosen instead of `folder`, None where none was."""
    chosen = _read(state).get(str(folder))
    return None if chosen is None else Path(chosen)


def remember(state: Path, folder: Path, chosen: Path) -> None:
    """Keep that `chosen` is to be opened where `folder` is asked for."""
    # A profile that cannot be written asks again at the next start, and loses nothing.
    with suppress(OSError):
        state.mkdir(parents=True, exist_ok=True)
        content = _read(state)
        content[str(folder)] = str(chosen)
        (state / _FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _read(state: Path) -> dict[str, str]:
    try:
        content = json.loads((state / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
