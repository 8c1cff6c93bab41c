"""The keys of a folder in the exchange: one that signs its packets, one that opens its own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from otdesk.journal.minisign import SecretKey
from otdesk.services.till.keystore import Keystore
from otdesk.store import tables
from otdesk.store.store import Store
from otdesk.sync.packet.encryption import AgeIdentity, new_identity

_SIGNING, _OPENING = "packets-sign-", "packets-open-"


@dataclass(frozen=True, slots=True)
class PostKeys:
    """Private keys: `signing` is minisign's Ed25519, `opening` an age identity."""

    signing: SecretKey
    opening: AgeIdentity

    @property
    def public_key(self) -> str:
        """Return the public key as records name it, in hexadecimal."""
        return self.signing.public.raw.hex()


def keys_of(store: Store, keystore: Keystore) -> PostKeys:
    """Return the keys of a folder that is open; see `post_keys`."""
    return post_keys(keystore, _folder(store))


def kept_key(store: Store, keystore: Keystore) -> str | None:
    """Return the public key of a folder as records name it; None where its keys are not here."""
    kept = keystore.load(f"{_SIGNING}{_folder(store)}")
    return None if kept is None else SecretKey.from_text(kept).public.raw.hex()


def _folder(store: Store) -> str:
    with store.reading() as connection:
        first: str = connection.execute(
            select(tables.journal.c.uid).order_by(tables.journal.c.id).limit(1)
        ).scalar_one()
    return first


def post_keys(keystore: Keystore, folder: str) -> PostKeys:
    """Return the keys of a folder, made at the first time; `folder` is the uid of its record.

    Slow where the system's keystore is asked. Raises an EnvironmentFault where a key cannot be
    kept, UnusableKey where what is kept is no key.
    """
    return PostKeys(_signing(keystore, f"{_SIGNING}{folder}"), _opening(keystore, folder))


def _signing(keystore: Keystore, name: str) -> SecretKey:
    kept = keystore.load(name)
    if kept is not None:
        return SecretKey.from_text(kept)
    made = SecretKey.generate()
    keystore.save(name, made.to_text())
    return made


def _opening(keystore: Keystore, folder: str) -> AgeIdentity:
    recipients, secrets = f"{_OPENING}{folder}-to", f"{_OPENING}{folder}"
    recipient, secret = keystore.load(recipients), keystore.load(secrets)
    if recipient is not None and secret is not None:
        return AgeIdentity(recipient, secret)
    made = new_identity()
    keystore.save(secrets, made.secret)
    keystore.save(recipients, made.recipient)
    return made
