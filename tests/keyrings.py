"""Keystores of the system for tests: none at all, or one that lasts as long as the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked


class MemoryKeyring(KeyringBackend):
    """A keystore that keeps nothing on the disk; `locked`, it refuses."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        """Return what was kept."""
        self.asked += 1
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep something."""
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget something."""
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.locked:
            raise KeyringLocked("the user did not unlock it")


@contextmanager
def using(backend: KeyringBackend | None = None) -> Iterator[None]:
    """Have a backend be the system's keystore, or none; the machine's own is left alone."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend or fail.Keyring())  # type: ignore[no-untyped-call]  # untyped
    try:
        yield
    finally:
        keyring.set_keyring(before)
