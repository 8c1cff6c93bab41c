"""A siège that lost its database: the packets that it archived give the same figures again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from otdesk.headquarters import archives
from otdesk.headquarters.rebuilding import Rebuilt, rebuild
from otdesk.store.conflicts import forks
from otdesk.store.integrity import verify
from otdesk.store.month_figures import MonthFigures, month_figures, months_of
from otdesk.sync.mailbox.exchange import UNWATCHED, Box, MailboxCancelled, Watch
from tests.headquarters.posts_office import place_in_memory
from tests.headquarters.test_archives import fresh, log_a_person
from tests.headquarters.test_exchange import accueils, log, sent_files
from tests.network import Network, Place

OFFICES = ("PDM", "VIA")


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    """Give a network after a season; each test rebuilds a siège of its own from its archive."""
    with ExitStack() as stack:
        made = Network(stack.enter_context(place_in_memory()), stack)
        after_a_season(made)
        yield made


@pytest.fixture
def archive(network: Network, tmp_path: Path) -> Path:
    """Return a copy of what the siège archived."""
    folder = tmp_path / "recus"
    shutil.copytree(network.siege.workplace.folder / archives.RECEIVED, folder)
    return folder


def figures(place: Place) -> list[MonthFigures]:
    with place.store.reading() as connection:
        return [
            month_figures(connection, office, month)
            for office in OFFICES
            for month in months_of(connection, office)
        ]


def after_a_season(network: Network) -> None:
    """Have two offices exchange, one PC copied, a packet damaged."""
    via, pdm = network.office("VIA"), network.office("PDM")
    log(via, 2)
    log_a_person(pdm)
    for place in (via, pdm):
        network.send(place)
    network.receive()
    shutil.copytree(network.root / "via", network.root / "clone")
    shutil.copytree(network.root / "via-state", network.root / "clone-state")
    clone = network.opened("clone", "VIA")
    log(via, 3)
    log(clone, 4)
    # Both have left before either hears of the other: two histories of one stream arrive.
    for place in (via, pdm):
        network.send(place)
    copied = network.send(clone).sent
    assert copied is not None
    # Read in the order of their names: the copy's comes last, whatever its digest is.
    file = network.shared / Box.FROM_OFFICES.value / copied.path.name
    file.rename(file.with_name(f"{file.name.rpartition('_')[0]}_{'f' * 16}.zip"))
    network.receive()
    log(pdm, 2)
    before = set(sent_files(network))
    network.send(pdm)
    (damaged,) = set(sent_files(network)) - before
    damaged.write_bytes(damaged.read_bytes()[:-40])
    network.receive()
    for _round in range(2):
        for place in (via, clone, pdm):
            log(place)
            network.send(place)
            network.receive()


def rebuilt(place: Place, folder: Path, watch: Watch = UNWATCHED) -> Rebuilt:
    return rebuild(place.workplace, place.store, folder, watch)


def test_the_archive_gives_the_same_figures_and_digests(network: Network, archive: Path) -> None:
    count = len(list(archive.glob("*.zip")))
    with network.siege.store.reading() as connection:
        # Two histories of one stream, the first of which is held: the order matters.
        assert len(forks(connection)) == 1
    other = fresh(network, "meme-ordre")
    done = rebuilt(other, archive)
    assert (done.taken, done.refused, done.waiting, done.untold) == (count, [], [], 0)
    assert figures(other) == figures(network.siege)
    assert accueils(other.store, "VIA") == accueils(network.siege.store, "VIA") > 0
    assert verify(other.workplace.folder, other.workplace.anchors).faults == ()
    again = rebuilt(other, archive)
    assert (again.taken, again.known, again.entries) == (0, count, 0)
    # What it has now is an archive too: the same, in the same order.
    third = fresh(network, "troisieme")
    rebuilt(third, other.workplace.folder / archives.RECEIVED)
    assert figures(third) == figures(network.siege)


def test_a_rebuild_that_was_cut_goes_on(network: Network, archive: Path) -> None:
    other, seen = fresh(network, "coupe"), []

    def cut() -> bool:
        seen.append(True)
        return len(seen) > 4

    with pytest.raises(MailboxCancelled):
        rebuilt(other, archive, Watch(cancelled=cut))
    done = rebuilt(other, archive)
    assert done.known == 4
    assert figures(other) == figures(network.siege)


def test_what_the_other_order_leaves_out_is_counted(network: Network, archive: Path) -> None:
    order = archives.in_order(archive)
    (archive / "ordre.txt").write_text("\n".join(reversed(order)), "utf-8")
    other = fresh(network, "a-rebours")
    done = rebuilt(other, archive)
    # What waited was taken with what came before it; of the copy, the other history is held.
    assert done.waiting == []
    assert accueils(other.store, "PDM") == accueils(network.siege.store, "PDM")
    lacking = accueils(network.siege.store, "VIA") - accueils(other.store, "VIA")
    assert lacking == done.untold > 0


def test_who_is_not_known_is_not_believed_and_the_file_stays(
    network: Network, archive: Path
) -> None:
    count = len(list(archive.glob("*.zip")))
    stranger = network.opened("siege-inconnu", None)
    done = rebuilt(stranger, archive)
    assert len(done.refused) == count
    assert "clé inconnue" in done.refused[0][1]
    assert len(list(archive.glob("*.zip"))) == count
    assert accueils(stranger.store, "VIA") == 0
