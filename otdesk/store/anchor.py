"""The high-water mark: what this machine last saw of a stream, kept outside the database.

A database that is behind its mark was restored or cloned: its stream may not go on, or two
histories would carry the same numbers (`sync.md`, "Forks", rule 1).
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from otdesk.journal.entry import Head
from otdesk.store.durable import write_privately

MARK = ".mark"
KEY = ".pub"
_FORM = re.compile(r"(\d+) ([0-9a-f]{64})\n")
_LONGEST = 256
# A stream's name comes from a database that may have been tampered with, and becomes a file name.
_NAME = re.compile(r"[0-9A-Za-z_-]{1,64}")
# On Windows, a text descriptor would turn the line's end into two bytes.
_FLAGS = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)


class Anchors:
    """The marks of a user on a machine, one small file a stream; of a till, its public key too.

    A chain that was rewritten whole with another key is found by it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Return where the marks lie, for a program that is started beside this one."""
        return self._folder

    def read(self, stream: str) -> Head | None:
        """Return the mark of a stream; None where none can be read."""
        try:
            with self._path(stream).open("rb", buffering=0) as file:
                text = file.read(_LONGEST).decode("ascii")
        except (OSError, UnicodeDecodeError):
            # No mark is no failure: `verify` then says « sans ancre ».
            return None
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        return Head(stream, int(found[1]), bytes.fromhex(found[2]))

    def read_all(self) -> dict[str, Head]:
        """Return every mark of this machine by its stream.

        A check reads them before it looks at the database, which may go on meanwhile.
        """
        try:
            names = [path.stem for path in self._folder.glob(f"*{MARK}")]
        except OSError:
            return {}
        return {name: mark for name in names if (mark := self.read(name)) is not None}

    def read_key(self, stream: str) -> str | None:
        """Return the public key (PEM) that a till was begun with here; None where none is kept."""
        try:
            return self._path(stream, KEY).read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return None

    def read_keys(self) -> dict[str, str]:
        """Return the public key of every till that this machine has seen, by its stream."""
        try:
            names = [path.stem for path in self._folder.glob(f"*{KEY}")]
        except OSError:
            return {}
        return {name: key for name in names if (key := self.read_key(name)) is not None}

    def write_key(self, stream: str, public_pem: str) -> bool:
        """Keep the public key of a till that begins here; tell whether that was possible.

        A key that is kept already stays: a till never begins twice, whatever a file says later.
        """
        try:
            path = self._path(stream, KEY)
            if not path.exists():
                write_privately(path, public_pem.encode("ascii"))
        except OSError:
            # As with a mark: what is on the disk is not refused for it.
            return False
        return True

    def write(self, head: Head) -> bool:
        """Move the mark of a stream to `head`; tell whether that was possible.

        Called after each commit. It is not flushed: a mark lost in a power cut is behind the
        database, which is harmless, and the counter does not wait for a second disk flush.
        """
        line = f"{head.seq:020d} {head.digest.hex()}\n".encode("ascii")
        try:
            try:
                self._overwrite(head.stream, line)
            except FileNotFoundError:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._overwrite(head.stream, line)
        except OSError:
            # A full or read-only profile must not refuse an accueil that is on the disk.
            return False
        return True

    def _overwrite(self, stream: str, line: bytes) -> None:
        # One line of constant length, in one write, in place: a rename would make ext4 flush it
        # together with the next commit of the database.
        descriptor = os.open(self._path(stream), _FLAGS, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)

    def _path(self, stream: str, suffix: str = MARK) -> Path:
        if not _NAME.fullmatch(stream):
            raise OSError(errno.EINVAL, "no name of a stream", stream)
        return self._folder / f"{stream}{suffix}"
