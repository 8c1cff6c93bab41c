"""Imports that are killed, and imports that meet: a packet is in whole or not at all."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from otdesk.headquarters import month_locks
from otdesk.journal.identifiers import uuid7
from otdesk.store import exchange_tables, tables
from otdesk.store.exchange_state import ReceivedState
from otdesk.store.integrity import verify
from otdesk.store.records import visit_payload
from otdesk.sync import office_round
from tests.headquarters.importing import nursery
from tests.network import Network, Place
from tests.store.desk import VISIT

KILLS = 8
_PACKETS, _EACH = 4, 200


@pytest.fixture
def network(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(tmp_path, stack, siege_address())


def packets(network: Network, place: Place) -> list[Path]:
    """Return packets of an office, each with what the one before has and so many accueils more."""
    office = place.workplace.identity.office
    stick = network.root / f"cle-{office}"
    stick.mkdir()
    made: list[Path] = []
    for _packet in range(_PACKETS):
        payload = visit_payload(replace(VISIT, office=office))
        with place.store.writing("JD") as transaction:
            moment = transaction.now
            transaction.put_many("visit", ((uuid7(moment), payload) for _ in range(_EACH)))
        network.clock.instant += timedelta(seconds=1)
        file = office_round.export(place.store, place.keys, stick)
        assert file is not None
        made.append(file)
    return made


def held(network: Network, office: str) -> tuple[int, int]:
    """Return how many entries of an office's journals are held, and how many packets were noted.

    Asked as a writer is: on a server, what a killed import had sent is done or undone first.
    """
    received, noted = exchange_tables.received_stream, exchange_tables.received_packet
    of_office = select(received.c.stream).where(received.c.office == office)
    with network.siege.store.writing_local() as connection:
        entries = connection.execute(
            select(func.count()).where(tables.journal.c.stream.in_(of_office))
        ).scalar_one()
        files = connection.execute(
            select(func.count()).where(
                noted.c.office == office, noted.c.state == ReceivedState.RECEIVED.value
            )
        ).scalar_one()
    return entries, files


@contextmanager
def process(pid: int) -> Iterator[int]:
    """Give a handle of a process: its number may be another's by the time it is killed."""
    handle = os.pidfd_open(pid)
    try:
        yield handle
    finally:
        os.close(handle)


def kill_imports(network: Network, kills: int, seed: int) -> int:
    """Kill imports at random moments, and return how many packets came in nevertheless."""
    chance = random.Random(seed)
    via = network.office("VIA")
    files = packets(network, via)
    siege = network.siege.workplace
    first = files[0]
    with nursery(siege.folder, siege.anchors.folder) as imports:
        imports.begin(first)
        began = time.monotonic()
        assert imports.ended() == [[first.name, "received"]]
        whole = time.monotonic() - began
        before = held(network, "VIA")
        taken = 1
        for _kill in range(kills):
            child = imports.begin(files[taken % len(files)])
            # It may have ended before.
            with suppress(ProcessLookupError), process(child) as handle:
                time.sleep(chance.uniform(0, whole))
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            imports.ended()
            now = held(network, "VIA")
            if now != before:
                # All of it, and the note of it.
                assert now == (before[0] + _EACH, before[1] + 1)
                before = now
                taken += 1
            if taken == len(files):
                break
        for file in files[taken:]:
            imports.begin(file)
            assert imports.ended() == [[file.name, "received"]]
    assert held(network, "VIA") == (before[0] + _EACH * (len(files) - taken), len(files))
    assert verify(siege.folder, siege.anchors).faults == ()
    return taken


def test_a_killed_import_leaves_no_part_of_a_packet(network: Network) -> None:
    assert kill_imports(network, KILLS, 2022) >= 1


@pytest.mark.soak
def test_many_killed_imports_leave_no_part_of_a_packet(
    tmp_path: Path, siege_address: Callable[[], str | None]
) -> None:
    for seed in range(20):
        (tmp_path / str(seed)).mkdir()
        with ExitStack() as stack:
            kill_imports(Network(tmp_path / str(seed), stack, siege_address()), KILLS, seed)


def test_imports_that_meet_both_come_in_whole(network: Network) -> None:
    places = {code: network.office(code) for code in ("VIA", "PDM")}
    files = {code: packets(network, place) for code, place in places.items()}
    siege = network.siege
    folder, state = siege.workplace.folder, siege.workplace.anchors.folder
    with nursery(folder, state) as one, nursery(folder, state) as other:
        one.begin(*files["VIA"])
        other.begin(*files["PDM"])
        # The siège's own journal goes on meanwhile.
        for month in range(1, 7):
            with siege.store.writing("CA") as transaction:
                month_locks.lock(transaction, date(2022, month, 1))
        taken = [*one.ended(), *other.ended()]
    assert [state for _name, state in taken] == ["received"] * 2 * _PACKETS
    assert verify(folder, siege.workplace.anchors).faults == ()
    for code, place in places.items():
        with place.store.reading() as connection:
            # What the siège told it when it was paired lies there, too.
            told = select(exchange_tables.received_stream.c.stream)
            written = connection.execute(
                select(func.count()).where(tables.journal.c.stream.not_in(told))
            ).scalar_one()
        assert held(network, code) == (written, _PACKETS)
