"""The schedules of `tests/services/sync/test_simulation.py`, with a head office on PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from otdesk.clock import FixedClock
from otdesk.store.anchor import Anchors
from otdesk.store.database import SERVER_FILE
from otdesk.store.database_file import Identity
from otdesk.store.server import address as addresses
from otdesk.store.server.address import PASSWORDS, Address
from otdesk.store.server.making import make
from tests.servers.postgresql.cluster import PASSWORD, Cluster
from tests.services.sync.network import SIEGE, Folder, Network, make_templates
from tests.services.sync.test_simulation import STEPS, hold_to_everything
from tests.store.desk import START, ZONE

SCHEDULES, SOAKED = 8, 200


@dataclass
class ServerFolder(Folder):
    """The head office's folder; a backup of it is a copy of its database on the server."""

    cluster: Cluster | None = None
    database: str = ""

    def content(self) -> bytes:
        """Return the name of a copy of the database."""
        self.store.close()
        copy = self._server.copy_database(self.database)
        self.open()
        return copy.encode()

    def put_back(self, content: bytes) -> None:
        """Have the folder name a copy of another database."""
        self.store.close()
        self._server.execute(f"DROP DATABASE {self.database}")
        self.database = self._server.copy_database(content.decode())
        point_to(self._server, self.database, self.path, self.state)
        self.open()

    def drop(self) -> None:
        """Have the server forget the database and its backups."""
        for name in (self.database, *(backup.decode() for backup in self.backups)):
            self._server.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @property
    def _server(self) -> Cluster:
        assert self.cluster is not None
        return self.cluster


def point_to(cluster: Cluster, database: str, path: Path, state: Path) -> None:
    """Have a folder name a database, and its machine know the password."""
    url, _password = addresses.parse(cluster.address(database))
    address = Address(url, state / PASSWORDS)
    addresses.write(path / SERVER_FILE, address)
    with addresses.keeping(address, PASSWORD):
        pass


class ServerNetwork(Network):
    """A network whose head office is on a server."""

    def __init__(
        self, place: Path, templates: dict[str, Path], seed: int, server: tuple[Cluster, str]
    ) -> None:
        self._cluster, self._database = server
        self.sieges: list[ServerFolder] = []
        super().__init__(place, templates, seed)

    def close(self) -> None:
        """Close every folder, and drop the head office's databases."""
        super().close()
        for siege in self.sieges:
            siege.drop()

    def _made(self, office: str) -> Folder:
        if office != SIEGE:
            return super()._made(office)
        path, state = self._new_place(office)
        path.mkdir(parents=True)
        database = self._cluster.copy_database(self._database)
        point_to(self._cluster, database, path, state)
        made = ServerFolder(
            office, path, state, self.clock, cluster=self._cluster, database=database
        )
        self.sieges.append(made)
        return made


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Give a folder for offices that come and go."""
    with tempfile.TemporaryDirectory(prefix="otdesk-schedules-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def templates(place: Path) -> dict[str, Path]:
    """Return untouched folders to begin each schedule with."""
    return make_templates(place)


@pytest.fixture(scope="module")
def untouched(cluster: Cluster, place: Path) -> str:
    """Return the database of a head office that has received nothing."""
    name = cluster.new_database()
    make(
        place / "untouched",
        cluster.address(name),
        Identity("cevennes", SIEGE, "siege"),
        clock=FixedClock(START),
        zone=ZONE,
        state=Anchors(place / "nobody").folder,
    )
    return name


def run(
    place: Path, templates: dict[str, Path], seed: int, steps: int, server: tuple[Cluster, str]
) -> None:
    """Run one schedule and hold it to everything."""
    network = ServerNetwork(place / str(seed), templates, seed, server)
    try:
        network.run(steps)
        hold_to_everything(network, seed)
    finally:
        network.close()
        shutil.rmtree(place / str(seed))


@pytest.mark.parametrize("seed", range(SCHEDULES))
def test_no_entry_is_lost(
    place: Path, templates: dict[str, Path], cluster: Cluster, untouched: str, seed: int
) -> None:
    run(place, templates, seed, STEPS, (cluster, untouched))


@pytest.mark.soak
def test_no_entry_is_lost_in_many_schedules(
    place: Path, templates: dict[str, Path], cluster: Cluster, untouched: str
) -> None:
    for seed in range(20_000, 20_000 + SOAKED):
        run(place, templates, seed, 2 * STEPS, (cluster, untouched))
