"""One data folder: its database, its identity, its reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from otdesk.clock import Clock
from otdesk.journal.entry import GENESIS, Head
from otdesk.journal.identifiers import new_stream
from otdesk.store import engine as engines
from otdesk.store import faults, schema, tables
from otdesk.store.anchor import Anchors
from otdesk.store.transaction import Transaction, head_of

DATABASE = "otdesk.sqlite"
SYSTEM = "otdesk"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a data folder is: one network, one office or the siège, real or reconstructed."""

    network: str
    office: str
    role: str = "office"
    reconstruction: bool = False


def is_empty(folder: Path) -> bool:
    """Tell whether nothing lies in a folder, or the folder is not there yet."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


class Store:
    """The database of one data folder, kept open by one thread at a time.

    Reading and writing use two connections, made when first needed; `close` ends both.
    """

    def __init__(self, folder: Path, clock: Clock, zone: ZoneInfo, anchors: Anchors) -> None:
        self.folder = folder
        self.path = folder / DATABASE
        self.clock = clock
        self.zone = zone
        self._anchors = anchors
        self._engine = engines.connect(self.path)
        self._reader: Connection | None = None
        self._writer: Connection | None = None
        self._stream = ""
        self.identity = Identity("", "")

    @classmethod
    def create(
        cls, folder: Path, identity: Identity, clock: Clock, zone: ZoneInfo, anchors: Anchors
    ) -> Store:
        """Make a new folder: tables, the first stream, and its first entry, who it is.

        Raises FolderTaken where anything lies there already.
        """
        if not is_empty(folder):
            raise faults.taken(folder)
        with faults.explained(folder / DATABASE):
            folder.mkdir(parents=True, exist_ok=True)
        store = cls(folder, clock, zone, anchors)
        store.identity = identity
        store._stream = new_stream()
        with faults.explained(store.path):
            connection = store._writing_connection()
            with connection.begin():
                schema.create(connection)
                connection.execute(insert(tables.writing).values(id=1, stream=store._stream))
        with store.writing(SYSTEM) as transaction:
            transaction.put(
                "folder",
                {
                    "network": identity.network,
                    "office": identity.office,
                    "role": identity.role,
                    "reconstruction": int(identity.reconstruction),
                },
            )
        return store

    @classmethod
    def open(cls, folder: Path, clock: Clock, zone: ZoneInfo, anchors: Anchors) -> Store:
        """Open an existing folder of the current schema.

        A database behind this machine's mark goes on in a new stream. Raises an
        EnvironmentFault on anything that is not a whole otdesk database; an older schema is the
        business of `migration.prepare`, which comes first.
        """
        engines.identify(folder / DATABASE)
        store = cls(folder, clock, zone, anchors)
        with faults.explained(store.path), store.reading() as connection:
            row = connection.execute(select(tables.folder).limit(1)).mappings().one_or_none()
            stream = connection.execute(select(tables.writing.c.stream)).scalar_one_or_none()
            if row is None or stream is None:
                raise faults.broken(store.path, "sans identité")
            head = head_of(connection, stream)
        store.identity = Identity(
            row["network"], row["office"], row["role"], bool(row["reconstruction"])
        )
        store._stream = stream
        store._check_mark(head)
        return store

    @property
    def stream(self) -> str:
        """Return the stream that this folder writes."""
        return self._stream

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on one consistent state; keep it short, or read a snapshot."""
        if self._reader is None:
            with faults.explained(self.path):
                self._reader = self._engine.connect()
        with faults.explained(self.path), self._reader.begin():
            yield self._reader

    @contextmanager
    def writing(self, author: str) -> Iterator[Transaction]:
        """Give a transaction: all of it is on the disk when the block ends, or none of it.

        `author` is the counsellor's initials, or `otdesk` for the program itself.
        """
        with faults.explained(self.path):
            connection = self._writing_connection()
            with connection.begin():
                transaction = Transaction(
                    connection, self._stream, author, self.clock.now(), self.zone
                )
                yield transaction
        head = transaction.head
        if head is not None:
            self._anchors.write(head)

    @contextmanager
    def writing_local(self) -> Iterator[Connection]:
        """Give a transaction on drafts and settings, which are not journalled."""
        with faults.explained(self.path):
            connection = self._writing_connection()
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close both connections."""
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()
        self._reader = self._writer = None
        self._engine.dispose()

    def _writing_connection(self) -> Connection:
        if self._writer is None:
            self._writer = engines.for_writing(self._engine.connect())
        return self._writer

    def _check_mark(self, head: Head) -> None:
        mark = self._anchors.read(self._stream)
        if mark is None or not self._is_behind(mark, head):
            if head.seq:
                self._anchors.write(head)
            return
        self._begin_stream(head, mark)

    def _is_behind(self, mark: Head, head: Head) -> bool:
        if mark.seq == 0:
            return False
        if mark.seq > head.seq:
            return True
        with self.reading() as connection:
            digest = connection.execute(
                select(tables.journal.c.digest).where(
                    tables.journal.c.stream == mark.stream, tables.journal.c.seq == mark.seq
                )
            ).scalar_one_or_none()
        return digest != mark.digest

    def _begin_stream(self, head: Head, mark: Head) -> None:
        parent = self._stream
        stream = new_stream()
        with faults.explained(self.path):
            connection = self._writing_connection()
            with connection.begin():
                connection.execute(update(tables.writing).values(stream=stream))
                transaction = Transaction(
                    connection, stream, SYSTEM, self.clock.now(), self.zone
                )
                transaction.put(
                    "stream_origin",
                    {
                        "stream": stream,
                        "parent": parent,
                        "kept_seq": head.seq,
                        "seen_seq": mark.seq,
                    },
                )
        self._stream = stream
        self._anchors.write(transaction.head or Head(stream, 0, GENESIS))
