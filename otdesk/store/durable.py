"""Files that are on the disk when the call returns, and appear under their name whole or not."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def flush(path: Path) -> None:
    """Have the content of a file written to the disk itself. Raises OSError."""
    # Windows flushes only what was opened for writing.
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk: a rename is lost without."""
    if sys.platform == "win32":
        # NTFS journals its names, and a folder cannot be opened for flushing.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publish(part: Path, path: Path) -> None:
    """Give a finished file its name, on the disk. Raises OSError."""
    flush(part)
    part.replace(path)
    flush_folder(path.parent)


def copy(source: Path, target: Path) -> None:
    """Copy a file that nobody writes, whole or not at all. Raises OSError."""
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(source, part)
        publish(part, target)
    finally:
        part.unlink(missing_ok=True)


def keep_aside(path: Path, aside: Path) -> None:
    """Give a file a second name, so that replacing the first one loses nothing. Raises OSError."""
    try:
        os.link(path, aside)
    except OSError:
        # A stick or a share without links: its bytes, then.
        copy(path, aside)
    flush_folder(aside.parent)


def write_privately(path: Path, content: bytes) -> None:
    """Write a file that its user alone may read, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
            file.write(content)
        publish(part, path)
    finally:
        part.unlink(missing_ok=True)
