"""Where an office stands with the siège, read from its folder: what it sent, heard and was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from otdesk.domain.days import PlannedOpening
from otdesk.domain.month_locks import month_of
from otdesk.domain.openings import read_hours
from otdesk.domain.posts import RevocationMotive
from otdesk.errors import DataFault
from otdesk.headquarters import month_locks
from otdesk.services import days, months
from otdesk.services.months import MonthIsLocked
from otdesk.store.occupancy import FolderLock
from otdesk.sync import rhythm
from otdesk.sync.mailbox.exchange import Box
from otdesk.sync.mailbox.faults import AddressUnknown
from otdesk.sync.months_seen import SeenState
from otdesk.sync.office_notes import Notes, Trial, Way, change_notes, read_notes
from otdesk.sync.office_round import LOCK, ExchangeRuns, export, has_left
from otdesk.sync.office_state import OfficeState, PacketState, read_state
from tests.offices import AFTERNOON
from tests.siege_and_office import Network

TODAY = AFTERNOON.date()
JULY = date(2026, 7, 1)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return Network(tmp_path)


def state_of(network: Network) -> OfficeState:
    with network.office.store() as (store, _keys), store.reading() as connection:
        return read_state(connection, network.office.workplace)


def july(network: Network) -> SeenState:
    return next(each.state for each in state_of(network).seen if each.month == JULY)


def declare(network: Network, *, active: bool = True) -> None:
    with network.office.store() as (store, _keys), store.writing("JD") as transaction:
        months.declare(transaction, "VIA", JULY, active=active)


def test_what_is_entered_goes_from_here_to_under_way_to_the_siege(network: Network) -> None:
    network.pair()
    network.log(times=3)
    before = state_of(network)
    assert (before.here, before.under_way, before.persons) == ({"visit": 3}, {}, 0)
    assert before.is_confirmed
    network.send()
    sent = state_of(network)
    assert (sent.here, sent.under_way) == ({}, {"visit": 3})
    assert [line.state for line in sent.packets] == [PacketState.UNDER_WAY]
    network.log(times=1)
    network.receive()
    network.send()
    heard = state_of(network)
    # The one that was entered meanwhile left in the same round.
    assert (heard.under_way, heard.persons) == ({"visit": 1}, 6)
    assert [line.state for line in heard.packets] == [PacketState.UNDER_WAY, PacketState.ARRIVED]
    assert [dict(line.content)["visit"] for line in heard.packets] == [1, 3]
    assert heard.is_confirmed


def test_a_packet_that_could_not_leave_is_told_as_remade_in_the_next(network: Network) -> None:
    network.pair()
    network.log(times=2)
    away = network.root / "ailleurs"
    sent = network.shared / Box.FROM_OFFICES.value
    network.shared.rename(away)
    network.shared.mkdir()
    # It can be looked into, and nothing can be left there: a file stands where a folder should.
    sent.touch()
    with pytest.raises(AddressUnknown):
        network.send()
    sent.unlink()
    network.exchange()
    first = state_of(network).packets[-1]
    assert (first.number, first.state, first.remade_in) == (1, PacketState.CUT, 2)


def test_a_failed_try_is_remembered_with_its_reason_until_one_goes_well(network: Network) -> None:
    network.pair()
    network.log()
    network.shared.rename(network.root / "ailleurs")
    with pytest.raises(AddressUnknown):
        network.send()
    failed = state_of(network)
    assert failed.notes.last is not None
    assert failed.notes.last.fault == "AddressUnknown"
    assert failed.is_stuck
    assert failed.attention == 1
    (network.root / "ailleurs").rename(network.shared)
    network.send()
    assert state_of(network).attention == 0


def test_notes_that_cannot_be_read_are_forgotten(network: Network) -> None:
    with network.office.store() as (store, _keys), store.writing_local() as connection:
        connection.exec_driver_sql(
            "INSERT INTO setting VALUES ('exchange_notes', '{\"packets\": 3}')"
        )
        assert read_notes(connection) == Notes()


def test_a_packet_in_quarantine_is_told_with_its_reason(network: Network) -> None:
    network.pair()
    network.log()
    network.exchange()
    with network.siege.store() as (store, _keys), store.writing_local() as connection:
        # As a packet of this office whose chain is broken ends up.
        connection.exec_driver_sql(
            "INSERT INTO received_packet VALUES ('ab', 'VIA', 9, 'quarantined',"
            " 'La chaîne est rompue.', 'quarantaine/ab.zip', '2999-01-01', '', 0)"
        )
    network.receive()
    network.send()
    state = state_of(network)
    assert state.notes.said is not None
    assert state.notes.said.quarantines == ("Envoi n° 9 : La chaîne est rompue.",)
    assert state.attention == 1


def test_two_exchanges_of_a_folder_never_run_at_once(network: Network) -> None:
    network.pair()
    network.log()
    with FolderLock(network.office.workplace.folder, LOCK):
        with pytest.raises(ExchangeRuns):
            network.send()
        assert state_of(network).notes.last is None
    network.send()


def test_what_left_by_the_mailbox_is_not_sent_again_within_a_day(network: Network) -> None:
    network.pair()
    network.log()
    network.exchange()
    network.log()
    with network.office.store() as (store, keys):
        assert not has_left(store)
        stick = network.root / "cle"
        stick.mkdir()
        export(store, keys, stick)
        # A stick may lie in a pocket.
        assert not has_left(store)
        network.send()
        assert has_left(store)
        network.clock.instant += timedelta(days=1, minutes=1)
        assert not has_left(store)


# Months ------------------------------------------------------------------------------------


def test_a_month_goes_from_asked_for_to_declared_to_locked(network: Network) -> None:
    network.pair()
    network.log(date(2026, 7, 10), times=2)
    network.exchange()
    assert july(network) is SeenState.TO_DECLARE
    declare(network)
    declared = next(each for each in state_of(network).seen if each.month == JULY)
    assert (declared.state, declared.declaration_left) == (SeenState.COMPLETE, False)
    network.exchange()
    declared = next(each for each in state_of(network).seen if each.month == JULY)
    assert (declared.declaration_left, declared.siege_accueils) == (True, 2)
    with network.siege.store() as (store, _keys), store.writing("CA") as transaction:
        month_locks.lock(transaction, JULY)
    network.receive()
    network.send()
    assert july(network) is SeenState.LOCKED
    told = [each.text for each in state_of(network).news]
    assert told == [
        "Juillet 2026 est verrouillé.",
        "Le poste « Comptoir » est reconnu par le siège.",
    ]
    with (
        network.office.store() as (store, _keys),
        store.writing("JD") as transaction,
        pytest.raises(MonthIsLocked),
    ):
        months.take_back(transaction, "VIA", JULY)


def test_the_newest_month_is_asked_for_first_and_then_the_one_before(network: Network) -> None:
    network.pair()
    for month in (5, 6):
        network.log(date(2026, month, 10))
    asked = state_of(network).to_declare
    assert asked is not None
    assert asked.month == date(2026, 6, 1)
    with network.office.store() as (store, _keys), store.writing("JD") as transaction:
        months.declare(transaction, "VIA", asked.month)
    asked = state_of(network).to_declare
    assert asked is not None
    assert asked.month == date(2026, 5, 1)


def test_a_declaration_is_taken_back_once(network: Network) -> None:
    network.log(date(2026, 7, 10))
    declare(network)
    with network.office.store() as (store, _keys):
        with store.writing("JD") as transaction:
            months.take_back(transaction, "VIA", JULY)
        with pytest.raises(DataFault, match="n’était pas déclaré"), store.writing("JD") as again:
            months.take_back(again, "VIA", JULY)
    assert july(network) is SeenState.TO_DECLARE
    # And declared anew: a record of its own.
    declare(network)
    assert july(network) is SeenState.COMPLETE


def test_a_siege_that_counts_less_than_it_acknowledged_is_told(network: Network) -> None:
    network.pair()
    network.log(date(2026, 7, 10), times=2)
    declare(network)
    network.exchange()
    with network.office.store() as (store, _keys), store.writing_local() as connection:

        def lie(notes: Notes) -> Notes:
            assert notes.said is not None
            return replace(notes, said=replace(notes.said, counts={"2026-07": 1}))

        change_notes(connection, lie)
    assert july(network) is SeenState.DIFFERS


def test_nothing_is_asked_of_the_months_before_this_folder(network: Network) -> None:
    seen = state_of(network).seen
    assert {each.state for each in seen if each.month < month_of(TODAY)} == {SeenState.BEFORE}


def test_nor_of_those_before_the_first_one_that_was_planned(network: Network) -> None:
    opening = PlannedOpening("VIA", date(2026, 9, 5), read_hours("9h-12h"))
    with network.office.store() as (store, _keys), store.writing("JD") as transaction:
        days.plan(transaction, [opening])
    network.clock.instant += timedelta(days=60)
    states = {each.month: each.state for each in state_of(network).seen}
    assert states[month_of(TODAY)] is SeenState.BEFORE
    assert states[date(2026, 9, 1)] is SeenState.TO_DECLARE


# Rhythm ------------------------------------------------------------------------------------


def test_it_exchanges_often_while_something_waits_and_never_where_a_hand_is_needed(
    network: Network,
) -> None:
    assert rhythm.pause(state_of(network), 0) is None
    network.pair()
    assert rhythm.pause(state_of(network), 0) == rhythm.QUIET
    network.log()
    waiting = state_of(network)
    assert rhythm.pause(waiting, 0) == rhythm.WAITING
    assert rhythm.pause(waiting, 1) == timedelta(minutes=5)
    assert rhythm.pause(waiting, 9) == timedelta(minutes=60)
    # A password that is tried again and again locks the account.
    refused = Trial("x", Way.MAILBOX, "", "y", fault="WrongPassword")
    stuck = replace(waiting, notes=replace(waiting.notes, last=refused))
    assert rhythm.pause(stuck, 1) is None
    assert rhythm.pause(replace(waiting, mailbox=""), 0) is None
    # The siège said that it takes nothing of it.
    assert rhythm.pause(replace(waiting, revoked=RevocationMotive.LOST), 0) is None
    assert rhythm.pause(replace(waiting, mailbox="mailto:a@b.fr?via=smtp://c@d"), 0) is None
