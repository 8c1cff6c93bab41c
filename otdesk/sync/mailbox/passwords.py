"""Passwords of mailboxes: in the system's keystore, or in a file that its user alone may read.

As the key of a till (`services.till.keystore`), but a password changes: the file, which is written
only where the keystore fails, always holds the newer one, and a success of the keystore removes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from otdesk.services.till.keystore import KeyPlace, system_backend
from otdesk.sync.mailbox.private_file import read_texts, write_texts

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "otdesk mailbox"
FILE = Path("mailbox") / "passwords.json"


class Passwords:
    """The passwords of this user on this machine, by the `account` of an address.

    `backend` is the system's keystore, None where there is none that answers.
    """

    def __init__(self, state: Path, backend: KeyringBackend | None) -> None:
        self._file = state / FILE
        self._backend = backend

    def save(self, account: str, password: str) -> KeyPlace:
        """Keep a password and return what guards it. Raises PostFault."""
        if self._backend is not None:
            with _refusals():
                self._backend.set_password(_SERVICE, account, password)
                if self._backend.get_password(_SERVICE, account) == password:
                    self._forget_filed(account)
                    return KeyPlace.SYSTEM
        write_texts(self._file, {**read_texts(self._file), account: password})
        return KeyPlace.FILE

    def load(self, account: str) -> str | None:
        """Return a password, None where none is kept or the keystore stays locked."""
        filed = read_texts(self._file).get(account)
        if filed is not None:
            return filed
        if self._backend is not None:
            with _refusals():
                found: str | None = self._backend.get_password(_SERVICE, account)
                return found
        return None

    def forget(self, account: str) -> None:
        """Forget a password wherever it is. Raises PostFault."""
        self._forget_filed(account)
        if self._backend is not None:
            with _refusals():
                if self._backend.get_password(_SERVICE, account) is not None:
                    self._backend.delete_password(_SERVICE, account)

    def _forget_filed(self, account: str) -> None:
        filed = read_texts(self._file)
        if filed.pop(account, None) is not None:
            write_texts(self._file, filed)


@contextmanager
def _refusals() -> Iterator[None]:
    """Go on without a keystore that is locked or breaks: the exchange must not hang on it."""
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        yield


def passwords(state: Path) -> Passwords:
    """Return what keeps the passwords of this user on this machine. Slow: it asks the system."""
    return Passwords(state, system_backend())
