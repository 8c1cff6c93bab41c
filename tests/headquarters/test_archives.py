"""What the siège keeps of each packet: the proof of the journal, and no person."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import select

from otdesk.headquarters import archives, giving_back, mailroom, posts
from otdesk.store import tables
from otdesk.store.exchange_state import ReceivedState
from otdesk.sync.mailbox.exchange import Box
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.manifest import PERSONAL
from otdesk.sync.packet.read import open_archived
from tests.headquarters.posts_office import place_in_memory
from tests.headquarters.test_exchange import log
from tests.network import Network, Place
from tests.store.desk import START

SECRET = "Jeanne est à l’hôpital"


@pytest.fixture
def network() -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(stack.enter_context(place_in_memory()), stack)


def log_a_person(place: Place) -> None:
    """Log an accueil, and a reason that is personal."""
    log(place)
    office = place.workplace.identity.office
    with place.store.writing("JD") as transaction:
        payload = {"office": office, "day": START.date().isoformat(), "text": SECRET}
        transaction.put("day_reason", payload)


def kept(network: Network) -> list[Path]:
    return sorted((network.root / "siege" / archives.RECEIVED).glob("*.zip"))


def names(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as file:
        return set(file.namelist())


def reasons(place: Place) -> list[str]:
    with place.store.reading() as connection:
        return list(connection.execute(select(tables.day_reason.c.text)).scalars())


def test_what_was_taken_in_is_archived_without_its_persons_and_proves_the_rest(
    network: Network,
) -> None:
    via = network.office("VIA")
    log_a_person(via)
    network.send(via)
    network.receive()
    (file,) = kept(network)
    assert PERSONAL not in names(file)
    with open_archived(file, LIMITS, archives.believed_once(network.siege.store)) as packet:
        assert not packet.has_personal
    # The database has it, and can erase it.
    assert reasons(network.siege) == [SECRET]


def test_the_same_packet_again_is_known_and_leaves_no_person(network: Network) -> None:
    via = network.office("VIA")
    log_a_person(via)
    network.send(via)
    network.receive()
    (sent,) = (network.shared / Box.FROM_OFFICES.value).iterdir()
    again = mailroom.take_file(network.siege.store, network.siege.keys, sent)
    assert (again.taken.state, again.taken.new) == (ReceivedState.RECEIVED, 0)
    (file,) = kept(network)
    assert PERSONAL not in names(file)


def test_what_waits_is_kept_whole_until_what_comes_before_it(network: Network) -> None:
    via = network.office("VIA")
    sent = []
    for _time in range(2):
        log_a_person(via)
        written = network.send(via).sent
        assert written is not None
        sent.append(network.shared / Box.FROM_OFFICES.value / written.path.name)
        network.receive()
        network.send(via)
    other = fresh(network)
    mailroom.take_file(other.store, other.keys, sent[1])
    (waiting,) = (other.workplace.folder / archives.RECEIVED).glob("*.zip")
    assert PERSONAL in names(waiting)
    mailroom.take_file(other.store, other.keys, sent[0])
    files = list((other.workplace.folder / archives.RECEIVED).glob("*.zip"))
    assert [PERSONAL in names(file) for file in files] == [False, False]
    assert reasons(other) == [SECRET, SECRET]


def test_a_folder_of_an_earlier_version_is_gone_through_once(network: Network) -> None:
    via = network.office("VIA")
    log_a_person(via)
    network.send(via)
    network.receive()
    (sent,) = (network.shared / Box.FROM_OFFICES.value).iterdir()
    (file,) = kept(network)
    file.write_bytes(sent.read_bytes())
    (file.parent / "sans-personnes").unlink()
    network.receive()
    assert PERSONAL not in names(file)


def test_a_new_pc_gets_its_persons_back_from_the_database(network: Network) -> None:
    old = network.office("VIA")
    log_a_person(old)
    network.send(old)
    network.receive()
    new = network.opened("neuf", "VIA")
    network.pair(new)
    giving_back.ask(network.siege.store, new.keys.public_key, "VIA")
    network.receive()
    network.send(new)
    assert reasons(new) == [SECRET]


def fresh(network: Network, name: str = "siege-neuf") -> Place:
    """Return another siège that knows the same posts and has nothing else."""
    other = network.opened(name, None)
    with network.siege.store.reading() as connection:
        known = posts.known_posts(connection)
    with other.store.writing("CA") as transaction:
        for post in known:
            posts.confirm(transaction, post)
    return other
