"""The keys of SSH servers that somebody confirmed, one for each host and port.

They lie in the state folder, beside the high-water marks: a confirmation is this user's, on this
machine, and does not travel with a copied data folder.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from otdesk.store.durable import write_privately
from otdesk.sync.mailbox import faults

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
        found = self._read().get(f"{host}:{port}")
        return None if found is None else HostKey(found["kind"], bytes.fromhex(found["key"]))

    def trust(self, host: str, port: int, key: HostKey) -> None:
        """Keep a key that somebody compared; it takes the place of an earlier one."""
        known = self._read()
        known[f"{host}:{port}"] = {"kind": key.kind, "key": key.blob.hex()}
        try:
            write_privately(self._file, json.dumps(known, indent=1, sort_keys=True).encode())
        except OSError as error:
            raise faults.of_post(error, self._file) from error

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            known: dict[str, dict[str, str]] = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            # A damaged file is no first contact: who could damage it could then show any key.
            raise faults.post_file(self._file) from error
        return known
