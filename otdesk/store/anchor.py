"""The high-water mark: what this machine last saw of a stream, kept outside the database.

A database that is behind its mark was restored or cloned: its stream may not go on, or two
histories would carry the same numbers (`sync.md`, "Forks", rule 1).
"""

from __future__ import annotations

import re
from pathlib import Path

from otdesk.journal.entry import Head

_FORM = re.compile(r"(\d+) ([0-9a-f]{64})\n")


class Anchors:
    """The marks of a user on a machine, one small file a stream."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, stream: str) -> Head | None:
        """Return the mark of a stream; None where none can be read."""
        try:
            text = self._path(stream).read_text("ascii")
        except (OSError, UnicodeDecodeError):
            # No mark is no failure: `verify` then says « sans ancre ».
            return None
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        return Head(stream, int(found[1]), bytes.fromhex(found[2]))

    def write(self, head: Head) -> bool:
        """Move the mark of a stream to `head`; tell whether that was possible.

        Called after each commit. It is not flushed: a mark lost in a power cut is behind the
        database, which is harmless, and the counter does not wait for a second disk flush.
        """
        path = self._path(head.stream)
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_text(f"{head.seq} {head.digest.hex()}\n", "ascii")
            part.replace(path)
        except OSError:
            # A full or read-only profile must not refuse an accueil that is on the disk.
            return False
        return True

    def _path(self, stream: str) -> Path:
        return self._folder / f"{stream}.mark"
