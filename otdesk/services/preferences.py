"""Reading and writing the settings of a post, and the PIN that guards what must be."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from otdesk import settings
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.settings import Setting
from otdesk.store.reading import Readable, driver

if TYPE_CHECKING:
    from otdesk.store.store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings of a post as they were read; what is absent has its default."""

    values: Mapping[str, str] = field(default_factory=dict)

    def get(self, setting: Setting[T]) -> T:
        """Return the value of a setting."""
        return setting.parse(self.values.get(setting.key))

    def with_value(self, setting: Setting[T], value: T) -> Preferences:
        """Return the preferences with one setting changed."""
        return Preferences({**self.values, setting.key: setting.write(value)})


def load(connection: Readable) -> Preferences:
    """Read every setting."""
    return Preferences(dict(driver(connection).execute("SELECT key, value FROM setting")))


def save(connection: Readable, setting: Setting[T], value: T) -> None:
    """Write one setting, in the caller's transaction."""
    driver(connection).execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (setting.key, setting.write(value)),
    )


def keep(store: Store, setting: Setting[T], value: T) -> None:
    """Write one setting in a transaction of its own, on the thread of the store."""
    with store.writing_local() as connection:
        save(connection, setting, value)


def set_pin(connection: Readable, pin: str) -> None:
    """Keep the digest of a PIN of four to eight digits; an empty one removes it."""
    if not pin:
        save(connection, settings.PIN_DIGEST, "")
        return
    if not (4 <= len(pin) <= 8 and pin.isascii() and pin.isdecimal()):
        raise DataFault(_("Le code a de quatre à huit chiffres."))
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1)
    save(connection, settings.PIN_DIGEST, f"{salt.hex()}:{digest.hex()}")


def pin_is_set(preferences: Preferences) -> bool:
    """Tell whether a PIN guards this post."""
    return bool(preferences.get(settings.PIN_DIGEST))


def pin_matches(preferences: Preferences, pin: str) -> bool:
    """Tell whether `pin` is the one that was set; slow on purpose (scrypt)."""
    stored = preferences.get(settings.PIN_DIGEST)
    if not stored:
        return True
    try:
        salt, digest = (bytes.fromhex(part) for part in stored.split(":"))
    except ValueError:
        # A damaged digest guards as a lost key does: nobody gets in.
        return False
    given = hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1)
    return hmac.compare_digest(given, digest)
