"""« Synchronisation » on a real folder, a real mailbox, a real siège and real processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from otdesk import settings
from otdesk.domain.openings import read_hours
from otdesk.domain.posts import RevocationMotive
from otdesk.headquarters import mailroom, posts, siege_round
from otdesk.headquarters import replies as siege_replies
from otdesk.services import days
from otdesk.store.exchange_state import ReceivedState
from otdesk.sync import office_round, office_state
from otdesk.sync.mailbox.exchange import UNWATCHED, Box
from otdesk.sync.office_notes import Trial, Way, change_notes
from otdesk.sync.office_state import OfficeState
from otdesk.sync.pairing import spoken_key
from otdesk.ui.sync import exchanger as exchanging
from otdesk.ui.sync import words
from otdesk.ui.sync.exchanger import Job
from otdesk.ui.sync.volumes import Volume
from tests.offices import AFTERNOON
from tests.siege_and_office import Network
from tests.ui.day_desk import dress, stored
from tests.ui.sync_desk import SyncDesk, opened


@pytest.fixture(autouse=True)
def _no_keystore(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave this machine's own keystore alone, in the processes that are started too."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return Network(tmp_path)


@pytest.fixture
def paired(network: Network) -> Network:
    """An office that has exchanged once, and has three accueils to send."""
    network.pair()
    network.log(date(2026, 8, 7), times=4)
    network.exchange()
    network.log(times=3)
    return network


@pytest.fixture
def desk(qtbot: QtBot, paired: Network) -> Iterator[SyncDesk]:
    with opened(qtbot, paired, dress()) as desk:
        yield desk


def state_of(desk: SyncDesk) -> OfficeState:
    assert desk.exchanger.state is not None
    return desk.exchanger.state


def replies(desk: SyncDesk) -> int:
    return sum(len(each.replies) for each in desk.exchanger.plugged)


def running(desk: SyncDesk) -> str:
    run = desk.exchanger.run
    return "" if run is None else "by itself" if run.is_own else "asked for"


# One button --------------------------------------------------------------------------------


def test_enter_sends_and_the_next_round_says_that_all_is_there(desk: SyncDesk) -> None:
    flow = desk.screen.parts.hero.flow
    assert "jusqu’à 16:15" in desk.headline
    assert flow.here.figure.text() == "3"
    assert QApplication.focusWidget() is desk.screen.parts.hero.send
    desk.ended(lambda: desk.press(Qt.Key.Key_Return))
    assert "parti" in desk.message
    assert (flow.here.figure.text(), flow.under_way.figure.text()) == ("0", "3")
    (incoming,) = desk.network.receive().incoming
    assert incoming.taken.state is ReceivedState.RECEIVED
    desk.ended(desk.screen.send)
    assert desk.headline == "Tout est au siège."
    assert flow.siege.figure.text() == "14"
    assert "Accusé n°" in desk.message
    assert state_of(desk).attention == 0


def test_a_mailbox_that_is_gone_loses_nothing_and_is_told_where_one_looks(desk: SyncDesk) -> None:
    desk.network.shared.rename(desk.network.root / "ailleurs")
    desk.ended(desk.screen.send)
    assert "n’existe pas" in desk.message
    assert "Rien n’est perdu" in desk.message
    assert state_of(desk).attention == 1
    # No banner, no notice: the counter is left alone.
    assert desk.told == []
    desk.screen.parts.hero.act.click()
    assert desk.screen.parts.mailbox.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert not desk.screen.parts.mailbox.isVisible()


def test_a_packet_in_quarantine_and_an_old_version_are_told_and_block_nothing(
    qtbot: QtBot, paired: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(siege_replies, "LEAST_PROGRAM", "9.1")
    paired.send()
    folder = paired.shared / Box.FROM_OFFICES.value
    file = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    file.write_bytes(file.read_bytes()[:-1])
    paired.receive()
    with paired.office.store() as (store, _keys), paired.box() as box:
        office_round.hear(store, office_round.known_partner(store), box, UNWATCHED)
    with opened(qtbot, paired, dress()) as desk:
        said = " ".join(each.text() for each in desk.screen.findChildren(QLabel))
        assert "1 envoi en quarantaine au siège" in said
        assert "le prochain envoi reprend tout" in said
        assert "au moins la version 9.1" in said
        assert state_of(desk).attention == 2
        assert desk.screen.parts.hero.send.isEnabled()


def test_a_post_that_the_siege_revoked_is_told_so(qtbot: QtBot, paired: Network) -> None:
    with paired.siege.store() as (store, _keys), store.writing("CA") as transaction:
        (post,) = posts.known_posts(transaction.connection)
        posts.revoke(transaction, post.public_key, RevocationMotive.LOST)
    paired.exchange()
    with opened(qtbot, paired, dress()) as desk:
        assert desk.headline == "Le siège a révoqué ce poste, déclaré perdu."
        assert "appelez le siège" in desk.screen.parts.hero.subline.text()
        assert "n’échange plus qu’à la main" in desk.screen.parts.hero.subline.text()
        assert state_of(desk).attention
        desk.exchanger.keep_rhythm()
        assert running(desk) == ""
        assert desk.screen.parts.hero.send.words == "Essayer quand même"
        desk.ended(lambda: desk.press(Qt.Key.Key_Return))
        # It was told once: hours later, and once the day is closed, it still asks by hand alone.
        paired.clock.instant += timedelta(hours=5)
        desk.exchanger.beat()
        desk.exchanger._on_day(closed=True)
        assert running(desk) == ""


def test_an_exchange_is_given_up_and_done_again(desk: SyncDesk) -> None:
    desk.screen.send()
    assert desk.screen.parts.hero.cancel.isVisible()
    assert not desk.screen.parts.hero.send.isVisible()
    desk.ended(lambda: desk.press(Qt.Key.Key_Escape))
    assert "abandonné" in desk.message
    sent = desk.network.shared / Box.FROM_OFFICES.value
    assert len(list(sent.iterdir())) == 1
    assert state_of(desk).here == {"visit": 3}


def test_an_exchange_that_was_broken_off_says_that_nothing_is_lost(desk: SyncDesk) -> None:
    begun = Trial("2026-08-08T13:40:00+00:00", Way.MAILBOX, "partage")
    with desk.network.office.store() as (store, _keys), store.writing_local() as connection:
        change_notes(connection, lambda notes: replace(notes, last=begun))
    desk.read()
    assert "15:40 s’est interrompu" in desk.message
    assert "Rien n’est perdu" in desk.message
    assert desk.screen.parts.hero.act.words == "Reprendre"
    desk.screen.parts.hero.act.click()
    assert running(desk) == "asked for"


def test_nothing_of_it_runs_on_the_window_s_thread(
    qtbot: QtBot, paired: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()
    read, spoken = office_state.read_state, spoken_key.spoken_key

    def reading(*args: object) -> OfficeState:
        threads.add(threading.current_thread().name)
        return read(*args)  # type: ignore[arg-type]  # the same ones

    def speaking(*args: object) -> tuple[str, ...]:
        threads.add(threading.current_thread().name)
        return spoken(*args)  # type: ignore[arg-type]  # the same ones

    monkeypatch.setattr(exchanging, "read_state", reading)
    monkeypatch.setattr(exchanging, "spoken_key", speaking)
    with opened(qtbot, paired, dress()) as desk:
        desk.until(lambda: len(desk.exchanger.words.post) == 4)
        assert threads == {"otdesk-store"}
        assert desk.screen.parts.phone.isVisible()


# Sticks ------------------------------------------------------------------------------------


def test_a_stick_carries_the_packet_there_and_the_answer_back(desk: SyncDesk) -> None:
    root = desk.network.root / "OT-VIALAS"
    root.mkdir()
    stick = Volume(root, "OT-VIALAS")
    desk.plug(stick)
    desk.ended(lambda: desk.press(Qt.Key.Key_U))
    (packet,) = root.iterdir()
    assert packet.name.endswith(".zip.age")
    assert "chiffré" in desk.message.lower()
    with desk.network.siege.store() as (store, keys):
        incoming = mailroom.take_file(store, keys, packet)
        assert incoming.taken.state is ReceivedState.RECEIVED
        siege_round.answer_into(store, keys, "VIA", root)
    desk.plug(stick)
    assert replies(desk) == 1
    desk.ended(lambda: desk.screen.use_stick(desk.exchanger.plugged[0]))
    assert desk.headline == "Tout est au siège."
    # Taken in: it is not offered again.
    assert replies(desk) == 0
    way = state_of(desk).packets[0]
    assert (way.way, way.state.value) == (Way.STICK, "arrived")


def test_a_stick_that_was_pulled_is_told_and_changes_nothing(desk: SyncDesk) -> None:
    gone = Volume(desk.network.root / "retirée", "RETIRÉE")
    desk.ended(lambda: desk.exchanger.export(gone.root))
    assert "retirée" in desk.message
    assert state_of(desk).here == {"visit": 3}


# Months ------------------------------------------------------------------------------------


def test_a_month_is_declared_and_taken_back(qtbot: QtBot, paired: Network) -> None:
    paired.log(date(2026, 7, 10))
    with opened(qtbot, paired, dress()) as desk:
        desk.press(Qt.Key.Key_D)
        panel, july = desk.screen.parts.month, date(2026, 7, 1)
        assert set(panel.buttons) == {(july, "complete")}
        panel.buttons[july, "complete"].setFocus()
        panel.buttons[july, "complete"].click()
        desk.until(lambda: (july, "back") in panel.buttons)
        assert state_of(desk).to_declare is None
        # What was pressed is gone; its contrary is under the hand.
        assert panel.buttons[july, "back"].hasFocus()
        panel.buttons[july, "back"].click()
        desk.until(lambda: (july, "complete") in panel.buttons)


# By itself ---------------------------------------------------------------------------------


def test_the_day_s_closing_sends_the_day(desk: SyncDesk) -> None:
    today, hours = AFTERNOON.date(), read_hours("9h-12h")
    with desk.qtbot.waitSignal(desk.exchanger.ended) as ended:
        desk.context.link.write("JD", lambda t: days.close(t, "VIA", today, ranges=hours))
    assert ended.args is not None
    assert ended.args[0] is Job.EXCHANGE
    desk.until(lambda: not state_of(desk).here)


def test_it_exchanges_at_the_start_then_each_half_hour_while_something_waits(
    desk: SyncDesk,
) -> None:
    exchanger = desk.exchanger
    exchanger.keep_rhythm()
    assert running(desk) == "by itself"
    desk.ended(lambda: None)
    exchanger.keep_rhythm()
    assert running(desk) == ""
    desk.network.clock.instant += timedelta(minutes=31)
    exchanger.keep_rhythm()
    assert running(desk) == "by itself"
    desk.ended(lambda: None)
    # What has left is not sent again within a day.
    sent = desk.network.shared / Box.FROM_OFFICES.value
    assert len(list(sent.iterdir())) == 2


# Checking, addresses -----------------------------------------------------------------------


def test_the_chain_is_checked_beside_the_window(desk: SyncDesk) -> None:
    desk.ended(lambda: desk.press(Qt.Key.Key_V))
    assert desk.screen.parts.chain.isVisible()
    assert desk.screen.parts.chain.outcome.text() == "Tout est conforme."


def test_an_address_is_kept_with_its_password_and_tried(qtbot: QtBot, network: Network) -> None:
    network.pair(mailbox="")
    network.log(times=2)
    network.give_answer()
    with opened(qtbot, network, dress()) as desk:
        assert desk.screen.parts.hero.send.words == "Écrire un fichier…"
        panel = desk.screen.parts.mailbox
        desk.screen.open_address("mailbox")
        panel.address.setText("ftp://x")
        panel.save()
        assert "en clair" in panel.fault.text()
        panel.address.setText(str(network.shared))
        desk.ended(panel.save)
        assert "parti" in desk.message
        kept = stored(network.office.workplace).get(settings.MAILBOX)
        assert kept == str(network.shared)


def test_a_moment_of_another_year_is_told_with_its_number() -> None:
    moment = datetime(2022, 11, 2, 9, 0, tzinfo=UTC)
    assert words.moment_words(moment, date(2022, 12, 1)) == "2 novembre 9:00"
    assert words.moment_words(moment, date(2026, 11, 26)) == "2 novembre 2022 9:00"
    assert words.short_moment(moment, date(2026, 11, 26)) == "02/11/2022 9:00"
