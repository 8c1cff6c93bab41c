"""The mailbox stays small, an idle round writes nothing, and a lost reply heals itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from otdesk.headquarters import month_locks
from otdesk.store.outgoing import spans_to_send
from otdesk.sync.mailbox.exchange import Box, Item
from otdesk.sync.mailbox.faults import no_right
from otdesk.sync.mailbox.folder import FolderMailbox
from tests.headquarters.posts_office import place_in_memory
from tests.headquarters.test_exchange import accueils, log
from tests.network import Network, Place


@pytest.fixture
def network() -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(stack.enter_context(place_in_memory()), stack)


def lying(network: Network, box: Box, begin: str = "") -> list[Path]:
    folder = network.shared / box.value
    found = [path for path in folder.iterdir() if path.name.startswith(begin)]
    return sorted(found, key=lambda path: (path.name.split("_")[-2].zfill(9), path.name))


def replies(network: Network, office: str) -> list[Path]:
    return lying(network, Box.FROM_SIEGE, office)


def turn(network: Network, *places: Place) -> None:
    """Have each place log an accueil and send it, and the siège answer."""
    for place in places:
        log(place)
        network.send(place)
    network.receive()


def is_acknowledged(place: Place) -> bool:
    with place.store.reading() as connection:
        return not spans_to_send(connection)


def test_an_idle_round_writes_nothing(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    turn(network, via, pdm)
    before = lying(network, Box.FROM_SIEGE)
    for _round in range(3):
        assert network.receive().answered == []
    network.send(via)
    assert network.receive().answered == []
    assert lying(network, Box.FROM_SIEGE) == before
    # What one office sent is news to that one alone; what the siège decides, to both.
    turn(network, via)
    assert len(replies(network, "PDM")) == len(replies(network, "VIA")) - 1
    with network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, date(2022, 6, 1))
    assert network.receive().answered == ["PDM", "VIA"]
    network.office("COL")
    assert network.receive().answered == ["COL", "PDM", "VIA"]
    assert network.receive().answered == []


def test_a_reply_that_was_lost_is_written_again(network: Network) -> None:
    via = network.office("VIA")
    turn(network, via)
    for file in replies(network, "VIA"):
        file.unlink()
    assert network.receive().answered == ["VIA"]
    # Heard by nobody yet: who sends the same again has not read it, and is answered.
    (reply,) = replies(network, "VIA")
    away = network.root / reply.name
    reply.rename(away)
    network.send(via)
    away.rename(reply)
    assert network.receive().answered == ["VIA"]
    network.send(via)
    assert is_acknowledged(via)


def test_a_siege_that_was_restored_speaks_again_to_offices_that_have_nothing_to_send(
    network: Network,
) -> None:
    via = network.office("VIA")
    turn(network, via)
    network.send(via)
    network.receive()
    siege = network.siege
    siege.store.close()
    shutil.copytree(siege.workplace.folder, network.root / "garde")
    network.siege = network.opened("siege", None)
    turn(network, via)
    network.send(via)
    assert is_acknowledged(via)
    network.siege.store.close()
    shutil.rmtree(siege.workplace.folder)
    (network.root / "garde").rename(siege.workplace.folder)
    network.siege = network.opened("siege", None)
    for file in lying(network, Box.FROM_OFFICES):
        file.unlink()
    # Nobody knocks, and it says what it said before the backup: but a later reply lies there.
    assert network.receive().answered == ["VIA"]
    for _round in range(2):
        network.send(via)
        network.receive()
    assert accueils(network.siege.store, "VIA") == 2


def test_what_was_acknowledged_and_read_leaves_the_mailbox(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    for _time in range(8):
        turn(network, via)
    # The last one is not acknowledged yet; of the others the newest three stay.
    assert [path.name.split("_")[1] for path in lying(network, Box.FROM_OFFICES, "VIA")] == [
        "5", "6", "7", "8",
    ]  # fmt: skip
    assert len(replies(network, "VIA")) == 3
    # PDM has sent nothing: nothing says that it read anything.
    count = len(replies(network, "PDM"))
    network.send(pdm)
    assert len(replies(network, "PDM")) == count
    new = network.opened("neuf", "VIA")
    network.pair(new)
    network.receive()
    heard = network.send(new).heard
    assert len(heard) == 4
    assert accueils(network.siege.store, "VIA") == 8


def test_what_another_post_has_not_read_stays(network: Network) -> None:
    one = network.office("VIA")
    two = network.opened("deux", "VIA")
    network.pair(two)
    for _time in range(5):
        turn(network, one)
    count = len(replies(network, "VIA"))
    assert count > 4
    names = {path.name for path in lying(network, Box.FROM_OFFICES)}
    turn(network, two)
    network.send(two)
    # The second post removes its own packets alone.
    assert names <= {path.name for path in lying(network, Box.FROM_OFFICES)}
    turn(network, one, two)
    assert len(replies(network, "VIA")) < count


def test_what_cannot_be_removed_blocks_nothing(
    network: Network, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    via = network.office("VIA")

    def refuse(_box: FolderMailbox, _half: Box, _item: Item) -> None:
        raise no_right("partage")

    monkeypatch.setattr(FolderMailbox, "remove", refuse)
    for _time in range(6):
        turn(network, via)
    assert len(replies(network, "VIA")) == len(lying(network, Box.FROM_OFFICES)) == 6
    assert "stays in the mailbox" in caplog.text
    monkeypatch.undo()
    turn(network, via)
    assert len(lying(network, Box.FROM_OFFICES)) == 4
