"""The commands of a siège whose database is on a server, as its administrator runs them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from otdesk.clock import FixedClock
from otdesk.store.anchor import Anchors
from otdesk.store.backup import BACKUPS
from otdesk.store.database import SERVER_FILE
from otdesk.store.integrity import verify
from otdesk.store.store import Store
from tests.cli import conftest
from tests.cli.conftest import NOON, Otdesk
from tests.servers.postgresql.cluster import PASSWORD, Cluster
from tests.servers.postgresql.same import same_tests
from tests.store.desk import ZONE, Desk, work
from tests.store.exchange import carry

globals().update(same_tests(conftest))


@pytest.fixture
def siege(
    otdesk: Otdesk, folder: Path, tmp_path: Path, siege_address: Callable[[], str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> Otdesk:  # fmt: skip
    """Run commands on a siège that holds a day of an office."""
    monkeypatch.setenv("OTDESK_STATE", str(tmp_path / "state"))
    address = siege_address()
    assert address is not None
    said = otdesk("init", "--siege", "--database", address)
    assert (said.code, "Le dossier du siège" in said.out) == (0, True)
    with (
        closing(Store.open(folder, FixedClock(NOON), ZONE, Anchors(tmp_path / "state"))) as store,
        Desk(tmp_path / "pdm").opened() as office,
    ):
        work(office)
        carry(office, store)
    return otdesk


def persons(otdesk: Otdesk) -> int:
    said = otdesk("report", "month", "2022-07", "--format", "json", "--output", "-")
    found: int = json.loads(said.out)["persons"]
    return found


def test_a_siege_is_checked_backed_up_restored_and_described(siege: Otdesk, folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {SERVER_FILE}
    before = persons(siege)
    assert before > 0
    verified = siege("verify", "--json")
    assert (verified.code, json.loads(verified.out)["clean"]) == (0, True)
    head = json.loads(verified.out)["streams"][0]["digest"][:8]
    assert "n° " in siege("verify", "--head", f"{head[:4]}-{head[4:]}").out
    backed_up = siege("backup")
    assert backed_up.code == 0
    (made,) = (folder / BACKUPS).iterdir()
    assert verify(made).faults == ()
    restored = siege("restore", made)
    assert (restored.code, "est gardée" in restored.out) == (0, True)
    assert persons(siege) == before
    described = siege("doctor", "--json")
    values = json.loads(described.out)
    assert values["database_bytes"] > 1_000_000
    assert values["counts"]["visit"] == 3
    for said in (verified, backed_up, restored, described):
        assert PASSWORD not in said.out + said.err


def test_a_folder_that_is_used_is_left_alone(
    siege: Otdesk, folder: Path, siege_address: Callable[[], str | None]
) -> None:
    address = siege_address()
    assert address is not None
    before = (folder / SERVER_FILE).read_bytes()
    said = siege("init", "--siege", "--database", address)
    assert (said.code, "contient déjà" in said.err) == (2, True)
    assert (folder / SERVER_FILE).read_bytes() == before
    assert siege("verify").code == 0


def test_a_server_that_is_down_is_said_by_every_command(siege: Otdesk, cluster: Cluster) -> None:
    cluster.stop()
    try:
        for words in (
            ("report", "month", "2022-07", "--format", "json", "--output", "-"),
            ("verify",),
            ("backup",),
            ("sync", "--mailbox", "/nowhere"),
        ):
            said = siege(*words)
            assert (said.code, "ne répond pas" in said.err) == (2, True), words
            assert not re.search("Traceback|psycopg", said.err)
    finally:
        cluster.start()
    assert persons(siege) > 0
