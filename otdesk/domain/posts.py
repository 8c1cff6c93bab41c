"""A post: a PC of an office that the siège knows by its key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RevocationMotive(StrEnum):
    """Why the siège no longer believes a post."""

    REPLACED = "replaced"
    LOST = "lost"
    STOLEN = "stolen"


@dataclass(frozen=True, slots=True)
class Post:
    """The post of `office` that signs its packets with `public_key` (Ed25519, hexadecimal).

    `stream` is the one that it wrote when it was paired; `recipient` (age) is for whom its
    packets are encrypted. `revoked` says why nothing new is taken from it any more: what it sent
    before stands.
    """

    office: str
    stream: str
    name: str
    public_key: str
    recipient: str
    revoked: RevocationMotive | None = None

    @property
    def is_trusted(self) -> bool:
        """Tell whether packets under this key are taken."""
        return self.revoked is None
