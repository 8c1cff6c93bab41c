"""A report of our own fault that can be sent: what broke and where, nothing of what was typed."""

from __future__ import annotations

import platform
import re
import sqlite3
import sys
import traceback
from datetime import datetime
from importlib import metadata
from pathlib import Path

from otdesk import __version__

FOLDER = "reports"
LIBRARIES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "reportlab",
    "pypdfium2",
    "XlsxWriter",
    "rich",
)
# What a path says of the machine's user ends where the installation begins.
_INSTALLED = re.compile(r".*?((?:site-packages|otdesk|lib[/\\]python[\d.]+)[/\\].*)", re.DOTALL)


def write(state: Path, error: BaseException, now: datetime, *, doing: str) -> Path | None:
    """Write the report of an unforeseen exception below the state folder, and return its path.

    `doing` names the command or screen. Messages of exceptions are left out, because they quote
    values: a note, a name, a folder of the user's. None where even that cannot be written.
    """
    folder = state / FOLDER
    path = folder / f"otdesk-{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(describe(error, now, doing=doing), encoding="utf-8")
    except OSError:
        return None
    return path


def describe(error: BaseException, now: datetime, *, doing: str) -> str:
    """Return the text of a report."""
    lines = [
        f"otdesk {__version__}",
        f"when: {now.isoformat(timespec='seconds')}",
        f"doing: {doing}",
        f"Python: {platform.python_version()} ({platform.python_implementation()})",
        f"system: {platform.platform()}",
        f"SQLite: {sqlite3.sqlite_version}",
        f"frozen: {getattr(sys, 'frozen', False)}",
        *(f"{name}: {version(name)}" for name in LIBRARIES),
        "",
        *_traceback(error),
    ]
    return "\n".join(lines) + "\n"


def version(distribution: str) -> str:
    """Return the version of an installed library, a dash where it is not."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "-"


def _traceback(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        code = getattr(link, "sqlite_errorname", None) or getattr(link, "errno", None)
        if code is not None:
            lines.append(f"  code: {code}")
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}")
            if frame.line:
                lines.append(f"    {frame.line}")
        link = link.__cause__ or link.__context__
        if link is not None:
            lines.append("caused by")
    return lines


def _place(filename: str) -> str:
    found = _INSTALLED.fullmatch(filename)
    return found[1] if found else Path(filename).name
