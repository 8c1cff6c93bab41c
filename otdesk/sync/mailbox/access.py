"""What opens a mailbox besides its address: password, confirmed keys, authority, patience."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from otdesk.sync.mailbox import faults
from otdesk.sync.mailbox.exchange import Patience
from otdesk.sync.mailbox.known_hosts import KnownHosts


@dataclass(frozen=True, slots=True)
class Access:
    """What a server asks for, and what we ask of it.

    `authority` is a PEM file of a certificate authority that is believed beside the system's own:
    that of a département or of the siège.
    """

    known_hosts: KnownHosts
    password: str = field(default="", repr=False)
    authority: Path | None = None
    patience: Patience = field(default_factory=Patience)

    def tls(self) -> ssl.SSLContext:
        """Return the context that checks a server's certificate and name. Raises PostFault."""
        context = ssl.create_default_context()
        if self.authority is not None:
            try:
                context.load_verify_locations(self.authority)
            except (OSError, ssl.SSLError) as error:
                raise faults.bad_authority(self.authority) from error
        return context
