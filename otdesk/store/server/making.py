"""A new head office on a server: the folder that names it, and the tables in its database."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from otdesk.clock import Clock
from otdesk.store import durable, faults
from otdesk.store.database import SERVER_FILE
from otdesk.store.database_file import Identity
from otdesk.store.server import address as addresses
from otdesk.store.server.address import PASSWORDS, Address
from otdesk.store.server.database import ServerDatabase
from otdesk.store.store import UNFINISHED_SERVER_FILE, introduce, is_empty


def make(
    folder: Path, url: str, identity: Identity, *, clock: Clock, zone: ZoneInfo, state: Path
) -> None:
    """Make the tables in an empty database, and the folder that names it.

    A password in `url` is kept apart (`server.address`). Raises DataFault on an address that is
    none, FolderTaken, and an EnvironmentFault where the server cannot be used: neither the folder
    nor the database holds anything then.
    """
    plain, password = addresses.parse(url)
    address = Address(plain, state / PASSWORDS)
    path, part = folder / SERVER_FILE, folder / UNFINISHED_SERVER_FILE
    with faults.explained(path):
        if not is_empty(folder):
            raise faults.taken(folder)
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            addresses.write(part, address)
            with (
                addresses.keeping(address, password),
                ServerDatabase(path, address).making() as connection,
            ):
                introduce(connection, identity, clock, zone)
                # Before the commit: tables that no folder names would be nobody's.
                durable.publish(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            if is_new:
                folder.rmdir()
            raise
