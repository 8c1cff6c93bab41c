"""Giving a finished file a name that is never written twice."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from otdesk.store import durable

_CHUNK = 1 << 16


def publish_once(part: Path, path: Path) -> None:
    """Give a finished packet its name, unless it has it already. Raises FileExistsError."""
    durable.flush(part)
    try:
        os.link(part, path)
    except FileExistsError:
        _same(part, path)
    except OSError:
        # A stick or a share without links; nobody else writes an office's own numbers.
        if path.exists():
            _same(part, path)
        else:
            part.rename(path)
    durable.flush_folder(path.parent)


def _same(part: Path, path: Path) -> None:
    with part.open("rb") as one, path.open("rb") as other:
        while True:
            chunk = one.read(_CHUNK)
            if chunk != other.read(_CHUNK):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            if not chunk:
                return
