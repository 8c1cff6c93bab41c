"""The siège's tests on a real PostgreSQL server: each siège has a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.servers.postgresql.cluster import Cluster
from tests.servers.postgresql.cluster import cluster as run_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Run one server for all of them."""
    with run_cluster() as made:
        yield made


@pytest.fixture
def databases(cluster: Cluster) -> Iterator[list[str]]:
    """Give the names of the databases that a test makes, which go with it."""
    made: list[str] = []
    yield made
    for name in made:
        cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def siege_address(cluster: Cluster, databases: list[str]) -> Callable[[], str | None]:
    """Give each new siège an empty database, in the place of a file."""

    def address() -> str:
        databases.append(cluster.new_database())
        return cluster.address(databases[-1])

    return address
