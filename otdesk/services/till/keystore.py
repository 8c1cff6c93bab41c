"""Where the private key of a till lies: the system's keystore, or a protected file.

A bare Linux has no keystore. The file is then readable by its user alone, which is less: the
screens and `doctor` say so plainly (`shop.md`, "The till's journal").
"""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from otdesk.store.durable import write_privately

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "otdesk"
KEYS = "keys"


class KeyPlace(StrEnum):
    """What guards a key."""

    SYSTEM = "system"
    FILE = "file"


class Keystore(Protocol):
    """Keeps the key of each till by the name of its stream."""

    @property
    def place(self) -> KeyPlace:
        """Return what guards the keys."""
        ...

    def save(self, stream: str, pem: str) -> None:
        """Keep a key. Raises an EnvironmentFault where it cannot be kept."""
        ...

    def load(self, stream: str) -> str | None:
        """Return the key of a stream, None where it is not here."""
        ...

    def holder(self, stream: str) -> KeyPlace | None:
        """Return what guards the key of a stream, None where it is not here."""
        ...

    def forget(self, stream: str) -> None:
        """Keep no key of a stream any more."""
        ...

    def look_again(self, stream: str) -> None:
        """Remember no earlier answer about a stream: another window may have renewed its key."""
        ...


class FileKeystore:
    """Keys as files that their user alone may read, in the state folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> KeyPlace:
        """Return FILE."""
        return KeyPlace.FILE

    def save(self, stream: str, pem: str) -> None:
        """Keep a key, flushed before a till signs with it."""
        write_privately(self._path(stream), pem.encode("ascii"))

    def load(self, stream: str) -> str | None:
        """Return the key of a stream, None where there is no such file."""
        try:
            return self._path(stream).read_text("ascii")
        except FileNotFoundError:
            return None

    def holder(self, stream: str) -> KeyPlace | None:
        """Return FILE where there is such a file."""
        return KeyPlace.FILE if self._path(stream).exists() else None

    def forget(self, stream: str) -> None:
        """Remove the file of a stream, where there is one."""
        self._path(stream).unlink(missing_ok=True)

    def look_again(self, stream: str) -> None:
        """Do nothing: no answer is remembered here."""

    def _path(self, stream: str) -> Path:
        return self._folder / f"{stream}.pem"


class SystemKeystore:
    """Keys in the keystore of the system, by `keyring`."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @property
    def place(self) -> KeyPlace:
        """Return SYSTEM."""
        return KeyPlace.SYSTEM

    def save(self, stream: str, pem: str) -> None:
        """Keep a key in the system's keystore."""
        self._backend.set_password(_SERVICE, stream, pem)

    def holder(self, stream: str) -> KeyPlace | None:
        """Return SYSTEM where the keystore has it."""
        return None if self.load(stream) is None else KeyPlace.SYSTEM

    def load(self, stream: str) -> str | None:
        """Return the key of a stream, None where the keystore has none."""
        found: str | None = self._backend.get_password(_SERVICE, stream)
        return found

    def forget(self, stream: str) -> None:
        """Remove the key of a stream from the keystore, where there is one."""
        if self.load(stream) is not None:
            self._backend.delete_password(_SERVICE, stream)

    def look_again(self, stream: str) -> None:
        """Do nothing: no answer is remembered here."""


class FirstOf:
    """The system's keystore where it answers, the protected file where it does not.

    A key is looked for in both: a PC that gained or lost its keystore keeps its till. The file
    comes first, and what was found is remembered: a locked keystore asks its user each time.
    """

    def __init__(self, system: SystemKeystore | None, file: FileKeystore) -> None:
        self._system = system
        self._file = file
        self._known: dict[str, tuple[KeyPlace, str]] = {}

    @property
    def place(self) -> KeyPlace:
        """Return where the next key would be kept."""
        return KeyPlace.FILE if self._system is None else KeyPlace.SYSTEM

    def save(self, stream: str, pem: str) -> None:
        """Keep a key where this PC keeps keys, and an earlier one of the stream nowhere else."""
        from keyring.errors import KeyringError

        self._known.pop(stream, None)
        if self._system is not None:
            # A keystore that is locked or breaks is no reason to sell nothing.
            with suppress(KeyringError):
                self._system.save(stream, pem)
                if self._system.load(stream) == pem:
                    self._file.forget(stream)
                    return
            self._system = None
        self._file.save(stream, pem)

    def load(self, stream: str) -> str | None:
        """Return the key of a stream, None where neither has it."""
        return self._found(stream)[1]

    def holder(self, stream: str) -> KeyPlace | None:
        """Return what guards the key of a stream, None where it is nowhere here."""
        return self._found(stream)[0]

    def forget(self, stream: str) -> None:
        """Keep no key of a stream in either; one that a locked keystore holds stays there."""
        from keyring.errors import KeyringError

        self._known.pop(stream, None)
        self._file.forget(stream)
        if self._system is not None:
            with suppress(KeyringError):
                self._system.forget(stream)

    def look_again(self, stream: str) -> None:
        """Ask anew at the next question: another window may have renewed the key."""
        self._known.pop(stream, None)

    def _found(self, stream: str) -> tuple[KeyPlace | None, str | None]:
        if stream not in self._known:
            found = self._looked_up(stream)
            if found is None:
                return None, None
            self._known[stream] = found
        return self._known[stream]

    def _looked_up(self, stream: str) -> tuple[KeyPlace, str] | None:
        from keyring.errors import KeyringError

        filed = self._file.load(stream)
        if filed is not None:
            return KeyPlace.FILE, filed
        if self._system is not None:
            with suppress(KeyringError):
                found = self._system.load(stream)
                if found is not None:
                    return KeyPlace.SYSTEM, found
        return None


def keystore(state: Path) -> Keystore:
    """Return what keeps the keys of this user on this machine. Slow: it asks the system."""
    backend = system_backend()
    system = None if backend is None else SystemKeystore(backend)
    return FirstOf(system, FileKeystore(state / KEYS))


def system_backend() -> KeyringBackend | None:
    """Return the system's keystore, None where there is none that answers. Slow: it asks."""
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    unusable = isinstance(backend, fail.Keyring | null.Keyring) or backend.priority <= 0
    return None if unusable else backend
