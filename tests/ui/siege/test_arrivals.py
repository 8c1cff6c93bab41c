"""What asks for a hand among what came: copies of a post, clocks, unknown codes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest

from otdesk.headquarters.arrivals import Arrivals, arrivals
from otdesk.ui.siege.reception.words import Words, headline
from tests.network import AUGUST, Network, fill

FIRST, LAST = date(2026, 8, 3), date(2026, 8, 5)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(tmp_path, stack, now=AUGUST)


def seen(network: Network) -> Arrivals:
    with network.siege.store.reading() as connection:
        return arrivals(connection, network.siege.workplace.profile)


def words(network: Network) -> Words:
    place = network.siege.workplace
    return Words(place.profile, place.zone)


def test_two_copies_of_a_post_are_listed_by_their_office(network: Network) -> None:
    via = network.office("VIA")
    fill(via, FIRST, FIRST, acts=1)
    network.send(via)
    network.receive()
    shutil.copytree(network.root / "via", network.root / "clone")
    shutil.copytree(network.root / "via-state", network.root / "clone-state")
    clone = network.opened("clone", "VIA")
    fill(via, LAST, LAST, acts=1)
    fill(clone, LAST, LAST, acts=2)
    # Both before either is answered: the second history comes under the name of the first.
    for place in (via, clone):
        network.send(place)
    network.receive()
    found = seen(network)
    assert [fork.office for fork in found.forks] == ["VIA"]
    (row, *_others) = words(network).history_rows(found)
    assert (row.cells[0], row.cells[-1]) == ("Vialas", "copie")
    assert "redit les siennes" in " ".join(words(network).history(row).sentences)


def test_a_clock_that_is_wrong_is_told_and_blocks_nothing(network: Network) -> None:
    via = network.office("VIA")
    fill(via, FIRST, LAST, acts=1)
    network.clock.instant += timedelta(minutes=20)
    network.send(via)
    network.clock.instant -= timedelta(minutes=20)
    network.receive()
    found = seen(network)
    (row,) = words(network).clock_rows(found)
    assert row.cells[0] == "Vialas"
    assert row.cells[-1] == "Son horloge avance de 20 minutes."
    assert headline(found) == "Tout ce qui est arrivé est compté."


def test_an_unknown_code_is_counted_by_office(network: Network) -> None:
    via = network.office("VIA")
    fill(via, FIRST, LAST, acts=1, origin="XX")
    network.send(via)
    network.receive()
    (row,) = words(network).code_rows(seen(network))
    assert row.cells == ("provenance", "XX", "Vialas", "3")
