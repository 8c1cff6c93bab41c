"""Packets that travel where others carry them: encrypted with age for who receives them alone.

The format is the public age-encryption.org/v1, X25519 recipients only; any `age` program opens
it with the receiver's identity. An encrypted packet is not the same bytes twice: what is compared,
archived and known again is the packet inside.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyrage

from otdesk.i18n import _
from otdesk.journal.keys import UnusableKey
from otdesk.store import durable
from otdesk.sync.packet.container import too_large
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket
from otdesk.sync.packet.limits import Limits
from otdesk.sync.packet.publish import publish_once

SUFFIX = ".age"
# Header, and sixteen bytes for each 64 KiB: what age adds.
_OVERHEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class AgeIdentity:
    """The pair of keys of who receives; `secret` is for the keystore alone."""

    recipient: str
    secret: str = field(repr=False)


def new_identity() -> AgeIdentity:
    """Return a new identity from the system's randomness."""
    identity = pyrage.x25519.Identity.generate()
    return AgeIdentity(str(identity.to_public()), str(identity))


def encrypt(packet: Path, recipient: str, folder: Path, *, others: Sequence[str] = ()) -> Path:
    """Write a packet into `folder`, encrypted for a recipient (`age1…`), under its name and `.age`.

    Each of `others` opens it too. One of that name is replaced: it held the same packet. Raises
    UnusableKey, OSError.
    """
    try:
        known = [pyrage.x25519.Recipient.from_str(each) for each in (recipient, *others)]
    except pyrage.RecipientError as error:
        raise UnusableKey(str(error)) from error
    path = folder / f"{packet.name}{SUFFIX}"
    part = _part(path)
    try:
        pyrage.encrypt_file(str(packet), str(part), known)
        durable.publish(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def decrypt(encrypted: Path, secret: str, folder: Path, limits: Limits) -> Path:
    """Write the packet inside into `folder`, under its name without `.age`, and return its path.

    Nothing of it is believed yet: `open_packet` comes next. Raises RefusedPacket, UnusableKey,
    FileExistsError where another file has the name, OSError.
    """
    try:
        key = pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError as error:
        raise UnusableKey(str(error)) from error
    size = encrypted.stat().st_size
    # age does not pack: what comes out is smaller than what goes in.
    if size - size // 4096 - _OVERHEAD > limits.packed:
        raise too_large()
    path = folder / encrypted.name.removesuffix(SUFFIX)
    part = _part(path)
    try:
        _decrypt_file(encrypted, part, key)
        publish_once(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _decrypt_file(encrypted: Path, part: Path, key: pyrage.x25519.Identity) -> None:
    try:
        pyrage.decrypt_file(str(encrypted), str(part), [key])
    except pyrage.DecryptError as error:
        raise _closed() from error
    except OSError as error:
        # The library's own: a block that is not what was encrypted has no system error.
        if error.errno is not None:
            raise
        raise _closed() from error


def _part(path: Path) -> Path:
    # Two programs may open one attachment at the same time.
    return path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")


def _closed() -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.ENCRYPTION,
        _("Cet envoi ne se déchiffre pas : il est pour quelqu’un d’autre, ou il a été abîmé."),
    )
