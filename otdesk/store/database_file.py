"""What a database file is, asked of SQLite alone.

The window's first picture needs who the folder is and whether it can be opened at all. SQLAlchemy
is not there yet then (decision 0008), so nothing here imports it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from otdesk.i18n import _
from otdesk.store import faults

if TYPE_CHECKING:
    from otdesk.store.reading import Driver

DATABASE = "otdesk.sqlite"
SCHEMA_VERSION = 5
# "OTDK": tells our files from any other program's.
APPLICATION_ID = 0x4F54444B
BUSY_MILLISECONDS = 5000
_MAGIC = b"SQLite format 3\x00"
# What a folder says of itself where it is the head office's: written where others have a code.
SIEGE_OFFICE = "SIEGE"
SIEGE_ROLE = "siege"


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What a file says of itself, before anything else is asked of it."""

    application_id: int
    schema: int


@dataclass(frozen=True, slots=True)
class Identity:
    """What a data folder is: one network, one office or the siège, real or reconstructed."""

    network: str
    office: str
    role: str = "office"
    reconstruction: bool = False


def identify(path: Path) -> FileIdentity:
    """Read what a file is. Raises an EnvironmentFault on anything but an otdesk database.

    SQLite reads it, not `open`: closing a file of one's own drops every lock that this process
    has on it, those of a commit in another thread too (sqlite.org, "How to corrupt", §2.2).
    """
    if not path.is_file():
        raise faults.missing(path)
    with faults.explained(path, opening=True):
        try:
            with closing(open_raw(path)) as connection:
                (application,) = connection.execute("PRAGMA application_id").fetchone()
                (schema,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code == sqlite3.SQLITE_NOTADB and _was_a_database(path):
                raise faults.broken(path) from error
            raise
    if application != APPLICATION_ID:
        raise faults.foreign(path)
    if schema > SCHEMA_VERSION:
        raise faults.newer(path, schema, SCHEMA_VERSION)
    return FileIdentity(application, schema)


def open_raw(path: Path, *, mode: str = "rw") -> sqlite3.Connection:
    """Open an existing database without SQLAlchemy; `mode` is `rw` or `ro`."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    # The driver sets the patience itself: no statement stands between the opening and whoever
    # closes it.
    return sqlite3.connect(
        uri,
        uri=True,
        timeout=BUSY_MILLISECONDS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )


def read_identity(connection: Driver, path: Path) -> Identity:
    """Read who a folder is. Raises BrokenDatabase where its database does not say so."""
    # A folder that receives others' journals has their first entries too: its own came first.
    row = connection.execute(
        "SELECT network, office, role, reconstruction FROM folder"
        " WHERE uid = (SELECT uid FROM journal ORDER BY id LIMIT 1)"
    ).fetchone()
    if row is None:
        raise faults.broken(path, _("sans identité"))
    network, office, role, reconstruction = row
    return Identity(network, office, role, bool(reconstruction))


def _was_a_database(path: Path) -> bool:
    # SQLite could not make sense of it, so no connection holds a lock that could be dropped.
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
