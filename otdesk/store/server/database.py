"""A head office's database on a server: connected to, recognised, made, copied to a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.adapt import Loader
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import Connection, Engine, Integer, create_engine, event
from sqlalchemy.pool import NullPool

from otdesk.i18n import _
from otdesk.store import faults
from otdesk.store import snapshot as snapshots
from otdesk.store.database_file import DATABASE, SCHEMA_VERSION, Identity, read_identity
from otdesk.store.reading import Driver, driver
from otdesk.store.report import Code
from otdesk.store.server import address as addresses
from otdesk.store.server import copied, schema
from otdesk.store.server import faults as server_faults
from otdesk.store.server.address import Address

_WRITES = "otdesk_writes"
# "OTDK", as in a file's `application_id`: writers wait for each other by it.
_LOCK = 0x4F54444B
# An import of a year waits for another one, which takes minutes.
LOCK_SECONDS = 600
_CONNECT_SECONDS = "10"
_OLDEST = 130000


class ServerDatabase:
    """The database that a folder's `database.toml` names."""

    is_server = True

    def __init__(self, path: Path, address: Address) -> None:
        self.path = path
        self.address = address

    @classmethod
    def named_by(cls, path: Path, state: Path | None) -> ServerDatabase:
        """Return the database that a file names. Raises BrokenDatabase."""
        return cls(path, addresses.read(path, state))

    def schema(self) -> int:
        """Return the version of its tables. Raises ForeignDatabase, NewerDatabase."""
        with self.aside() as connection:
            found = schema.version(connection)
        if found is None:
            raise server_faults.foreign(self.path, str(self.address.url.database))
        if found > SCHEMA_VERSION:
            raise faults.newer(self.path, found, SCHEMA_VERSION)
        return found

    def identity(self) -> Identity:
        """Return whose it is."""
        with self.glance() as connection:
            return read_identity(connection, self.path)

    def size(self) -> int:
        """Return its bytes on the server."""
        with self.aside() as connection:
            query = "SELECT pg_database_size(current_database())"
            return int(connection.exec_driver_sql(query).scalar_one())

    def connect(self) -> Engine:
        """Return an engine on it; as with a file, one thread keeps one connection."""
        engine = create_engine(
            self.address.url,
            poolclass=NullPool,
            connect_args={"connect_timeout": _CONNECT_SECONDS, **self.address.arguments},
        )
        # Or a parameter would be cast to 32 bits, and refuse what its column holds.
        engine.dialect.colspecs = {**engine.dialect.colspecs, Integer: _Uncast}
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
        return engine

    def for_reading(self, connection: Connection) -> Connection:
        """Return the connection, each transaction of which sees one state, and only reads."""
        return connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def for_writing(self, connection: Connection) -> Connection:
        """Return the connection, whose transactions wait until no other one writes."""
        return connection.execution_options(**{_WRITES: True})

    def differences(self) -> list[tuple[str, str, Code]]:
        """List what is not as it was made: a copy in a file has the tables as they should be."""
        with self.aside() as connection:
            return schema.differences(connection)

    @contextmanager
    def glance(self) -> Iterator[Driver]:
        """Give a connection of its own that takes the counter's queries."""
        with self.aside() as connection:
            yield driver(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """Give one state of it as a private SQLite file: what checks and keeps a file serves both.

        It lies in the data folder, as a copy of a file would.
        """
        with (
            tempfile.TemporaryDirectory(prefix=snapshots.PREFIX, dir=self.path.parent) as place,
            self.aside() as connection,
        ):
            target = Path(place) / DATABASE
            copied.copy_to_file(connection, target)
            yield target

    def fill(self, file: Path) -> None:
        """Put the rows of a file in the place of its own, in one transaction."""
        from otdesk.store.server import restoring

        restoring.fill(self, file)

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """Give a connection of its own on one state: nobody waits for a reader here."""
        engine = self.connect()
        try:
            with (
                faults.explained(self.path),
                closing(self.for_reading(engine.connect())) as connection,
                connection.begin(),
            ):
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def making(self) -> Iterator[Connection]:
        """Make the tables in an empty database, in one transaction with what the block writes.

        Raises UnfitServer, DatabaseTaken and other EnvironmentFaults; nothing is changed then.
        """
        engine = self.connect()
        try:
            with (
                faults.explained(self.path),
                closing(self.for_writing(engine.connect())) as connection,
                connection.begin(),
            ):
                _refuse_unfit(connection)
                if schema.version(connection) is not None or schema.has_journal(connection):
                    raise server_faults.taken(str(self.address.url.database))
                schema.create(connection)
                yield connection
        finally:
            engine.dispose()


def _refuse_unfit(connection: Connection) -> None:
    query = "SELECT current_setting('server_version_num'), current_setting('server_encoding')"
    version, encoding = connection.exec_driver_sql(query).one()
    if int(version) < _OLDEST:
        raise server_faults.unfit(_("Le serveur est un PostgreSQL trop ancien."))
    if encoding != "UTF8":
        raise server_faults.unfit(
            _("La base est en « {} » : les noms accentués n’y tiendraient pas.").format(encoding)
        )


class _Uncast(Integer):
    """An integer of as many bits as it needs."""


class _Whole(Loader):
    """A sum of integers, which the server gives as a decimal number."""

    def load(self, data: Any) -> int | float:  # noqa: ANN401 - psycopg's buffer
        text = bytes(data).decode("ascii")
        return float(text) if "." in text or text == "NaN" else int(text)


def _on_connect(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.adapters.register_loader("numeric", _Whole)
    # The last one wins: psycopg's own in C, which another in Python stands before.
    connection.adapters.register_dumper(bytes, BytesBinaryDumper)
    with connection.cursor() as cursor:
        # What is acknowledged is on the disk, whatever the server's own habit.
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, false), set_config('synchronous_commit',"
            " CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
            " ELSE current_setting('synchronous_commit') END, false)",
            (f"{LOCK_SECONDS}s",),
        )
    connection.commit()


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        # The lock goes with the transaction; what it waited for is seen by the next statement.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
