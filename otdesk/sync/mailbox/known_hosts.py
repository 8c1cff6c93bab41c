"""The keys of SSH servers that somebody confirmed, one for each host and port.

They lie in the state folder, beside the high-water marks: a confirmation is this user's, on this
machine, and does not travel with a copied data folder.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.private_file import read_texts, write_texts

FILE = Path("mailbox") / "known_hosts.json"


@dataclass(frozen=True, slots=True)
class HostKey:
    """A server's public key: its kind (`ssh-ed25519`) and its bytes as SSH sends them."""

    kind: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """Return `SHA256:…`, as `ssh-keygen -l` shows it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest())
        return f"SHA256:{digest.decode().rstrip('=')}"


class KnownHosts:
    """The confirmed keys of this user, in the state folder."""

    def __init__(self, state: Path) -> None:
        self._file = state / FILE

    def key_of(self, host: str, port: int) -> HostKey | None:
        """Return the confirmed key of a server, None before its first contact. Raises PostFault."""
        found = read_texts(self._file).get(f"{host}:{port}")
        if found is None:
            return None
        kind, _blank, blob = found.partition(" ")
        try:
            return HostKey(kind, bytes.fromhex(blob))
        except ValueError as error:
            raise faults.post_file(self._file) from error

    def trust(self, host: str, port: int, key: HostKey) -> None:
        """Keep a key that somebody compared, for an earlier one of the server. Raises PostFault."""
        known = read_texts(self._file)
        write_texts(self._file, {**known, f"{host}:{port}": f"{key.kind} {key.blob.hex()}"})
