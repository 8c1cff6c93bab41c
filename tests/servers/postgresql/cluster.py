"""A real PostgreSQL server on the loopback, with a cluster of its own that goes with the tests.

Debian's package brings the programs; its own cluster, where it has made one, is not touched. The
server refuses to run as root: root's tests start it as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.ports import HOST, free_port, wait_until_listening

USER, PASSWORD = "siège", "mot:de\\passe é"
_ORDINARY = "nobody"
_DEBIAN = Path("/usr/lib/postgresql")
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "30",
    "shared_buffers": "64MB",
}
_UNFLUSHED = {"fsync": "off", "full_page_writes": "off"}
# Words are in the order of a French dictionary: ours must not depend on it.
_DATABASE = (
    "CREATE DATABASE {} ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'fr-FR' "
    "LOCALE 'C.UTF-8' TEMPLATE template0"
)


@dataclass
class Cluster:
    """A running server; `folder` holds its cluster and its log."""

    folder: Path
    port: int
    flushes: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    def new_database(self) -> str:
        """Make an empty database, and return its name."""
        name = f"reseau{next(self._numbers)}"
        self.execute(_DATABASE.format(name))
        return name

    def copy_database(self, name: str) -> str:
        """Copy a database that nobody uses, and return the copy's name."""
        copy = f"reseau{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
        return copy

    def address(self, database: str, user: str = USER, password: str = PASSWORD) -> str:
        """Return the address of a database, as `otdesk init --siege --database` takes it."""
        told = {":": "%3A", "\\": "%5C", " ": "%20"}
        quoted = "".join(told.get(each, each) for each in password)
        return f"postgresql+psycopg://{user}:{quoted}@{HOST}:{self.port}/{database}"

    def connect(
        self, database: str = "postgres", user: str = USER, password: str = PASSWORD
    ) -> psycopg.Connection[tuple[Any, ...]]:
        """Return a connection as any other program has one; each statement is its own commit."""
        return psycopg.connect(
            host=HOST,
            port=self.port,
            user=user,
            password=password,
            dbname=database,
            autocommit=True,
            client_encoding="utf8",
        )

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement as the owner, and return what it finds."""
        with self.connect(database) as connection, connection.cursor() as cursor:
            # Statements are the tests' own text.
            cursor.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Start it, on the port that it had."""
        chosen = _SETTINGS if self.flushes else _SETTINGS | _UNFLUSHED
        settings = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        command = [_program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *settings], stdout=log, stderr=log, **_as_ordinary_user()
            )
        wait_until_listening(self.port, self._process, self.log)
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError as error:
                # It listens while it starts up.
                if "starting up" not in str(error):
                    raise
            else:
                return

    def stop(self, *, for_good: bool = False) -> None:
        """End its connections and stop it, where it runs; `for_good`, without writing all down."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT if for_good else signal.SIGINT)
            self._process.wait(timeout=60)

    def log(self) -> str:
        """Return the end of its log."""
        file = self.folder / "log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else "no log"


@contextmanager
def cluster(*, flushes: bool = False) -> Iterator[Cluster]:
    """Run a server with an empty cluster until the block ends.

    A machine that dies is not what most tests are about: kills are. It `flushes` for benchmarks.
    """
    with tempfile.TemporaryDirectory(prefix="postgresql-") as made:
        folder = Path(made)
        (folder / "password").write_text(PASSWORD, "utf-8")
        if os.geteuid() == 0:
            account = pwd.getpwnam(_ORDINARY)
            for path in (folder, folder / "password"):
                os.chown(path, account.pw_uid, account.pw_gid)
        server = Cluster(folder, free_port(), flushes)
        _initialise(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop(for_good=True)


def _initialise(folder: Path) -> None:
    done = subprocess.run(
        [
            _program("initdb"),
            *("--pgdata", str(folder / "data"), "--username", USER),
            *("--pwfile", str(folder / "password"), "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=folder,
        **_as_ordinary_user(),
    )
    assert done.returncode == 0, done.stderr


def _as_ordinary_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(_ORDINARY)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _program(name: str) -> str:
    """Return a program of the newest server that Debian's packages installed, or of the path."""
    versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    assert found is not None, f"{name} is missing: make packages-test-all"
    return found
