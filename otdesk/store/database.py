"""Where the tables of a data folder are: in its own SQLite file, or on a server that it names.

An office always has its file. A head office may name a PostgreSQL database instead (decision
0014). Nothing here imports SQLAlchemy: the first picture comes before it (decision 0008).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from otdesk.store import database_file
from otdesk.store.database_file import DATABASE, Identity
from otdesk.store.reading import Driver, glance

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from otdesk.store.report import Code

# It names the server's database, and stands where an office has its SQLite file.
SERVER_FILE = "database.toml"


class Database(Protocol):
    """The database of one data folder.

    `path` is the file that is it, or that leads to it: it lies in the data folder, and faults name
    it. Everything raises an EnvironmentFault on anything that is no whole otdesk database.
    """

    @property
    def path(self) -> Path:
        """Return the file in the data folder."""
        ...

    @property
    def is_server(self) -> bool:
        """Tell whether it is on a server."""
        ...

    def schema(self) -> int:
        """Return the version of its tables, this program's or an earlier one."""
        ...

    def identity(self) -> Identity:
        """Return whose it is."""
        ...

    def size(self) -> int:
        """Return its bytes on the disk."""
        ...

    def connect(self) -> Engine:
        """Return an engine on it."""
        ...

    def for_reading(self, connection: Connection) -> Connection:
        """Return the connection, each transaction of which sees one state from now on."""
        ...

    def for_writing(self, connection: Connection) -> Connection:
        """Return the connection, one of whose transactions writes at a time from now on."""
        ...

    def differences(self) -> Sequence[tuple[str, str, Code]]:
        """List what is not as it was made and a snapshot would not show: (kind, name, how)."""
        ...

    def glance(self) -> AbstractContextManager[Driver]:
        """Give one state of it for a few short queries."""
        ...

    def snapshot(self) -> AbstractContextManager[Path]:
        """Give one state of it as a private SQLite file, which goes at the end of the block."""
        ...

    def fill(self, file: Path) -> None:
        """Put the rows of a whole file of this version in the place of its own."""
        ...

    def aside(self) -> AbstractContextManager[Connection]:
        """Give a connection on one state of it, for long reads that make nobody wait."""
        ...


class SqliteFile:
    """The SQLite file of a data folder."""

    is_server = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def schema(self) -> int:
        """Return the version of its tables."""
        return database_file.identify(self.path).schema

    def identity(self) -> Identity:
        """Return whose it is."""
        with self.glance() as connection:
            return database_file.read_identity(connection, self.path)

    def size(self) -> int:
        """Return its bytes."""
        return self.path.stat().st_size

    def connect(self) -> Engine:
        """Return an engine on it."""
        from otdesk.store import engine

        return engine.connect(self.path)

    def for_reading(self, connection: Connection) -> Connection:
        """Return the connection: SQLite's transactions see one state each as they are."""
        return connection

    def for_writing(self, connection: Connection) -> Connection:
        """Return the connection, whose transactions begin IMMEDIATE from now on."""
        from otdesk.store import engine

        return engine.for_writing(connection)

    def differences(self) -> Sequence[tuple[str, str, Code]]:
        """Return nothing: a copy of the file has its tables and triggers as they are."""
        return ()

    def glance(self) -> AbstractContextManager[Driver]:
        """Give SQLite's own connection."""
        return glance(self.path)

    def snapshot(self) -> AbstractContextManager[Path]:
        """Give a private copy."""
        from otdesk.store import snapshot

        return snapshot.snapshot(self.path)

    def fill(self, file: Path) -> None:
        """Put another file in its place."""
        from otdesk.store import durable

        durable.publish(file, self.path)

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """Give a connection on a private copy, in memory where it is small."""
        from otdesk.store import engine, snapshot

        with ExitStack() as stack:
            if snapshot.is_small(self.path):
                made = engine.connect_to(snapshot.copy_in_memory(self.path))
            else:
                made = engine.connect(stack.enter_context(self.snapshot()))
            stack.callback(made.dispose)
            yield stack.enter_context(closing(made.connect()))


def database_of(folder: Path, state: Path | None) -> Database:
    """Return the database of a data folder, whether it is there already or not.

    `state` is the folder of this user's machine, where the password of a server may lie.
    """
    named = folder / SERVER_FILE
    if not named.exists():
        return SqliteFile(folder / DATABASE)
    from otdesk.store.server.database import ServerDatabase

    return ServerDatabase.named_by(named, state)


def has_database(folder: Path) -> bool:
    """Tell whether a folder is a data folder, be its database whole or not."""
    return (folder / DATABASE).exists() or (folder / SERVER_FILE).exists()
