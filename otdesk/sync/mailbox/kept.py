"""A mailbox by its address, with what was kept for it: its password, its server's host key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import FolderAddress, MailAddress, SftpAddress, parse_address
from otdesk.sync.mailbox.exchange import Box, Mailbox
from otdesk.sync.mailbox.faults import HostKeyChanged, HostUnknown
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from otdesk.sync.mailbox.passwords import passwords


@contextmanager
def open_kept(
    state: Path, address: str, *, password: str = "", accepted: str = ""
) -> Iterator[Mailbox]:
    """Open the mailbox at an address; `state` is the user's state folder.

    A `password` is kept for the next time; `accepted` is the fingerprint that somebody compared,
    and is kept where the server shows just that one. Raises AddressFault, SendsOnly, MailboxFault.
    """
    parsed, hosts = parse_address(address), KnownHosts(state)
    account = None if isinstance(parsed, FolderAddress | MailAddress) else parsed.account
    if account is not None:
        kept = passwords(state)
        if password:
            kept.save(account, password)
        password = kept.load(account) or ""
    access = Access(hosts, password=password)
    if accepted and isinstance(parsed, SftpAddress):
        try:
            with mailbox(parsed, access) as tried:
                tried.list(Box.FROM_SIEGE)
        except (HostUnknown, HostKeyChanged) as fault:
            if fault.offered.fingerprint != accepted:
                raise
            hosts.trust(parsed.host, parsed.port, fault.offered)
    with mailbox(parsed, access) as opened:
        yield opened
