"""Offices and the siège, over a shared folder: paired, sent, answered, lost, corrupted, cloned."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from otdesk.domain.posts import RevocationMotive
from otdesk.domain.reference import ChannelCode
from otdesk.domain.visits import Visit
from otdesk.headquarters import mailroom, month_locks, pairing, posts
from otdesk.services import days, months, visits
from otdesk.services.months import MonthIsLocked
from otdesk.store import tables
from otdesk.store.exchange_state import ReceivedState
from otdesk.store.integrity import verify
from otdesk.store.store import Store
from otdesk.sync import office_round
from otdesk.sync.mailbox.exchange import Box
from otdesk.sync.office_round import NotPaired
from otdesk.sync.office_state import read_state
from otdesk.sync.pairing.answer import RefusedAnswer
from otdesk.sync.pairing.office import RefusedInvitation, accept
from tests.network import Network, Place
from tests.store.desk import START


@pytest.fixture
def network(tmp_path: Path, siege_address: Callable[[], str | None]) -> Iterator[Network]:
    with ExitStack() as stack:
        yield Network(tmp_path, stack, siege_address())


def log(place: Place, times: int = 1) -> None:
    office = place.workplace.identity.office
    visit = Visit(office, START.date(), ChannelCode.COMPTOIR, 2, "FR-48")
    for _ in range(times):
        with place.store.writing("JD") as transaction:
            visits.record(transaction, visit)


def accueils(store: Store, office: str) -> int:
    with store.reading() as connection:
        table = tables.visit
        found: int = connection.execute(
            select(func.count()).where(table.c.office == office, table.c.void_reason.is_(None))
        ).scalar_one()
        return found


def sent_files(network: Network) -> list[Path]:
    return sorted((network.shared / Box.FROM_OFFICES.value).iterdir())


def test_what_two_offices_log_is_at_the_siege_and_acknowledged(network: Network) -> None:
    via, pdm = network.office("VIA"), network.office("PDM")
    log(via, 3)
    log(pdm, 2)
    for place in (via, pdm):
        assert network.send(place).sent is not None
    done = network.receive()
    assert [each.taken.state for each in done.incoming] == [ReceivedState.RECEIVED] * 2
    assert done.answered == ["PDM", "VIA"]
    assert (accueils(network.siege.store, "VIA"), accueils(network.siege.store, "PDM")) == (3, 2)
    heard = network.send(via)
    assert [each.said.office for each in heard.heard] == ["VIA"]
    # All is acknowledged: nothing is left to send.
    assert heard.sent is None
    assert network.send(via).heard == []
    siege = network.siege.workplace
    for place in (network.siege, via, pdm):
        assert verify(place.workplace.folder, place.workplace.anchors).faults == ()
    assert siege.is_siege


def test_one_state_of_the_database_answers_all_offices_of_a_round(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [network.office(code) for code in ("VIA", "PDM", "COL")]
    for place in places:
        log(place)
        network.send(place)
    kind = type(network.siege.store.database)
    aside, states = kind.aside, []

    def counted(database: Any) -> AbstractContextManager[Connection]:  # noqa: ANN401 - either kind
        states.append(database)
        return aside(database)

    monkeypatch.setattr(kind, "aside", counted)
    assert network.receive().answered == ["COL", "PDM", "VIA"]
    assert len(states) == 1
    for place in places:
        # Each its own: what the siège has of it, and no reply of another office.
        heard = network.send(place).heard
        assert [each.said.office for each in heard] == [place.workplace.identity.office]


def test_a_lost_packet_heals_itself_with_the_next(network: Network) -> None:
    via = network.office("VIA")
    log(via, 2)
    network.send(via)
    for file in sent_files(network):
        file.unlink()
    network.receive()
    log(via, 1)
    network.send(via)
    network.receive()
    assert accueils(network.siege.store, "VIA") == 3


def test_a_corrupted_packet_lies_in_quarantine_and_changes_nothing(network: Network) -> None:
    via = network.office("VIA")
    log(via, 2)
    network.send(via)
    (file,) = sent_files(network)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    (incoming,) = network.receive().incoming
    assert incoming.taken.state is ReceivedState.QUARANTINED
    assert incoming.taken.reason
    assert accueils(network.siege.store, "VIA") == 0
    (kept,) = (network.siege.workplace.folder / mailroom.QUARANTINE).iterdir()
    assert kept.read_bytes() == bytes(data)
    # The file of the next round brings all of it.
    log(via, 1)
    network.send(via)
    network.receive()
    assert accueils(network.siege.store, "VIA") == 3


def test_an_office_is_told_of_its_packet_in_quarantine_until_it_is_made_good(
    network: Network,
) -> None:
    via = network.office("VIA")
    log(via, 2)
    network.send(via)
    (file,) = sent_files(network)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    network.receive()
    # Tried again from where it lies, it keeps the name that it came under.
    (kept,) = (network.siege.workplace.folder / mailroom.QUARANTINE).iterdir()
    mailroom.take_file(network.siege.store, network.siege.keys, kept)
    network.receive()
    heard = office_round.exchange(via.store, via.keys, network.box, if_new=True)
    (said,) = heard.heard[-1].said.quarantines
    assert said.name == file.name
    assert said.reason.startswith("Envoi n° 1 : ")
    with via.store.reading() as connection:
        assert read_state(connection, via.workplace).attention == 1
    # A scheduler's round sends it again without waiting a day; the siège has nothing to say then.
    assert heard.sent is not None
    network.clock.instant += timedelta(minutes=1)
    network.receive()
    assert network.send(via).heard[-1].said.quarantines == ()
    with via.store.reading() as connection:
        assert read_state(connection, via.workplace).attention == 0


def test_a_post_that_is_not_confirmed_is_not_believed(network: Network) -> None:
    via = network.office("VIA", paired=False)
    network.pair(via, confirmed=False)
    log(via)
    sent = network.send(via)
    assert sent.unconfirmed
    assert sent.sent is None
    done = network.receive()
    assert done.incoming == []
    assert len(done.answers) == 1
    file = office_round.export(via.store, via.keys, network.root)
    assert file is not None
    incoming = mailroom.take_file(network.siege.store, network.siege.keys, file)
    assert incoming.taken.state is ReceivedState.QUARANTINED
    assert "clé inconnue" in incoming.taken.reason


def test_a_revoked_post_is_believed_no_more_and_what_it_sent_stands(network: Network) -> None:
    via = network.office("VIA")
    log(via, 2)
    network.send(via)
    network.receive()
    with network.siege.store.writing("CA") as transaction:
        posts.revoke(transaction, via.keys.public_key, RevocationMotive.STOLEN)
    log(via, 5)
    network.send(via)
    (incoming,) = network.receive().incoming
    assert incoming.taken.state is ReceivedState.QUARANTINED
    assert accueils(network.siege.store, "VIA") == 2


def test_a_revoked_post_that_goes_on_sending_is_told_so_and_nothing_later(
    network: Network,
) -> None:
    via = network.office("VIA")
    log(via, 2)
    network.send(via)
    network.receive()
    network.send(via)
    with network.siege.store.writing("CA") as transaction:
        posts.revoke(transaction, via.keys.public_key, RevocationMotive.LOST)
    # Nobody knocked: nothing is left for it.
    assert network.receive().answered == []
    with network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, date(2022, 6, 1))
    log(via, 1)
    network.send(via)
    assert network.receive().answered == ["VIA"]
    network.send(via)
    with via.store.reading() as connection:
        state = read_state(connection, via.workplace)
        assert state.revoked is RevocationMotive.LOST
        # What was decided since is none of its business.
        assert month_locks.locked(connection) == frozenset()


def test_a_clone_goes_on_in_its_own_stream_and_nothing_is_lost(network: Network) -> None:
    via = network.office("VIA")
    log(via, 2)
    network.send(via)
    network.receive()
    shutil.copytree(network.root / "via", network.root / "clone")
    shutil.copytree(network.root / "via-state", network.root / "clone-state")
    clone = network.opened("clone", "VIA")
    log(via, 3)
    log(clone, 4)
    for place in (via, clone, via, clone):
        network.send(place)
        network.receive()
    assert accueils(network.siege.store, "VIA") == 9
    for place in (network.siege, via, clone):
        assert verify(place.workplace.folder, place.workplace.anchors).faults == ()


def test_a_lock_of_the_siege_comes_down_with_the_acknowledgement(network: Network) -> None:
    via = network.office("VIA")
    with via.store.writing("JD") as transaction:
        months.declare(transaction, "VIA", START.date().replace(month=6, day=1))
    network.send(via)
    network.receive()
    june = START.date().replace(month=6, day=18)
    with network.siege.store.writing("CA") as transaction:
        month_locks.lock(transaction, june)
    network.receive()
    network.send(via)
    visit = Visit("VIA", june, ChannelCode.COMPTOIR, 2, "FR-48")
    with pytest.raises(MonthIsLocked), via.store.writing("JD") as transaction:
        visits.record(transaction, visit)
    with via.store.writing("JD") as transaction:
        days.open_range(transaction, "VIA", START.date(), 540)


def test_a_packet_on_a_stick_is_encrypted_and_read_at_the_siege(network: Network) -> None:
    via = network.office("VIA")
    log(via, 2)
    stick = network.root / "cle"
    stick.mkdir()
    file = office_round.export(via.store, via.keys, stick)
    assert file is not None
    assert file.name.endswith(".zip.age")
    incoming = mailroom.take_file(network.siege.store, network.siege.keys, file)
    assert incoming.taken.state is ReceivedState.RECEIVED
    assert accueils(network.siege.store, "VIA") == 2
    again = mailroom.take_file(network.siege.store, network.siege.keys, file)
    assert again.taken.new == 0


def test_an_office_without_a_siege_says_what_to_do(network: Network) -> None:
    via = network.office("VIA", paired=False)
    with pytest.raises(NotPaired, match="otdesk pair"):
        network.send(via)


def test_an_invitation_is_for_one_office_one_time_one_month(network: Network) -> None:
    siege, via = network.siege, network.office("VIA", paired=False)
    wrong = pairing.invite(siege.workplace, siege.store, siege.keys, "PDM")
    with pytest.raises(RefusedInvitation, match="PDM"):
        accept(via.store, via.keys, wrong, "Comptoir")
    right = pairing.invite(siege.workplace, siege.store, siege.keys, "VIA")
    invented = replace(right, reconstruction=True)
    with pytest.raises(RefusedInvitation, match="démonstration"):
        accept(via.store, via.keys, invented, "Comptoir")
    answer = accept(via.store, via.keys, right, "Comptoir")
    network.clock.instant += timedelta(days=31)
    with pytest.raises(RefusedInvitation, match="expiré"):
        accept(via.store, via.keys, right, "Comptoir")
    with pytest.raises(RefusedAnswer, match="expiré"):
        pairing.confirm(siege.store, answer, "CA")
    network.clock.instant -= timedelta(days=31)
    pairing.confirm(siege.store, answer, "CA")
    with pytest.raises(RefusedAnswer, match="ne sert qu’une fois"):
        pairing.review(siege.store, answer)
