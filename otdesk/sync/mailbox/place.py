"""A folder reached through fsspec: the steps that a delivery and a fetch are made of.

Paths are the file system's own, parted by `/`. Each kind of place says how it connects, how a
finished file gets its name without replacing one, and what its errors mean.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from otdesk.sync.mailbox import faults

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem  # type: ignore[import-untyped]

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a place; `modified` is by the place's own clock, None where it does not say."""

    name: str
    size: int
    folder: bool
    modified: datetime | None


class Place(ABC):
    """One folder on one file system, connected by the first use."""

    part_ending: ClassVar[str] = ".part"

    def __init__(self, where: str, root: str) -> None:
        self.where = where
        self.root = root
        self._filesystem: AbstractFileSystem | None = None

    @property
    def filesystem(self) -> AbstractFileSystem:
        """Return the connected file system. Raises MailboxFault."""
        if self._filesystem is None:
            self._filesystem = self.connect()
        return self._filesystem

    @abstractmethod
    def connect(self) -> AbstractFileSystem:
        """Return a new file system. Raises MailboxFault."""

    @abstractmethod
    def foreseeable(self) -> tuple[type[Exception], ...]:
        """Return the errors that `fault` explains."""

    @abstractmethod
    def fault(self, error: Exception) -> faults.MailboxFault:
        """Return what an error means."""

    @abstractmethod
    def publish(self, part: str, final: str) -> None:
        """Give a finished file its name. Raises FileExistsError where the name is taken."""

    @abstractmethod
    def write(self, path: str, chunks: Iterator[bytes], size: int) -> None:
        """Write a new file, flushed where the place can do so."""

    def read(self, path: str) -> Iterator[bytes]:
        """Yield the content of a file."""
        with self.filesystem.open(path, "rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def look(self, path: str) -> Found | None:
        """Return what lies under a path, None where nothing does."""
        try:
            return self.found(self.filesystem.info(path))
        except FileNotFoundError:
            return None

    def entries(self, folder: str) -> list[Found]:
        """Return what lies in a folder."""
        return [self.found(each) for each in self.filesystem.ls(folder, detail=True)]

    @abstractmethod
    def make_folder(self, path: str) -> None:
        """Make a folder; another post may have made it in the same moment."""

    def remove(self, path: str) -> None:
        """Remove a file."""
        self.filesystem.rm_file(path)

    def found(self, information: dict[str, Any]) -> Found:
        """Return what fsspec tells of a file."""
        modified = information.get("mtime")
        if isinstance(modified, float):
            modified = datetime.fromtimestamp(modified, UTC)
        return Found(
            name=str(information["name"]).rstrip("/").rpartition("/")[2],
            size=information["size"] or 0,
            folder=information["type"] == "directory",
            modified=modified,
        )

    def close(self) -> None:
        """Close the connection."""
        filesystem, self._filesystem = self._filesystem, None
        if filesystem is not None:
            self.disconnect(filesystem)

    @abstractmethod
    def disconnect(self, filesystem: AbstractFileSystem) -> None:
        """Close what `connect` opened."""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn foreseeable errors inside the block into a MailboxFault.

        A connection that broke is given up: the next use makes a new one.
        """
        try:
            yield
        except faults.MailboxFault as told:
            self._give_up_after(told)
            raise
        except self.foreseeable() as error:
            fault = self.fault(error)
            self._give_up_after(fault)
            raise fault from error

    def _give_up_after(self, fault: faults.MailboxFault) -> None:
        if isinstance(fault, faults.Unreachable | faults.Interrupted):
            self.close()
