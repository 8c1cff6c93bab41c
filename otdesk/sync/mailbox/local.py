"""A folder that this PC sees: a stick, a mounted share, a folder that Nextcloud keeps in step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from otdesk.store import durable
from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.place import Place

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem  # type: ignore[import-untyped]


class LocalPlace(Place):
    """A folder of the system's own."""

    def connect(self) -> AbstractFileSystem:
        """Return fsspec's local file system."""
        from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

        return LocalFileSystem(skip_instance_cache=True)

    def disconnect(self, filesystem: AbstractFileSystem) -> None:
        """Do nothing: no connection is held."""

    def foreseeable(self) -> tuple[type[Exception], ...]:
        """Return the system's errors."""
        return (OSError,)

    def fault(self, error: Exception) -> faults.MailboxFault:
        """Return what an error of the system means."""
        if not isinstance(error, OSError):
            raise error
        return faults.of_system(error, self.where)

    def make_folder(self, path: str) -> None:
        """Make a folder; another post may have made it in the same moment."""
        self.filesystem.makedirs(path, exist_ok=True)

    def write(self, path: str, chunks: Iterator[bytes], size: int) -> None:
        """Write a file that is on the disk when the call returns."""
        del size
        with self.filesystem.open(path, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    def publish(self, part: str, final: str) -> None:
        """Give a finished file its name; a link, unlike a rename, never replaces anything."""
        source, target = Path(part), Path(final)
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:
            # FAT, exFAT and some shares have no links.
            if target.exists():
                raise FileExistsError(target) from None
            source.rename(target)
        else:
            # The file has its name; a second one in `.part` is swept later.
            with suppress(OSError):
                source.unlink()
        _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    # Some shares flush no folder; the siège's acknowledgement is the proof in any case.
    with suppress(OSError):
        durable.flush_folder(folder)
