"""One data folder: its database, its identity, its reading and writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DBAPIError

from otdesk.clock import Clock
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.journal.entry import GENESIS, Head
from otdesk.journal.identifiers import new_stream
from otdesk.store import faults, schema, tables
from otdesk.store.anchor import Anchors
from otdesk.store.database import SERVER_FILE, Database, SqliteFile, database_of
from otdesk.store.database_file import DATABASE, SCHEMA_VERSION, Identity, read_identity
from otdesk.store.occupancy import LOCK_FILE
from otdesk.store.reading import driver
from otdesk.store.transaction import SYSTEM, Transaction, is_behind

__all__ = ["DATABASE", "SYSTEM", "UNFINISHED", "Identity", "Store", "is_empty"]

# A database is made under this name and renamed once it is whole.
UNFINISHED = "otdesk.sqlite.new"
UNFINISHED_SERVER_FILE = f"{SERVER_FILE}.new"

# Asked at each write: the driver's own answer, without a statement built around it.
_WRITING = """
SELECT w.stream, j.seq, j.digest FROM writing AS w LEFT JOIN journal AS j ON j.stream = w.stream
ORDER BY j.seq DESC LIMIT 1
"""


def is_empty(folder: Path) -> bool:
    """Tell whether nothing lies in a folder, or the folder is not there yet.

    The window's lock is nothing, and so is what a creation left that was cut short.
    """
    if not folder.exists():
        return True
    return folder.is_dir() and all(
        entry.name in {LOCK_FILE, UNFINISHED_SERVER_FILE} or entry.name.startswith(UNFINISHED)
        for entry in folder.iterdir()
    )


class Store:
    """The database of one data folder, kept open by one thread at a time.

    Reading and writing use two connections, made when first needed; `close` ends both.
    """

    def __init__(self, folder: Path, clock: Clock, zone: ZoneInfo, anchors: Anchors) -> None:
        self.folder = folder
        self.database: Database = database_of(folder, anchors.folder)
        # The file that is the database, or that names it on its server.
        self.path = self.database.path
        self.clock = clock
        self.zone = zone
        self._anchors = anchors
        self._engine = self.database.connect()
        self._reader: Connection | None = None
        self._writer: Connection | None = None
        self._stream = ""
        self.identity = Identity("", "")

    @classmethod
    def create(
        cls, folder: Path, identity: Identity, clock: Clock, zone: ZoneInfo, anchors: Anchors
    ) -> Store:
        """Make a new folder: tables, the first stream, and its first entry, who it is.

        Raises FolderTaken where anything lies there already. Whatever goes wrong on the way
        leaves no database, and the same folder can be given again.
        """
        path = folder / DATABASE
        unfinished = folder / UNFINISHED
        with faults.explained(path):
            if not is_empty(folder):
                raise faults.taken(folder)
            folder.mkdir(parents=True, exist_ok=True)
            _discard(unfinished)
            try:
                _write_first_entry(unfinished, identity, clock, zone)
            except BaseException:
                _discard(unfinished)
                raise
            unfinished.rename(path)
            _discard(unfinished)
        return cls.open(folder, clock, zone, anchors)

    @classmethod
    def open(cls, folder: Path, clock: Clock, zone: ZoneInfo, anchors: Anchors) -> Store:
        """Open an existing folder of the current schema.

        A database behind this machine's mark goes on in a new stream. Raises an
        EnvironmentFault on anything that is not a whole otdesk database; an older schema is the
        business of `migration.prepare`, which comes first.
        """
        database = database_of(folder, anchors.folder)
        found = database.schema()
        if found != SCHEMA_VERSION:
            raise faults.older(database.path, found, SCHEMA_VERSION)
        store = cls(folder, clock, zone, anchors)
        try:
            store._recognise()
        except BaseException:
            store.close()
            raise
        return store

    @property
    def stream(self) -> str:
        """Return the stream that this folder writes."""
        return self._stream

    @property
    def anchors(self) -> Anchors:
        """Return the marks of this machine."""
        return self._anchors

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on one consistent state; keep it short, or read a snapshot."""
        with faults.explained(self.path):
            if self._reader is None:
                self._reader = self.database.for_reading(self._engine.connect())
            with self._transaction(self._reader):
                yield self._reader

    @contextmanager
    def writing(self, author: str) -> Iterator[Transaction]:
        """Give a transaction: all of it is on the disk when the block ends, or none of it.

        `author` is the counsellor's initials, or `otdesk` for the program itself. A database
        that turns out to be a copy of one that has written since goes on in a new stream.
        """
        with faults.explained(self.path):
            connection = self._writing_connection()
            with self._transaction(connection):
                head, began = self._where_to_append(connection)
                transaction = Transaction(
                    connection,
                    head,
                    author,
                    self.clock.now(),
                    self.zone,
                    mark=self._anchors.read,
                )
                yield transaction
        new = transaction.head or (head if began else None)
        if new is not None:
            self._stream = new.stream
            self._anchors.write(new)
        for name, key in transaction.till_keys.items():
            self._anchors.write_key(name, key)
        for till in transaction.till_heads:
            self._anchors.write(till)

    @contextmanager
    def writing_local(self) -> Iterator[Connection]:
        """Give a transaction on drafts and settings, which are not journalled."""
        with faults.explained(self.path):
            connection = self._writing_connection()
            with self._transaction(connection):
                yield connection

    @contextmanager
    def _transaction(self, connection: Connection) -> Iterator[None]:
        """Begin and commit; after a fault, go on with a new connection.

        Where SQLite refuses a COMMIT (busy, full), SQLAlchemy takes the transaction for ended,
        and its lock would stay. Closing the connection undoes it whatever its state.
        """
        try:
            with connection.begin():
                yield
        except (DBAPIError, sqlite3.Error, OSError):
            if self._reader is connection:
                self._reader = None
            if self._writer is connection:
                self._writer = None
            with suppress(DBAPIError, sqlite3.Error):
                connection.close()
            raise

    def close(self) -> None:
        """Close both connections."""
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()
        self._reader = self._writer = None
        self._engine.dispose()

    def _writing_connection(self) -> Connection:
        if self._writer is None:
            self._writer = self.database.for_writing(self._engine.connect())
        return self._writer

    def _recognise(self) -> None:
        """Read who this folder is, and whether it is behind this machine's mark."""
        with faults.explained(self.path, opening=True), self.reading() as connection:
            self.identity = read_identity(driver(connection), self.path)
            where = driver(connection).execute(_WRITING).fetchone()
            if where is None:
                raise faults.broken(self.path, _("sans identité"))
            head = _head(*where)
            self._stream = head.stream
            mark = self._anchors.read(head.stream)
            behind = mark is not None and is_behind(connection, mark, head)
        if not behind:
            if head.seq:
                self._anchors.write(head)
            return
        # A folder that cannot be written now is still good to read; the next write begins it.
        with suppress(EnvironmentFault), self.writing(SYSTEM):
            pass

    def _where_to_append(self, connection: Connection) -> tuple[Head, bool]:
        """Return the head to append behind, and whether a new stream began just now.

        The stream is read from the database at each write: another process on this folder may
        have begun one.
        """
        head = _head(*driver(connection).execute(_WRITING).fetchone())
        mark = self._anchors.read(head.stream)
        if mark is None or not is_behind(connection, mark, head):
            return head, False
        transaction = Transaction(connection, head, SYSTEM, self.clock.now(), self.zone)
        transaction.leave_stream(kept_seq=head.seq, seen_seq=mark.seq)
        return transaction.head or head, True


def _head(stream: str, seq: int | None, digest: bytes | None) -> Head:
    # The stream of a folder that was never written has no last entry to join.
    return Head(stream, 0, GENESIS) if seq is None or digest is None else Head(stream, seq, digest)


def _write_first_entry(path: Path, identity: Identity, clock: Clock, zone: ZoneInfo) -> None:
    """Make a whole database at `path`: tables, triggers, a stream, and who it belongs to."""
    file = SqliteFile(path)
    engine = file.connect()
    try:
        with file.for_writing(engine.connect()) as connection, connection.begin():
            schema.create(connection)
            introduce(connection, identity, clock, zone)
    finally:
        engine.dispose()


def introduce(connection: Connection, identity: Identity, clock: Clock, zone: ZoneInfo) -> None:
    """Begin the first stream of a new database with who it belongs to."""
    stream = new_stream()
    connection.execute(insert(tables.writing).values(id=1, stream=stream))
    transaction = Transaction(connection, Head(stream, 0, GENESIS), SYSTEM, clock.now(), zone)
    transaction.put(
        "folder",
        {
            "network": identity.network,
            "office": identity.office,
            "role": identity.role,
            "reconstruction": int(identity.reconstruction),
        },
    )


def _discard(unfinished: Path) -> None:
    for name in (unfinished.name, f"{unfinished.name}-journal"):
        unfinished.with_name(name).unlink(missing_ok=True)
